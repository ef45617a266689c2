// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/applyplan.h"
#include "migrations/apply/lockholders.h"

namespace pitboss {

/// Pitboss's own advisory lock: one apply at a time in a database.
extern const QByteArray applyLockKey;

/// Who else is there; goes to the server behind the lock, in the same round trip.
Statement otherSessions();

/// True when one of them may be a runner: with it false, runnersUnderWay() has none to tell. A condition, in SQL.
QByteArray mayBeRunners();

/// Drizzle reads what is applied before its transaction and without a lock. Whoever did so before our lock on the
/// tracking table came would apply the same files once more after us. With that lock held nobody new can pass, so
/// looking once at what the other sessions are at tells whether such a runner is under way; its text is known. Only in
/// a transaction that holds the lock. `first`: the answer to otherSessions().
Result<QList<LockHolder>> runnersUnderWay(Session &session, const ApplyPlan &plan, const ResultSet &first);

} // namespace pitboss
