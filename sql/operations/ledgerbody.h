// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/operations/body.h"

namespace pitboss {

/// A row of the ledger, as far as the operations look at it.
struct LedgerRow
{
    qint64 id = 0;
    QString userId;
    Money delta;
    QString source;
    QJsonObject metadata;
};
std::optional<LedgerRow> ledgerRow(const ResultSet &rows);

/// What the three operations on the ledger share: the account's lock, the look-up by operation id, the one statement
/// that moves the balance and writes the row.
class LedgerBody : public Body
{
public:
    LedgerBody(const OperationContext &context, QString userId, QString source);

    QString needs() const override;
    QString rights() const override;
    QList<Statement> facts() const override;
    Result<Plan> decide(const QList<ResultSet> &facts, const OperationSchema &schema) const override;
    std::optional<Statement> nearest() const override { return nearestIds(QStringLiteral("users"), m_userId); }

protected:
    struct Account
    {
        Money balance;
        QString name; ///< e-mail or id, for the summary
    };
    /// Reads that only this operation needs; they come last in facts().
    virtual QList<Statement> moreFacts() const { return {}; }
    /// What moves; `metadata` gets what the row shall remember.
    virtual Result<Money> amount(const QList<ResultSet> &more, const Account &account, QJsonObject *metadata) const = 0;
    /// Whether that row of the same reference is what this operation wrote earlier, and not something else.
    virtual bool isMine(const LedgerRow &row) const = 0;
    virtual QString summary(Money delta, const Account &account) const = 0;
    const QString &userId() const { return m_userId; }

private:
    Result<Account> account(const QList<ResultSet> &facts) const;
    Result<std::optional<Receipt>> earlier(const ResultSet &rows, const Account &account) const;
    Statement movement(Money delta, const QByteArray &metadata) const;
    QList<OwnRow> ownRows(const ResultSet &before, bool isNew) const;

    OperationContext m_context;
    QString m_userId;
    QString m_source;
};

} // namespace pitboss
