// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an apply asks before each file, once its lock is there.
#include "migrations/apply/applier.h"
#include "migrations/apply/applyrecord.h"
#include "migrations/apply/otherrunners.h"
#include "sql/session.h"

namespace pitboss {

namespace {

// An error keeps what was sent behind it from being run: a division by zero, unless our own lock is there, the file is
// not on record, and nobody else may be a runner.
QByteArray guardSql(const Statement &recorded)
{
    return "select pg_catalog.txid_current(), 1 / case when pg_catalog.pg_try_advisory_xact_lock(" + applyLockKey
        + ") and not (" + recorded.sql + ") and not " + mayBeRunners() + " then 1 else 0 end";
}

} // namespace

QList<Statement> Applier::questions(const ApplyFile &file) const
{
    return {isRecordedStatement(m_plan, file), otherSessions()};
}

/// Behind the tracking table's lock, and before what may only run if nothing speaks against it.
Statement Applier::guard(const ApplyFile &file) const
{
    const Statement recorded = isRecordedStatement(m_plan, file);
    return Statement(guardSql(recorded), recorded.parameters).keep();
}

} // namespace pitboss
