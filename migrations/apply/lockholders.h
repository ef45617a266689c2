// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrun.h"
#include "sql/audit/auditlog.h"
#include "sql/operations/operation.h"

namespace pitboss {

/// A session that is in the way of another one. What this role may not see is empty.
struct LockHolder
{
    int pid = 0;
    QString user;
    QString application;
    QString client;     ///< address; empty: this machine
    QString state;      ///< "idle in transaction"
    double seconds = 0; ///< in this state
    double transactionSeconds = 0;
    QString query;    ///< its last or current one
    QString relation; ///< the one it holds or waits for; empty where it is not known
    QString mode;
    bool granted = true; ///< false: it waits for the lock itself, before us

    bool operator==(const LockHolder &) const = default;
};

/// "pid 4711, psql, idle in transaction for 3 min"
QString lockHolderText(const LockHolder &holder);

/// Those who block `pid` just now.
Result<QList<LockHolder>> blockersOf(Session &session, int pid);

/// Stops what a session runs, or ends the session; on record. False: it was gone, or is at something else already.
enum class StopKind { CancelStatement, EndSession };
Result<bool> stopSession(Session &session, const LockHolder &holder, StopKind kind, const OperationContext &context,
                         AuditLog &log);

/// What locks a run will take, and who is in the way of each now.
struct LockForecast
{
    struct Entry
    {
        LockTaken lock;
        QString effect;            ///< "blocks reads and writes"
        QList<LockHolder> holders; ///< holding or waiting for a conflicting lock
    };
    QList<Entry> entries; ///< the strongest of each relation; only locks that somebody could feel
    bool isFree() const;
};

/// Whether one of these modes keeps the other out ("AccessShareLock", …).
bool locksConflict(const QString &mode, const QString &other);

/// From a dry run on another database, or from the statements alone where there is none: see expectedLocks().
Result<LockForecast> forecastLocks(Session &session, const QList<LockTaken> &locks);

/// The locks that a script's statements will take, by their kind: a guess on the safe side for what was never run.
QList<LockTaken> expectedLocks(const Script &script);

} // namespace pitboss
