// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/embedded/clusterfolder.h"

#include "sql/embedded/processes.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSaveFile>

#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

namespace pitboss {

namespace {

/// A Unix socket's address holds 107 bytes, and Postgres adds "/.s.PGSQL.5432".
constexpr qsizetype socketFolderLimit = 93;
constexpr int initdbSeconds = 120;

QString text(const char *source)
{
    return QCoreApplication::translate("ClusterFolder", source);
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString lastLines(const QByteArray &log)
{
    const QList<QByteArray> lines = log.trimmed().split('\n');
    return QString::fromUtf8(lines.mid(qMax(qsizetype(0), lines.size() - 8)).join('\n'));
}

Result<void> write(const QString &path, const QByteArray &bytes, const ServerUser &user)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit() || !user.own(path))
        return fail(Error::Kind::File, text("Cannot write %1.").arg(path), file.errorString());
    return {};
}

/// C sorts fast and the same everywhere; with C.UTF-8, which not every system has, lower() also knows letters beyond
/// ASCII.
QString localeName()
{
    const locale_t unicode = newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
    if (!unicode)
        return QStringLiteral("C");
    freelocale(unicode);
    return QStringLiteral("C.UTF-8");
}

/// A name in pg_ident.conf: whatever is in quotes stands for itself.
QByteArray quoted(const QString &name)
{
    return '"' + QString(name).replace(QLatin1Char('"'), QLatin1String("\"\"")).toLocal8Bit() + '"';
}

} // namespace

ClusterFolder::ClusterFolder(const QString &folder, const ServerUser &user)
    : m_folder(folder)
    , m_user(user)
{
}

bool ClusterFolder::exists() const
{
    return QFile::exists(data());
}

int ClusterFolder::major() const
{
    return contents(data() + QStringLiteral("/PG_VERSION")).trimmed().toInt();
}

Result<void> ClusterFolder::prepare()
{
    if (!QDir().mkpath(m_folder))
        return fail(Error::Kind::File, text("Cannot create the folder %1.").arg(m_folder));
    if (!m_user.canReach(m_folder)) {
        return fail(Error::Kind::File, text("The user %1 cannot reach the folder %2.").arg(m_user.name, m_folder),
                    text("PostgreSQL does not run as root, so here it runs as %1.").arg(m_user.name));
    }
    // As root the folder stays root's; the server's user only passes through to its own inside.
    chmod(QFile::encodeName(m_folder).constData(), m_user.differs ? 0711 : 0700);
    return {};
}

Result<void> ClusterFolder::initialize(const PostgresPrograms &programs, const std::function<bool()> &canceled)
{
    QProcess initdb;
    m_user.prepare(&initdb, SIGKILL);
    initdb.setProcessChannelMode(QProcess::MergedChannels);
    initdb.start(programs.initdb(),
                 {QStringLiteral("-D"), making(), QStringLiteral("--username=") + roleName(),
                  // Syncing 40 MB can take 10 s on a busy disk, and a demo lost to a power cut is made anew.
                  QStringLiteral("--no-sync"), QStringLiteral("--no-instructions"), QStringLiteral("--encoding=UTF8"),
                  QStringLiteral("--locale=") + localeName(), QStringLiteral("--auth-local=peer"),
                  QStringLiteral("--auth-host=reject")});
    for (int waited = 0; !initdb.waitForFinished(20) && initdb.state() != QProcess::NotRunning; waited += 20) {
        if (canceled() || waited > initdbSeconds * 1000) {
            initdb.kill();
            initdb.waitForFinished();
            return fail(Error::canceled());
        }
    }
    if (initdb.exitStatus() == QProcess::NormalExit && initdb.exitCode() == 0
        && initdb.error() != QProcess::FailedToStart)
        return {};
    return fail(Error::Kind::File, text("PostgreSQL could not make its data folder %1.").arg(making()),
                lastLines(initdb.readAll()));
}

Result<void> ClusterFolder::create(const PostgresPrograms &programs, const std::function<bool()> &canceled)
{
    removeHalves();
    if (!QDir().mkdir(making()) || !m_user.own(making()))
        return fail(Error::Kind::File, text("Cannot create the folder %1.").arg(making()));
    if (auto made = initialize(programs, canceled); !made) {
        removeHalves();
        return made;
    }
    if (!QDir().rename(making(), data()))
        return fail(Error::Kind::File, text("Cannot rename the folder %1.").arg(making()));
    return {};
}

void ClusterFolder::removeHalves()
{
    QDir(making()).removeRecursively();
    QDir(removing()).removeRecursively();
}

Result<void> ClusterFolder::remove()
{
    removeHalves();
    if (exists() && !QDir().rename(data(), removing()))
        return fail(Error::Kind::File, text("Cannot remove the folder %1.").arg(data()));
    removeHalves();
    QFile::remove(logFile());
    return {};
}

ClusterFolder::PidFile ClusterFolder::pidFile() const
{
    // Lines: process, data folder, start, port, socket folder, address, shared memory, status (padded with blanks).
    const QList<QByteArray> lines = contents(data() + QStringLiteral("/postmaster.pid")).split('\n');
    PidFile file;
    file.pid = lines.value(0).trimmed().toLongLong();
    if (file.pid == 0)
        return file;
    file.socketFolder = QFile::decodeName(lines.value(4).trimmed());
    const QByteArray status = lines.value(7).trimmed();
    file.status = status == "ready" ? Status::Ready : status == "stopping" ? Status::Stopping : Status::Starting;
    return file;
}

qint64 ClusterFolder::postmaster() const
{
    const qint64 pid = pidFile().pid;
    return isPostgresIn(pid, data()) ? pid : 0;
}

Result<void> ClusterFolder::clearStale()
{
    // They hold the shared memory of the dead postmaster, and no new one starts before they end.
    const QList<qint64> orphans = postgresProcessesIn(data());
    if (!endProcesses(orphans, SIGTERM, data(), 5000) && !endProcesses(orphans, SIGQUIT, data(), 5000)) {
        return fail(Error::Kind::Resources, text("Processes of an earlier PostgreSQL still use the demo's data."), {},
                    text("They end with their last query; then try again."));
    }
    const QString socket = pidFile().socketFolder;
    if (!socket.isEmpty() && isUsableForSocket(socket)) {
        QFile::remove(socket + QStringLiteral("/.s.PGSQL.5432"));
        QFile::remove(socket + QStringLiteral("/.s.PGSQL.5432.lock"));
    }
    QFile::remove(data() + QStringLiteral("/postmaster.pid"));
    return {};
}

Result<void> ClusterFolder::writeAuthentication() const
{
    // Peer compares the names of the system's users, and root is not the server's.
    QByteArray map;
    for (const QString &name : {m_user.name, ServerUser::ownName()})
        map += "owner " + quoted(name) + ' ' + roleName().toLatin1() + '\n';
    if (auto written = write(data() + QStringLiteral("/pg_ident.conf"), map, m_user); !written)
        return written;
    return write(data() + QStringLiteral("/pg_hba.conf"), "local all all peer map=owner\n", m_user);
}

bool ClusterFolder::isUsableForSocket(const QString &path) const
{
    struct stat info;
    const QByteArray name = QFile::encodeName(path);
    // Postgres takes a list there: a comma would end the name.
    return !name.isEmpty() && name.size() <= socketFolderLimit && !name.contains(',') && !name.contains('"')
        && lstat(name.constData(), &info) == 0 && S_ISDIR(info.st_mode) && info.st_uid == m_user.uid
        && (info.st_mode & 0777) == 0700;
}

QString ClusterFolder::newSocketFolder() const
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    if (!runtime.isEmpty() && !m_user.differs) {
        const QByteArray digest = QCryptographicHash::hash(m_folder.toUtf8(), QCryptographicHash::Sha256).toHex();
        const QString path = runtime + QStringLiteral("/pitboss-") + QString::fromLatin1(digest.left(8));
        mkdir(QFile::encodeName(path).constData(), 0700);
        if (isUsableForSocket(path))
            return path;
    }
    QByteArray path = "/tmp/pitboss-XXXXXX";
    return mkdtemp(path.data()) && m_user.own(QFile::decodeName(path)) ? QFile::decodeName(path) : QString();
}

Result<QString> ClusterFolder::socketFolder() const
{
    QString path = QFile::decodeName(contents(socketRecord()));
    if (isUsableForSocket(path))
        return path;
    path = newSocketFolder();
    if (!isUsableForSocket(path))
        return fail(Error::Kind::File, text("Cannot create a private folder for PostgreSQL's socket in /tmp."));
    if (auto written = write(socketRecord(), QFile::encodeName(path), ServerUser{}); !written)
        return fail(written.error());
    return path;
}

void ClusterFolder::removeSocketFolder() const
{
    const QByteArray path = contents(socketRecord());
    // What a killed server left in it is seen to at the next start, which finds it by the record.
    if (isUsableForSocket(QFile::decodeName(path)) && rmdir(path.constData()) == 0)
        QFile::remove(socketRecord());
}

QString ClusterFolder::logTail() const
{
    return lastLines(contents(logFile()));
}

} // namespace pitboss
