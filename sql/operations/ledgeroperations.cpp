// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/ledgerbody.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Ledger", text);
}

Result<void> checkAmount(Money amount)
{
    if (amount > Money())
        return {};
    return fail(Error::refused(amount == Money() ? say("The amount is zero.") : say("The amount is negative."),
                               say("Give more than 0 credits.")));
}

Statement entryById(qint64 id)
{
    return Statement("SELECT id, user_id, delta_micro, source, metadata FROM credit_transactions WHERE id = $1")
        .bind(id);
}

/// A sum that the server made as numeric.
Result<Money> sumOf(const ResultSet &rows, int column)
{
    bool fits = false;
    const qint64 micro = rows.value(0, column).toByteArray().toLongLong(&fits);
    if (!fits)
        return fail(Error::Kind::Data, say("The ledger's sum does not fit in 64 bits."));
    return Money::fromMicro(micro);
}

Result<LedgerRow> entryOf(const ResultSet &rows, qint64 id, const QString &userId)
{
    const auto row = ledgerRow(rows);
    if (!row)
        return fail(Error::refused(say("The ledger has no entry %1.").arg(id)));
    if (row->userId != userId)
        return fail(Error::refused(
            say("Entry %1 belongs to “%2” and not to “%3”.").arg(QString::number(id), row->userId, userId)));
    return *row;
}

class GrantBody final : public LedgerBody
{
public:
    explicit GrantBody(const GrantCredits &grant)
        : LedgerBody(grant.context, grant.userId, QStringLiteral("admin_grant"))
        , m_amount(grant.amount)
    {
    }
    Result<void> check() const override { return checkAmount(m_amount); }

protected:
    Result<Money> amount(const QList<ResultSet> &, const Account &, QJsonObject *) const override { return m_amount; }
    bool isMine(const LedgerRow &row) const override { return row.delta == m_amount; }
    QString summary(Money delta, const Account &account) const override
    {
        return say("Grant %1 credits to %2.").arg(delta.credits(), account.name);
    }

private:
    Money m_amount;
};

class RefundBody final : public LedgerBody
{
public:
    explicit RefundBody(const RefundCharge &refund)
        : LedgerBody(refund.context, refund.userId, QStringLiteral("admin_refund"))
        , m_entry(refund.entryId)
        , m_amount(refund.amount)
    {
    }
    Result<void> check() const override { return m_amount ? checkAmount(*m_amount) : Result<void>(); }

protected:
    QList<Statement> moreFacts() const override;
    Result<Money> amount(const QList<ResultSet> &more, const Account &, QJsonObject *metadata) const override;
    bool isMine(const LedgerRow &row) const override
    {
        return row.metadata[QLatin1String("refundOf")].toInteger() == m_entry && (!m_amount || *m_amount == row.delta);
    }
    QString summary(Money delta, const Account &account) const override
    {
        return say("Refund %1 credits of charge %2 to %3.")
            .arg(delta.credits(), QString::number(m_entry), account.name);
    }

private:
    Result<void> checkCharge(const LedgerRow &charge) const;
    qint64 m_entry;
    std::optional<Money> m_amount;
};

QList<Statement> RefundBody::moreFacts() const
{
    // All rows of one reference (a bout's preauth and settlement) are one charge; a refund that was reversed counts
    // as not given. Left is what neither the whole charge nor the named row has had back.
    const Statement left =
        Statement(
            "WITH entry AS (SELECT id, user_id, reference_id, delta_micro FROM credit_transactions WHERE id = $1),"
            " charge AS (SELECT l.id, l.delta_micro FROM credit_transactions l, entry e WHERE l.user_id = e.user_id"
            " AND (l.id = e.id OR l.reference_id = e.reference_id)),"
            " refund AS (SELECT r.id, r.delta_micro, r.metadata->>'refundOf' AS charge"
            " FROM credit_transactions r, entry e WHERE r.user_id = e.user_id"
            " AND r.metadata->>'refundOf' IN (SELECT id::text FROM charge)),"
            " undone AS (SELECT u.delta_micro, r.charge FROM credit_transactions u, entry e, refund r"
            " WHERE u.user_id = e.user_id AND u.metadata->>'reversalOf' = r.id::text),"
            " given AS (SELECT charge, delta_micro FROM refund UNION ALL SELECT charge, delta_micro FROM undone)"
            " SELECT coalesce(-(SELECT sum(delta_micro) FROM charge), 0),"
            " coalesce((SELECT sum(delta_micro) FROM given), 0), coalesce(-(SELECT delta_micro FROM entry), 0),"
            " coalesce((SELECT sum(delta_micro) FROM given WHERE charge = $1::bigint::text), 0)")
            .bind(m_entry);
    return {entryById(m_entry), left};
}

Result<void> RefundBody::checkCharge(const LedgerRow &charge) const
{
    if (charge.delta >= Money())
        return fail(Error::refused(
            say("Entry %1 is no charge: it added %2 credits.").arg(QString::number(m_entry), charge.delta.credits())));
    if (charge.source == QLatin1String("admin_reversal"))
        return fail(Error::refused(say("Entry %1 took back an earlier grant or refund: it is no charge.").arg(m_entry),
                                   say("Grant the credits anew if that was wrong.")));
    return {};
}

Result<Money> RefundBody::amount(const QList<ResultSet> &more, const Account &, QJsonObject *metadata) const
{
    const auto charge = entryOf(more[0], m_entry, userId());
    if (!charge)
        return fail(charge.error());
    if (const auto fine = checkCharge(*charge); !fine)
        return fail(fine.error());
    Money sums[4];
    for (int i = 0; i < 4; ++i) {
        const auto sum = sumOf(more[1], i);
        if (!sum)
            return fail(sum.error());
        sums[i] = *sum;
    }
    const auto ofAll = sums[0].minus(sums[1]);
    const auto ofRow = sums[2].minus(sums[3]);
    if (!ofAll || !ofRow)
        return fail(Error::Kind::Data, say("The ledger's sum does not fit in 64 bits."));
    const Money left = qMax(Money(), qMin(*ofAll, *ofRow));
    if (left == Money())
        return fail(Error::refused(say("Nothing is left of charge %1: %2 of %3 credits were given back already.")
                                       .arg(QString::number(m_entry), sums[1].credits(), sums[0].credits())));
    const Money amount = m_amount.value_or(left);
    if (amount > left)
        return fail(Error::refused(
            say("Only %1 credits are left of charge %2, and not %3.")
                .arg(left.credits(), QString::number(m_entry), amount.credits()),
            say("It cost %1 credits, of which %2 were given back already.").arg(sums[0].credits(), sums[1].credits())));
    metadata->insert(QStringLiteral("refundOf"), m_entry);
    return amount;
}

class ReverseBody final : public LedgerBody
{
public:
    explicit ReverseBody(const ReverseEntry &reverse)
        : LedgerBody(reverse.context, reverse.userId, QStringLiteral("admin_reversal"))
        , m_entry(reverse.entryId)
        , m_partial(reverse.partial)
    {
    }
    Result<void> check() const override { return {}; }

protected:
    QList<Statement> moreFacts() const override;
    Result<Money> amount(const QList<ResultSet> &more, const Account &account, QJsonObject *metadata) const override;
    bool isMine(const LedgerRow &row) const override
    {
        return row.metadata[QLatin1String("reversalOf")].toInteger() == m_entry;
    }
    QString summary(Money delta, const Account &account) const override
    {
        return say("Take back %1 credits of entry %2 from %3.")
            .arg(delta.negated().value_or(delta).credits(), QString::number(m_entry), account.name);
    }

private:
    Result<Money> capped(Money left, Money balance) const;
    qint64 m_entry;
    bool m_partial;
};

QList<Statement> ReverseBody::moreFacts() const
{
    const Statement left = Statement("SELECT coalesce(sum(u.delta_micro), 0) FROM credit_transactions u"
                                     " JOIN credit_transactions e ON e.id = $1 AND u.user_id = e.user_id"
                                     " WHERE u.metadata->>'reversalOf' = $1::bigint::text")
                               .bind(m_entry);
    return {entryById(m_entry), left};
}

Result<Money> ReverseBody::capped(Money left, Money balance) const
{
    if (balance >= left)
        return left.negated();
    const Money there = qMax(Money(), balance);
    if (m_partial && there > Money())
        return there.negated();
    return fail(Error::refused(
        say("The balance is %1 credits, so %2 cannot be taken back.").arg(balance.credits(), left.credits()),
        there > Money() ? say("A partial reversal can take the %1 that are there.").arg(there.credits()) : QString()));
}

Result<Money> ReverseBody::amount(const QList<ResultSet> &more, const Account &account, QJsonObject *metadata) const
{
    const auto entry = entryOf(more[0], m_entry, userId());
    if (!entry)
        return fail(entry.error());
    const bool isOurs = entry->source == QLatin1String("admin_grant") || entry->source == QLatin1String("admin_refund");
    if (!isOurs || entry->delta <= Money())
        return fail(Error::refused(say("Entry %1 (%2) is neither a grant nor a refund: it cannot be reversed.")
                                       .arg(QString::number(m_entry), entry->source)));
    const auto undone = sumOf(more[1], 0);
    if (!undone)
        return fail(undone.error());
    const auto left = entry->delta.plus(*undone);
    if (!left || *left <= Money())
        return fail(Error::refused(say("Entry %1 is reversed already.").arg(m_entry)));
    metadata->insert(QStringLiteral("reversalOf"), m_entry);
    return capped(*left, account.balance);
}

} // namespace

std::unique_ptr<Body> grantBody(const GrantCredits &operation)
{
    return std::make_unique<GrantBody>(operation);
}

std::unique_ptr<Body> refundBody(const RefundCharge &operation)
{
    return std::make_unique<RefundBody>(operation);
}

std::unique_ptr<Body> reverseBody(const ReverseEntry &operation)
{
    return std::make_unique<ReverseBody>(operation);
}

} // namespace pitboss
