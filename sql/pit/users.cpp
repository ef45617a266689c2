// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pit/users.h"

#include <QCoreApplication>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Users", text);
}

constexpr const char *listColumns[] = {"email", "display_name", "subscription_tier", "created_at"};

constexpr PitPartDefinition parts[] = {
    {"balance_micro", false, "credits.user_id credits.balance_micro",
     "SELECT balance_micro FROM credits WHERE user_id = $1"},
    {"bouts", false, "bouts.owner_id", "SELECT count(*) FROM bouts WHERE owner_id = $1"},
    {"agents", false, "agents.owner_id", "SELECT count(*) FROM agents WHERE owner_id = $1"},
    {"referrals", false, "referrals.referrer_id", "SELECT count(*) FROM referrals WHERE referrer_id = $1"},
    {"reactions", false, "reactions.user_id", "SELECT count(*) FROM reactions WHERE user_id = $1"},
    {"votes", false, "winner_votes.user_id", "SELECT count(*) FROM winner_votes WHERE user_id = $1"},
    {"ledger", true,
     "credit_transactions.id credit_transactions.user_id credit_transactions.delta_micro credit_transactions.source"
     " credit_transactions.reference_id credit_transactions.created_at",
     "SELECT id, delta_micro, source, reference_id, created_at FROM credit_transactions WHERE user_id = $1"
     " ORDER BY created_at DESC, id DESC LIMIT 10"},
};

/// What a filter cannot do without.
Result<void> requireFor(const PitSchema &schema, const UserFilter &filter)
{
    QStringList needs{QStringLiteral("users.id")};
    if (!filter.tier.isEmpty())
        needs << QStringLiteral("users.subscription_tier");
    if (!filter.search.isEmpty())
        needs << QStringLiteral("users.email users.display_name");
    if (filter.sort == UserFilter::Sort::Newest)
        needs << QStringLiteral("users.created_at");
    else if (filter.sort == UserFilter::Sort::Credits)
        needs << QStringLiteral("credits.user_id credits.balance_micro");
    else
        needs << QStringLiteral("bouts.owner_id");
    return schema.require(needs.join(QLatin1Char(' ')));
}

QByteArray selected(const PitSchema &schema)
{
    QByteArray list = "u.id";
    for (const char *column : listColumns) {
        const bool there = schema.has(QStringLiteral("users"), QLatin1String(column));
        list += QByteArray(there ? ", u." : ", NULL::text AS ") + column;
    }
    return list;
}

QByteArray conditionOf(const UserFilter &filter, Statement &statement)
{
    QList<QByteArray> conditions{"true"};
    if (!filter.tier.isEmpty()) {
        statement.bind(filter.tier);
        conditions << QByteArray("u.subscription_tier::text = $" + QByteArray::number(statement.parameters.size()));
    }
    if (!filter.search.isEmpty()) {
        statement.bind(containsPattern(filter.search));
        const QByteArray pattern = "$" + QByteArray::number(statement.parameters.size());
        conditions << QByteArray("(u.email ILIKE " + pattern + " OR u.display_name ILIKE " + pattern + " OR u.id ILIKE "
                                 + pattern + ")");
    }
    return conditions.join(" AND ");
}

/// First the page, then the counts of the people on it only, unless the order itself needs everybody's.
QByteArray listSql(const PitSchema &schema, const UserFilter &filter, const QByteArray &condition,
                   const QByteArray &limit)
{
    const bool hasCredits = schema.missing(QStringLiteral("credits.user_id credits.balance_micro")).isEmpty();
    const bool hasBouts = schema.missing(QStringLiteral("bouts.owner_id")).isEmpty();
    const bool byCredits = filter.sort == UserFilter::Sort::Credits;
    const bool byBouts = filter.sort == UserFilter::Sort::Bouts;
    const QByteArray newest = schema.has(QStringLiteral("users"), QStringLiteral("created_at"))
        ? QByteArray("u.created_at DESC, u.id")
        : QByteArray("u.id");
    const QByteArray joins = byCredits ? QByteArray(" LEFT JOIN credits s ON s.user_id = u.id")
        : byBouts ? QByteArray(" LEFT JOIN (SELECT owner_id, count(*) AS n FROM bouts GROUP BY owner_id) s"
                               " ON s.owner_id = u.id")
                  : QByteArray();
    const QByteArray order = byCredits ? QByteArray("s.balance_micro DESC NULLS LAST, ")
        : byBouts                      ? QByteArray("s.n DESC NULLS LAST, ")
                                       : QByteArray();
    return "WITH page AS (SELECT *, row_number() OVER () AS place FROM (SELECT " + selected(schema) + " FROM users u"
        + joins + " WHERE " + condition + " ORDER BY " + order + newest + " LIMIT " + limit
        + ") q) SELECT p.id, p.email, p.display_name, p.subscription_tier, "
        + (hasCredits ? "c.balance_micro" : "NULL::int8 AS balance_micro") + ", "
        + (hasBouts ? "coalesce(b.n, 0) AS bouts" : "NULL::int8 AS bouts") + ", p.created_at FROM page p"
        + (hasCredits ? " LEFT JOIN credits c ON c.user_id = p.id" : "")
        + (hasBouts ? " LEFT JOIN (SELECT owner_id, count(*) AS n FROM bouts WHERE owner_id IN (SELECT id FROM page)"
                      " GROUP BY owner_id) b ON b.owner_id = p.id"
                    : "")
        + " ORDER BY p.place";
}

Error unknownUser(Session &session, const PitSchema &schema, const QString &text)
{
    QStringList near;
    UserFilter filter;
    filter.search = text;
    filter.limit = 3;
    const auto rows = listUsers(session, schema, filter);
    for (int r = 0; rows && r < rows->rowCount(); ++r)
        near << (rows->isNull(r, 1) ? rows->text(r, 0)
                                    : QStringLiteral("%1 (%2)").arg(rows->text(r, 0), rows->text(r, 1)));
    return Error::of(Error::Kind::Missing, say("There is no user “%1”.").arg(text), {},
                     near.isEmpty() ? say("Give an id, or a whole e-mail address.")
                                    : say("Alike: %1.").arg(near.join(QStringLiteral(", "))));
}

} // namespace

Result<ResultSet> listUsers(Session &session, const PitSchema &schema, const UserFilter &filter)
{
    if (const auto there = requireFor(schema, filter); !there)
        return fail(there.error());
    Statement statement;
    const QByteArray condition = conditionOf(filter, statement);
    statement.bind(qint64(filter.limit));
    statement.sql =
        listSql(schema, filter, condition, "$" + QByteArray::number(statement.parameters.size()) + "::int8");
    return session.execute(statement);
}

Result<QString> findUser(Session &session, const PitSchema &schema, const QString &text)
{
    if (const auto there = schema.require(QStringLiteral("users.id")); !there)
        return fail(there.error());
    const bool hasEmail = schema.has(QStringLiteral("users"), QStringLiteral("email"));
    const auto rows =
        session.execute(Statement(QByteArray("SELECT id, id = $1 FROM users WHERE id = $1")
                                  + (hasEmail ? " OR lower(email) = lower($1)" : "") + " ORDER BY 2 DESC, 1 LIMIT 3")
                            .bind(text));
    if (!rows)
        return fail(rows.error());
    if (rows->isEmpty())
        return fail(unknownUser(session, schema, text));
    if (rows->rowCount() > 1 && !rows->boolean(0, 1))
        return fail(Error::refused(say("Several users have the e-mail “%1”.").arg(text),
                                   say("Give the id: %1, %2 …").arg(rows->text(0, 0), rows->text(1, 0))));
    return rows->text(0, 0);
}

Result<PitDetail> readUser(Session &session, const PitSchema &schema, const QString &id)
{
    auto fields = readById(session, schema, QStringLiteral("users"), id);
    if (!fields)
        return fail(fields.error());
    return PitDetail{*fields, readParts(session, schema, parts, id)};
}

} // namespace pitboss
