// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/present.h"
#include "sql/pit/users.h"

#include <QCoreApplication>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("UsersCommands", text);
}

Result<int> runList(Context &context)
{
    UserFilter filter;
    filter.tier = context.option("tier");
    filter.search = context.option("search");
    const QString sort = context.option("sort");
    filter.sort = sort == QLatin1String("credits") ? UserFilter::Sort::Credits
        : sort == QLatin1String("bouts")           ? UserFilter::Sort::Bouts
                                                   : UserFilter::Sort::Newest;
    const auto limit = context.number("limit", filter.limit, mostRows);
    if (!limit)
        return fail(limit.error());
    filter.limit = *limit;
    const auto pit = context.pit();
    if (!pit)
        return fail(pit.error());
    const auto rows = listUsers(*pit->session, pit->schema, filter);
    if (!rows)
        return fail(rows.error());
    presentRows(context, *rows, say("No user fits."));
    return Done;
}

Result<int> runInspect(Context &context)
{
    const auto pit = context.pit();
    if (!pit)
        return fail(pit.error());
    const auto id = findUser(*pit->session, pit->schema, context.word(0));
    if (!id)
        return fail(id.error());
    const auto user = readUser(*pit->session, pit->schema, *id);
    if (!user)
        return fail(user.error());
    if (const auto fatal = fatalError(user->parts))
        return fail(*fatal);
    return presentDetail(context, QStringLiteral("user"), *user);
}

} // namespace

QList<Command> usersCommands()
{
    const QStringList tiers{QStringLiteral("free"), QStringLiteral("pass"), QStringLiteral("lab")};
    const QStringList sorts{QStringLiteral("newest"), QStringLiteral("credits"), QStringLiteral("bouts")};
    return {
        {QStringLiteral("users list"),
         say("People, newest first."),
         {},
         {{QStringLiteral("tier"), QStringLiteral("TIER"), say("Only this tier."), {}, tiers},
          {QStringLiteral("search"), QStringLiteral("TEXT"), say("Held by e-mail, display name or id, in any case.")},
          {QStringLiteral("sort"), QStringLiteral("BY"), say("What comes first."), {}, sorts},
          limitOption(25)},
         {},
         &runList},
        {QStringLiteral("users inspect"),
         say("Everything about one person: fields, balance, bouts, the last 10 ledger rows."),
         {{QStringLiteral("USER"), say("An id, or a whole e-mail address.")}},
         {},
         {},
         &runInspect}};
}

} // namespace pitboss::cli
