// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/present.h"
#include "sql/pit/credits.h"
#include "sql/pit/users.h"

#include <QCoreApplication>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("CreditsCommands", text);
}

Result<int> runBalance(Context &context)
{
    const auto pit = context.pit();
    if (!pit)
        return fail(pit.error());
    const auto user = findUser(*pit->session, pit->schema, context.word(0));
    if (!user)
        return fail(user.error());
    const auto rows = readBalance(*pit->session, pit->schema, *user);
    if (!rows)
        return fail(rows.error());
    if (rows->isEmpty())
        return fail(Error::Kind::Missing, say("%1 has no credit account.").arg(*user));
    if (context.json())
        context.terminal().out(jsonOfRow(*rows, 0) + '\n');
    else
        printRows(context.terminal(), *rows);
    return Done;
}

Result<int> runLedger(Context &context)
{
    const auto limit = context.number("limit", 50, mostRows);
    if (!limit)
        return fail(limit.error());
    const auto pit = context.pit();
    if (!pit)
        return fail(pit.error());
    const auto user = findUser(*pit->session, pit->schema, context.word(0));
    if (!user)
        return fail(user.error());
    const auto rows = readLedger(*pit->session, pit->schema, *user, *limit);
    if (!rows)
        return fail(rows.error());
    presentRows(context, *rows, say("%1 has no ledger rows.").arg(*user));
    return Done;
}

Result<int> runSummary(Context &context)
{
    const auto pit = context.pit();
    if (!pit)
        return fail(pit.error());
    const QList<PitPart> parts = readCreditsSummary(*pit->session, pit->schema);
    if (const auto fatal = fatalError(parts))
        return fail(*fatal);
    return presentDetail(context, {}, {{}, parts});
}

bool differs(const ResultSet &rows, int row)
{
    const int column = rows.columnIndex(QStringLiteral("difference_micro"));
    return rows.isNull(row, column) || rows.integer(row, column) != 0;
}

Result<ResultSet> reconciled(Context &context)
{
    const auto pit = context.pit();
    if (!pit)
        return fail(pit.error());
    if (context.word(0).isEmpty())
        return reconcile(*pit->session, pit->schema);
    const auto user = findUser(*pit->session, pit->schema, context.word(0));
    if (!user)
        return fail(user.error());
    return reconcile(*pit->session, pit->schema, *user);
}

Result<int> runReconcile(Context &context)
{
    const auto rows = reconciled(context);
    if (!rows)
        return fail(rows.error());
    int differences = 0;
    for (int r = 0; r < rows->rowCount(); ++r)
        differences += differs(*rows, r) ? 1 : 0;
    if (context.json())
        context.terminal().out(JsonText()
                                   .addNumber(QStringLiteral("opening_micro"), openingBalance.micro())
                                   .addNumber(QStringLiteral("differences"), differences)
                                   .add(QStringLiteral("accounts"), jsonOfRows(*rows))
                                   .object()
                               + '\n');
    else if (rows->isEmpty())
        context.terminal().note(say("Every balance is the opening 500.00 credits and its ledger."));
    else
        printRows(context.terminal(), *rows);
    return differences > 0 && context.has("check") ? NotClean : Done;
}

Argument userArgument()
{
    return {QStringLiteral("USER"), say("An id, or a whole e-mail address.")};
}

} // namespace

QList<Command> creditsCommands()
{
    Argument anyone = userArgument();
    anyone.isOptional = true;
    return {{QStringLiteral("credits balance"), say("A person's balance."), {userArgument()}, {}, {}, &runBalance},
            {QStringLiteral("credits ledger"),
             say("A person's ledger, newest first."),
             {userArgument()},
             {limitOption(50)},
             {},
             &runLedger},
            {QStringLiteral("credits summary"),
             say("Accounts, total and average balance, granted, spent, accounts at zero."),
             {},
             {},
             {},
             &runSummary},
            {QStringLiteral("credits reconcile"),
             say("Balances against the ledger: of one person, or all that differ."),
             {anyone},
             {{QStringLiteral("check"), {}, say("End with status 3 when something differs.")}},
             say("A new account holds 500.00 credits without a ledger row; what is more or less than that and the\n"
                 "ledger's sum is a difference."),
             &runReconcile}};
}

} // namespace pitboss::cli
