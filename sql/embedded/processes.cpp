// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/embedded/processes.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <algorithm>

#include <signal.h>

namespace pitboss {

namespace {

constexpr int pollMilliseconds = 5;

bool hasProc()
{
    static const bool has = QFile::exists(QStringLiteral("/proc/self/comm"));
    return has;
}

bool isPostgres(const QString &process)
{
    QFile name(process + QStringLiteral("/comm"));
    if (!name.open(QIODevice::ReadOnly))
        return false;
    const QByteArray command = name.readAll().trimmed();
    return command == "postgres" || command == "postmaster";
}

} // namespace

bool isPostgresIn(qint64 pid, const QString &folder)
{
    if (pid <= 0)
        return false;
    if (!hasProc())
        return kill(pid_t(pid), 0) == 0;
    // A person's shell may stand in the folder too, so the name counts as well.
    const QString process = QStringLiteral("/proc/%1").arg(pid);
    const QString home = QFile::symLinkTarget(process + QStringLiteral("/cwd"));
    return !home.isEmpty() && home == QFileInfo(folder).canonicalFilePath() && isPostgres(process);
}

QList<qint64> postgresProcessesIn(const QString &folder)
{
    QList<qint64> found;
    if (!hasProc())
        return found;
    for (const QString &name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const qint64 pid = name.toLongLong();
        if (isPostgresIn(pid, folder))
            found << pid;
    }
    return found;
}

bool endProcesses(const QList<qint64> &pids, int signal, const QString &folder, int milliseconds)
{
    for (const qint64 pid : pids)
        kill(pid_t(pid), signal);
    const auto ended = [&] {
        return std::none_of(pids.begin(), pids.end(), [&](qint64 pid) { return isPostgresIn(pid, folder); });
    };
    for (int waited = 0; !ended(); waited += pollMilliseconds) {
        if (waited >= milliseconds)
            return false;
        QThread::msleep(pollMilliseconds);
    }
    return true;
}

} // namespace pitboss
