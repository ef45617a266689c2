// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/operations/effect.h"

#include <functional>
#include <variant>

namespace pitboss {

class OperationSchema;

/// What an environment allows.
struct OperationLimits
{
    bool writesAllowed = true;
    bool reasonRequired = true;
    std::optional<Money> confirmAbove; ///< amounts above it need `largeConfirmed`
    static OperationLimits of(Environment environment);
};

/// Who does it and why. `operationId` is made when the form opens and stays for every retry: it is the ledger row's
/// reference_id, by which a second attempt finds the first.
struct OperationContext
{
    QString operationId = newOperationId();
    QString operatorName;
    QString osUser;
    QString host;
    QString reason;
    QString ticket;
    QString tool;
    Environment environment = Environment::Production;
    OperationLimits limits;
    bool largeConfirmed = false;

    static QString newOperationId(); ///< a UUID
    /// OS user and host of this process, the tool's name and version, the environment and its limits.
    static OperationContext ofThisProcess(Environment environment);
};

struct GrantCredits
{
    OperationContext context;
    QString userId;
    Money amount;
};

/// Gives back a charge: a negative ledger row, seen together with the others of the same reference (a bout's preauth
/// and settlement). Without an amount: all that is left of it.
struct RefundCharge
{
    OperationContext context;
    QString userId;
    qint64 entryId = 0;
    std::optional<Money> amount;
};

/// A compensating entry for a grant or refund made in error; never more than what is left of it.
struct ReverseEntry
{
    OperationContext context;
    QString userId;
    qint64 entryId = 0;
    bool partial = false; ///< take what the balance holds when that is less
};

struct ChangeTier
{
    OperationContext context;
    QString userId;
    QString tier;
};

struct ArchiveAgent
{
    OperationContext context;
    QString agentId;
    bool archived = true; ///< false: restore
};

using Operation = std::variant<GrantCredits, RefundCharge, ReverseEntry, ChangeTier, ArchiveAgent>;

const OperationContext &contextOf(const Operation &operation);
OperationContext &contextOf(Operation &operation);
QString actionOf(const Operation &operation); ///< "credits.grant": never translated
QString targetOf(const Operation &operation); ///< the person's or the agent's id

/// What stays on record of one that was done.
struct Receipt
{
    QString operationId;
    QString summary; ///< what was done, in words
    QByteArray transactionId;
    std::optional<qint64> ledgerId;
    std::optional<Money> delta;
    std::optional<Money> balance; ///< after it; when it was done before: now
    bool wasDoneBefore = false;   ///< by an earlier attempt with the same id; nothing was done this time
    Effect effect;
    QString role;
    QString database;
};

/// What the operation would do now. Nothing of it is in the database.
struct Preview
{
    QString operationId;
    QString summary; ///< "Grant 12.00 credits to …"
    QStringList warnings;
    std::optional<Money> delta;
    Effect effect;
    bool needsLargeConfirmation = false;
    bool isNoOp = false;               ///< everything is as wanted already, `summary` says so: nothing is to be written
    std::optional<Receipt> doneBefore; ///< set: there is nothing left to do, this is what was done
    QString role;
    QString database;
    std::shared_ptr<const OperationSchema> schema;
};

/// How a commit ended that did not fail.
struct CommitAnswer
{
    bool moved = false; ///< the effect was no longer the previewed one: nothing was committed, `preview` is the new one
    bool isNoOp = false; ///< nothing was to be done, and nothing was
    Receipt receipt;     ///< when not moved
    Preview preview;
    Error conflict() const; ///< for `moved`, in words
};

/// Called when all is done but COMMIT; an error of it rolls everything back. This is where the intent is recorded.
using BeforeCommit = std::function<Result<void>(const Receipt &)>;

/// Both run the same function, in a transaction of their own, on a session that may write; together at most 8 round
/// trips. Everything that speaks against the operation is an Error, and then nothing was written.
Result<Preview> preview(Session &session, const Operation &operation);
/// Error::Kind::OutcomeUnknown: ask resolveOutcome() on a new session, with the transaction's id of `beforeCommit`.
Result<CommitAnswer> commit(Session &session, const Operation &operation, const Preview &seen,
                            const BeforeCommit &beforeCommit = {});

struct Outcome
{
    enum class State {
        Done,
        NotDone,
        StillRunning, ///< the server has not noticed yet that its client is gone: ask again
        Unknown       ///< no trace, and the transaction is too old for the server to remember
    };
    State state = State::Unknown;
    std::optional<qint64> ledgerId;
    std::optional<Money> balance; ///< now
};

/// What became of an operation whose answer was lost, or whose process died. `transactionId` may be empty. Waits for
/// at most a few seconds for the old transaction to end. Works on a read-only session.
Result<Outcome> resolveOutcome(Session &session, const QString &operationId, const QByteArray &transactionId);

} // namespace pitboss
