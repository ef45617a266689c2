// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pit/bouts.h"

namespace pitboss {

namespace {

constexpr const char *listColumns[] = {"status", "preset_id", "owner_id", "topic", "created_at"};

constexpr PitPartDefinition parts[] = {
    {"reactions", true, "reactions.bout_id reactions.reaction_type",
     "SELECT reaction_type, count(*) AS reactions FROM reactions WHERE bout_id = $1 GROUP BY 1 ORDER BY 2 DESC, 1"},
    {"votes", true, "winner_votes.bout_id winner_votes.agent_id",
     "SELECT agent_id, count(*) AS votes FROM winner_votes WHERE bout_id = $1 GROUP BY 1 ORDER BY 2 DESC, 1"},
    {"ledger", true,
     "credit_transactions.id credit_transactions.user_id credit_transactions.delta_micro credit_transactions.source"
     " credit_transactions.reference_id credit_transactions.created_at",
     "SELECT id, user_id, delta_micro, source, created_at FROM credit_transactions WHERE reference_id = $1"
     " ORDER BY created_at, id LIMIT 100"},
};

constexpr PitPartDefinition stats[] = {
    {"total", false, "bouts", "SELECT count(*) FROM bouts"},
    {"completed", false, "bouts.status", "SELECT count(*) FROM bouts WHERE status = 'completed'"},
    {"errors", false, "bouts.status", "SELECT count(*) FROM bouts WHERE status = 'error'"},
    {"running", false, "bouts.status", "SELECT count(*) FROM bouts WHERE status = 'running'"},
    {"completion_percent", false, "bouts.status",
     "SELECT round(100.0 * count(*) FILTER (WHERE status = 'completed') / nullif(count(*), 0), 1) FROM bouts"},
    {"today", false, "bouts.created_at",
     "SELECT count(*) FROM bouts WHERE created_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"},
    {"week", false, "bouts.created_at", "SELECT count(*) FROM bouts WHERE created_at >= now() - interval '7 days'"},
    {"unique_players", false, "bouts.owner_id", "SELECT count(DISTINCT owner_id) FROM bouts"},
    {"top_preset", false, "bouts.preset_id",
     "SELECT preset_id FROM bouts GROUP BY preset_id ORDER BY count(*) DESC, preset_id LIMIT 1"},
    {"presets", true, "bouts.preset_id",
     "SELECT preset_id, count(*) AS bouts FROM bouts GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10"},
};

QByteArray selected(const PitSchema &schema)
{
    QByteArray list = "id";
    for (const char *column : listColumns) {
        const bool there = schema.has(QStringLiteral("bouts"), QLatin1String(column));
        list += QByteArray(there ? ", " : ", NULL::text AS ") + column;
    }
    return list;
}

} // namespace

Result<ResultSet> listBouts(Session &session, const PitSchema &schema, const BoutFilter &filter)
{
    const auto there = schema.require(QStringLiteral("bouts.id")
                                      + (filter.status.isEmpty() ? QString() : QStringLiteral(" bouts.status"))
                                      + (filter.owner.isEmpty() ? QString() : QStringLiteral(" bouts.owner_id")));
    if (!there)
        return fail(there.error());
    Statement statement;
    statement.bind(qint64(filter.limit));
    QByteArray condition = "true";
    if (!filter.status.isEmpty()) {
        statement.bind(filter.status);
        condition += " AND status = $" + QByteArray::number(statement.parameters.size());
    }
    if (!filter.owner.isEmpty()) {
        statement.bind(filter.owner);
        condition += " AND owner_id = $" + QByteArray::number(statement.parameters.size());
    }
    const bool hasDates = schema.has(QStringLiteral("bouts"), QStringLiteral("created_at"));
    statement.sql = "SELECT " + selected(schema) + " FROM bouts WHERE " + condition + " ORDER BY "
        + (hasDates ? "created_at DESC, id" : "id") + " LIMIT $1::int8";
    return session.execute(statement);
}

Result<PitDetail> readBout(Session &session, const PitSchema &schema, const QString &id)
{
    auto fields = readById(session, schema, QStringLiteral("bouts"), id);
    if (!fields)
        return fail(fields.error());
    return PitDetail{*fields, readParts(session, schema, parts, id)};
}

QList<PitPart> readBoutStats(Session &session, const PitSchema &schema)
{
    return readParts(session, schema, stats);
}

} // namespace pitboss
