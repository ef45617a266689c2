// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/applyplan.h"
#include "migrations/apply/lockholders.h"
#include "sql/operations/operation.h"

namespace pitboss {

/// What a person confirmed.
struct ApplyConfirmation
{
    OperationContext context; ///< who and why; production needs the reason
    QString typedDatabase;    ///< production: the database's name, typed
};

struct ApplyEvent
{
    enum class Kind {
        Statement, ///< it begins
        Waiting,   ///< for a lock; `holders` are in the way
        Retry,     ///< the lock did not come in time: everything of the step is undone and tried again in `pause`
        FileDone
    };
    Kind kind = Kind::Statement;
    QString tag;
    int statement = 0; ///< from 0
    int statements = 0;
    int attempt = 1;
    std::chrono::milliseconds pause{0};
    QList<LockHolder> holders;
    QString text; ///< for a person, in a sentence
};

struct ApplyOptions
{
    std::chrono::milliseconds lockTimeout{3000};
    std::chrono::milliseconds statementTimeout{0};
    /// How long one step is tried again before it counts as failed.
    std::chrono::milliseconds patience{60000};
    /// Called while it works, from any thread, one call at a time.
    std::function<void(const ApplyEvent &)> progress;
};

struct StatementOutcome
{
    enum class State {
        Done,       ///< and committed, when its file's state is Applied, or its step is done
        Failed,     ///< its step is undone
        Undone,     ///< it ran, and was rolled back with its step
        NotReached, ///< never sent
        DoneBefore, ///< by an earlier apply
        Stripped,   ///< the file's own BEGIN or COMMIT: apply has its own transaction
        Unknown     ///< the connection was lost, and nobody can be asked
    };
    int index = 0;
    int line = 1;
    QString kind;
    State state = State::NotReached;
    double milliseconds = 0;
    QStringList notices;
    std::optional<Error> error;
    int errorLine = 0; ///< in the file
    int errorColumn = 0;
};
QString toString(StatementOutcome::State state); ///< "done", "failed", …: fixed words

struct FileOutcome
{
    enum class State {
        Applied,
        AppliedBefore, ///< another runner was faster: nothing was done
        Failed,        ///< nothing of it is in the database
        Partial,       ///< what cannot run in a transaction is done up to some statement: apply again to resume
        NotReached,
        Unknown ///< the answer to COMMIT was lost, and the server cannot be asked
    };
    QString tag;
    QString hash;
    State state = State::NotReached;
    double milliseconds = 0;
    int attempts = 0;
    int stepsDone = 0;
    bool wasAskedAgain = false; ///< the answer to COMMIT was lost, and a new session told what became of it
    QStringList transactionIds;
    QList<StatementOutcome> statements;
    std::optional<Error> error;
    QList<LockHolder> holders;  ///< who was in the way when the lock did not come
    QStringList invalidIndexes; ///< left behind, schema.name: dropInvalidIndex() removes one
};
QString toString(FileOutcome::State state); ///< "applied", "partial", …: fixed words

struct ApplyResult
{
    bool ok = false; ///< every file is applied
    QString operationId;
    double milliseconds = 0;
    QList<FileOutcome> files;
    qint64 auditNumber = 0; ///< of the outcome
    QString auditProblem;   ///< what was done could not be recorded: why
};

/// Applies the plan's files in order and stops at the first failure. The session must allow writes, be idle, direct,
/// and on the plan's database. An Error: refused, and nothing was done; anything later is told in the result. It can
/// be canceled at any time (Session::canceler): what runs is rolled back then.
Result<ApplyResult> applyMigrations(Session &session, const ApplyPlan &plan, const ApplyConfirmation &confirmation,
                                    const ApplyOptions &options, AuditLog &log);

/// The words that speak against this confirmation; empty: none. For dialogs, which ask before they send.
QStringList confirmationProblems(const ApplyPlan &plan, const ApplyConfirmation &confirmation);

QJsonObject applyJson(const ApplyResult &result);
QJsonObject applyPlanJson(const ApplyPlan &plan);

/// Removes an index that a failed CREATE INDEX CONCURRENTLY left, after making sure that it is invalid and nobody
/// builds it just now. On record.
Result<void> dropInvalidIndex(Session &session, const QString &index, const ApplyConfirmation &confirmation,
                              AuditLog &log);

} // namespace pitboss
