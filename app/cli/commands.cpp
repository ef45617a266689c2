// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"

#include <QCoreApplication>

namespace pitboss::cli {

QList<Command> allCommands()
{
    return QList<Command>{statusCommand(), tablesCommand(), rowsCommand(), exportCommand()} + migrationsCommands()
        + creditsCommands() + creditsWriteCommands() + usersCommands() + usersWriteCommands() + agentsCommands()
        + agentsWriteCommands() + boutsCommands() + auditCommands() + connectionsCommands()
        + QList<Command>{envCommand()};
}

Option limitOption(int otherwise)
{
    return {QStringLiteral("limit"), QStringLiteral("N"),
            QCoreApplication::translate("Commands", "At most so many rows; %1 unless told.").arg(otherwise)};
}

QList<Option> globalOptions()
{
    const auto say = [](const char *text) { return QCoreApplication::translate("Commands", text); };
    const QString url = QStringLiteral("URL");
    const QString file = QStringLiteral("FILE");
    return {{QStringLiteral("url"), url, say("The database, as postgresql://… or libpq's key=value words.")},
            {QStringLiteral("profile"), QStringLiteral("NAME"), say("A saved connection, by its name.")},
            {QStringLiteral("env-file"), file, say("Take DATABASE_URL from this file instead of ./.env.")},
            {QStringLiteral("demo"), {}, say("The embedded demo database, started for this call.")},
            {QStringLiteral("json"), {}, say("One JSON document on standard output, nothing else.")},
            {QStringLiteral("help"), {}, say("This text; after a command, that command's."), QLatin1Char('h')},
            {QStringLiteral("version"), {}, say("The version, and that is all."), QLatin1Char('v')},
            {QStringLiteral("commands"), {}, {}}};
}

} // namespace pitboss::cli
