// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/ledgerbody.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Ledger", text);
}

enum Fact { Ensured, Locked, Person, Earlier, More };

Statement accountRow(const QString &userId)
{
    return Statement("SELECT * FROM credits WHERE user_id = $1").bind(userId);
}

} // namespace

std::optional<LedgerRow> ledgerRow(const ResultSet &rows)
{
    if (rows.isEmpty())
        return std::nullopt;
    return LedgerRow{rows.integer(0, 0), rows.text(0, 1), Money::fromMicro(rows.integer(0, 2)), rows.text(0, 3),
                     QJsonDocument::fromJson(rows.value(0, 4).toByteArray()).object()};
}

LedgerBody::LedgerBody(const OperationContext &context, QString userId, QString source)
    : m_context(context)
    , m_userId(std::move(userId))
    , m_source(std::move(source))
{
}

QString LedgerBody::needs() const
{
    return QStringLiteral("users.id users.email credits.user_id credits.balance_micro credits.updated_at"
                          " credit_transactions.id credit_transactions.user_id credit_transactions.delta_micro"
                          " credit_transactions.source credit_transactions.reference_id credit_transactions.metadata");
}

QString LedgerBody::rights() const
{
    return QStringLiteral("SELECT:users SELECT:credits INSERT:credits UPDATE:credits SELECT:credit_transactions"
                          " INSERT:credit_transactions");
}

QList<Statement> LedgerBody::facts() const
{
    const Statement ensure =
        Statement("INSERT INTO credits (user_id, balance_micro) SELECT u.id, $2 FROM users u WHERE u.id = $1"
                  " AND NOT EXISTS (SELECT FROM credits c WHERE c.user_id = u.id) ON CONFLICT DO NOTHING")
            .bind(m_userId)
            .bind(openingBalance.micro());
    const Statement lock = Statement("SELECT * FROM credits WHERE user_id = $1 FOR UPDATE").bind(m_userId);
    const Statement person = Statement("SELECT id, email FROM users WHERE id = $1").bind(m_userId);
    const Statement earlier = Statement("SELECT id, user_id, delta_micro, source, metadata FROM credit_transactions"
                                        " WHERE reference_id = $1 ORDER BY id LIMIT 1")
                                  .bind(m_context.operationId);
    return QList<Statement>{ensure, lock, person, earlier} + moreFacts();
}

Result<LedgerBody::Account> LedgerBody::account(const QList<ResultSet> &facts) const
{
    if (facts[Person].isEmpty())
        return fail(unknownPerson(m_userId));
    const ResultSet &row = facts[Locked];
    if (row.rowCount() != 1)
        return fail(Error::refused(say("“%1” has %2 accounts in the table credits, and not one.")
                                       .arg(m_userId, QString::number(row.rowCount()))));
    const QString email = facts[Person].text(0, 1);
    const Money balance = Money::fromMicro(row.integer(0, row.columnIndex(QStringLiteral("balance_micro"))));
    return Account{balance, email.isEmpty() ? m_userId : QStringLiteral("%1 (%2)").arg(m_userId, email)};
}

Result<std::optional<Receipt>> LedgerBody::earlier(const ResultSet &rows, const Account &account) const
{
    const auto row = ledgerRow(rows);
    if (!row)
        return std::optional<Receipt>();
    if (row->userId != m_userId || row->source != m_source
        || row->metadata[QLatin1String("operationId")].toString() != m_context.operationId || !isMine(*row))
        return fail(
            Error::refused(say("The reference “%1” is already used by entry %2 of “%3”, over %4 credits.")
                               .arg(m_context.operationId, QString::number(row->id), row->userId, row->delta.credits()),
                           say("Choose another one.")));
    Receipt receipt;
    receipt.operationId = m_context.operationId;
    receipt.ledgerId = row->id;
    receipt.delta = row->delta;
    receipt.balance = account.balance;
    receipt.wasDoneBefore = true;
    receipt.summary = summary(row->delta, account);
    return std::optional(receipt);
}

Statement LedgerBody::movement(Money delta, const QByteArray &metadata) const
{
    // One statement moves the balance only where that is possible, and writes the row only if it moved.
    const QByteArray condition = delta > Money() ? QByteArray("balance_micro <= 9223372036854775807 - $2::bigint")
                                                 : QByteArray("balance_micro >= -$2::bigint");
    return Statement(QByteArray("WITH account AS (UPDATE credits SET balance_micro = balance_micro + $2::bigint,"
                                " updated_at = clock_timestamp() WHERE user_id = $1 AND ")
                     + condition
                     + " RETURNING user_id, balance_micro), entry AS (INSERT INTO credit_transactions"
                       " (user_id, delta_micro, source, reference_id, metadata)"
                       " SELECT user_id, $2::bigint, $3, $4, $5::jsonb FROM account RETURNING id)"
                       " SELECT entry.id, account.balance_micro FROM entry, account")
        .bind(m_userId)
        .bind(delta.micro())
        .bind(m_source)
        .bind(m_context.operationId)
        .bind(metadata);
}

QList<OwnRow> LedgerBody::ownRows(const ResultSet &before, bool isNew) const
{
    const Statement entry = Statement("SELECT * FROM credit_transactions WHERE reference_id = $1 AND user_id = $2")
                                .bind(m_context.operationId)
                                .bind(m_userId);
    return {{QStringLiteral("credits"), accountRow(m_userId), isNew ? ResultSet() : before, isNew ? 1 : 0, 1},
            {QStringLiteral("credit_transactions"), entry, {}, 1, 0}};
}

Result<Plan> LedgerBody::decide(const QList<ResultSet> &facts, const OperationSchema &) const
{
    const auto holder = account(facts);
    if (!holder)
        return fail(holder.error());
    Plan plan;
    const auto done = earlier(facts[Earlier], *holder);
    if (!done)
        return fail(done.error());
    plan.doneBefore = *done;
    if (plan.doneBefore) {
        plan.summary = plan.doneBefore->summary;
        return plan;
    }
    QJsonObject metadata = recordOf(m_context);
    const auto delta = amount(facts.mid(More), *holder, &metadata);
    if (!delta)
        return fail(delta.error());
    if (const auto balance = holder->balance.plus(*delta); !balance)
        return fail(Error::Kind::Refused, say("The balance would not fit in 64 bits."), balance.error().message);
    const bool isNew = facts[Ensured].affectedRows() > 0;
    if (isNew)
        plan.done << this->facts().first();
    plan.delta = *delta;
    plan.summary = summary(*delta, *holder);
    plan.writes << movement(*delta, jsonText(metadata));
    plan.own = ownRows(facts[Locked], isNew);
    plan.record = metadata;
    return plan;
}

} // namespace pitboss
