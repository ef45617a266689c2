// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pit/agents.h"

namespace pitboss {

namespace {

constexpr const char *listColumns[] = {"name", "tier", "owner_id", "archived", "created_at"};

constexpr PitPartDefinition parts[] = {
    {"bouts", false, "bouts.agent_lineup",
     "SELECT count(*) FROM bouts WHERE agent_lineup @> jsonb_build_array(jsonb_build_object('id', $1::text))"},
    {"votes", false, "winner_votes.agent_id", "SELECT count(*) FROM winner_votes WHERE agent_id = $1"},
    {"flags", false, "agent_flags.agent_id", "SELECT count(*) FROM agent_flags WHERE agent_id = $1"},
    {"flag_reasons", true, "agent_flags.agent_id agent_flags.reason",
     "SELECT reason, count(*) AS flags FROM agent_flags WHERE agent_id = $1 GROUP BY reason ORDER BY 2 DESC, 1"},
    {"descendants", true, "agents.parent_id agents.name",
     "SELECT id, name FROM agents WHERE parent_id = $1 ORDER BY id LIMIT 100"},
};

QByteArray selected(const PitSchema &schema)
{
    QByteArray list = "id";
    for (const char *column : listColumns) {
        const bool there = schema.has(QStringLiteral("agents"), QLatin1String(column));
        list += QByteArray(there ? ", " : ", NULL::text AS ") + column;
    }
    return list;
}

QString needsOf(const AgentFilter &filter)
{
    QString needs = QStringLiteral("agents.id");
    if (!filter.tier.isEmpty())
        needs += QStringLiteral(" agents.tier");
    if (!filter.search.isEmpty())
        needs += QStringLiteral(" agents.name");
    if (filter.archived != AgentFilter::Archived::Both)
        needs += QStringLiteral(" agents.archived");
    return needs;
}

} // namespace

Result<ResultSet> listAgents(Session &session, const PitSchema &schema, const AgentFilter &filter)
{
    if (const auto there = schema.require(needsOf(filter)); !there)
        return fail(there.error());
    const auto bound = [](Statement &statement, const QString &value) {
        statement.bind(value);
        return QByteArray("$" + QByteArray::number(statement.parameters.size()));
    };
    Statement statement;
    QByteArray condition = "true";
    if (!filter.tier.isEmpty())
        condition += " AND tier::text = " + bound(statement, filter.tier);
    if (!filter.search.isEmpty()) {
        const QByteArray pattern = bound(statement, containsPattern(filter.search));
        condition += " AND (name ILIKE " + pattern + " OR id ILIKE " + pattern + ")";
    }
    if (filter.archived != AgentFilter::Archived::Both)
        condition += filter.archived == AgentFilter::Archived::Only ? " AND archived" : " AND NOT archived";
    const bool hasDates = schema.has(QStringLiteral("agents"), QStringLiteral("created_at"));
    statement.sql = "SELECT " + selected(schema) + " FROM agents WHERE " + condition + " ORDER BY "
        + (hasDates ? "created_at DESC NULLS LAST, id" : "id") + " LIMIT "
        + bound(statement, QString::number(filter.limit)) + "::int8";
    return session.execute(statement);
}

Result<PitDetail> readAgent(Session &session, const PitSchema &schema, const QString &id)
{
    auto fields = readById(session, schema, QStringLiteral("agents"), id);
    if (!fields)
        return fail(fields.error());
    return PitDetail{*fields, readParts(session, schema, parts, id)};
}

} // namespace pitboss
