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

/// The statements that run here, when they can all go in one round trip; else none.
QList<int> DryRunner::inOneGo(const Script &script)
{
    QList<int> indexes;
    for (int i = 0; i < script.statements().size(); ++i) {
        const ScriptStatement &statement = script.statements().at(i);
        if (isWrapper(script, i) || !statement.nonTransactional.isEmpty())
            continue;
        if (isMeasuredApart(statement) || tripsGuard(statement) || !canBeFollowed(statement))
            return {};
        indexes << i;
    }
    const bool all = !indexes.isEmpty() && nextTogether(script, indexes, 0).size() == indexes.size();
    return all ? indexes : QList<int>();
}

void DryRunner::noteRefused(const ScriptStatement &statement, const StatementRun &run, Proof &proof)
{
    proof.error = run.error;
    proof.reason = Words::tr("Line %1, %2: %3").arg(run.errorLine).arg(statement.kind, run.error->message);
}

// Without measuring them, between other statements; what the last ones of these answer. None: a statement of the
// script failed, and the proof's reason says which and how.
Result<std::optional<QList<ResultSet>>>
DryRunner::runPlain(const Script &script, Proof &proof, const QList<Statement> &before, const QList<Statement> &behind)
{
    const QList<int> together = inOneGo(script);
    if (together.isEmpty())
        return runApart(script, proof, before, behind);
    QList<Statement> all = before;
    for (const int index : together)
        all << Statement(script.statements().at(index).text);
    qsizetype done = -before.size();
    (void)m_session.takeNotices();
    auto answers = m_session.executeTogether(all + behind, [&](qsizetype, const ResultSet &, double) { ++done; });
    if (answers && ended())
        return fail(endedBy(script.statements().at(together.last())).error());
    if (answers)
        return std::optional(answers->mid(all.size()));
    if (done < 0 || done >= together.size())
        return fail(answers.error());
    const ScriptStatement &failed = script.statements().at(together[done]);
    StatementRun run;
    if (const auto noted = noteError(failed, answers.error(), run); !noted)
        return fail(noted.error());
    noteRefused(failed, run, proof);
    return std::optional<QList<ResultSet>>();
}

Result<std::optional<QList<ResultSet>>>
DryRunner::runApart(const Script &script, Proof &proof, const QList<Statement> &before, const QList<Statement> &behind)
{
    if (const auto done = m_session.executeTogether(before); !done)
        return fail(done.error());
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
            noteRefused(statement, run, proof);
            return std::optional<QList<ResultSet>>();
        }
        if (const auto done = tripsGuard(statement) ? deferGuard() : Result<void>(); !done)
            return fail(done.error());
    }
    auto answers = behind.isEmpty() ? Result<QList<ResultSet>>() : m_session.executeTogether(behind);
    return answers ? Result<std::optional<QList<ResultSet>>>(*std::move(answers)) : fail(answers.error());
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

// Both within one savepoint, which is taken back in the end.
Result<void> DryRunner::prove(const DryRunFile &file, MigrationRun &run, const CatalogState &after)
{
    const DryRunProbe::Mark mark = m_probe.mark();
    if (const auto done = proveIdempotent(file, run, after); !done)
        return done;
    run.reversible.reason = whyNotTakenBack(file);
    if (run.reversible.reason.isEmpty()) {
        if (const auto done = proveReversible(file, run, after); !done)
            return done;
    }
    return takeBack(proofSavepoint, mark);
}

Result<void> DryRunner::proveIdempotent(const DryRunFile &file, MigrationRun &run, const CatalogState &after)
{
    const auto ran = runPlain(*file.script, run.idempotent, {QByteArray(QByteArray("SAVEPOINT ") + proofSavepoint)},
                              {DryRunProbe::clockQuestion()});
    if (!ran)
        return fail(ran.error());
    run.idempotent.holds = ran->has_value();
    if (!*ran)
        return command(QByteArray("ROLLBACK TO SAVEPOINT ") + proofSavepoint);
    if (m_probe.standsWhereItStood((*ran)->last()))
        return {}; // nothing at all was written, neither rows nor catalogs
    return compareSecond(file, run, after);
}

Result<void> DryRunner::compareSecond(const DryRunFile &file, MigrationRun &run, const CatalogState &after)
{
    StatementRun second;
    if (const auto done = m_probe.measure(second); !done)
        return done;
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

/// "": there is a rollback, and it can be tried.
QString DryRunner::whyNotTakenBack(const DryRunFile &file)
{
    if (!file.rollback)
        return file.script->rollback().kind == RollbackSection::Kind::Prose
            ? Words::tr("The rollback is written in words, not in SQL.")
            : Words::tr("There is no rollback.");
    const QString refusal = dryRunRefusal(*file.rollback);
    return refusal.isEmpty() ? m_outside.refusal(*file.rollback) : refusal;
}

Result<void> DryRunner::proveReversible(const DryRunFile &file, MigrationRun &run, const CatalogState &after)
{
    const auto relations = m_exact ? std::nullopt : relationsChangedBy(*file.rollback);
    const auto ran =
        runPlain(*file.rollback, run.reversible, {QByteArray(QByteArray("ROLLBACK TO SAVEPOINT ") + proofSavepoint)},
                 relations ? CatalogReader::questions(*relations) : QList<Statement>());
    if (!ran)
        return fail(ran.error());
    run.reversible.holds = ran->has_value();
    if (!*ran)
        return {};
    auto now = relations ? m_reader.answered(after, *relations, **ran) : Result<std::optional<CatalogState>>();
    if (!now)
        return fail(now.error());
    m_guessed = m_guessed || now->has_value();
    const auto state = *now ? Result<CatalogState>(**std::move(now)) : m_reader.all();
    if (!state)
        return fail(state.error());
    run.reversible.difference = schemaChanges(m_catalog.objects, state->objects);
    run.reversible.holds = run.reversible.difference.isEmpty();
    run.reversible.reason =
        *run.reversible.holds ? QString() : Words::tr("The rollback does not bring back the schema of before.");
    return {};
}

} // namespace pitboss
