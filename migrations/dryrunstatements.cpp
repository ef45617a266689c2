// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The statements of a file in a dry run, each between its measurements.
#include "migrations/dryrunner.h"
#include "migrations/rules/rule.h"
#include "migrations/utf8.h"
#include "migrations/words.h"
#include "sql/session.h"

#include <QElapsedTimer>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

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

Result<void> DryRunner::endedBy(const ScriptStatement &statement) const
{
    return fail(
        Error::Kind::Internal,
        Words::tr("%1, line %2, ended the dry run's transaction; nothing was kept.").arg(m_tag).arg(statement.line));
}

bool DryRunner::isLost(const Error &error) const
{
    return !m_session.isOpen() || error.kind == Error::Kind::ConnectionLost;
}

bool DryRunner::isFatal(const Error &error) const
{
    return isLost(error) || error.kind == Error::Kind::Canceled;
}

bool DryRunner::ended() const
{
    const auto status = m_session.transactionStatus();
    return status != Session::TransactionStatus::InTransaction && status != Session::TransactionStatus::Failed;
}

// When nothing can be sent around it: it may end what the probe needs, or ask the client for data.
bool DryRunner::isMeasuredApart(const ScriptStatement &statement)
{
    const QByteArray text = statement.text.toUpper();
    return text.contains("DEALLOCATE") || text.contains("DISCARD") || text.contains("COPY")
        || statement.isTransactionControl();
}

/// It would trip over the guard, which is no fault of the file's.
bool DryRunner::tripsGuard(const ScriptStatement &statement)
{
    return statement.tree.is("ConstraintsSetStmt"_L1);
}

void DryRunner::noteNotices(StatementRun &run)
{
    for (const Notice &notice : m_session.takeNotices())
        run.notices << notice.severity + u": "_s + notice.message;
}

// An error of the server is the statement's answer; only a lost or canceled session is an error here.
Result<void> DryRunner::noteError(const ScriptStatement &statement, const Error &error, StatementRun &run)
{
    if (isLost(error))
        return fail(Error::of(
            Error::Kind::ConnectionLost,
            Words::tr("The connection was lost in %1, line %2; nothing was kept.").arg(m_tag).arg(statement.line),
            error.message));
    if (isFatal(error))
        return fail(error);
    if (ended())
        return endedBy(statement);
    noteNotices(run);
    place(run, statement, error);
    m_needsScratch = m_needsScratch || isForTransactions(run);
    return {};
}

/// Alone, timed from here; what it did is not measured.
Result<void> DryRunner::execute(const ScriptStatement &statement, StatementRun &run)
{
    (void)m_session.takeNotices();
    QElapsedTimer timer;
    timer.start();
    const auto result = m_session.execute(Statement(statement.text));
    run.milliseconds = double(timer.nsecsElapsed()) / 1e6;
    if (!result)
        return noteError(statement, result.error(), run);
    if (ended() || endsTransaction(result->commandTag()))
        return endedBy(statement);
    noteNotices(run);
    run.state = StatementRun::State::Done;
    return {};
}

Result<void> DryRunner::sendAhead()
{
    const QList<Statement> ahead = std::exchange(m_ahead, {});
    const auto done = ahead.isEmpty() ? Result<QList<ResultSet>>() : m_session.executeTogether(ahead);
    return done ? Result<void>() : fail(done.error());
}

/// In one round trip, each measured.
Result<void> DryRunner::together(const DryRunFile &file, const QList<int> &indexes, MigrationRun &run)
{
    QList<const ScriptStatement *> sent;
    for (const int index : indexes)
        sent << &file.script->statements().at(index);
    const QList<Statement> ahead = std::exchange(m_ahead, {});
    qsizetype answers = -ahead.size(); // then the clock's, then a statement's and its probe's in turn
    bool endsIt = false;
    const auto answered = [&](qsizetype, const ResultSet &answer, double) {
        const qsizetype which = answers++;
        if (which < 0)
            return;
        if (which == 0)
            return m_probe.begin(answer);
        const qsizetype at = (which - 1) / 2;
        StatementRun &one = run.statements[indexes[at]];
        if (which % 2 == 0)
            return m_probe.measure(answer, one);
        noteNotices(one);
        one.state = StatementRun::State::Done;
        endsIt = endsIt || endsTransaction(answer.commandTag());
        if (at + 1 < indexes.size())
            tellBegin(file, indexes[at + 1]);
    };
    (void)m_session.takeNotices();
    tellBegin(file, indexes.first());
    const bool mayLeave = readLater(*file.script).has_value();
    const auto results = m_session.executeTogether(ahead + m_probe.around(sent, mayLeave), answered);
    tellLate(&run);
    if (results)
        return endsIt || ended() ? endedBy(*sent.last()) : Result<void>();
    const bool isOurs = answers < 0 || answers % 2 == 0; // it is no statement of the file's
    if (isOurs && !isLost(results.error()))
        return fail(results.error());
    const qsizetype at = qMax(qsizetype(0), answers - 1) / 2;
    return noteError(*sent[at], results.error(), run.statements[indexes[at]]);
}

/// Locks that were looked for later than what made their relations.
void DryRunner::tellLate(MigrationRun *current)
{
    const QList<LockTaken> late = m_probe.takeLate();
    if (late.isEmpty())
        return;
    QHash<QString, StatementRun *> makers;
    const auto note = [&makers](MigrationRun &run) {
        for (StatementRun &statement : run.statements) {
            for (const LockTaken &lock : std::as_const(statement.locks)) {
                if (lock.mode == "AccessExclusiveLock"_L1 && !makers.contains(lock.relation))
                    makers.insert(lock.relation, &statement);
            }
        }
    };
    for (const Owed &owed : std::as_const(m_owed))
        note(m_runs[owed.run]);
    if (current)
        note(*current);
    for (const LockTaken &lock : late) {
        StatementRun *maker = makers.value(lock.relation);
        m_missed = m_missed || !maker;
        if (maker && !maker->locks.contains(lock)) // a file that fails is taken back to where they were looked for
            maker->locks << lock;
    }
}

// The statement, with what its data says: before it what it removes, after a failure what made it fail.
Result<void> DryRunner::measured(const DryRunFile &file, int index, MigrationRun &run)
{
    const ScriptStatement &statement = file.script->statements().at(index);
    StatementRun &one = run.statements[index];
    const QList<DataQuestion> questions = dataQuestions(statement);
    const bool apart = isMeasuredApart(statement);
    if (const auto done = apart || tripsGuard(statement) || !questions.isEmpty() ? sendAhead() : Result<void>(); !done)
        return done;
    if (const auto done = answer(questions, DataQuestion::Kind::Lost, one); !done)
        return done;
    if (const auto done = questions.isEmpty() ? Result<void>() : command("SAVEPOINT pitboss_data"); !done)
        return done;
    if (const auto done = tripsGuard(statement) ? disarmGuard() : Result<void>(); !done)
        return done;
    if (apart)
        tellBegin(file, index);
    if (const auto done = apart ? execute(statement, one) : together(file, {index}, run); !done)
        return done;
    const bool failed = one.state == StatementRun::State::Failed;
    if (const auto done = apart && !failed ? m_probe.measure(one) : Result<void>(); !done)
        return done;
    if (const auto done = tripsGuard(statement) && !failed ? deferGuard() : Result<void>(); !done)
        return done;
    if (questions.isEmpty())
        return {};
    if (!failed)
        return command("RELEASE SAVEPOINT pitboss_data");
    if (const auto done = goBack("pitboss_data"); !done)
        return done;
    return answer(questions, DataQuestion::Kind::Offending, one);
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
        if (!count && isFatal(count.error()))
            return fail(count.error());
        if (const auto done = goBack("pitboss_count"); !done)
            return done;
        if (count && count->integer(0, 0) > 0)
            run.data.append({question, count->integer(0, 0)});
    }
    // So that the counting is not taken for the statement's own reading.
    return asked && kind == DataQuestion::Kind::Lost ? m_probe.rolledBack(mark) : Result<void>();
}

bool DryRunner::runsHere(const Script &script, const ScriptFacts &facts, int index)
{
    const bool needsNone = !script.statements().at(index).nonTransactional.isEmpty();
    return !isWrapper(script, index) && (!needsNone || facts.inTransaction.at(index));
}

void DryRunner::noteSpared(const Script &script, int index, StatementRun &run)
{
    if (isWrapper(script, index)) {
        run.state = StatementRun::State::Stripped;
        return;
    }
    run.state = StatementRun::State::NotMeasurable;
    run.note = Words::tr("%1 cannot run inside a transaction; a scratch copy can try it.")
                   .arg(script.statements().at(index).nonTransactional);
    m_needsScratch = true;
}

/// What can be sent together from there on: one, if its data is asked for or it is measured apart.
QList<int> DryRunner::nextMeasured(const Script &script, const ScriptFacts &facts, int from)
{
    const auto plain = [&](int index) {
        const ScriptStatement &statement = script.statements().at(index);
        return runsHere(script, facts, index) && !isMeasuredApart(statement) && !tripsGuard(statement)
            && dataQuestions(statement).isEmpty();
    };
    QList<int> next{from};
    while (next.last() + 1 < script.statements().size() && plain(next.last()) && plain(next.last() + 1))
        next << next.last() + 1;
    return nextTogether(script, next, 0);
}

void DryRunner::tellBegin(const DryRunFile &file, int index) const
{
    if (m_options.progress)
        m_options.progress(file.tag, index, int(file.script->statements().size()));
}

Result<void> DryRunner::runAll(const DryRunFile &file, MigrationRun &run)
{
    const Script &script = *file.script;
    const ScriptFacts facts(script, m_runner);
    const int count = int(script.statements().size());
    for (int i = 0; i < count; ++i) {
        StatementRun one;
        one.index = i;
        one.line = script.statements().at(i).line;
        one.kind = script.statements().at(i).kind;
        run.statements << one;
    }
    run.ok = true;
    for (int i = 0; i < count && run.ok;) {
        if (!runsHere(script, facts, i)) {
            tellBegin(file, i);
            noteSpared(script, i, run.statements[i]);
            ++i;
            continue;
        }
        const QList<int> next = nextMeasured(script, facts, i);
        if (const auto done = next.size() > 1 ? together(file, next, run) : measured(file, i, run); !done)
            return done;
        for (const int index : next)
            run.ok = run.ok && run.statements[index].state != StatementRun::State::Failed;
        i = next.last() + 1;
    }
    for (const StatementRun &one : std::as_const(run.statements))
        run.milliseconds += one.milliseconds;
    return sendAhead(); // nothing of it may have run here
}

} // namespace pitboss
