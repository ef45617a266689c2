// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"
#include "sql/embedded/clusterfolder.h"
#include "sql/embedded/filelock.h"
#include "sql/result.h"

#include <QCoreApplication>
#include <QStringList>

#include <atomic>
#include <functional>
#include <memory>

class QProcess;

namespace pitboss {

/// A private Postgres of the installed version in a folder of the user's: by a Unix socket only, for this user only
/// (peer authentication), no TCP port, nothing to set up.
///
/// Blocking, and bound to one thread: the one that calls start() must live as long as the server is wanted, because
/// the server is told to stop when that *thread* ends, also by kill -9 of the program. stop() or the destructor end it
/// in about 20 ms.
///
/// Two programs on one folder: the first to start() owns the server, the other uses it. When the owner ends, so does
/// the server; the other sees a lost connection, and its next start() makes it the owner. All data is on disk.
class EmbeddedServer
{
    Q_DECLARE_TR_FUNCTIONS(EmbeddedServer)

public:
    struct Setup
    {
        QString folder;             ///< empty: defaultFolder()
        QStringList programFolders; ///< empty: postgresFolders()
    };
    using Progress = std::function<void(const QString &)>; ///< called by start() and reset(), in their thread

    explicit EmbeddedServer(Setup setup = {});
    ~EmbeddedServer();
    Q_DISABLE_COPY_MOVE(EmbeddedServer)

    /// `pitboss/demo` in the user's data folder; for root, whose folder the server's user cannot enter, below /var/lib.
    static QString defaultFolder();

    /// Makes, repairs, starts or joins it, and returns when it takes connections: 0.6 s the first time, 0.05 s later.
    /// Nothing to do when it runs. Errors: Missing (no Postgres here: the hint names the package), File (also: the data
    /// is damaged, or of a version that is gone; reset() helps), Resources, Timeout, Canceled.
    Result<void> start(const Progress &progress = {});
    Result<void> stop(); ///< only what this object started; sessions end, nothing committed is lost
    /// Stops it and removes all its data. Refused while another program owns the running server.
    Result<void> reset(const Progress &progress = {});

    /// From any thread: a start() under way gives up, and the server stops if it is ours. Holds until resume().
    void interrupt();
    void resume() { m_interrupted = false; }
    bool isInterrupted() const { return m_interrupted; }

    bool isRunning();
    bool isOwner() const { return m_owner.isHeld(); }
    qint64 pid() const; ///< of the postmaster, also of another program's; 0 when there is none
    ConnectionInfo connectionInfo(const QString &database) const;
    QString folder() const { return m_cluster.path(); }
    QString logFile() const { return m_cluster.logFile(); }

private:
    Result<void> prepare();
    Result<void> waitForTurn(const Progress &progress);
    Result<bool> join(const Progress &progress);
    Result<void> endOrphan(qint64 pid);
    Result<PostgresPrograms> choosePrograms() const;
    Result<void> makeCluster(const PostgresPrograms &programs, const Progress &progress);
    Result<void> launch(const PostgresPrograms &programs);
    Result<void> waitUntilReady(const Progress &progress);
    Result<void> startOwn(const Progress &progress);
    bool wait(int milliseconds); ///< false when interrupted

    Setup m_setup;
    ServerUser m_user;
    ClusterFolder m_cluster;
    FileLock m_turn;  ///< held from the first look to readiness: one program starts or removes at a time
    FileLock m_owner; ///< held as long as the server is ours
    std::unique_ptr<QProcess> m_process;
    QString m_socketFolder;
    std::atomic<qint64> m_ownPid{0};
    std::atomic<bool> m_interrupted{false};
};

} // namespace pitboss
