// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/operations/operation.h"
#include "sql/operations/operationschema.h"

#include <memory>

namespace pitboss {

/// A row that the operation itself means to touch: found by its key, so no table is searched for it.
struct OwnRow
{
    QString table;
    Statement select; ///< all columns, at most one row
    ResultSet before; ///< what `select` gave before; empty: no such row
    qint64 inserted = 0;
    qint64 updated = 0; ///< as often as the server will count it
};

/// What is to be done, decided from the facts.
struct Plan
{
    QString summary;
    bool isNoOp = false; ///< as wanted already
    QStringList warnings;
    std::optional<Money> delta;
    QList<Statement> done;   ///< statements of the facts that may have written
    QList<Statement> writes; ///< the first gives back one row: ledger id and balance, or nothing of interest
    QList<OwnRow> own;
    std::optional<Receipt> doneBefore;
    QJsonObject record; ///< for an audit_event table
};

/// One kind of operation, as the runner needs it. No function talks to the server.
class Body
{
public:
    virtual ~Body() = default;
    virtual Result<void> check() const = 0; ///< what the fields alone tell
    virtual QString needs() const = 0;      ///< as OperationSchema::require has it
    virtual QString rights() const = 0;
    virtual QList<Statement> facts() const = 0; ///< locks first, then reads
    virtual Result<Plan> decide(const QList<ResultSet> &facts, const OperationSchema &schema) const = 0;
    /// More words for a refusal, from one more query; {} when there are none.
    virtual std::optional<Statement> nearest() const { return std::nullopt; }
};

std::unique_ptr<Body> bodyOf(const Operation &operation);

std::unique_ptr<Body> grantBody(const GrantCredits &operation);
std::unique_ptr<Body> refundBody(const RefundCharge &operation);
std::unique_ptr<Body> reverseBody(const ReverseEntry &operation);
std::unique_ptr<Body> tierBody(const ChangeTier &operation);
std::unique_ptr<Body> agentBody(const ArchiveAgent &operation);

/// Environment, reason, reference and the length of texts: what every operation refuses alike.
Result<void> checkContext(const OperationContext &context);
/// {operationId, operator, osUser, host, reason, ticket, tool}: what each record of an operation carries.
QJsonObject recordOf(const OperationContext &context);
QByteArray jsonText(const QJsonObject &object);
Error unknownPerson(const QString &userId);
/// Ids that may have been meant: neighbours in the order of ids, and the same in another spelling.
Statement nearestIds(const QString &table, const QString &id);

} // namespace pitboss
