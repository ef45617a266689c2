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

const QLatin1StringView probeText("EXECUTE pitboss_probe_");

// A row that breaks a deferred foreign key: whatever commits this transaction fails, and it cannot be prepared either
// because it holds a temporary table.
constexpr auto guardText = "CREATE TEMP TABLE pitboss_guard (id int PRIMARY KEY, ref int CONSTRAINT pitboss_guard_ref "
                           "REFERENCES pg_temp.pitboss_guard (id) DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP";
constexpr auto armText = "INSERT INTO pg_temp.pitboss_guard VALUES (1, 2)";
constexpr auto defersText = "select exists (select from pg_catalog.pg_trigger where tgdeferrable"
                            " and tgrelid <> 'pg_temp.pitboss_guard'::pg_catalog.regclass)"
                            " or exists (select from pg_catalog.pg_constraint where condeferrable"
                            " and conrelid <> 'pg_temp.pitboss_guard'::pg_catalog.regclass)";

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
    , m_probe(session)
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

bool DryRunner::ended() const
{
    const auto status = m_session.transactionStatus();
    return status != Session::TransactionStatus::InTransaction && status != Session::TransactionStatus::Failed;
}

// Alone, when nothing can be sent behind it: it may end what the probe needs, or ask the client for data.
bool DryRunner::isMeasuredApart(const ScriptStatement &statement)
{
    const QByteArray text = statement.text.toUpper();
    return text.contains("DEALLOCATE") || text.contains("DISCARD") || text.contains("COPY")
        || statement.isTransactionControl();
}

// An error of the server is the statement's answer, put into `run`; only a lost or canceled session is an error here.
Result<void> DryRunner::execute(const ScriptStatement &statement, StatementRun &run, bool measures)
{
    const bool constraints = statement.tree.is("ConstraintsSetStmt"_L1);
    if (constraints) { // it would trip over the guard, which is no fault of the file's
        if (const auto done = disarmGuard(); !done)
            return done;
    }
    (void)m_session.takeNotices();
    const bool behind = measures && !isMeasuredApart(statement);
    const auto results = behind ? m_session.executeTogether(m_probe.around(statement)) : alone(statement, run);
    for (const Notice &notice : m_session.takeNotices())
        run.notices << notice.severity + u": "_s + notice.message;
    if (ended() || (results && endsTransaction(results->at(behind ? 1 : 0).commandTag())))
        return fail(Error::Kind::Internal,
                    Words::tr("Line %1 ended the dry run's transaction; nothing was kept.").arg(statement.line));
    if (!results && (isFatal(m_session, results.error()) || results.error().statement.startsWith(probeText)))
        return fail(results.error());
    if (!results) {
        place(run, statement, results.error());
        m_needsScratch = m_needsScratch || isForTransactions(run);
        return {};
    }
    run.state = StatementRun::State::Done;
    if (statement.text.toUpper().contains("DEALLOCATE")) {
        m_reader.prepareAnew();
        if (const auto ready = m_probe.prepareAnew(); !ready)
            return ready;
    }
    if (const auto done = constraints ? deferGuard() : Result<void>(); !done)
        return done;
    if (!measures)
        return {};
    if (!behind)
        return m_probe.measure(run);
    m_probe.measure(*results, run);
    return {};
}

Result<QList<ResultSet>> DryRunner::alone(const ScriptStatement &statement, StatementRun &run)
{
    QElapsedTimer timer;
    timer.start();
    auto result = m_session.execute(Statement(statement.text));
    run.milliseconds = double(timer.nsecsElapsed()) / 1e6;
    if (!result)
        return fail(result.error());
    return QList<ResultSet>{*std::move(result)};
}

Result<void> DryRunner::deferGuard()
{
    if (const auto done = command("SET CONSTRAINTS pg_temp.pitboss_guard_ref DEFERRED"); !done)
        return done;
    return armGuard();
}

// The statement, with what its data says: before it what it removes, after a failure what made it fail.
Result<void> DryRunner::measured(const ScriptStatement &statement, StatementRun &run)
{
    const QList<DataQuestion> questions = dataQuestions(statement);
    if (const auto done = answer(questions, DataQuestion::Kind::Lost, run); !done)
        return done;
    if (const auto done = questions.isEmpty() ? Result<void>() : command("SAVEPOINT pitboss_data"); !done)
        return done;
    if (const auto done = execute(statement, run, true); !done)
        return done;
    if (run.state != StatementRun::State::Failed)
        return questions.isEmpty() ? Result<void>() : command("RELEASE SAVEPOINT pitboss_data");
    if (questions.isEmpty())
        return {};
    if (const auto done = goBack("pitboss_data"); !done)
        return done;
    return answer(questions, DataQuestion::Kind::Offending, run);
}

// A question that cannot be asked (its table is not there) is no answer, and no error either.
Result<void> DryRunner::answer(const QList<DataQuestion> &questions, DataQuestion::Kind kind, StatementRun &run)
{
    bool asked = false;
    const DryRunProbe::Mark mark = m_probe.mark();
    for (const DataQuestion &question : questions) {
        if (question.kind != kind)
            continue;
        asked = true;
        if (const auto done = command("SAVEPOINT pitboss_count"); !done)
            return done;
        const auto count = m_session.execute(Statement(question.count()));
        if (!count && isFatal(m_session, count.error()))
            return fail(count.error());
        if (const auto done = goBack("pitboss_count"); !done)
            return done;
        if (count && count->integer(0, 0) > 0)
            run.data.append({question, count->integer(0, 0)});
    }
    // So that the counting is not taken for the statement's own reading.
    return asked && kind == DataQuestion::Kind::Lost ? m_probe.rolledBack(mark) : Result<void>();
}

Result<QMap<QString, QString>> DryRunner::sequences()
{
    const auto rows = m_session.execute(
        Statement("SELECT schemaname || '.' || sequencename, last_value FROM pg_catalog.pg_sequences"));
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
            if (const auto done = this->measured(statement, measured); !done)
                return done;
            failed = measured.state == StatementRun::State::Failed;
        }
        run.milliseconds += measured.milliseconds;
        run.statements << measured;
    }
    run.ok = !failed;
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
