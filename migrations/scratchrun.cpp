// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/applyplan.h"
#include "migrations/apply/lockholders.h"
#include "migrations/dryrunner.h"
#include "migrations/scratch.h"
#include "migrations/scratchproofs.h"
#include "migrations/utf8.h"
#include "migrations/words.h"
#include "sql/session.h"
#include "sql/transaction.h"

#include <QElapsedTimer>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The work of one run on a copy that is thrown away.
class ScratchRunner
{
public:
    ScratchRunner(Session &session, const RunnerTraits &runner, const DryRunOptions &options)
        : m_session(session)
        , m_runner(runner)
        , m_options(options)
        , m_probe(session)
    {
        m_limits.lockTimeout = options.lockTimeout;
        m_limits.statementTimeout = options.statementTimeout;
    }

    Result<MigrationRun> run(const DryRunFile &file)
    {
        MigrationRun run;
        run.tag = file.tag;
        run.hash = file.script->hash();
        run.refusal = m_outside.refusal(*file.script);
        if (!run.refusal.isEmpty()) {
            m_states.append(ScratchState());
            return run;
        }
        for (int i = 0; i < file.script->statements().size(); ++i) {
            const ScriptStatement &statement = file.script->statements().at(i);
            StatementRun empty;
            empty.index = i;
            empty.line = statement.line;
            empty.kind = statement.kind;
            run.statements << empty;
        }
        run.idempotent.reason = run.reversible.reason = m_options.proofs
            ? Words::tr("The scratch copy could not be brought back to what this file left.")
            : Words::tr("It was not asked for.");
        const auto before = snapshot();
        if (!before)
            return fail(before.error());
        if (const auto done = runSteps(file, run); !done)
            return fail(done.error());
        const auto after = snapshot();
        if (!after)
            return fail(after.error());
        run.schemaChanges = schemaChanges(*before, *after);
        m_states.append({*before, *after});
        judgeFindings(run, *file.script, file.findings);
        return run;
    }

    Result<void> start() { return m_outside.read(m_session); }
    Result<void> prove(const QList<DryRunFile> &files, QList<MigrationRun> &runs)
    {
        return m_options.proofs ? ScratchProofs(m_session, m_limits, m_outside).prove(files, m_states, runs)
                                : Result<void>();
    }

private:
    Result<CatalogSnapshot> snapshot()
    {
        auto transaction = Transaction::begin(m_session, m_limits);
        if (!transaction)
            return fail(transaction.error());
        return readCatalogSnapshot(m_session);
    }

    /// A file that ends its transactions itself runs as psql would run it: each statement for itself.
    Result<void> runSteps(const DryRunFile &file, MigrationRun &run)
    {
        const bool itself = !dryRunRefusal(*file.script).isEmpty();
        run.ok = true;
        for (const ApplyStep &step : applySteps(*file.script)) {
            const auto done = step.alone || itself ? bare(file, step, run) : together(file, step, run);
            if (!done || !run.ok)
                return done;
        }
        return {};
    }

    Result<void> together(const DryRunFile &file, const ApplyStep &step, MigrationRun &run)
    {
        auto transaction = Transaction::begin(m_session, m_limits);
        if (!transaction)
            return fail(transaction.error());
        if (const auto started = m_probe.start(); !started)
            return started;
        for (const int index : step.statements) {
            if (isWrapper(*file.script, index)) {
                run.statements[index].state = StatementRun::State::Stripped;
                continue;
            }
            if (const auto done = execute(file, index, run); !done || !run.ok)
                return done;
            if (const auto measured = m_probe.measure(run.statements[index]); !measured)
                return measured;
        }
        const auto done = transaction->commit();
        if (!done && !m_session.isOpen())
            return done;
        if (!done && !step.statements.isEmpty())
            failed(run, step.statements.last(), done.error(), 0);
        return {};
    }

    Result<void> bare(const DryRunFile &file, const ApplyStep &step, MigrationRun &run)
    {
        for (const int index : step.statements) {
            const QByteArray limit = QByteArray::number(qint64(m_options.statementTimeout.count()));
            (void)m_session.execute(Statement(QByteArray("SET statement_timeout = " + limit))).has_value();
            if (const auto done = execute(file, index, run); !done || !run.ok)
                return done;
            StatementRun &statement = run.statements[index];
            statement.outsideTransaction = true;
            statement.note = Words::tr("Tried on a scratch copy, outside any transaction; its locks are the manual's.");
            if (step.alone && m_runner.grouping == RunnerTraits::Grouping::OneTransaction)
                statement.note += u' ' + Words::tr("%1 would fail here; apply runs it alone.").arg(m_runner.name);
            statement.locks = expectedLocks(Script::parse(file.script->statements().at(index).text));
        }
        return {};
    }

    Result<void> execute(const DryRunFile &file, int index, MigrationRun &run)
    {
        StatementRun &statement = run.statements[index];
        if (m_options.progress)
            m_options.progress(file.tag, index, int(file.script->statements().size()));
        (void)m_session.takeNotices();
        QElapsedTimer timer;
        timer.start();
        const ScriptStatement &text = file.script->statements().at(index);
        const auto result = m_session.execute(Statement(text.text));
        statement.milliseconds = double(timer.nsecsElapsed()) / 1e6;
        run.milliseconds += statement.milliseconds;
        for (const Notice &notice : m_session.takeNotices())
            statement.notices << notice.severity + u": "_s + notice.message;
        if (result) {
            statement.state = StatementRun::State::Done;
            return {};
        }
        if (!m_session.isOpen() || result.error().kind == Error::Kind::Canceled)
            return fail(result.error());
        const int position = result.error().position;
        const QByteArray before = text.text.left(position > 0 ? byteOfCharacter(text.text, position) : 0);
        failed(run, index, result.error(), int(before.count('\n')));
        statement.errorColumn =
            position > 0 ? int(QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size()) + 1 : 0;
        return {};
    }

    static void failed(MigrationRun &run, int index, const Error &error, int lines)
    {
        StatementRun &statement = run.statements[index];
        statement.state = StatementRun::State::Failed;
        statement.error = error;
        statement.errorLine = statement.line + lines;
        run.ok = false;
    }

    Session &m_session;
    const RunnerTraits &m_runner;
    const DryRunOptions &m_options;
    DryRunProbe m_probe;
    OutsideReach m_outside;
    QList<ScratchState> m_states;
    TransactionOptions m_limits;
};

} // namespace

Result<DryRunResult> dryRunOnScratch(Session &scratch, const QList<DryRunFile> &files, const RunnerTraits &runner,
                                     const DryRunOptions &options)
{
    QElapsedTimer timer;
    timer.start();
    const auto name = scratch.execute(Statement(
        "select pg_catalog.current_database(),"
        " coalesce(pg_catalog.shobj_description((select oid from pg_catalog.pg_database"
        " where datname = pg_catalog.current_database()), 'pg_database'), '') ^@ 'Pitboss scratch copy of '"));
    if (!name)
        return fail(name.error());
    if (!name->text(0, 0).startsWith("pitboss_scratch_"_L1) || !name->boolean(0, 1))
        return fail(Error::refused(Words::tr("%1 is no scratch copy.").arg(name->text(0, 0))));
    DryRunResult result;
    result.ok = true;
    result.onScratch = true;
    result.serverVersion = scratch.serverParameter("server_version");
    result.timeZone = scratch.serverParameter("TimeZone");
    ScratchRunner work(scratch, runner, options);
    if (const auto started = work.start(); !started)
        return fail(started.error());
    for (const DryRunFile &file : files) {
        auto run = work.run(file);
        if (!run)
            return fail(run.error());
        result.ok = result.ok && run->ok;
        result.migrations << *std::move(run);
    }
    if (const auto proven = work.prove(files, result.migrations); !proven)
        return fail(proven.error());
    result.milliseconds = double(timer.nsecsElapsed()) / 1e6;
    return result;
}

} // namespace pitboss
