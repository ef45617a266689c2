// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace pitboss {

/// Whether that process is a Postgres which works in `folder` (a server changes into its data folder). A zombie is
/// none. Where /proc is missing: whether there is such a process at all.
bool isPostgresIn(qint64 pid, const QString &folder);

/// All Postgres processes that work in `folder`; empty where /proc is missing.
QList<qint64> postgresProcessesIn(const QString &folder);

/// Sends `signal` to each, and waits until all have ended. False when one is still there after `milliseconds`.
bool endProcesses(const QList<qint64> &pids, int signal, const QString &folder, int milliseconds);

} // namespace pitboss
