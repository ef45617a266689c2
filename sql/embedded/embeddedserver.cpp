// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/embedded/embeddedserver.h"

#include "sql/embedded/processes.h"

#include <QDeadlineTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QThread>

#include <signal.h>

namespace pitboss {

namespace {

constexpr int pollMilliseconds = 5;
constexpr int turnSeconds = 60;
constexpr int startSeconds = 120; // recovery after a crash replays what was not yet written
constexpr int stopSeconds = 10;

void tell(const EmbeddedServer::Progress &progress, const QString &text)
{
    if (progress)
        progress(text);
}

} // namespace

EmbeddedServer::EmbeddedServer(Setup setup)
    : m_setup(std::move(setup))
{
    if (m_setup.folder.isEmpty())
        m_setup.folder = defaultFolder();
    m_cluster = ClusterFolder(m_setup.folder, m_user);
}

EmbeddedServer::~EmbeddedServer()
{
    (void)stop();
}

QString EmbeddedServer::defaultFolder()
{
    const QString below = QStringLiteral("/pitboss/demo");
    const QString own = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + below;
    const Result<ServerUser> user = ServerUser::choose();
    return !user || user->canReach(own) ? own : QStringLiteral("/var/lib") + below;
}

bool EmbeddedServer::wait(int milliseconds)
{
    QThread::msleep(ulong(milliseconds));
    return !m_interrupted;
}

Result<void> EmbeddedServer::prepare()
{
    const Result<ServerUser> user = ServerUser::choose();
    if (!user)
        return fail(user.error());
    m_user = *user;
    m_cluster = ClusterFolder(m_setup.folder, m_user);
    return m_cluster.prepare();
}

Result<void> EmbeddedServer::waitForTurn(const Progress &progress)
{
    const QString path = m_setup.folder + QStringLiteral("/start.lock");
    const QDeadlineTimer deadline(turnSeconds * 1000);
    bool told = false;
    while (!(m_turn = FileLock::tryLock(path)).isHeld()) {
        if (!std::exchange(told, true))
            tell(progress, tr("Waiting for another Pitboss that is starting the demo…"));
        if (!wait(4 * pollMilliseconds))
            return fail(Error::canceled());
        if (deadline.hasExpired())
            return fail(Error::Kind::Timeout, tr("Another program holds the lock %1.").arg(path));
    }
    return {};
}

Result<void> EmbeddedServer::endOrphan(qint64 pid)
{
    // Its owner died, and it was told to stop by that; elsewhere than on Linux nobody told it.
    if (endProcesses({pid}, SIGINT, m_cluster.data(), stopSeconds * 1000)
        || endProcesses({pid}, SIGQUIT, m_cluster.data(), stopSeconds * 1000))
        return {};
    return fail(Error::Kind::Timeout, tr("An earlier PostgreSQL of the demo (process %1) does not stop.").arg(pid));
}

/// True when a server runs and belongs to another program; false when there is none any more.
Result<bool> EmbeddedServer::join(const Progress &progress)
{
    const qint64 pid = m_cluster.postmaster();
    if (pid == 0)
        return false;
    FileLock unowned = FileLock::tryLock(m_setup.folder + QStringLiteral("/owner.lock"));
    if (unowned.isHeld()) {
        tell(progress, tr("Ending the PostgreSQL of a Pitboss that crashed…"));
        if (auto ended = endOrphan(pid); !ended)
            return fail(ended.error());
        return false;
    }
    for (const QDeadlineTimer deadline(startSeconds * 1000); m_cluster.postmaster() == pid;) {
        const ClusterFolder::PidFile file = m_cluster.pidFile();
        if (file.status == ClusterFolder::Status::Ready) {
            m_socketFolder = file.socketFolder;
            return true;
        }
        if (!wait(pollMilliseconds))
            return fail(Error::canceled());
        if (deadline.hasExpired())
            return fail(Error::Kind::Timeout, tr("The demo's PostgreSQL (process %1) does not get ready.").arg(pid));
    }
    return false;
}

Result<PostgresPrograms> EmbeddedServer::choosePrograms() const
{
    const QStringList folders = m_setup.programFolders.isEmpty() ? postgresFolders() : m_setup.programFolders;
    const QList<PostgresPrograms> installed = findPostgres(folders);
    if (installed.isEmpty())
        return fail(noPostgresError());
    if (!m_cluster.exists())
        return installed.first();
    const int major = m_cluster.major();
    for (const PostgresPrograms &programs : installed) {
        if (programs.major == major)
            return programs;
    }
    const QString reset = tr("Reset the demo to make it anew with PostgreSQL %1.").arg(installed.first().major);
    if (major == 0)
        return fail(Error::Kind::File, tr("The demo's data in %1 is damaged.").arg(m_cluster.data()), {}, reset);
    return fail(Error::Kind::File,
                tr("The demo's data was made by PostgreSQL %1, which is not installed any more.").arg(major), {},
                reset);
}

Result<void> EmbeddedServer::makeCluster(const PostgresPrograms &programs, const Progress &progress)
{
    m_cluster.removeHalves();
    if (m_cluster.exists())
        return m_cluster.clearStale();
    tell(progress, tr("Making the demo's data folder with PostgreSQL %1…").arg(programs.major));
    return m_cluster.create(programs, [this] { return m_interrupted.load(); });
}

Result<void> EmbeddedServer::launch(const PostgresPrograms &programs)
{
    const Result<QString> socketFolder = m_cluster.socketFolder();
    if (!socketFolder)
        return fail(socketFolder.error());
    m_socketFolder = *socketFolder;
    if (auto written = m_cluster.writeAuthentication(); !written)
        return written;
    m_process = std::make_unique<QProcess>();
    m_user.prepare(m_process.get(), SIGINT);
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    m_process->setStandardOutputFile(m_cluster.logFile());
    m_process->start(programs.postgres(),
                     {QStringLiteral("-D"), m_cluster.data(), QStringLiteral("-k"), m_socketFolder,
                      QStringLiteral("-p"), QStringLiteral("5432"), QStringLiteral("-c"),
                      QStringLiteral("listen_addresses="), QStringLiteral("-c"),
                      QStringLiteral("unix_socket_permissions=0700")});
    if (!m_process->waitForStarted())
        return fail(Error::Kind::File, tr("Cannot run %1.").arg(programs.postgres()), m_process->errorString());
    m_ownPid = m_process->processId();
    return {};
}

Result<void> EmbeddedServer::waitUntilReady(const Progress &progress)
{
    QElapsedTimer timer;
    timer.start();
    bool told = false;
    while (!m_interrupted) {
        const ClusterFolder::PidFile file = m_cluster.pidFile();
        if (file.pid == m_ownPid && file.status == ClusterFolder::Status::Ready)
            return {};
        if (m_process->waitForFinished(pollMilliseconds) || m_process->state() == QProcess::NotRunning)
            return fail(Error::Kind::Resources, tr("The demo's PostgreSQL did not start."), m_cluster.logTail());
        if (timer.elapsed() > 1000 && !std::exchange(told, true))
            tell(progress, tr("PostgreSQL is repairing its data after a crash…"));
        if (timer.elapsed() > startSeconds * 1000)
            return fail(Error::Kind::Timeout, tr("The demo's PostgreSQL does not get ready."), m_cluster.logTail());
    }
    return fail(Error::canceled());
}

Result<void> EmbeddedServer::startOwn(const Progress &progress)
{
    const Result<PostgresPrograms> programs = choosePrograms();
    if (!programs)
        return fail(programs.error());
    m_owner = FileLock::tryLock(m_setup.folder + QStringLiteral("/owner.lock"));
    if (!m_owner.isHeld())
        return fail(Error::Kind::Resources, tr("Another Pitboss is just stopping the demo."), {}, tr("Try again."));
    for (int attempt = 1;; ++attempt) {
        auto done = makeCluster(*programs, progress);
        if (done) {
            tell(progress, tr("Starting PostgreSQL %1…").arg(programs->major));
            done = launch(*programs);
        }
        if (done)
            done = waitUntilReady(progress);
        // Once more: what kept it from starting may have ended just now.
        if (done || attempt == 2 || done.error().kind != Error::Kind::Resources)
            return done;
    }
}

Result<void> EmbeddedServer::start(const Progress &progress)
{
    if (isRunning())
        return {};
    (void)stop();
    if (auto prepared = prepare(); !prepared)
        return prepared;
    if (auto turn = waitForTurn(progress); !turn)
        return turn;
    Result<void> result;
    const Result<bool> joined = join(progress);
    if (!joined)
        result = fail(joined.error());
    else if (!*joined)
        result = startOwn(progress);
    if (!result)
        (void)stop();
    m_turn.release();
    return result;
}

Result<void> EmbeddedServer::stop()
{
    Result<void> result;
    if (m_process && m_process->state() != QProcess::NotRunning) {
        const pid_t pid = pid_t(m_process->processId());
        kill(pid, SIGINT); // fast: a plain terminate() would wait for all sessions to end by themselves
        if (!m_process->waitForFinished(stopSeconds * 1000)) {
            kill(pid, SIGQUIT);
            if (!m_process->waitForFinished(stopSeconds * 1000))
                result = fail(Error::Kind::Timeout, tr("The demo's PostgreSQL (process %1) does not stop.").arg(pid));
        }
    }
    m_ownPid = 0;
    m_process.reset();
    if (m_owner.isHeld())
        m_cluster.removeSocketFolder();
    m_owner.release();
    m_socketFolder.clear();
    return result;
}

Result<void> EmbeddedServer::reset(const Progress &progress)
{
    tell(progress, tr("Removing the demo's data…"));
    if (auto stopped = stop(); !stopped)
        return stopped;
    if (auto prepared = prepare(); !prepared)
        return prepared;
    if (auto turn = waitForTurn(progress); !turn)
        return turn;
    Result<void> result;
    const Result<bool> joined = join(progress);
    if (!joined)
        result = fail(joined.error());
    else if (*joined)
        result = fail(Error::refused(tr("Another Pitboss uses the demo."), tr("Close it, then reset the demo.")));
    else if (auto cleared = m_cluster.clearStale(); !cleared)
        result = cleared;
    else
        result = m_cluster.remove();
    m_socketFolder.clear();
    m_turn.release();
    return result;
}

void EmbeddedServer::interrupt()
{
    m_interrupted = true;
    if (const qint64 pid = m_ownPid)
        kill(pid_t(pid), SIGINT);
}

bool EmbeddedServer::isRunning()
{
    if (m_process)
        return !m_process->waitForFinished(0) && m_process->state() == QProcess::Running && m_ownPid != 0;
    return !m_socketFolder.isEmpty() && m_cluster.postmaster() != 0
        && m_cluster.pidFile().status == ClusterFolder::Status::Ready;
}

qint64 EmbeddedServer::pid() const
{
    return m_cluster.postmaster();
}

ConnectionInfo EmbeddedServer::connectionInfo(const QString &database) const
{
    ConnectionInfo info = ConnectionInfo::fromParameters({
        {QStringLiteral("host"), m_socketFolder},
        {QStringLiteral("port"), QStringLiteral("5432")},
        {QStringLiteral("user"), ClusterFolder::roleName()},
        {QStringLiteral("dbname"), database},
        {QStringLiteral("requirepeer"), m_user.name},
    });
    info.setName(tr("Demo"));
    info.setEnvironment(Environment::Local);
    return info;
}

} // namespace pitboss
