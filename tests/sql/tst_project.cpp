// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/project.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace pitboss;
using namespace Qt::StringLiterals;

class TestProject : public QObject
{
    Q_OBJECT

private slots:
    void findsEveryWayBestFirst();
    void theProcessWins();
    void readsDrizzleConfigs_data();
    void readsDrizzleConfigs();
    void followsTheConfig();
    void oneFileOnly();
    void saysWhatIsWrong();
    void listsServices();
};

namespace {

struct Folder
{
    QTemporaryDir dir;
    void write(const char *name, const QByteArray &bytes) const
    {
        QFile file(dir.filePath(QLatin1String(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QStringList ways(const QProcessEnvironment &environment = {}) const
    {
        QStringList lines;
        for (const ProjectWay &way : readProjectDatabases(dir.path(), environment).ways)
            lines << QStringList{way.variable, QFileInfo(way.file).fileName(),
                                 way.info ? way.info->database() : way.info.error().message}
                         .join(QLatin1Char('|'));
        return lines;
    }
};

} // namespace

void TestProject::findsEveryWayBestFirst()
{
    const Folder folder;
    folder.write(".env", "DATABASE_URL=postgresql://h/pooled\nDATABASE_URL_UNPOOLED=postgresql://h/direct\nFOO=1\n");
    folder.write(".env.local", "DATABASE_URL=postgresql://h/local\nPOSTGRES_URL=broken\n");
    QCOMPARE(folder.ways(),
             (QStringList{u"DATABASE_URL|.env.local|local"_s,
                          u"POSTGRES_URL|.env.local|The connection URL could not be read."_s,
                          u"DATABASE_URL_UNPOOLED|.env|direct"_s}));
}

void TestProject::theProcessWins()
{
    const Folder folder;
    folder.write(".env", "DATABASE_URL=postgresql://h/file\nDIRECT_URL=postgresql://h/file2\n");
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("DATABASE_URL"), QStringLiteral("postgresql://h/process"));
    QCOMPARE(folder.ways(environment), (QStringList{u"DATABASE_URL||process"_s, u"DIRECT_URL|.env|file2"_s}));
}

void TestProject::readsDrizzleConfigs_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    const auto row = [](const char *name, const char *text, const QStringList &found) {
        QTest::newRow(name) << QString::fromLatin1(text) << found;
    };
    row("usual", "export default defineConfig({ out: './drizzle', dbCredentials: { url: process.env.DATABASE_URL! } })",
        {u"./drizzle"_s, u""_s, u"DATABASE_URL"_s});
    row("brackets", "dbCredentials: { url: process.env['PG'] }, \"out\": \"m\"", {u"m"_s, u""_s, u"PG"_s});
    row("literal", "url: \"postgres://u:p@h/d?sslmode=require\"",
        {u""_s, u"postgres://u:p@h/d?sslmode=require"_s, u""_s});
    row("template with a hole", "url: `postgres://${user}@h/d`", {u""_s, u""_s, u""_s});
    row("comments do not count", "// out: './old'\n/* url: process.env.OLD */ out: './new'",
        {u"./new"_s, u""_s, u""_s});
    row("nothing", "", {u""_s, u""_s, u""_s});
}

void TestProject::readsDrizzleConfigs()
{
    QFETCH(QString, text);
    QFETCH(QStringList, found);
    const DrizzleHints config = readDrizzleHints(text);
    QCOMPARE((QStringList{config.out, config.url, config.variable}), found);
}

void TestProject::followsTheConfig()
{
    const Folder folder;
    QDir(folder.dir.path()).mkpath(QStringLiteral("db/out"));
    QDir(folder.dir.path()).mkpath(QStringLiteral("drizzle"));
    folder.write("drizzle.config.ts", "out: './db/out', url: process.env.MY_URL");
    folder.write(".env", "MY_URL=postgresql://h/mine\n");
    QCOMPARE(folder.ways(), QStringList{u"MY_URL|drizzle.config.ts|mine"_s});
    QCOMPARE(readProjectDatabases(folder.dir.path(), {}).migrationsFolder,
             folder.dir.filePath(QStringLiteral("db/out")));
    folder.write("drizzle.config.ts", "url: 'postgresql://h/literal'");
    QCOMPARE(folder.ways(), QStringList{u"|drizzle.config.ts|literal"_s});
    QCOMPARE(readProjectDatabases(folder.dir.path(), {}).migrationsFolder,
             folder.dir.filePath(QStringLiteral("drizzle")));
}

void TestProject::oneFileOnly()
{
    const Folder folder;
    folder.write(".env", "DATABASE_URL=postgresql://h/env\n");
    folder.write("other.env", "DIRECT_URL=postgresql://h/other\n");
    const ProjectDatabases project = readProjectDatabases(folder.dir.filePath(QStringLiteral("other.env")), {});
    QCOMPARE(project.ways.size(), 1);
    QCOMPARE(project.ways.first().info->database(), QStringLiteral("other"));
    QCOMPARE(project.folder, folder.dir.path());
}

void TestProject::saysWhatIsWrong()
{
    const Folder folder;
    QVERIFY(readProjectDatabases(folder.dir.path(), {}).problems.first().contains(QLatin1String("DATABASE_URL")));
    folder.write(".env", "what is this hunter2\n");
    const QStringList problems = readProjectDatabases(folder.dir.path(), {}).problems;
    QCOMPARE(problems.size(), 1);
    QVERIFY(problems.first().contains(QLatin1String("line 1")) && !problems.first().contains(QLatin1String("hunter2")));
    const ProjectDatabases missing = readProjectDatabases(folder.dir.filePath(QStringLiteral("nowhere.env")), {});
    QVERIFY(missing.ways.isEmpty() && !missing.problems.isEmpty());
}

void TestProject::listsServices()
{
    const Folder folder;
    folder.write("services", "# comment\n[main]\nhost=h\npassword=hunter2\n\n[other one]\n");
    qputenv("PGSERVICEFILE", folder.dir.filePath(QStringLiteral("services")).toUtf8());
    qputenv("PGSYSCONFDIR", folder.dir.path().toUtf8());
    QCOMPARE(serviceNames(), (QStringList{u"main"_s, u"other one"_s}));
    qunsetenv("PGSERVICEFILE");
    qunsetenv("PGSYSCONFDIR");
}

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
