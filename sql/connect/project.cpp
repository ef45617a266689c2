// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/project.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

namespace pitboss {

namespace {

using Variables = QMap<QString, QString>;

QString say(const char *text)
{
    return QCoreApplication::translate("Project", text);
}

QByteArray contentOf(const QString &path)
{
    constexpr qint64 most = 1 << 20;
    QFile file(path);
    return !path.isEmpty() && file.open(QIODevice::ReadOnly) ? file.read(most) : QByteArray();
}

void addWays(ProjectDatabases &project, const Variables &variables, const QString &file)
{
    for (const QString &name : databaseVariables()) {
        const QString url = variables.value(name);
        const bool isThere = std::any_of(project.ways.begin(), project.ways.end(),
                                         [&](const ProjectWay &way) { return way.variable == name; });
        if (!url.isEmpty() && !isThere)
            project.ways.append({name, file, ConnectionInfo::fromUrl(url)});
    }
}

Variables ofProcess(const QProcessEnvironment &environment)
{
    Variables variables;
    for (const QString &name : databaseVariables())
        variables.insert(name, environment.value(name));
    return variables;
}

/// What the files say about one variable that drizzle.config names.
QString lookUp(const QString &name, const QProcessEnvironment &environment, const QList<Variables> &files)
{
    QString value = environment.value(name);
    for (const Variables &file : files)
        value = value.isEmpty() ? file.value(name) : value;
    return value;
}

QString existing(const QDir &folder, const QStringList &names)
{
    for (const QString &name : names) {
        if (!name.isEmpty() && QFileInfo(folder.filePath(name)).isDir())
            return QDir::cleanPath(folder.absoluteFilePath(name));
    }
    return {};
}

QStringList serviceNamesIn(const QString &path)
{
    static const QRegularExpression section(QStringLiteral("^\\s*\\[([^\\]]+)\\]\\s*$"),
                                            QRegularExpression::MultilineOption);
    QStringList names;
    auto matches = section.globalMatch(QString::fromUtf8(contentOf(path)));
    while (matches.hasNext())
        names << matches.next().captured(1);
    return names;
}

} // namespace

QStringList databaseVariables()
{
    return {QStringLiteral("DATABASE_URL_UNPOOLED"), QStringLiteral("DIRECT_URL"),
            QStringLiteral("DATABASE_URL"),          QStringLiteral("POSTGRES_URL_NON_POOLING"),
            QStringLiteral("POSTGRES_URL"),          QStringLiteral("NEON_DATABASE_URL")};
}

DrizzleHints readDrizzleHints(const QString &text)
{
    static const QRegularExpression comments(QStringLiteral("/\\*.*?\\*/|(?<![:\"'`])//[^\\n]*"),
                                             QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression out(QStringLiteral("\\bout\\s*[\"']?\\s*:\\s*[\"'`]([^\"'`]+)[\"'`]"));
    static const QRegularExpression literal(QStringLiteral("[\"'`](postgres(?:ql)?://[^\"'`\\s]+)[\"'`]"));
    static const QRegularExpression variable(
        QStringLiteral("process\\.env(?:\\.([A-Za-z_]\\w*)|\\[\\s*[\"'`]([A-Za-z_]\\w*)[\"'`]\\s*\\])"));
    const QString code = QString(text).remove(comments);
    const auto name = variable.match(code);
    const QString url = literal.match(code).captured(1);
    return {out.match(code).captured(1), url.contains(QLatin1String("${")) ? QString() : url,
            name.captured(1).isEmpty() ? name.captured(2) : name.captured(1)};
}

ProjectDatabases readProjectDatabases(const QString &path, const QProcessEnvironment &environment)
{
    const QFileInfo given(QDir::cleanPath(path));
    ProjectDatabases project;
    project.folder = given.isDir() ? given.absoluteFilePath() : given.absolutePath();
    const QDir folder(project.folder);
    const QStringList names = given.isDir() ? QStringList{QStringLiteral(".env.local"), QStringLiteral(".env")}
                                            : QStringList{given.fileName()};
    addWays(project, ofProcess(environment), {});
    QList<Variables> files;
    for (const QString &name : names) {
        if (given.isDir() && !folder.exists(name))
            continue;
        const auto variables = readEnvFile(folder.filePath(name));
        files.append(variables ? *variables : Variables());
        if (variables)
            addWays(project, *variables, folder.filePath(name));
        else
            project.problems << variables.error().message;
    }
    const QStringList configs = folder.entryList({QStringLiteral("drizzle.config.*")}, QDir::Files, QDir::Name);
    const QString configFile = configs.isEmpty() ? QString() : folder.filePath(configs.first());
    const DrizzleHints config = readDrizzleHints(QString::fromUtf8(contentOf(configFile)));
    if (!config.variable.isEmpty())
        if (const QString url = lookUp(config.variable, environment, files);
            !url.isEmpty() && !databaseVariables().contains(config.variable))
            project.ways.append({config.variable, configFile, ConnectionInfo::fromUrl(url)});
    if (!config.url.isEmpty())
        project.ways.append({{}, configFile, ConnectionInfo::fromUrl(config.url)});
    project.migrationsFolder = existing(folder, {config.out, QStringLiteral("drizzle"), QStringLiteral("migrations")});
    if (project.ways.isEmpty() && project.problems.isEmpty())
        project.problems << say("No database URL was found in %1: none of %2 is set.")
                                .arg(QDir::toNativeSeparators(given.absoluteFilePath()),
                                     databaseVariables().join(QStringLiteral(", ")));
    return project;
}

QStringList serviceNames()
{
    const QString own = qEnvironmentVariable("PGSERVICEFILE", QDir::homePath() + QStringLiteral("/.pg_service.conf"));
    const QString system = qEnvironmentVariable("PGSYSCONFDIR", QStringLiteral("/etc/postgresql-common"))
        + QStringLiteral("/pg_service.conf");
    QStringList names = serviceNamesIn(own) + serviceNamesIn(system);
    names.removeDuplicates();
    return names;
}

} // namespace pitboss
