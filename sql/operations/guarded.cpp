// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/operationrun.h"

#include <QCoreApplication>
#include <QThread>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Operation", text);
}

Result<void> checkLarge(const Operation &operation, const Preview &seen)
{
    if (!seen.needsLargeConfirmation || contextOf(operation).largeConfirmed)
        return {};
    return fail(Error::refused(
        say("%1 credits are more than the %2 that this environment allows without a second confirmation.")
            .arg(seen.delta.value_or(Money()).credits(),
                 contextOf(operation).limits.confirmAbove.value_or(Money()).credits())));
}

Result<CommitAnswer> moved(Session &session, const Operation &operation)
{
    auto now = preview(session, operation);
    if (!now)
        return fail(now.error());
    CommitAnswer answer;
    answer.isNoOp = now->isNoOp;
    answer.moved = !now->doneBefore && !now->isNoOp;
    if (now->doneBefore)
        answer.receipt = *now->doneBefore;
    answer.preview = *now;
    return answer;
}

} // namespace

Result<Preview> preview(Session &session, const Operation &operation)
{
    OperationRun run(session, operation, nullptr);
    if (auto done = run.perform(); !done)
        return fail(done.error());
    if (auto back = run.rollBack(); !back)
        return fail(back.error());
    return run.preview();
}

Result<CommitAnswer> commit(Session &session, const Operation &operation, const Preview &seen,
                            const BeforeCommit &beforeCommit)
{
    if (seen.operationId != contextOf(operation).operationId || !seen.schema)
        return fail(Error::Kind::Internal, QStringLiteral("the preview is another operation's"));
    if (auto fine = checkLarge(operation, seen); !fine)
        return fail(fine.error());
    std::optional<OperationRun> run(std::in_place, session, operation, &seen);
    if (auto done = run->perform(); !done)
        return fail(done.error());
    CommitAnswer answer;
    answer.receipt = run->receipt();
    answer.preview = seen;
    answer.isNoOp = run->plan().isNoOp;
    if (run->hasNothingToDo())
        return answer;
    if (!run->isAsSeen()) {
        run.reset(); // rolls back
        return moved(session, operation);
    }
    if (auto recorded = beforeCommit ? beforeCommit(answer.receipt) : Result<void>(); !recorded)
        return fail(recorded.error());
    if (auto done = run->commit(); !done)
        return fail(done.error());
    return answer;
}

namespace {

/// Whoever holds the operation's lock is still at it; with the lock in hand, the ledger's answer is final.
Result<Outcome> lookUp(Session &session, const QString &operationId, const QByteArray &transactionId)
{
    auto begun =
        Transaction::beginWith(session, {true, false, std::chrono::milliseconds(5000), {}, {}},
                               {Statement("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))").bind(operationId),
                                Statement("SELECT to_regclass('credit_transactions') IS NOT NULL,"
                                          " CASE WHEN $1 <> '' THEN txid_status($1::bigint) END")
                                    .bind(transactionId.isEmpty() ? QByteArray("") : transactionId)});
    if (!begun)
        return fail(begun.error());
    Outcome outcome;
    const QString status = begun->results[1].text(0, 1);
    if (status == QLatin1String("committed"))
        outcome.state = Outcome::State::Done;
    else if (status == QLatin1String("aborted"))
        outcome.state = Outcome::State::NotDone;
    else if (status == QLatin1String("in progress"))
        outcome.state = Outcome::State::StillRunning;
    if (!begun->results[1].boolean(0, 0))
        return outcome;
    const auto row = session.execute(
        Statement("SELECT l.id, c.balance_micro FROM credit_transactions l LEFT JOIN credits c ON c.user_id = l.user_id"
                  " WHERE l.reference_id = $1 ORDER BY l.id LIMIT 1")
            .bind(operationId));
    if (!row)
        return fail(row.error());
    if (row->isEmpty())
        return outcome;
    outcome.state = Outcome::State::Done;
    outcome.ledgerId = row->integer(0, 0);
    outcome.balance = Money::fromMicro(row->integer(0, 1));
    return outcome;
}

} // namespace

Result<Outcome> resolveOutcome(Session &session, const QString &operationId, const QByteArray &transactionId)
{
    if (auto opened = session.open(); !opened)
        return fail(opened.error());
    auto outcome = lookUp(session, operationId, transactionId);
    // The server may need a moment to notice that its client is gone.
    for (int i = 0; i < 20 && outcome && outcome->state == Outcome::State::StillRunning; ++i) {
        QThread::msleep(100);
        outcome = lookUp(session, operationId, transactionId);
    }
    if (!outcome && outcome.error().kind == Error::Kind::Timeout)
        return Outcome{Outcome::State::StillRunning, {}, {}};
    return outcome;
}

} // namespace pitboss
