// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunner.h"

#include "migrations/rules/rule.h"
#include "migrations/utf8.h"
#include "migrations/words.h"
#include "sql/session.h"

#include <QElapsedTimer>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray fileSavepoint = "pitboss_file";
const QByteArray proofSavepoint = "pitboss_proof";

bool isFatal(const Session &session, const Error &error)
{
    return !session.isOpen() || error.kind == Error::Kind::ConnectionLost || error.kind == Error::Kind::Canceled;
}

void place(StatementRun &run, const ScriptStatement &statement, const Error &error)
{
    run.state = StatementRun::State::Failed;
    run.error = error;
    const qsizetype at = error.position > 0 ? byteOfCharacter(statement.text, error.position) : 0;
    const QByteArray before = statement.text.left(at);
    run.errorLine = statement.line + int(before.count('\n'));
    run.errorColumn =
        error.position > 0 ? int(QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size()) + 1 : 0;
}

bool endsTransaction(const QByteArray &tag)
{
    return tag.startsWith("COMMIT") || tag.startsWith("ROLLBACK") || tag.startsWith("PREPARE TRANSACTION");
}

} // namespace

bool isWrapper(const Script &script, int statement)
{
    const QList<ScriptStatement> &all = script.statements();
    if (all.size() < 2 || !all.at(statement).isTransactionControl() || all.at(statement).tree.flag("chain"_L1))
        return false;
    const QString first = all.first().kind, last = all.last().kind;
    const bool wrapped = (first == "BEGIN"_L1 || first == "START TRANSACTION"_L1) && last == "COMMIT"_L1;
    return wrapped && (statement == 0 || statement == all.size() - 1);
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

DryRunner::DryRunner(Session &session, const RunnerTraits &runner, const DryRunOptions &options)
    : m_session(session)
    , m_runner(runner)
    , m_options(options)
    , m_probe(session)
{
}

Result<void> DryRunner::command(const QByteArray &sql)
{
    const auto done = m_session.execute(Statement(sql));
    if (!done)
        return fail(done.error());
    return {};
}

// A row that breaks a deferred foreign key: whatever commits this transaction fails, and it cannot be prepared either
// because it holds a temporary table.
Result<void> DryRunner::armGuard()
{
    return command("INSERT INTO pg_temp.pitboss_guard VALUES (1, 2)");
}

Result<void> DryRunner::disarmGuard()
{
    return command("DELETE FROM pg_temp.pitboss_guard");
}

Result<void> DryRunner::start()
{
    const QByteArray guard =
        "CREATE TEMP TABLE pitboss_guard (id int PRIMARY KEY, ref int CONSTRAINT pitboss_guard_ref "
        "REFERENCES pg_temp.pitboss_guard (id) DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP";
    const QList<QByteArray> settings{guard, "SET LOCAL max_parallel_maintenance_workers = 0",
                                     "SET LOCAL max_parallel_workers_per_gather = 0"};
    for (const QByteArray &sql : settings) {
        if (const auto done = command(sql); !done)
            return done;
    }
    if (const auto armed = armGuard(); !armed)
        return armed;
    auto catalog = readCatalogSnapshot(m_session);
    if (!catalog)
        return fail(catalog.error());
    m_catalog = *std::move(catalog);
    return m_probe.start();
}

bool DryRunner::ended() const
{
    const auto status = m_session.transactionStatus();
    return status != Session::TransactionStatus::InTransaction && status != Session::TransactionStatus::Failed;
}

// An error of the server is the statement's answer, put into `run`; only a lost or canceled session is an error here.
Result<void> DryRunner::execute(const ScriptStatement &statement, StatementRun &run)
{
    const bool constraints = statement.tree.is("ConstraintsSetStmt"_L1);
    if (constraints) { // it would trip over the guard, which is no fault of the file's
        if (const auto done = disarmGuard(); !done)
            return done;
    }
    (void)m_session.takeNotices();
    QElapsedTimer timer;
    timer.start();
    const auto result = m_session.execute(Statement(statement.text));
    run.milliseconds = double(timer.nsecsElapsed()) / 1e6;
    for (const Notice &notice : m_session.takeNotices())
        run.notices << notice.severity + u": "_s + notice.message;
    if (ended() || (result && endsTransaction(result->commandTag())))
        return fail(Error::Kind::Internal,
                    Words::tr("Line %1 ended the dry run's transaction; nothing was kept.").arg(statement.line));
    if (!result && isFatal(m_session, result.error()))
        return fail(result.error());
    if (!result) {
        place(run, statement, result.error());
        return {};
    }
    run.state = StatementRun::State::Done;
    if (constraints) {
        if (const auto done = command("SET CONSTRAINTS pg_temp.pitboss_guard_ref DEFERRED"); !done)
            return done;
        return armGuard();
    }
    return {};
}

Result<void> DryRunner::runAll(const DryRunFile &file, MigrationRun &run)
{
    const Script &script = *file.script;
    const ScriptFacts facts(script, m_runner);
    bool failed = false;
    for (int i = 0; i < script.statements().size(); ++i) {
        const ScriptStatement &statement = script.statements().at(i);
        StatementRun measured;
        measured.index = i;
        measured.line = statement.line;
        measured.kind = statement.kind;
        if (m_options.progress && !failed)
            m_options.progress(file.tag, i, int(script.statements().size()));
        if (!failed && isWrapper(script, i)) {
            measured.state = StatementRun::State::Stripped;
        } else if (!failed && !statement.nonTransactional.isEmpty() && !facts.inTransaction.at(i)) {
            measured.state = StatementRun::State::NotMeasurable;
            measured.note = Words::tr("%1 cannot run inside a transaction; a scratch copy can try it.")
                                .arg(statement.nonTransactional);
            m_needsScratch = true;
        } else if (!failed) {
            if (const auto done = execute(statement, measured); !done)
                return done;
            failed = measured.state == StatementRun::State::Failed;
            if (const auto done = failed ? Result<void>() : m_probe.measure(measured); !done)
                return done;
        }
        run.milliseconds += measured.milliseconds;
        run.statements << measured;
    }
    run.ok = !failed;
    return {};
}

// Deferred constraints speak at COMMIT. They are asked under a savepoint: going back to it also puts back when each is
// checked, and the guard.
Result<void> DryRunner::forceDeferred(MigrationRun &run)
{
    if (const auto done = command("SAVEPOINT pitboss_deferred"); !done)
        return done;
    if (const auto done = disarmGuard(); !done)
        return done;
    const auto checked = m_session.execute(Statement("SET CONSTRAINTS ALL IMMEDIATE"));
    if (!checked && isFatal(m_session, checked.error()))
        return fail(checked.error());
    if (!checked && !run.statements.isEmpty()) {
        StatementRun &last = run.statements.last();
        last.state = StatementRun::State::Failed;
        last.error = checked.error();
        last.errorLine = last.line;
        last.note = Words::tr("A deferred constraint fails when the transaction is committed.");
        run.ok = false;
    }
    return command("ROLLBACK TO SAVEPOINT pitboss_deferred");
}

void DryRunner::noteFailure(const DryRunFile &file, MigrationRun &run)
{
    for (const StatementRun &statement : std::as_const(run.statements)) {
        if (statement.state != StatementRun::State::Failed)
            continue;
        for (const TouchedObject &object : file.script->statements().at(statement.index).touches) {
            const QString owner = m_missing.value(object.key(), m_missing.value(u"relation "_s + object.name.key()));
            if (object.effect != Effect::Creates || !object.part.isEmpty())
                run.followsFrom = run.followsFrom.isEmpty() ? owner : run.followsFrom;
        }
    }
    for (const ScriptStatement &statement : file.script->statements()) {
        for (const TouchedObject &object : statement.touches) {
            if (object.effect == Effect::Creates && !m_missing.contains(object.key()))
                m_missing.insert(object.key(), file.tag);
        }
    }
}

Result<MigrationRun> DryRunner::run(const DryRunFile &file)
{
    MigrationRun run;
    run.tag = file.tag;
    run.hash = file.script->hash();
    run.refusal = dryRunRefusal(*file.script);
    if (!run.refusal.isEmpty()) {
        m_needsScratch = true;
        noteFailure(file, run);
        return run;
    }
    const DryRunProbe::Mark mark = m_probe.mark();
    if (const auto done = command("SAVEPOINT " + fileSavepoint); !done)
        return fail(done.error());
    if (const auto done = runAll(file, run); !done)
        return fail(done.error());
    if (const auto done = run.ok ? forceDeferred(run) : Result<void>(); !done)
        return fail(done.error());
    if (!run.ok) {
        noteFailure(file, run);
        if (const auto done = takeBack(fileSavepoint, mark); !done)
            return fail(done.error());
        judgeFindings(run, *file.script, file.findings);
        return run;
    }
    auto after = readCatalogSnapshot(m_session);
    if (!after)
        return fail(after.error());
    run.schemaChanges = schemaChanges(m_catalog, *after);
    if (m_options.proofs) {
        if (const auto done = proveIdempotent(file, run, *after); !done)
            return fail(done.error());
        if (const auto done = proveReversible(file, run, m_catalog); !done)
            return fail(done.error());
    }
    m_catalog = *std::move(after);
    judgeFindings(run, *file.script, file.findings);
    return run;
}

// Statements without measuring them. False: one failed, and `failed` says which and how.
Result<bool> DryRunner::runPlain(const Script &script, QString *failed)
{
    for (int i = 0; i < script.statements().size(); ++i) {
        const ScriptStatement &statement = script.statements().at(i);
        if (isWrapper(script, i) || !statement.nonTransactional.isEmpty())
            continue;
        StatementRun run;
        if (const auto done = execute(statement, run); !done)
            return fail(done.error());
        if (run.state == StatementRun::State::Failed) {
            *failed = Words::tr("Line %1, %2: %3").arg(run.errorLine).arg(statement.kind, run.error->message);
            return false;
        }
    }
    return true;
}

Result<void> DryRunner::takeBack(const QByteArray &savepoint, const DryRunProbe::Mark &mark)
{
    if (const auto done = command("ROLLBACK TO SAVEPOINT " + savepoint); !done)
        return done;
    return m_probe.rolledBack(mark);
}

Result<void> DryRunner::proveIdempotent(const DryRunFile &file, MigrationRun &run, const CatalogSnapshot &after)
{
    const DryRunProbe::Mark mark = m_probe.mark();
    if (const auto done = command("SAVEPOINT " + proofSavepoint); !done)
        return done;
    const auto ran = runPlain(*file.script, &run.idempotent.reason);
    if (!ran)
        return fail(ran.error());
    run.idempotent.holds = *ran;
    if (const auto done = *ran ? compareSecond(run, after) : Result<void>(); !done)
        return done;
    return takeBack(proofSavepoint, mark);
}

Result<void> DryRunner::compareSecond(MigrationRun &run, const CatalogSnapshot &after)
{
    StatementRun second;
    if (const auto done = m_probe.measure(second); !done)
        return done;
    const auto again = readCatalogSnapshot(m_session);
    if (!again)
        return fail(again.error());
    Proof &proof = run.idempotent;
    proof.difference = schemaChanges(after, *again);
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
    if (const auto done = command("ROLLBACK TO SAVEPOINT " + proofSavepoint); !done)
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

Result<void> DryRunner::proveReversible(const DryRunFile &file, MigrationRun &run, const CatalogSnapshot &before)
{
    if (!file.rollback) {
        run.reversible.reason = file.script->rollback().kind == RollbackSection::Kind::Prose
            ? Words::tr("The rollback is written in words, not in SQL.")
            : Words::tr("There is no rollback.");
        return {};
    }
    run.reversible.reason = dryRunRefusal(*file.rollback);
    if (!run.reversible.reason.isEmpty())
        return {};
    const DryRunProbe::Mark mark = m_probe.mark();
    if (const auto done = command("SAVEPOINT " + proofSavepoint); !done)
        return done;
    const auto ran = runPlain(*file.rollback, &run.reversible.reason);
    if (!ran)
        return fail(ran.error());
    run.reversible.holds = *ran;
    if (*ran) {
        const auto now = readCatalogSnapshot(m_session);
        if (!now)
            return fail(now.error());
        run.reversible.difference = schemaChanges(before, *now);
        run.reversible.holds = run.reversible.difference.isEmpty();
        run.reversible.reason =
            *run.reversible.holds ? QString() : Words::tr("The rollback does not bring back the schema of before.");
    }
    return takeBack(proofSavepoint, mark);
}

} // namespace pitboss
