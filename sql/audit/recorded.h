// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/audit/auditlog.h"
#include "sql/operations/operation.h"

namespace pitboss {

/// How an operation ended, and that it is on record.
struct RecordedAnswer
{
    CommitAnswer answer;
    bool wasAskedAgain = false; ///< the answer to COMMIT was lost, and a new session told that it was done
    qint64 auditNumber = 0;     ///< of the outcome; 0: nothing was done now, so there is nothing to record
    QString auditProblem;       ///< it was done, and its outcome could not be recorded: why
};

/// commit(), with intent and outcome in the audit log: the intent is on the disk before COMMIT is sent, and when that
/// fails nothing is done. When the answer to COMMIT is lost, the session is opened again and asked what became of it;
/// then the answer is "done", or an error that says "not done". Only a server that cannot be reached any more leaves
/// Error::Kind::OutcomeUnknown.
Result<RecordedAnswer> commitOnRecord(Session &session, const Operation &operation, const Preview &seen, AuditLog &log);

/// resolveOutcome() for an operation whose intent is in the log, by the transaction's id that stands there; what is
/// found out is recorded, once. A log that cannot be read or written does not stand in the way of the answer.
Result<Outcome> resolveOnRecord(Session &session, const QString &operationId, AuditLog &log);

/// The effect as it stands in the log: tables, counts, rows before → after.
QJsonObject effectRecord(const Effect &effect);
/// What a record of any write carries: who, where, why.
QJsonObject placeRecord(const Session &session, const OperationContext &context, const QString &role);

} // namespace pitboss
