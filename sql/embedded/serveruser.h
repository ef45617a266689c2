// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/result.h"

#include <QString>

#include <sys/types.h>

class QProcess;

namespace pitboss {

/// The system's user that a server runs as: this process's own; for root, which Postgres refuses, `postgres` or
/// `nobody`.
struct ServerUser
{
    QString name;
    uid_t uid = 0;
    gid_t gid = 0;
    bool differs = false; ///< not the user of this process, so files must be given to it

    static Result<ServerUser> choose();
    static QString ownName(); ///< the name of this process's user, as peer authentication sees it

    bool own(const QString &path) const;      ///< gives the file to it, where it differs
    bool canReach(const QString &path) const; ///< every folder on the way lets it through

    /// Makes `process` start as this user, without PG* variables, in a session of its own, and get `deathSignal` when
    /// the thread that starts it ends, however it ends (Linux; elsewhere nothing happens then).
    void prepare(QProcess *process, int deathSignal) const;
};

} // namespace pitboss
