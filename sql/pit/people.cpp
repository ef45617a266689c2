// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pit/people.h"

#include "sql/money.h"
#include "sql/pit/credits.h"

namespace pitboss {

namespace {

constexpr const char *searched[] = {"id", "email", "display_name", "referral_code", "stripe_customer_id"};
inline QString owner()
{
    return QStringLiteral("owner_id");
}

constexpr const char *listed[] = {"email", "display_name", "subscription_tier"};

constexpr PitPartDefinition parts[] = {
    {"balance_micro", false, "credits.user_id credits.balance_micro",
     "SELECT balance_micro FROM credits WHERE user_id = $1"},
    {"sources", true, "credit_transactions.user_id credit_transactions.source",
     "SELECT DISTINCT source FROM credit_transactions WHERE user_id = $1 ORDER BY 1"},
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

constexpr const char *reconcileNeeds =
    "credits.user_id credits.balance_micro credits.created_at credits.updated_at credit_transactions.id"
    " credit_transactions.user_id credit_transactions.delta_micro credit_transactions.created_at";
constexpr const char *reconcileOne =
    "WITH mine AS (SELECT id, delta_micro, created_at FROM credit_transactions WHERE user_id = $1),"
    " account AS (SELECT balance_micro - $2::int8 - (SELECT coalesce(sum(delta_micro), 0) FROM mine) AS difference,"
    " created_at, updated_at FROM credits WHERE user_id = $1),"
    " suspect AS (SELECT m.id, m.created_at, m.delta_micro FROM mine m, account a WHERE a.difference <> 0"
    " AND abs(m.delta_micro) = abs(a.difference) ORDER BY m.created_at DESC, m.id DESC LIMIT 1)"
    " SELECT a.difference::int8 AS difference_micro, (SELECT max(created_at) FROM mine) AS last_entry_at,"
    " a.created_at AS balance_since, a.updated_at AS balance_at, s.id AS suspect_id, s.created_at AS suspect_at,"
    " s.delta_micro AS suspect_micro FROM account a LEFT JOIN suspect s ON true";

bool isUserColumn(const PitSchema &schema, const char *column)
{
    return schema.has(QStringLiteral("users"), QLatin1String(column));
}

QByteArray listedColumns(const PitSchema &schema)
{
    QByteArray columns = "u.id";
    for (const char *column : listed)
        columns += QByteArray(isUserColumn(schema, column) ? ", u." : ", NULL::text AS ") + column;
    return columns;
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

Result<ResultSet> findPeopleByIndex(Session &session, const PitSchema &schema, const QString &text, int limit)
{
    if (const auto there = schema.require(QStringLiteral("users.id")); !there)
        return fail(there.error());
    QList<QByteArray> ways;
    for (const char *column : searched) {
        const QByteArray name = column;
        if (schema.isIndexed(QStringLiteral("users"), QLatin1String(column)))
            ways << "SELECT id FROM users WHERE " + name + " IN ($1::text, lower($1::text), upper($1::text))";
        if (schema.isIndexedLower(QStringLiteral("users"), QLatin1String(column)))
            ways << "SELECT id FROM users WHERE lower(" + name + ") = lower($1::text)";
    }
    if (schema.isIndexed(QStringLiteral("bouts"), QStringLiteral("id")) && schema.has(QStringLiteral("bouts"), owner()))
        ways << "SELECT owner_id FROM bouts WHERE id = $1::text";
    if (ways.isEmpty() || text.trimmed().isEmpty())
        return ResultSet();
    return session.execute(Statement("SELECT " + listedColumns(schema) + " FROM (" + ways.join(" UNION ")
                                     + ") k(id) JOIN users u ON u.id = k.id ORDER BY u.id LIMIT $2::int8")
                               .bind(text.trimmed())
                               .bind(qint64(limit)));
}

Statement searchPeopleStatement(const PitSchema &schema, const QString &text, int limit)
{
    QList<QByteArray> exact;
    QList<QByteArray> alike;
    for (const char *column : searched) {
        if (!isUserColumn(schema, column))
            continue;
        exact << QByteArray("coalesce(lower(u." + QByteArray(column) + ") = lower($1), false)");
        alike << QByteArray("u." + QByteArray(column) + " ILIKE $2");
    }
    if (schema.has(QStringLiteral("bouts"), QStringLiteral("id")) && schema.has(QStringLiteral("bouts"), owner()))
        alike << QByteArray("u.id IN (SELECT owner_id FROM bouts WHERE id = $1)");
    return Statement("SELECT " + listedColumns(schema) + " FROM users u WHERE $1 <> '' AND (" + alike.join(" OR ")
                     + ") ORDER BY (" + exact.join(" OR ") + ") DESC, u.id LIMIT $3::int8")
        .bind(text.trimmed())
        .bind(containsPattern(text.trimmed()))
        .bind(qint64(limit));
}

Result<ResultSet> searchPeople(Session &session, const PitSchema &schema, const QString &text, int limit)
{
    if (const auto there = schema.require(QStringLiteral("users.id")); !there)
        return fail(there.error());
    return session.execute(searchPeopleStatement(schema, text, limit));
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
        " JOIN refund r ON u.metadata->>'reversalOf' = r.id::text),"
        " back AS (SELECT charge, sum(delta_micro) AS micro FROM given GROUP BY charge),"
        " together AS (SELECT m.reference_id, sum(m.delta_micro) AS micro, coalesce(sum(b.micro), 0) AS back,"
        " CASE WHEN count(*) > 1 THEN json_agg(json_build_array(m.id, m.source, m.delta_micro) ORDER BY m.id) END"
        " AS rows FROM mine m LEFT JOIN back b ON b.charge = m.id::text WHERE m.reference_id IS NOT NULL GROUP BY 1)"
        " SELECT l.id, l.created_at, l.delta_micro, r.running::int8 AS running_micro, l.source, l.reference_id,"
        " CASE WHEN l.delta_micro < 0 THEN b.micro::int8 END AS returned_micro,"
        " CASE WHEN l.delta_micro < 0 AND l.source <> 'admin_reversal' THEN"
        " greatest(0, least(-l.delta_micro - coalesce(b.micro, 0), -coalesce(t.micro, l.delta_micro)"
        " - coalesce(t.back, b.micro, 0)))::int8 END AS left_micro, t.rows AS together, l.metadata"
        " FROM mine l JOIN running r USING (id) LEFT JOIN back b ON b.charge = l.id::text"
        " LEFT JOIN together t ON t.reference_id = l.reference_id WHERE "
        + condition + " ORDER BY l.created_at DESC, l.id DESC LIMIT $" + QByteArray::number(statement.parameters.size())
        + "::int8";
    return session.execute(statement);
}

QString rowsWith(const QString &column, const QString &id)
{
    return QString::fromUtf8(quoteIdentifier(column) + " = " + quoteLiteral(id));
}

/// The difference by itself says nothing of its cause. What is known of its time: a balance that moved after the last
/// ledger row moved without one; a row as large as the difference was missed, or counted twice.
static PitPart readReconciliation(Session &session, const PitSchema &schema, const QString &id)
{
    PitPart part{QStringLiteral("reconciliation"), true, {}, {}};
    const auto there = schema.require(QLatin1String(reconcileNeeds));
    const auto rows = there ? session.execute(Statement(reconcileOne).bind(id).bind(openingBalance.micro()))
                            : Result<ResultSet>(fail(there.error()));
    if (rows)
        part.rows = *rows;
    else
        part.error = rows.error();
    return part;
}

Result<PitDetail> readPerson(Session &session, const PitSchema &schema, const QString &id)
{
    auto fields = readById(session, schema, QStringLiteral("users"), id);
    if (!fields)
        return fail(fields.error());
    PitDetail detail{*fields, readParts(session, schema, parts, id)};
    detail.parts << readReconciliation(session, schema, id);
    return detail;
}

} // namespace pitboss
