// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunner.h"
#include "migrations/words.h"
#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto proofSavepoint = "pitboss_proof";

} // namespace

// Statements without measuring them. False: one failed, and the proof's reason says which and how.
Result<bool> DryRunner::runPlain(const Script &script, Proof &proof)
{
    for (int i = 0; i < script.statements().size(); ++i) {
        const ScriptStatement &statement = script.statements().at(i);
        if (isWrapper(script, i) || !statement.nonTransactional.isEmpty())
            continue;
        StatementRun run;
        if (const auto done = tripsGuard(statement) ? disarmGuard() : Result<void>(); !done)
            return fail(done.error());
        if (const auto done = execute(statement, run); !done)
            return fail(done.error());
        if (run.state == StatementRun::State::Failed) {
            proof.error = run.error;
            proof.reason = Words::tr("Line %1, %2: %3").arg(run.errorLine).arg(statement.kind, run.error->message);
            return false;
        }
        if (const auto done = tripsGuard(statement) ? deferGuard() : Result<void>(); !done)
            return fail(done.error());
    }
    return true;
}

Result<void> DryRunner::takeBack(const QByteArray &savepoint, const DryRunProbe::Mark &mark)
{
    const auto done =
        m_session.executeTogether({QByteArray("ROLLBACK TO SAVEPOINT " + savepoint),
                                   QByteArray("RELEASE SAVEPOINT " + savepoint), DryRunProbe::countersQuestion()});
    if (!done)
        return fail(done.error());
    m_probe.rolledBack(mark, done->at(2));
    return {};
}

Result<void> DryRunner::proveIdempotent(const DryRunFile &file, MigrationRun &run, const CatalogState &after)
{
    const DryRunProbe::Mark mark = m_probe.mark();
    if (const auto done = command(QByteArray("SAVEPOINT ") + proofSavepoint); !done)
        return done;
    const auto ran = runPlain(*file.script, run.idempotent);
    if (!ran)
        return fail(ran.error());
    run.idempotent.holds = *ran;
    if (const auto done = *ran ? compareSecond(file, run, after) : Result<void>(); !done)
        return done;
    return takeBack(proofSavepoint, mark);
}

Result<void> DryRunner::compareSecond(const DryRunFile &file, MigrationRun &run, const CatalogState &after)
{
    StatementRun second;
    const qint64 before = m_probe.wal();
    if (const auto done = m_probe.measure(second); !done)
        return done;
    if (m_probe.wal() == before)
        return {}; // nothing at all was written, neither rows nor catalogs
    const auto again = readCatalog(after, *file.script);
    if (!again)
        return fail(again.error());
    Proof &proof = run.idempotent;
    proof.difference = schemaChanges(after.objects, again->objects);
    proof.holds = proof.difference.isEmpty();
    if (!*proof.holds)
        proof.reason = Words::tr("A second run changes the schema once more.");
    QStringList written;
    for (auto it = second.rows.cbegin(); it != second.rows.cend(); ++it) {
        if (it->inserted || it->updated || it->deleted)
            written << it.key();
    }
    return *proof.holds && !written.isEmpty() ? compareData(proof, written) : Result<void>();
}

Result<QString> DryRunner::checksum(const QString &table)
{
    const QByteArray name = quoteIdentifier(table.section(u'.', 0, 0), table.section(u'.', 1));
    const auto sum = m_session.execute(Statement(QByteArray(
        "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM " + name + " t")));
    if (!sum)
        return fail(sum.error());
    return sum->text(0, 0);
}

// The second run wrote rows: only their content tells whether it changed anything.
Result<void> DryRunner::compareData(Proof &proof, const QStringList &tables)
{
    QMap<QString, QString> second;
    for (const QString &table : tables) {
        const auto sum = checksum(table);
        if (!sum)
            return fail(sum.error());
        second[table] = *sum;
    }
    if (const auto done = command(QByteArray("ROLLBACK TO SAVEPOINT ") + proofSavepoint); !done)
        return done;
    for (const QString &table : tables) {
        const auto sum = checksum(table);
        if (!sum)
            return fail(sum.error());
        if (*sum == second[table])
            continue;
        proof.holds = false;
        proof.reason = Words::tr("A second run changes the rows of %1 once more.").arg(table);
    }
    return {};
}

Result<void> DryRunner::proveReversible(const DryRunFile &file, MigrationRun &run, const CatalogState &after)
{
    if (!file.rollback) {
        run.reversible.reason = file.script->rollback().kind == RollbackSection::Kind::Prose
            ? Words::tr("The rollback is written in words, not in SQL.")
            : Words::tr("There is no rollback.");
        return {};
    }
    run.reversible.reason = dryRunRefusal(*file.rollback);
    if (run.reversible.reason.isEmpty())
        run.reversible.reason = m_outside.refusal(*file.rollback);
    if (!run.reversible.reason.isEmpty())
        return {};
    const DryRunProbe::Mark mark = m_probe.mark();
    if (const auto done = command(QByteArray("SAVEPOINT ") + proofSavepoint); !done)
        return done;
    const auto ran = runPlain(*file.rollback, run.reversible);
    if (!ran)
        return fail(ran.error());
    run.reversible.holds = *ran;
    if (*ran) {
        const auto now = readCatalog(after, *file.rollback);
        if (!now)
            return fail(now.error());
        run.reversible.difference = schemaChanges(m_catalog.objects, now->objects);
        run.reversible.holds = run.reversible.difference.isEmpty();
        run.reversible.reason =
            *run.reversible.holds ? QString() : Words::tr("The rollback does not bring back the schema of before.");
    }
    return takeBack(proofSavepoint, mark);
}

} // namespace pitboss
