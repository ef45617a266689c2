// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/embedded/postgresprograms.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace pitboss {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("PostgresPrograms", source);
}

/// `folder/pattern/rest` for every folder that matches, for example /usr/lib/postgresql/*/bin.
QStringList matching(const QString &folder, const QString &pattern, const QString &rest)
{
    QStringList found;
    const QDir directory(folder);
    for (const QString &name : directory.entryList({pattern}, QDir::Dirs | QDir::NoDotAndDotDot))
        found << directory.filePath(name) + rest;
    return found;
}

int majorVersion(const QString &postgres)
{
    QProcess process;
    process.start(postgres, {QStringLiteral("--version")});
    if (!process.waitForFinished(5000))
        return 0;
    static const QRegularExpression number(QStringLiteral("\\) (\\d+)"));
    return number.match(QString::fromUtf8(process.readAllStandardOutput())).captured(1).toInt();
}

/// ID and ID_LIKE of an os-release file as words, the most particular first.
QStringList systemNames(const QString &osRelease)
{
    QFile file(osRelease);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList names;
    static const QRegularExpression line(QStringLiteral("^(ID|ID_LIKE)=\"?([^\"\\n]*)\"?$"),
                                         QRegularExpression::MultilineOption);
    auto match = line.globalMatch(QString::fromUtf8(file.readAll()));
    while (match.hasNext()) {
        const QRegularExpressionMatch found = match.next();
        const QStringList words = found.captured(2).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        names = found.captured(1) == QLatin1String("ID") ? words + names : names + words;
    }
    return names;
}

QString installCommand(const QString &osRelease)
{
#ifdef Q_OS_MACOS
    Q_UNUSED(osRelease)
    return QStringLiteral("brew install postgresql");
#else
    static const QMap<QString, QString> commands{
        {QStringLiteral("debian"), QStringLiteral("sudo apt install postgresql")},
        {QStringLiteral("ubuntu"), QStringLiteral("sudo apt install postgresql")},
        {QStringLiteral("fedora"), QStringLiteral("sudo dnf install postgresql-server")},
        {QStringLiteral("rhel"), QStringLiteral("sudo dnf install postgresql-server")},
        {QStringLiteral("arch"), QStringLiteral("sudo pacman -S postgresql")},
        {QStringLiteral("suse"), QStringLiteral("sudo zypper install postgresql-server")},
        {QStringLiteral("opensuse"), QStringLiteral("sudo zypper install postgresql-server")},
        {QStringLiteral("alpine"), QStringLiteral("sudo apk add postgresql")}};
    for (const QString &name : systemNames(osRelease)) {
        if (commands.contains(name))
            return commands.value(name);
    }
    return {};
#endif
}

} // namespace

QStringList postgresFolders()
{
    const QString chosen = qEnvironmentVariable("PITBOSS_POSTGRES");
    if (!chosen.isEmpty())
        return {chosen};
    const QString any = QStringLiteral("*");
    const QString bin = QStringLiteral("/bin");
    QStringList folders = matching(QStringLiteral("/usr/lib/postgresql"), any, bin);
    folders += matching(QStringLiteral("/usr"), QStringLiteral("pgsql-*"), bin);
    folders += matching(QStringLiteral("/usr/lib"), QStringLiteral("postgresql*"), bin);
    for (const char *prefix : {"/opt/homebrew", "/usr/local", "/home/linuxbrew/.linuxbrew"})
        folders += matching(QString::fromLatin1(prefix) + QStringLiteral("/opt"), QStringLiteral("postgresql*"), bin);
    folders += matching(QStringLiteral("/Applications/Postgres.app/Contents/Versions"), any, bin);
    return folders + QStringList{QStringLiteral("/usr/bin"), QStringLiteral("/usr/local/pgsql/bin")}
    + qEnvironmentVariable("PATH").split(QLatin1Char(':'), Qt::SkipEmptyParts);
}

QList<PostgresPrograms> findPostgres(const QStringList &folders)
{
    QList<PostgresPrograms> found;
    QSet<QString> seen;
    for (const QString &folder : folders) {
        PostgresPrograms programs{folder, 0};
        const QString real = QFileInfo(programs.postgres()).canonicalFilePath();
        if (seen.contains(real) || !QFileInfo(programs.postgres()).isExecutable()
            || !QFileInfo(programs.initdb()).isExecutable())
            continue;
        seen.insert(real);
        programs.major = majorVersion(programs.postgres());
        if (programs.major > 0)
            found << programs;
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const PostgresPrograms &a, const PostgresPrograms &b) { return a.major > b.major; });
    return found;
}

Error noPostgresError(const QString &osRelease)
{
    const QString command = installCommand(osRelease);
    const QString hint = command.isEmpty()
        ? text("Install your system's package of the PostgreSQL server, then try again.")
        : text("Install it with “%1”, then try again.").arg(command);
    return Error::of(Error::Kind::Missing, text("The demo needs a PostgreSQL server, and none is installed here."),
                     text("Looked for the programs initdb and postgres."), hint);
}

} // namespace pitboss
