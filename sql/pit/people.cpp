// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pit/people.h"

#include "sql/money.h"
#include "sql/pit/credits.h"

namespace pitboss {

namespace {

constexpr const char *searched[] = {"id", "email", "display_name", "referral_code", "stripe_customer_id"};
constexpr const char *listed[] = {"email", "display_name", "subscription_tier"};

constexpr PitPartDefinition parts[] = {
    {"balance_micro", false, "credits.user_id credits.balance_micro",
     "SELECT balance_micro FROM credits WHERE user_id = $1"},
    {"bouts", true, "bouts.id bouts.owner_id bouts.status bouts.created_at",
     "SELECT id, status, created_at FROM bouts WHERE owner_id = $1 ORDER BY created_at DESC LIMIT 20"},
    {"agents", true, "agents.id agents.owner_id agents.name agents.archived agents.created_at",
     "SELECT id, name, archived, created_at FROM agents WHERE owner_id = $1 ORDER BY created_at DESC LIMIT 20"},
    {"referrals", true, "referrals.referrer_id referrals.referred_id referrals.credited referrals.created_at",
     "SELECT referred_id, credited, created_at FROM referrals WHERE referrer_id = $1 ORDER BY created_at DESC LIMIT "
     "20"},
    {"reactions", true, "reactions.user_id reactions.bout_id reactions.reaction_type reactions.created_at",
     "SELECT bout_id, reaction_type, created_at FROM reactions WHERE user_id = $1 ORDER BY created_at DESC LIMIT 20"},
};

constexpr const char *ledgerNeeds =
    "credit_transactions.id credit_transactions.user_id credit_transactions.delta_micro credit_transactions.source"
    " credit_transactions.reference_id credit_transactions.metadata credit_transactions.created_at";

bool isUserColumn(const PitSchema &schema, const char *column)
{
    return schema.has(QStringLiteral("users"), QLatin1String(column));
}

QByteArray ledgerCondition(const LedgerPage &page, Statement &statement)
{
    QByteArray condition = "true";
    if (!page.source.isEmpty()) {
        statement.bind(page.source);
        condition += " AND l.source = $" + QByteArray::number(statement.parameters.size());
    }
    if (page.sign != LedgerPage::Sign::Both)
        condition += page.sign == LedgerPage::Sign::Given ? " AND l.delta_micro > 0" : " AND l.delta_micro < 0";
    if (page.beforeId > 0) {
        statement.bind(page.beforeId);
        condition += " AND (l.created_at, l.id) < (SELECT created_at, id FROM credit_transactions WHERE id = $"
            + QByteArray::number(statement.parameters.size()) + "::int8)";
    }
    return condition;
}

} // namespace

Result<ResultSet> searchPeople(Session &session, const PitSchema &schema, const QString &text, int limit)
{
    if (const auto there = schema.require(QStringLiteral("users.id")); !there)
        return fail(there.error());
    QList<QByteArray> exact;
    QList<QByteArray> alike{"false"};
    for (const char *column : searched) {
        if (!isUserColumn(schema, column))
            continue;
        exact << QByteArray("coalesce(lower(u." + QByteArray(column) + ") = lower($1), false)");
        alike << QByteArray("u." + QByteArray(column) + " ILIKE $2");
    }
    QByteArray columns = "u.id";
    for (const char *column : listed)
        columns += QByteArray(isUserColumn(schema, column) ? ", u." : ", NULL::text AS ") + column;
    if (schema.missing(QStringLiteral("bouts.id bouts.owner_id")).isEmpty())
        alike << QByteArray("u.id IN (SELECT owner_id FROM bouts WHERE id = $1)");
    return session.execute(Statement("SELECT " + columns + " FROM users u WHERE $1 <> '' AND (" + alike.join(" OR ")
                                     + ") ORDER BY (" + exact.join(" OR ") + ") DESC, u.id LIMIT $3::int8")
                               .bind(text.trimmed())
                               .bind(containsPattern(text.trimmed()))
                               .bind(qint64(limit)));
}

Result<ResultSet> readLedgerPage(Session &session, const PitSchema &schema, const QString &userId,
                                 const LedgerPage &page)
{
    if (const auto there = schema.require(QLatin1String(ledgerNeeds)); !there)
        return fail(there.error());
    Statement statement;
    statement.bind(userId).bind(openingBalance.micro());
    const QByteArray condition = ledgerCondition(page, statement);
    statement.bind(qint64(page.limit));
    statement.sql =
        "WITH mine AS (SELECT * FROM credit_transactions WHERE user_id = $1),"
        " running AS (SELECT id, $2::int8 + sum(delta_micro) OVER (ORDER BY created_at, id) AS running FROM mine),"
        " refund AS (SELECT id, delta_micro, metadata->>'refundOf' AS charge FROM mine"
        " WHERE metadata->>'refundOf' IS NOT NULL),"
        " given AS (SELECT charge, delta_micro FROM refund UNION ALL SELECT r.charge, u.delta_micro FROM mine u"
        " JOIN refund r ON u.metadata->>'reversalOf' = r.id::text)"
        " SELECT l.id, l.created_at, l.delta_micro, r.running::int8 AS running_micro, l.source, l.reference_id,"
        " CASE WHEN l.delta_micro < 0 THEN (SELECT sum(delta_micro)::int8 FROM given WHERE charge = l.id::text) END"
        " AS returned_micro, l.metadata FROM mine l JOIN running r USING (id) WHERE "
        + condition + " ORDER BY l.created_at DESC, l.id DESC LIMIT $" + QByteArray::number(statement.parameters.size())
        + "::int8";
    return session.execute(statement);
}

QString rowsWith(const QString &column, const QString &id)
{
    return QString::fromUtf8(quoteIdentifier(column) + " = " + quoteLiteral(id));
}

Result<PitDetail> readPerson(Session &session, const PitSchema &schema, const QString &id)
{
    auto fields = readById(session, schema, QStringLiteral("users"), id);
    if (!fields)
        return fail(fields.error());
    PitDetail detail{*fields, readParts(session, schema, parts, id)};
    PitPart reconciliation{QStringLiteral("reconciliation"), true, {}, {}};
    if (const auto rows = reconcile(session, schema, id); rows)
        reconciliation.rows = *rows;
    else
        reconciliation.error = rows.error();
    detail.parts << reconciliation;
    return detail;
}

} // namespace pitboss
