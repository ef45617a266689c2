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

QByteArray valueOf(const Statement &recorded)
{
    return '(' + quoteLiteral(QString::fromUtf8(recorded.parameters.first().value_or(QByteArray()))) + ')';
}

} // namespace

Applier::~Applier()
{
    m_ahead.reset();
    if (isPrepared())
        (void)m_session
            .executeTogether({"DEALLOCATE pitboss_apply_others", "DEALLOCATE pitboss_apply_recorded",
                              QByteArray("DEALLOCATE pitboss_apply_guard")})
            .has_value();
}

bool Applier::isPrepared() const
{
    return m_preparedOn != 0 && m_preparedOn == m_session.backendPid();
}

/// Planning what is asked before each file takes longer than asking it.
void Applier::prepareQuestions()
{
    const Statement recorded = isRecordedStatement(m_plan, m_plan.files.first());
    const bool forgets = std::any_of(m_plan.files.begin(), m_plan.files.end(), [](const ApplyFile &file) {
        return file.script->utf8().toUpper().contains("DEALLOCATE");
    });
    if (m_session.isPooled() || forgets || !m_plan.isDrizzle() || recorded.sql.isEmpty())
        return;
    const QByteArray type = m_plan.record == RecordStyle::DrizzleJournal ? "bigint" : "text";
    const auto made =
        m_session.executeTogether({QByteArray("PREPARE pitboss_apply_others AS " + otherSessions().sql),
                                   QByteArray("PREPARE pitboss_apply_recorded (" + type + ") AS " + recorded.sql),
                                   QByteArray("PREPARE pitboss_apply_guard (" + type + ") AS " + guardSql(recorded))});
    m_preparedOn = made ? m_session.backendPid() : 0; // if not, they are asked as they are
}

QList<Statement> Applier::questions(const ApplyFile &file) const
{
    const Statement recorded = isRecordedStatement(m_plan, file);
    if (!isPrepared())
        return {recorded, otherSessions()};
    return {QByteArray("EXECUTE pitboss_apply_recorded " + valueOf(recorded)),
            QByteArray("EXECUTE pitboss_apply_others")};
}

/// Behind the tracking table's lock, and before what may only run if nothing speaks against it. Only if isPrepared().
Statement Applier::guard(const ApplyFile &file) const
{
    return Statement(QByteArray("EXECUTE pitboss_apply_guard " + valueOf(isRecordedStatement(m_plan, file))));
}

} // namespace pitboss
