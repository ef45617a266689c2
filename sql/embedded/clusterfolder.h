// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/embedded/postgresprograms.h"
#include "sql/embedded/serveruser.h"
#include "sql/result.h"

#include <QString>

#include <functional>

namespace pitboss {

/// One cluster on disk, in `folder`: `data`, and beside it `data.making` or `data.removing` while one of these is under
/// way, so that what a crash leaves behind is told apart from what is whole. Plain blocking functions; the caller
/// holds the lock that keeps other programs away.
class ClusterFolder
{
public:
    enum class Status { Down, Starting, Ready, Stopping };
    struct PidFile
    {
        qint64 pid = 0; ///< 0: no file, or nothing readable in it
        QString socketFolder;
        Status status = Status::Down;
    };

    ClusterFolder() = default;
    ClusterFolder(const QString &folder, const ServerUser &user);

    QString path() const { return m_folder; }
    QString data() const { return m_folder + QStringLiteral("/data"); }
    QString logFile() const { return m_folder + QStringLiteral("/server.log"); }
    bool exists() const;
    int major() const; ///< of the Postgres that made it; 0 when unreadable

    Result<void> prepare(); ///< makes the folder itself, private to us and the server's user
    /// initdb under another name, then renamed. `canceled` is asked every 20 ms.
    Result<void> create(const PostgresPrograms &programs, const std::function<bool()> &canceled);
    Result<void> remove(); ///< the cluster and all halves of one
    void removeHalves();

    PidFile pidFile() const;
    /// The postmaster of this cluster, by its own pid file and by what the system says of that process; 0 if none.
    qint64 postmaster() const;
    /// Ends backends that lost their postmaster and removes the pid file it left. Only when postmaster() is 0.
    Result<void> clearStale();

    /// Who may come in: by the socket, and the system's user must be ours or the server's. Role `roleName()`.
    Result<void> writeAuthentication() const;
    static QString roleName() { return QStringLiteral("pitboss"); }

    /// A private folder for the socket, short enough for a Unix socket's address; the one of last time if it is still
    /// there.
    Result<QString> socketFolder() const;
    void removeSocketFolder() const;

    /// The last lines of the server's log, for an error's detail.
    QString logTail() const;

private:
    bool isUsableForSocket(const QString &path) const;
    QString newSocketFolder() const;
    Result<void> initialize(const PostgresPrograms &programs, const std::function<bool()> &canceled);
    QString making() const { return m_folder + QStringLiteral("/data.making"); }
    QString removing() const { return m_folder + QStringLiteral("/data.removing"); }
    QString socketRecord() const { return m_folder + QStringLiteral("/socket"); }

    QString m_folder;
    ServerUser m_user;
};

} // namespace pitboss
