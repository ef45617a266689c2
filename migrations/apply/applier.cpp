// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/applier.h"

#include "migrations/apply/applyrecord.h"
#include "migrations/apply/otherrunners.h"
#include "migrations/dryrunner.h"
#include "migrations/together.h"
#include "migrations/words.h"
#include "sql/session.h"

#include <QElapsedTimer>
#include <QThread>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A lock that did not come, or a deadlock: worth another try.
bool isLockTrouble(const Error &error)
{
    return error.sqlState == "55P03"_L1 || error.sqlState == "40P01"_L1;
}

/// A function that the file calls has dropped what the session had the server keep. Said once more, it is known anew.
bool wasForgotten(const Error &error)
{
    return error.sqlState == "26000"_L1;
}

StatementOutcome notReached(int index, const ScriptStatement &statement)
{
    StatementOutcome outcome;
    outcome.index = index;
    outcome.line = statement.line;
    outcome.kind = statement.kind;
    return outcome;
}

} // namespace

Applier::Applier(Session &session, const ApplyPlan &plan, const ApplyOptions &options, AuditLog &log,
                 QJsonObject intent)
    : m_session(session)
    , m_plan(plan)
    , m_options(options)
    , m_log(log)
    , m_intent(std::move(intent))
    , m_watcher(session.info(), [this](const QList<LockHolder> &holders) {
        ApplyEvent event;
        event.kind = ApplyEvent::Kind::Waiting;
        event.holders = holders;
        event.text = Words::tr("Waiting for %1").arg(lockHolderText(holders.first()));
        tell(event);
    })
{
}

void Applier::tell(ApplyEvent event)
{
    const std::lock_guard lock(m_telling);
    event.tag = m_current;
    if (m_options.progress)
        m_options.progress(event);
}

void Applier::run(ApplyResult &result)
{
    m_result = &result;
    for (const ApplyFile &file : m_plan.files) {
        FileOutcome outcome;
        outcome.tag = file.tag;
        outcome.hash = file.hash;
        for (int i = 0; i < file.script->statements().size(); ++i) {
            const ScriptStatement &statement = file.script->statements().at(i);
            outcome.statements << notReached(i, statement);
        }
        result.files << outcome;
    }
    if (const auto ready = prepareTable(); !ready) {
        result.files.first().state = FileOutcome::State::Failed;
        result.files.first().error = ready.error();
        return;
    }
    work(0);
    for (qsizetype i = 0; i < m_plan.files.size(); ++i) {
        applyFile(i);
        const FileOutcome::State state = result.files[i].state;
        if (state != FileOutcome::State::Applied && state != FileOutcome::State::AppliedBefore)
            return;
        fileDone(i);
    }
    result.ok = true;
}

void Applier::work(qsizetype number)
{
    const std::lock_guard lock(m_telling);
    m_file = number;
    m_current = m_plan.files.value(number).tag;
    m_fileTimer.start();
}

/// Told once; from now on it is the next one's turn.
void Applier::fileDone(qsizetype number)
{
    if (number < m_file)
        return;
    m_result->files[number].milliseconds = double(m_fileTimer.nsecsElapsed()) / 1e6;
    ApplyEvent event;
    event.kind = ApplyEvent::Kind::FileDone;
    tell(event);
    work(number + 1);
}

// As the runner does, outside of any transaction: another runner that begins now must find it and wait for its lock.
Result<void> Applier::prepareTable()
{
    if (!m_plan.isDrizzle() || m_plan.back)
        return {};
    const auto there = m_session.execute(Statement("select pg_catalog.to_regnamespace($1) is not null,"
                                                   " pg_catalog.to_regclass($2) is not null")
                                             .bind(quoteIdentifier(m_plan.source.schema))
                                             .bind(m_plan.source.quoted()));
    if (!there)
        return fail(there.error());
    const QList<QByteArray> statements = trackingTableStatements(m_plan);
    for (int i = 0; i < statements.size(); ++i) {
        if (there->boolean(0, i))
            continue;
        const auto made = m_session.execute(Statement(statements[i]));
        static const QStringList atOnce{u"23505"_s, u"42P06"_s, u"42P07"_s}; // a second runner makes it as well
        if (!made && !atOnce.contains(made.error().sqlState))
            return fail(made.error());
    }
    return {};
}

void Applier::applyFile(qsizetype number)
{
    const ApplyFile &file = m_plan.files[number];
    FileOutcome &outcome = m_result->files[number];
    for (int i = 0; i < file.stepsDone; ++i) {
        for (const int statement : file.steps[i].statements)
            outcome.statements[statement].state = StatementOutcome::State::DoneBefore;
    }
    outcome.stepsDone = file.stepsDone;
    if (applySteps(file, outcome))
        freshSessionAfter(file);
    else
        outcome.milliseconds = double(m_fileTimer.nsecsElapsed()) / 1e6;
}

bool Applier::applySteps(const ApplyFile &file, FileOutcome &outcome)
{
    for (int i = file.stepsDone; i < file.steps.size(); ++i) {
        const Ending ending = step(file, i, outcome);
        settle(file, i, ending, outcome);
        if (ending == Ending::Before) {
            outcome.state = FileOutcome::State::AppliedBefore;
            return true;
        }
        if (ending != Ending::Done) {
            const bool some = outcome.stepsDone > 0 || ending == Ending::Halfway;
            outcome.state = ending == Ending::Unknown ? FileOutcome::State::Unknown
                : some                                ? FileOutcome::State::Partial
                                                      : FileOutcome::State::Failed;
            return false;
        }
        outcome.stepsDone = i + 1;
        if (file.steps.size() > 1)
            (void)m_log.append(stepFields(m_intent, file, outcome.stepsDone)).has_value();
    }
    outcome.state = FileOutcome::State::Applied;
    return true;
}

/// What the statements of a step are now that it ended.
void Applier::settle(const ApplyFile &file, int number, Ending ending, FileOutcome &outcome) const
{
    for (const int index : file.steps[number].statements) {
        StatementOutcome &statement = outcome.statements[index];
        const bool ran = statement.state == StatementOutcome::State::Done;
        if (ran && (ending == Ending::Failed || ending == Ending::Again))
            statement.state = StatementOutcome::State::Undone;
        if (ran && ending == Ending::Unknown)
            statement.state = StatementOutcome::State::Unknown;
    }
}

/// Tries again while only a lock is missing.
Applier::Ending Applier::step(const ApplyFile &file, int number, FileOutcome &outcome)
{
    QElapsedTimer timer;
    timer.start();
    std::chrono::milliseconds length = 250ms;
    for (;;) {
        ++outcome.attempts;
        outcome.error.reset();
        m_watcher.watch(m_session.backendPid());
        const Ending ending = attempt(file, number, outcome);
        m_watcher.rest();
        if (ending != Ending::Again)
            return ending;
        if (outcome.holders.isEmpty())
            outcome.holders = m_watcher.last();
        if (timer.elapsed() + length.count() > m_options.patience.count())
            return Ending::Failed;
        if (!pause(file, length, outcome)) {
            outcome.error = Error::canceled();
            return Ending::Failed;
        }
        length = std::min<std::chrono::milliseconds>(length * 2, 8s);
    }
}

bool Applier::pause(const ApplyFile &file, std::chrono::milliseconds length, FileOutcome &outcome)
{
    ApplyEvent event;
    event.kind = ApplyEvent::Kind::Retry;
    event.attempt = outcome.attempts;
    event.pause = length;
    event.holders = outcome.holders;
    event.statements = int(file.script->statements().size());
    event.text = outcome.error && wasForgotten(*outcome.error)
        ? Words::tr("The session's prepared statements were dropped; all is undone and tried again.")
        : outcome.holders.isEmpty()
        ? Words::tr("The lock did not come in time; all is undone and tried again.")
        : Words::tr("The lock did not come in time, because of %1; all is undone and tried again.")
              .arg(lockHolderText(outcome.holders.first()));
    tell(event);
    const auto end = std::chrono::steady_clock::now() + length;
    while (std::chrono::steady_clock::now() < end) {
        if (m_session.canceler()->requested())
            return false;
        QThread::msleep(20);
    }
    outcome.holders.clear();
    return true;
}

Applier::Ending Applier::attempt(const ApplyFile &file, int number, FileOutcome &outcome)
{
    if (isAhead(file))
        return goOn(file, number, outcome);
    for (const int index : file.steps[number].statements) {
        outcome.statements[index] = notReached(index, file.script->statements().at(index));
    }
    return file.steps[number].alone ? alone(file, number, outcome) : transaction(file, number, outcome);
}

// One round trip: our own lock, the transaction's number, the tracking table's lock, and whether the file is on record.
Result<Transaction::Begun> Applier::begin(const ApplyFile &file)
{
    QList<Statement> first{
        QByteArray("select pg_catalog.pg_try_advisory_xact_lock(" + applyLockKey + "), pg_catalog.txid_current()")};
    if (m_plan.isDrizzle())
        first << lockStatement(m_plan.source) << questions(file);
    return Transaction::beginWith(m_session, limits(), first);
}

TransactionOptions Applier::limits() const
{
    TransactionOptions limits;
    limits.lockTimeout = m_options.lockTimeout;
    limits.statementTimeout = m_options.statementTimeout;
    return limits;
}

Applier::Ending Applier::admitted(const ApplyFile &, const QList<ResultSet> &answers, FileOutcome &outcome)
{
    m_transactionId = answers[0].value(0, 1).toByteArray();
    if (!answers[0].boolean(0, 0)) {
        outcome.error = Error::of(Error::Kind::Conflict, Words::tr("Another Pitboss applies migrations just now."));
        return Ending::Again;
    }
    if (!m_plan.isDrizzle())
        return Ending::Done;
    if (answers[2].boolean(0, 0) != m_plan.back)
        return Ending::Before;
    const auto runners = runnersUnderWay(m_session, m_plan, answers[3]);
    if (!runners)
        return ended(runners.error(), outcome);
    if (runners->isEmpty())
        return Ending::Done;
    outcome.holders = *runners;
    outcome.error = Error::of(Error::Kind::Conflict, Words::tr("%1 is under way just now.").arg(m_plan.runner));
    return Ending::Again;
}

Applier::Ending Applier::transaction(const ApplyFile &file, int number, FileOutcome &outcome)
{
    auto begun = begin(file);
    if (!begun)
        return ended(begun.error(), outcome);
    const Ending entry = admitted(file, begun->results, outcome);
    if (entry != Ending::Done)
        return entry;
    return inside(file, number, outcome, begun->transaction, {});
}

Applier::Ending Applier::inside(const ApplyFile &file, int number, FileOutcome &outcome, Transaction &transaction,
                                const Ahead &ahead)
{
    const QList<int> &statements = file.steps[number].statements;
    const bool records = number == file.steps.size() - 1 && !ahead.recorded;
    Statement record = records ? recordStatement(m_plan, file) : Statement();
    for (qsizetype at = ahead.statements.size();;) {
        if (at > 0 && m_session.transactionStatus() != Session::TransactionStatus::InTransaction) {
            const int line = outcome.statements[statements[at - 1]].line;
            outcome.error =
                Error::of(Error::Kind::Internal, Words::tr("Line %1 ended the transaction that it ran in.").arg(line));
            return Ending::Halfway;
        }
        if (at == statements.size())
            break;
        const QList<int> together = nextTogether(*file.script, statements, at);
        at += together.size();
        if (isWrapper(*file.script, together.first())) {
            outcome.statements[together.first()].state = StatementOutcome::State::Stripped;
            continue;
        }
        const bool isLast = at == statements.size() && canBeFollowed(file.script->statements().at(together.last()));
        const Statement behind = isLast ? std::exchange(record, {}) : Statement();
        if (const Ending ending = this->statements(file, together, behind, outcome); ending != Ending::Done)
            return ending;
    }
    if (!record.sql.isEmpty()) {
        if (const auto written = m_session.execute(record); !written)
            return ended(written.error(), outcome);
    }
    const QByteArray id = m_transactionId; // the next one's takes its place
    const auto done = commit(file, number, transaction);
    if (!done && done.error().kind == Error::Kind::OutcomeUnknown)
        return resolve(done.error(), outcome);
    if (!done)
        return ended(done.error(), outcome);
    outcome.transactionIds << QString::fromLatin1(id);
    return Ending::Done;
}

Applier::Ending Applier::ended(Error error, FileOutcome &outcome) const
{
    const bool again = isLockTrouble(error) || wasForgotten(error);
    if (error.kind == Error::Kind::ConnectionLost)
        error.hint = Words::tr("Nothing was committed: apply again.");
    outcome.error = std::move(error);
    return again ? Ending::Again : Ending::Failed;
}

/// The answer to COMMIT was lost: the server knows what became of the transaction.
Applier::Ending Applier::resolve(const Error &cause, FileOutcome &outcome)
{
    outcome.error = cause;
    for (int i = 0; i < 100; ++i) {
        m_session.close();
        const auto opened = m_session.open();
        const auto status = opened
            ? m_session.execute(Statement("select pg_catalog.txid_status($1::bigint)").bind(m_transactionId))
            : Result<ResultSet>(fail(opened.error()));
        const QString word = status && !status->isEmpty() ? status->text(0, 0) : QString();
        outcome.wasAskedAgain = status.has_value();
        if (word == "committed"_L1) {
            outcome.error.reset();
            outcome.transactionIds << QString::fromLatin1(m_transactionId);
            return Ending::Done;
        }
        if (word == "aborted"_L1) {
            outcome.error->kind = Error::Kind::ConnectionLost;
            outcome.error->message =
                Words::tr("The connection was lost, and the server says that the transaction was not committed.");
            return Ending::Failed;
        }
        if (m_session.canceler()->requested())
            break;
        QThread::msleep(200); // not there yet, or it has not noticed that its client is gone
    }
    return Ending::Unknown;
}

/// A runner with a fresh session for each file does not hand one file's settings to the next.
void Applier::freshSessionAfter(const ApplyFile &file)
{
    if (m_plan.grouping != RunnerTraits::Grouping::FileDecides)
        return;
    const bool sets = std::any_of(
        file.script->statements().begin(), file.script->statements().end(), [](const ScriptStatement &statement) {
            return statement.kind.startsWith("SET"_L1) || statement.kind.startsWith("RESET"_L1)
                || statement.text.contains("set_config");
        });
    if (!sets)
        return;
    m_session.close();
    (void)m_session.open().has_value(); // the next statement says so when it failed
}

} // namespace pitboss
