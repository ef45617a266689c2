// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "app/cli/texttable.h"
#include "sql/pit/pitvariables.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("EnvCommand", text);
}

struct Files
{
    QStringList names;
    QList<QMap<QString, QString>> variables; ///< one for each name
};

Result<Files> readFiles(const Context &context)
{
    QStringList paths{context.option("env-file")};
    if (!context.has("env-file")) {
        const QDir here;
        paths = {here.filePath(QStringLiteral(".env.local")), here.filePath(QStringLiteral(".env"))};
        paths.removeIf([](const QString &path) { return !QFileInfo::exists(path); });
    }
    Files files;
    for (const QString &path : std::as_const(paths)) {
        const auto variables = readEnvFile(path);
        if (!variables)
            return fail(variables.error());
        files.names << QFileInfo(path).fileName();
        files.variables << *variables;
    }
    return files;
}

/// Where a variable is set: "process", a file's name, or empty. Set to nothing is not set.
QString sourceOf(const QString &name, const Files &files)
{
    if (!qEnvironmentVariableIsEmpty(name.toUtf8().constData()))
        return QStringLiteral("process");
    for (qsizetype i = 0; i < files.names.size(); ++i) {
        if (!files.variables[i].value(name).isEmpty())
            return files.names[i];
    }
    return {};
}

QString whereText(const QString &source)
{
    if (source.isEmpty())
        return say("not set");
    return source == QLatin1String("process") ? say("set in the process") : say("set in %1").arg(source);
}

Result<int> runEnv(Context &context)
{
    const auto files = readFiles(context);
    if (!files)
        return fail(files.error());
    QJsonArray variables;
    QStringList missing;
    QList<QStringList> rows;
    for (const PitVariable &variable : pitVariables()) {
        const QString source = sourceOf(variable.name, *files);
        variables.append(QJsonObject{{QStringLiteral("name"), variable.name},
                                     {QStringLiteral("required"), variable.isRequired},
                                     {QStringLiteral("set"), !source.isEmpty()},
                                     {QStringLiteral("source"), source.isEmpty() ? QJsonValue() : source}});
        rows.append({variable.name, variable.isRequired ? say("required") : say("optional"), whereText(source)});
        if (variable.isRequired && source.isEmpty())
            missing << variable.name;
    }
    if (context.json())
        context.printJson({{QStringLiteral("files"), QJsonArray::fromStringList(files->names)},
                           {QStringLiteral("variables"), variables},
                           {QStringLiteral("missing"), QJsonArray::fromStringList(missing)}});
    else
        printTable(context.terminal(), {{say("Variable")}, {say("Need")}, {say("State")}}, rows);
    if (!missing.isEmpty())
        context.terminal().note(say("Required and not set: %1.").arg(missing.join(QStringLiteral(", "))));
    return context.has("check") && !missing.isEmpty() ? NotClean : Done;
}

} // namespace

Command envCommand()
{
    return {
        QStringLiteral("env"),
        say("Which of the project's variables are set, and where; never their values."),
        {},
        {{QStringLiteral("check"), {}, say("Exit with 3 when a required one is not set.")}},
        say("Looks into the process, then --env-file, else ./.env.local and ./.env; the first that sets it counts."),
        &runEnv};
}

} // namespace pitboss::cli
