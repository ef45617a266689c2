// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/present.h"
#include "sql/pit/agents.h"

#include <QCoreApplication>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("AgentsCommands", text);
}

Result<int> runList(Context &context)
{
    AgentFilter filter;
    filter.tier = context.option("tier");
    filter.search = context.option("search");
    if (context.has("archived"))
        filter.archived = context.option("archived") == QLatin1String("yes") ? AgentFilter::Archived::Only
                                                                             : AgentFilter::Archived::Not;
    const auto limit = context.number("limit", filter.limit, mostRows);
    if (!limit)
        return fail(limit.error());
    filter.limit = *limit;
    const auto pit = context.pit();
    if (!pit)
        return fail(pit.error());
    const auto rows = listAgents(*pit->session, pit->schema, filter);
    if (!rows)
        return fail(rows.error());
    presentRows(context, *rows, say("No agent fits."));
    return Done;
}

Result<int> runInspect(Context &context)
{
    const auto pit = context.pit();
    if (!pit)
        return fail(pit.error());
    const auto agent = readAgent(*pit->session, pit->schema, context.word(0));
    if (!agent)
        return fail(agent.error());
    if (const auto fatal = fatalError(agent->parts))
        return fail(*fatal);
    return presentDetail(context, QStringLiteral("agent"), *agent);
}

} // namespace

QList<Command> agentsCommands()
{
    return {{QStringLiteral("agents list"),
             say("Agents, newest first."),
             {},
             {{QStringLiteral("tier"), QStringLiteral("TIER"), say("Only this tier: free, premium, custom.")},
              {QStringLiteral("search"), QStringLiteral("TEXT"), say("Held by name or id, in any case.")},
              {QStringLiteral("archived"),
               QStringLiteral("yes|no"),
               say("Only archived ones, or only the others."),
               {},
               {QStringLiteral("yes"), QStringLiteral("no")}},
              limitOption(25)},
             {},
             &runList},
            {QStringLiteral("agents inspect"),
             say("Everything about one agent: fields, bouts it stood in, votes, flags, descendants."),
             {{QStringLiteral("AGENT"), say("Its id.")}},
             {},
             {},
             &runInspect}};
}

} // namespace pitboss::cli
