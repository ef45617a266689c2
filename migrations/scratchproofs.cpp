// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/scratchproofs.h"

#include "migrations/apply/applyplan.h"
#include "migrations/dryrunner.h"
#include "migrations/words.h"
#include "sql/session.h"

namespace pitboss {

ScratchProofs::ScratchProofs(Session &session, const TransactionOptions &limits, OutsideReach &outside)
    : m_session(session)
    , m_limits(limits)
    , m_outside(outside)
{
}

Result<CatalogSnapshot> ScratchProofs::snapshot()
{
    auto transaction = Transaction::begin(m_session, m_limits);
    if (!transaction)
        return fail(transaction.error());
    return readCatalogSnapshot(m_session);
}

Result<bool> ScratchProofs::runStatement(const ScriptStatement &statement, QString *failed)
{
    const auto done = m_session.execute(Statement(statement.text));
    if (done)
        return true;
    if (!m_session.isOpen() || done.error().kind == Error::Kind::Canceled)
        return fail(done.error());
    *failed = Words::tr("Line %1, %2: %3").arg(statement.line).arg(statement.kind, done.error().message);
    return false;
}

/// As they ran the first time: a transaction for what may run in one, each other statement for itself; all of them
/// where the file ends its transactions itself. False: one failed, and `failed` says which and how.
Result<bool> ScratchProofs::runAll(const Script &script, QString *failed)
{
    const bool itself = !dryRunRefusal(script).isEmpty();
    for (const ApplyStep &step : applySteps(script)) {
        std::optional<Transaction> transaction;
        if (!step.alone && !itself) {
            auto begun = Transaction::begin(m_session, m_limits);
            if (!begun)
                return fail(begun.error());
            transaction.emplace(*std::move(begun));
        }
        for (const int index : step.statements) {
            if (!itself && isWrapper(script, index))
                continue;
            const auto ran = runStatement(script.statements().at(index), failed);
            if (!ran || !*ran)
                return ran;
        }
        const auto done = transaction ? transaction->commit() : Result<void>();
        if (!done && !m_session.isOpen())
            return fail(done.error());
        if (!done) {
            *failed = done.error().message;
            return false;
        }
    }
    return true;
}

Result<void> ScratchProofs::again(const DryRunFile &file, const ScratchState &state, Proof &proof)
{
    proof.reason.clear();
    const auto ran = runAll(*file.script, &proof.reason);
    const auto now = ran ? snapshot() : fail(ran.error());
    if (!now)
        return fail(now.error());
    proof.difference = schemaChanges(state.after, *now);
    proof.holds = *ran && proof.difference.isEmpty();
    if (*ran && !*proof.holds)
        proof.reason = Words::tr("A second run changes the schema once more.");
    else if (*ran)
        proof.reason = Words::tr("on a scratch copy, whose rows were not compared");
    return {};
}

/// True: the copy is as it was before this file.
Result<bool> ScratchProofs::proveOne(const DryRunFile &file, const ScratchState &state, MigrationRun &run)
{
    if (const auto done = again(file, state, run.idempotent); !done)
        return fail(done.error());
    Proof &back = run.reversible;
    back.reason.clear();
    if (!file.rollback)
        back.reason = file.script->rollback().kind == RollbackSection::Kind::Prose
            ? Words::tr("The rollback is written in words, not in SQL.")
            : Words::tr("There is no rollback.");
    else if (back.reason = dryRunRefusal(*file.rollback); back.reason.isEmpty())
        back.reason = m_outside.refusal(*file.rollback);
    if (!back.reason.isEmpty())
        return false;
    const auto ran = runAll(*file.rollback, &back.reason);
    const auto now = ran ? snapshot() : fail(ran.error());
    if (!now)
        return fail(now.error());
    back.difference = schemaChanges(state.before, *now);
    back.holds = *ran && back.difference.isEmpty();
    if (*ran && !*back.holds)
        back.reason = Words::tr("The rollback does not bring back the schema of before.");
    return *back.holds;
}

Result<void> ScratchProofs::prove(const QList<DryRunFile> &files, const QList<ScratchState> &states,
                                  QList<MigrationRun> &runs)
{
    for (qsizetype i = runs.size() - 1; i >= 0; --i) {
        if (!runs[i].ok)
            runs[i].idempotent.reason = runs[i].reversible.reason = QString();
        if (!runs[i].ok && states[i].before == states[i].after)
            continue; // it left nothing
        const auto restored = runs[i].ok ? proveOne(files[i], states[i], runs[i]) : Result<bool>(false);
        if (!restored)
            return fail(restored.error());
        if (!*restored)
            return {};
    }
    return {};
}

} // namespace pitboss
