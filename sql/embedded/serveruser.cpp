// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/embedded/serveruser.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>

#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace pitboss {

Result<ServerUser> ServerUser::choose()
{
    if (geteuid() != 0)
        return ServerUser{ownName(), geteuid(), getegid(), false};
    for (const char *name : {"postgres", "nobody"}) {
        if (const passwd *entry = getpwnam(name))
            return ServerUser{QString::fromLatin1(name), entry->pw_uid, entry->pw_gid, true};
    }
    return fail(Error::Kind::Missing,
                QCoreApplication::translate("ServerUser",
                                            "PostgreSQL does not run as root, and there is no other user "
                                            "(postgres or nobody) to run it as."));
}

QString ServerUser::ownName()
{
    const passwd *entry = getpwuid(geteuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : QString();
}

bool ServerUser::own(const QString &path) const
{
    return !differs || lchown(QFile::encodeName(path).constData(), uid, gid) == 0;
}

bool ServerUser::canReach(const QString &path) const
{
    if (!differs)
        return true;
    for (QDir folder(path); !folder.isRoot();) {
        const QFileInfo info(folder.path());
        if (info.exists() && !info.permission(QFile::ExeOther) && info.ownerId() != uid)
            return false;
        folder.setPath(info.absolutePath());
    }
    return true;
}

/// The server runs on, perhaps as another user: no PGPASSWORD, DATABASE_URL or key of anything is handed on to it.
static QProcessEnvironment neededEnvironment()
{
    static const QRegularExpression needed(
        QStringLiteral("^(PATH|HOME|USER|LOGNAME|LANG|LC_(?!ALL).*|LOCPATH|TZ|TMPDIR|LD_LIBRARY_PATH|.SAN_OPTIONS)$"));
    const QProcessEnvironment all = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment;
    for (const QString &key : all.keys()) {
        if (needed.match(key).hasMatch())
            environment.insert(key, all.value(key));
    }
    return environment;
}

void ServerUser::prepare(QProcess *process, int deathSignal) const
{
    QProcessEnvironment environment = neededEnvironment();
    // Its log is shown in errors, and must not be in one of two languages by chance.
    environment.insert(QStringLiteral("LC_MESSAGES"), QStringLiteral("C"));
    process->setProcessEnvironment(environment);
    process->setWorkingDirectory(QStringLiteral("/"));
    process->setStandardInputFile(QProcess::nullDevice());
    const pid_t parent = getpid();
    process->setChildProcessModifier([user = *this, deathSignal, parent] {
        if (user.differs && (setgroups(0, nullptr) != 0 || setgid(user.gid) != 0 || setuid(user.uid) != 0))
            _exit(126);
        setsid(); // Ctrl+C in the terminal is for the program, not for its server
#ifdef Q_OS_LINUX
        // After setuid, which clears it. A parent that died before this line shows by its changed id.
        prctl(PR_SET_PDEATHSIG, deathSignal);
        if (getppid() != parent)
            _exit(125);
#else
        Q_UNUSED(deathSignal)
        Q_UNUSED(parent)
#endif
    });
}

} // namespace pitboss
