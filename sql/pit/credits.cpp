// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pit/credits.h"

namespace pitboss {

namespace {

constexpr PitPartDefinition summaryParts[] = {
    {"accounts", false, "credits", "SELECT count(*) FROM credits"},
    {"total_micro", false, "credits.balance_micro", "SELECT coalesce(sum(balance_micro), 0)::int8 FROM credits"},
    {"average_micro", false, "credits.balance_micro", "SELECT round(avg(balance_micro))::int8 FROM credits"},
    {"granted_micro", false, "credit_transactions.delta_micro",
     "SELECT coalesce(sum(delta_micro), 0)::int8 FROM credit_transactions WHERE delta_micro > 0"},
    {"spent_micro", false, "credit_transactions.delta_micro",
     "SELECT coalesce(-sum(delta_micro), 0)::int8 FROM credit_transactions WHERE delta_micro < 0"},
    {"zero_balance", false, "credits.balance_micro", "SELECT count(*) FROM credits WHERE balance_micro = 0"},
    {"by_source", true, "credit_transactions.source credit_transactions.delta_micro",
     "SELECT source, count(*) AS entries, sum(delta_micro)::int8 AS sum_micro FROM credit_transactions"
     " GROUP BY source ORDER BY source"},
};

constexpr const char *ledgerNeeds =
    "credit_transactions.id credit_transactions.user_id credit_transactions.delta_micro credit_transactions.source"
    " credit_transactions.reference_id credit_transactions.metadata credit_transactions.created_at";
constexpr const char *reconcileNeeds =
    "credits.user_id credits.balance_micro credit_transactions.user_id credit_transactions.delta_micro"
    " credit_transactions.created_at";

} // namespace

Result<ResultSet> readBalance(Session &session, const PitSchema &schema, const QString &userId)
{
    const auto there = schema.require(QStringLiteral("credits.user_id credits.balance_micro credits.updated_at"));
    if (!there)
        return fail(there.error());
    return session.execute(
        Statement("SELECT user_id, balance_micro, updated_at FROM credits WHERE user_id = $1").bind(userId));
}

Result<ResultSet> readLedger(Session &session, const PitSchema &schema, const QString &userId, int limit)
{
    if (const auto there = schema.require(QLatin1String(ledgerNeeds)); !there)
        return fail(there.error());
    return session.execute(Statement("SELECT id, delta_micro, source, reference_id, metadata, created_at"
                                     " FROM credit_transactions WHERE user_id = $1"
                                     " ORDER BY created_at DESC, id DESC LIMIT $2::int8")
                               .bind(userId)
                               .bind(qint64(limit)));
}

QList<PitPart> readCreditsSummary(Session &session, const PitSchema &schema)
{
    return readParts(session, schema, summaryParts);
}

Result<ResultSet> reconcile(Session &session, const PitSchema &schema, const QString &userId)
{
    if (const auto there = schema.require(QLatin1String(reconcileNeeds)); !there)
        return fail(there.error());
    const bool isOne = !userId.isEmpty();
    const QByteArray one = isOne ? QByteArray(" WHERE user_id = $2") : QByteArray();
    Statement statement(
        QByteArray("SELECT user_id, c.balance_micro, CASE WHEN c.balance_micro IS NOT NULL THEN $1::int8"
                   " END AS opening_micro, coalesce(l.ledger, 0)::int8 AS ledger_micro,"
                   " (c.balance_micro - $1::int8 - coalesce(l.ledger, 0))::int8 AS difference_micro,"
                   " coalesce(l.entries, 0) AS entries, l.last_entry_at"
                   " FROM (SELECT user_id, balance_micro FROM credits")
        + one
        + ") c FULL JOIN (SELECT user_id, sum(delta_micro) AS ledger, count(*) AS entries,"
          " max(created_at) AS last_entry_at FROM credit_transactions"
        + one + " GROUP BY user_id) l USING (user_id)"
        + (isOne ? ""
                 : " WHERE c.balance_micro IS NULL"
                   " OR c.balance_micro - $1::int8 <> coalesce(l.ledger, 0)")
        + " ORDER BY abs(c.balance_micro - $1::int8 - coalesce(l.ledger, 0)) DESC NULLS LAST, user_id");
    statement.bind(openingBalance.micro());
    if (isOne)
        statement.bind(userId);
    return session.execute(statement);
}

} // namespace pitboss
