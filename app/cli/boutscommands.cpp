// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/present.h"
#include "app/cli/purgecommand.h"
#include "sql/pit/bouts.h"

#include <QCoreApplication>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("BoutsCommands", text);
}

Result<int> runList(Context &context)
{
    BoutFilter filter;
    filter.status = context.option("status");
    filter.owner = context.option("owner");
    const auto limit = context.number("limit", filter.limit, mostRows);
    if (!limit)
        return fail(limit.error());
    filter.limit = *limit;
    const auto pit = context.pit();
    if (!pit)
        return fail(pit.error());
    const auto rows = listBouts(*pit->session, pit->schema, filter);
    if (!rows)
        return fail(rows.error());
    presentRows(context, *rows, say("No bout fits."));
    return Done;
}

Result<int> runInspect(Context &context)
{
    const auto pit = context.pit();
    if (!pit)
        return fail(pit.error());
    const auto bout = readBout(*pit->session, pit->schema, context.word(0));
    if (!bout)
        return fail(bout.error());
    if (const auto fatal = fatalError(bout->parts))
        return fail(*fatal);
    return presentDetail(context, QStringLiteral("bout"), *bout);
}

Result<int> runStats(Context &context)
{
    const auto pit = context.pit();
    if (!pit)
        return fail(pit.error());
    const QList<PitPart> parts = readBoutStats(*pit->session, pit->schema);
    if (const auto fatal = fatalError(parts))
        return fail(*fatal);
    return presentDetail(context, {}, {{}, parts});
}

} // namespace

QList<Command> boutsCommands()
{
    const QStringList states{QStringLiteral("running"), QStringLiteral("completed"), QStringLiteral("error")};
    return {{QStringLiteral("bouts list"),
             say("Bouts, newest first."),
             {},
             {{QStringLiteral("status"), QStringLiteral("STATUS"), say("Only these."), {}, states},
              {QStringLiteral("owner"), QStringLiteral("USER"), say("Only this person's, by id.")},
              limitOption(25)},
             {},
             &runList},
            {QStringLiteral("bouts inspect"),
             say("Everything about one bout: fields, reactions, votes, what it cost."),
             {{QStringLiteral("BOUT"), say("Its id.")}},
             {},
             {},
             &runInspect},
            {QStringLiteral("bouts stats"),
             say("Total, completion, errors, today, the last 7 days, players, presets."),
             {},
             {},
             {},
             &runStats},
            purgeCommand()};
}

} // namespace pitboss::cli
