// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What an apply asks before each file, once its lock is there.
#include "migrations/apply/applier.h"
#include "migrations/apply/applyrecord.h"
#include "migrations/apply/otherrunners.h"
#include "sql/session.h"

namespace pitboss {

Applier::~Applier()
{
    if (m_preparedOn != 0 && m_preparedOn == m_session.backendPid())
        (void)m_session
            .executeTogether({"DEALLOCATE pitboss_apply_others", QByteArray("DEALLOCATE pitboss_apply_recorded")})
            .has_value();
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
                                   QByteArray("PREPARE pitboss_apply_recorded (" + type + ") AS " + recorded.sql)});
    m_preparedOn = made ? m_session.backendPid() : 0; // if not, they are asked as they are
}

QList<Statement> Applier::questions(const ApplyFile &file) const
{
    const Statement recorded = isRecordedStatement(m_plan, file);
    if (m_preparedOn == 0 || m_preparedOn != m_session.backendPid())
        return {recorded, otherSessions()};
    const QByteArray value = quoteLiteral(QString::fromUtf8(recorded.parameters.first().value_or(QByteArray())));
    return {QByteArray("EXECUTE pitboss_apply_recorded (" + value + ")"), QByteArray("EXECUTE pitboss_apply_others")};
}

} // namespace pitboss
