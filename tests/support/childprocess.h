// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <sys/types.h>

namespace pitboss::testing {

/// The user that servers run as: this one, or `nobody` for root, because Postgres refuses root.
struct ServerUser
{
    uid_t uid;
    gid_t gid;
    bool differs; ///< not the user of this process

    static ServerUser current();
    bool own(const QString &path) const; ///< chown, where it differs
};

/// A child that gets `deathSignal` when the thread that started it ends, however it ends. Output goes to `logFile`.
/// Returns the process id, or -1.
pid_t startChild(const QStringList &command, const ServerUser &user, const QString &logFile, int deathSignal);

/// waitpid() that goes on when a signal interrupts it, as Qt's own handler for SIGCHLD does.
pid_t awaitChild(pid_t pid, int *status);
/// Waits for a child of ours. Returns false when it still runs after `milliseconds`; `exitStatus` is as waitpid's.
bool waitForChild(pid_t pid, int milliseconds, int *exitStatus = nullptr);

} // namespace pitboss::testing
