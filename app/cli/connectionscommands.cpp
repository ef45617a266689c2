// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "app/cli/profile.h"
#include "app/cli/texttable.h"
#include "sql/connect/connectiontest.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTimeZone>

#include <cstdio>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("ConnectionsCommand", text);
}

ConnectionStore store()
{
    return ConnectionStore(ConnectionStore::defaultPath());
}

QJsonObject shown(const SavedConnection &connection)
{
    QJsonObject object = connection.toJson();
    object.remove(QStringLiteral("id"));
    object.insert(QStringLiteral("place"), connection.place());
    return object;
}

Result<int> runList(Context &context)
{
    const auto list = store().read();
    if (!list)
        return fail(list.error());
    QJsonArray array;
    QList<QStringList> rows;
    for (const SavedConnection &connection : *list) {
        array.append(shown(connection));
        rows.append({connection.name, environmentName(connection.environment), connection.place(),
                     connection.writesAllowed ? say("allowed") : say("forbidden"),
                     connection.passwordKept ? say("key chain") : QStringLiteral("-")});
    }
    if (context.json())
        context.printJson(array);
    else if (rows.isEmpty())
        context.terminal().note(say("No connection is saved. Add one with: pitbossctl connections add NAME"));
    else
        printTable(context.terminal(),
                   {{say("Name")}, {say("Environment")}, {say("Place")}, {say("Writes")}, {say("Password")}}, rows);
    return Done;
}

Result<int> runTest(Context &context)
{
    if (!context.word(0).isEmpty() && (context.has("url") || context.has("profile") || context.has("demo")))
        return fail(Error::Kind::Usage, say("Name one connection: NAME, or --url, --profile or --demo."));
    auto info = context.connectionInfo(context.word(0));
    if (!info)
        return fail(info.error());
    const auto report = context.withPassword(
        *info, [&](const ConnectionInfo &place) { return testConnection(place, context.patience()); });
    context.terminal().progress({});
    if (!report)
        return fail(report.error());
    if (context.json()) {
        context.printJson(reportJson(*report));
        return Done;
    }
    QList<std::pair<QString, QString>> fields;
    for (const ReportLine &line : reportLines(*report))
        fields.append({line.kind == ReportLine::Kind::Warning ? QStringLiteral("! ") + line.label : line.label,
                       harmless(line.value)});
    printFields(context.terminal(), fields);
    return Done;
}

Result<QString> passwordFromInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return fail(Error::Kind::File, say("Standard input could not be read."));
    QByteArray line = input.readLine();
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty())
        return fail(Error::Kind::Usage, say("--password-stdin: standard input is empty."));
    return QString::fromUtf8(line);
}

Result<void> applyOptions(const Context &context, SavedConnection &saved)
{
    const QString environment = context.option("environment");
    for (const Environment one :
         {Environment::Local, Environment::Preview, Environment::Staging, Environment::Production}) {
        if (environmentName(one) == environment)
            saved.environment = one;
    }
    if (context.has("migrations") && !QFileInfo(context.option("migrations")).isDir())
        return fail(Error::Kind::Usage, say("--migrations: %1 is no folder.").arg(context.option("migrations")));
    if (context.has("migrations"))
        saved.migrationsFolder = QDir(context.option("migrations")).absolutePath();
    if (context.has("time-zone") && !QTimeZone(context.option("time-zone").toUtf8()).isValid())
        return fail(Error::Kind::Usage, say("--time-zone: there is no zone “%1”.").arg(context.option("time-zone")));
    saved.timeZone = context.option("time-zone");
    const auto seconds = context.number("statement-timeout", 0, 86400);
    if (!seconds)
        return fail(seconds.error());
    saved.statementTimeout = std::chrono::seconds(*seconds);
    saved.writesAllowed = !context.has("forbid-writes");
    return {};
}

/// Into the key chain; when there is none the connection is saved all the same, without it.
void keepPassword(Context &context, SavedConnection &saved, const QString &password)
{
    const auto kept = writeSecret(saved.secretKey(), password);
    saved.passwordKept = bool(kept);
    if (!kept)
        context.terminal().note(say("The password was not kept: %1 %2")
                                    .arg(kept.error().message, say("Give it in PGPASSWORD or ~/.pgpass.")));
}

Result<void> refuseTaken(const QString &name)
{
    const auto list = store().read();
    if (!list)
        return fail(list.error());
    for (const SavedConnection &connection : *list) {
        if (connection.name == name)
            return fail(Error::refused(say("A connection “%1” is saved already.").arg(name),
                                       say("Remove it first, or choose another name.")));
    }
    return {};
}

Result<int> runAdd(Context &context)
{
    const QString name = context.word(0).trimmed();
    if (name.isEmpty())
        return fail(Error::Kind::Usage, say("A connection needs a name."));
    if (context.has("profile") || context.has("demo"))
        return fail(Error::Kind::Usage, say("Name what to save with --url, DATABASE_URL or --env-file."));
    auto info = context.connectionInfo();
    if (!info)
        return fail(info.error());
    SavedConnection saved = SavedConnection::from(*info);
    saved.name = name;
    if (const auto applied = applyOptions(context, saved); !applied)
        return fail(applied.error());
    if (const auto isFree = refuseTaken(name); !isFree)
        return fail(isFree.error());
    QString password = info->parameter(QStringLiteral("password"));
    if (context.has("password-stdin")) {
        const auto given = passwordFromInput();
        if (!given)
            return fail(given.error());
        password = *given;
    }
    if (!password.isEmpty() && !context.has("no-password"))
        keepPassword(context, saved, password);
    if (const auto put = store().put(saved); !put)
        return fail(put.error());
    for (const QString &note : info->notes())
        context.terminal().note(note);
    if (context.json())
        context.printJson(shown(saved));
    else
        context.terminal().out(say("Saved “%1”: %2 (%3). Use it with --profile.\n")
                                   .arg(harmless(name), harmless(saved.place()), environmentName(saved.environment)));
    return Done;
}

Result<int> runRemove(Context &context)
{
    const auto list = store().read();
    if (!list)
        return fail(list.error());
    const auto saved = findConnection(*list, context.word(0));
    if (!saved)
        return fail(saved.error());
    if (const auto removed = store().remove(saved->id); !removed)
        return fail(removed.error());
    if (saved->passwordKept)
        if (const auto gone = removeSecret(saved->secretKey()); !gone)
            context.terminal().note(say("Its password is still in the key chain (entry “%1” of Pitboss): %2")
                                        .arg(saved->secretKey(), gone.error().message));
    if (context.json())
        context.printJson(QJsonObject{{QStringLiteral("removed"), saved->name}});
    else
        context.terminal().out(say("Removed “%1”.\n").arg(harmless(saved->name)));
    return Done;
}

QList<Option> addOptions()
{
    const QStringList environments{QStringLiteral("local"), QStringLiteral("preview"), QStringLiteral("staging"),
                                   QStringLiteral("production")};
    return {{QStringLiteral("environment"),
             QStringLiteral("WHICH"),
             say("Guessed from the host unless told."),
             {},
             environments},
            {QStringLiteral("migrations"), QStringLiteral("DIR"), say("The folder of its migrations.")},
            {QStringLiteral("forbid-writes"), {}, say("No session that may write is ever opened on it.")},
            {QStringLiteral("statement-timeout"), QStringLiteral("SECONDS"),
             say("The server ends statements after so long.")},
            {QStringLiteral("time-zone"), QStringLiteral("ZONE"), say("For times of day: Europe/Berlin.")},
            {QStringLiteral("password-stdin"), {}, say("Its password is the first line of standard input.")},
            {QStringLiteral("no-password"), {}, say("Do not keep the URL's password.")}};
}

} // namespace

QList<Command> connectionsCommands()
{
    const Argument name{QStringLiteral("NAME"), say("The saved connection's name.")};
    const Argument maybe{QStringLiteral("NAME"), say("A saved connection; else the one that the call names."), true};
    return {{QStringLiteral("connections list"),
             say("The saved connections, without their passwords."),
             {},
             {},
             {},
             &runList},
            {QStringLiteral("connections test"),
             say("Connects, and tells server, latency, encryption, role, route and clock."),
             {maybe},
             {},
             say("At most ten round trips. Nothing is changed."),
             &runTest},
            {QStringLiteral("connections add"),
             say("Saves --url, DATABASE_URL or --env-file's under a name, for --profile and the window."),
             {name},
             addOptions(),
             say("The password goes to the desktop's key chain and nowhere else; without a key chain it is not kept."),
             &runAdd},
            {QStringLiteral("connections remove"),
             say("Takes a saved connection and its password away."),
             {name},
             {},
             say("The database is not touched."),
             &runRemove}};
}

} // namespace pitboss::cli
