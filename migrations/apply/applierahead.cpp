// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The COMMIT of a file, and in its round trip already the first statements of the next one.
#include "migrations/apply/applier.h"
#include "migrations/apply/applyrecord.h"
#include "migrations/together.h"
#include "sql/session.h"

namespace pitboss {

/// What of the next file may be sent before the COMMIT of this one is answered; nothing of it runs if that fails, or if
/// anything speaks against its turn, which is then asked in full.
std::optional<Applier::Ahead> Applier::nextAhead(const ApplyFile &file, int number) const
{
    const qsizetype next = m_file + 1;
    const bool isLast = number == file.steps.size() - 1;
    if (!isLast || next >= m_plan.files.size() || m_plan.grouping == RunnerTraits::Grouping::FileDecides
        || !m_plan.isDrizzle() || m_session.isPooled())
        return {};
    const ApplyFile &following = m_plan.files[next];
    if (isRecordedStatement(m_plan, following).sql.isEmpty())
        return {};
    const ApplyStep &step = following.steps.first();
    if (following.stepsDone > 0 || step.alone || step.statements.isEmpty()
        || isWrapper(*following.script, step.statements.first()))
        return {};
    Ahead ahead;
    ahead.file = &following;
    ahead.statements = nextTogether(*following.script, step.statements, 0);
    ahead.recorded = following.steps.size() == 1 && ahead.statements.size() == step.statements.size()
        && canBeFollowed(following.script->statements().at(ahead.statements.last()));
    return ahead;
}

Result<void> Applier::commit(const ApplyFile &file, int number, Transaction &transaction)
{
    std::optional<Ahead> ahead = nextAhead(file, number);
    if (!ahead)
        return transaction.commit();
    const ApplyFile &next = *ahead->file;
    QList<Statement> first{lockStatement(m_plan.source), guard(next)};
    for (const int index : ahead->statements)
        first << Statement(next.script->statements().at(index).text);
    if (ahead->recorded)
        first << recordStatement(m_plan, next);
    (void)m_session.takeNotices();
    auto turn = transaction.commitAndBegin(limits(), first, [&](qsizetype which, const ResultSet &answer, double took) {
        noteAhead(which, answer, took, *ahead);
    });
    if (turn.committed) {
        ahead->begun.emplace(std::move(turn.next));
        m_ahead.emplace(*std::move(ahead));
    }
    return turn.committed;
}

void Applier::noteAhead(qsizetype which, const ResultSet &answer, double milliseconds, Ahead &ahead)
{
    constexpr qsizetype commits = 0, admits = 2; // between them the tracking table is locked
    if (which == commits && answer.commandTag() == "COMMIT")
        fileDone(m_file);
    if (&m_plan.files[m_file] != ahead.file)
        return; // there was no COMMIT
    FileOutcome &outcome = m_result->files[m_file];
    if (which == admits) {
        ahead.admitted = true;
        m_transactionId = answer.value(0, 0).toByteArray();
    }
    if (which > admits && ahead.done < ahead.statements.size())
        noteDone(outcome.statements[ahead.statements[ahead.done++]], milliseconds);
    if (which >= admits && ahead.done < ahead.statements.size())
        begins(*ahead.file, ahead.statements[ahead.done], outcome);
}

/// With the attempt that is under way already.
Applier::Ending Applier::goOn(const ApplyFile &file, int number, FileOutcome &outcome)
{
    Ahead ahead = *std::move(m_ahead);
    m_ahead.reset();
    Result<Transaction::Begun> &begun = *ahead.begun;
    if (!ahead.admitted)
        return attempt(file, number, outcome);
    if (begun)
        return inside(file, number, outcome, begun->transaction, ahead);
    if (ahead.done == ahead.statements.size()) // the journal's row, not the file
        return ended(begun.error(), outcome);
    const int failed = ahead.statements[ahead.done];
    return noteFailed(file.script->statements().at(failed), outcome.statements[failed], begun.error(), outcome);
}

} // namespace pitboss
