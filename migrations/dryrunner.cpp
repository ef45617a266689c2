// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunner.h"

#include "migrations/words.h"
#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

// A row that breaks a deferred foreign key: whatever commits this transaction fails, and it cannot be prepared either
// because it holds a temporary table.
constexpr auto guardText = "CREATE TEMP TABLE pitboss_guard (id int PRIMARY KEY, ref int CONSTRAINT pitboss_guard_ref "
                           "REFERENCES pg_temp.pitboss_guard (id) DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP";
constexpr auto armText = "INSERT INTO pg_temp.pitboss_guard VALUES (1, 2)";
constexpr auto defersText = "select exists (select from pg_catalog.pg_trigger where tgdeferrable"
                            " and tgrelid <> 'pg_temp.pitboss_guard'::pg_catalog.regclass)"
                            " or exists (select from pg_catalog.pg_constraint where condeferrable"
                            " and conrelid <> 'pg_temp.pitboss_guard'::pg_catalog.regclass)";

} // namespace

bool isForTransactions(const StatementRun &run)
{
    return run.error && run.error->sqlState == "25001"_L1;
}

QString dryRunRefusal(const Script &script)
{
    static const QStringList words{u"BEGIN"_s, u"START"_s,   u"COMMIT"_s,    u"END"_s,    u"ROLLBACK"_s,
                                   u"ABORT"_s, u"PREPARE"_s, u"SAVEPOINT"_s, u"RELEASE"_s};
    for (int i = 0; i < script.statements().size(); ++i) {
        const ScriptStatement &statement = script.statements().at(i);
        const bool unread = !statement.tree && words.contains(statement.kind.section(u' ', 0, 0));
        if ((statement.isTransactionControl() && !isWrapper(script, i)) || unread)
            return Words::tr("Line %1: %2 inside the file would end the dry run's transaction.")
                .arg(statement.line)
                .arg(statement.kind);
    }
    return {};
}

DryRunner::DryRunner(Session &session, const RunnerTraits &runner, const DryRunOptions &options, bool exact)
    : m_session(session)
    , m_runner(runner)
    , m_options(options)
    , m_probe(session, exact)
    , m_reader(session)
    , m_exact(exact)
{
}

Result<void> DryRunner::command(const QByteArray &sql)
{
    const auto done = m_session.execute(Statement(sql));
    if (!done)
        return fail(done.error());
    return {};
}

/// And forgets the savepoint: each one that stays makes everything after it a level deeper, and slower.
Result<void> DryRunner::goBack(const QByteArray &savepoint)
{
    const auto done = m_session.executeTogether(
        {QByteArray("ROLLBACK TO SAVEPOINT " + savepoint), QByteArray("RELEASE SAVEPOINT " + savepoint)});
    return done ? Result<void>() : fail(done.error());
}

Result<void> DryRunner::armGuard()
{
    return command(armText);
}

Result<void> DryRunner::disarmGuard()
{
    return command("DELETE FROM pg_temp.pitboss_guard");
}

Result<void> DryRunner::deferGuard()
{
    if (const auto done = command("SET CONSTRAINTS pg_temp.pitboss_guard_ref DEFERRED"); !done)
        return done;
    return armGuard();
}

Result<void> DryRunner::start()
{
    const auto guarded =
        m_session.executeTogether({guardText, armText, "SET LOCAL max_parallel_maintenance_workers = 0",
                                   "SET LOCAL max_parallel_workers_per_gather = 0", defersText});
    if (!guarded)
        return fail(guarded.error());
    m_defers = guarded->last().boolean(0, 0);
    if (const auto read = m_outside.read(m_session); !read)
        return read;
    auto catalog = m_reader.all();
    if (!catalog)
        return fail(catalog.error());
    m_catalog = *std::move(catalog);
    auto standing = sequences();
    if (!standing)
        return fail(standing.error());
    m_sequences = *std::move(standing);
    return m_probe.start();
}

Result<QMap<QString, QString>> DryRunner::sequences()
{
    const auto rows = m_session.execute(Statement(
        "select n.nspname || '.' || c.relname, case when pg_catalog.has_sequence_privilege(c.oid, 'select,usage')"
        " then pg_catalog.pg_sequence_last_value(c.oid) end"
        " from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind = 'S' and not pg_catalog.pg_is_other_temp_schema(n.oid)"));
    if (!rows)
        return fail(rows.error());
    QMap<QString, QString> out;
    for (int row = 0; row < rows->rowCount(); ++row)
        out.insert(rows->text(row, 0), rows->text(row, 1));
    return out;
}

Result<void> DryRunner::noteSequences(MigrationRun &run)
{
    const bool inserts = std::any_of(run.statements.begin(), run.statements.end(),
                                     [](const StatementRun &s) { return !s.rows.isEmpty(); });
    if (!inserts)
        return {};
    const auto now = sequences();
    if (!now)
        return fail(now.error());
    for (auto it = now->cbegin(); it != now->cend(); ++it) {
        if (m_sequences.contains(it.key()) && m_sequences[it.key()] != it.value())
            run.notUndone
                << Words::tr("The sequence %1 stays at %2; no rollback takes that back.").arg(it.key(), it.value());
    }
    m_sequences = *now;
    return {};
}

// Only what is known to leave no deferred constraint behind is spared the question.
bool DryRunner::mayDefer(const Script &script)
{
    m_defers = m_defers || script.utf8().toUpper().contains("DEFER") || !relationsChangedBy(script);
    return m_defers;
}

// Deferred constraints speak at COMMIT. They are asked under a savepoint: going back to it also puts back when each is
// checked, and the guard.
Result<void> DryRunner::forceDeferred(MigrationRun &run)
{
    const auto checked = m_session.executeTogether({"SAVEPOINT pitboss_deferred", "DELETE FROM pg_temp.pitboss_guard",
                                                    QByteArray("SET CONSTRAINTS ALL IMMEDIATE")});
    if (!checked && isFatal(checked.error()))
        return fail(checked.error());
    if (!checked && !run.statements.isEmpty()) {
        StatementRun &last = run.statements.last();
        last.state = StatementRun::State::Failed;
        last.error = checked.error();
        last.errorLine = last.line;
        last.note = Words::tr("A deferred constraint fails when the transaction is committed.");
        run.ok = false;
    }
    return goBack("pitboss_deferred");
}

void DryRunner::noteFailure(const DryRunFile &file, MigrationRun &run)
{
    for (const StatementRun &statement : std::as_const(run.statements)) {
        if (statement.state != StatementRun::State::Failed)
            continue;
        for (const TouchedObject &object : file.script->statements().at(statement.index).touches) {
            const QString owner = m_missing.value(object.key(), m_missing.value(u"relation "_s + object.name.key()));
            if (object.effect != TouchEffect::Creates || !object.part.isEmpty())
                run.followsFrom = run.followsFrom.isEmpty() ? owner : run.followsFrom;
        }
    }
    for (const ScriptStatement &statement : file.script->statements()) {
        for (const TouchedObject &object : statement.touches) {
            if (object.effect == TouchEffect::Creates && !m_missing.contains(object.key()))
                m_missing.insert(object.key(), file.tag);
        }
    }
}

} // namespace pitboss
