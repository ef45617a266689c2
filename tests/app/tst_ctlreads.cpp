// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl.h"

#include <QtTest>

#include <csignal>

using namespace pitboss::testing;

/// The commands that read any database: pages, exports, migrations; and what all that read have in common.
class TestCtlReads : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void rowsPageByPage();
    void rowsInAnyOrder();
    void rowsOfHostileTable();
    void rowsRefuseWrites();
    void rowsSaysWhatIsWrong();
    void exportToFile();
    void exportAsPsql();
    void exportLeavesTheOldFile();
    void exportInterrupted();
    void exportToClosedReader();
    void withoutRights();
    void hostileWords();
    void migrations();
    void demo();

private:
    Answer ask(const char *words, Role role = Role::Reader, const QString &database = QStringLiteral("pit"));
    Answer ask(const QStringList &words);
    TestServer m_server;
};

void TestCtlReads::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, QStringLiteral("pit")), qPrintable(m_server.errorText()));
    const QString sql = QString::fromUtf8(R"SQL(
        CREATE TABLE many (id int PRIMARY KEY, tag text);
        INSERT INTO many SELECT g, CASE WHEN g % 3 > 0 THEN 't' || g % 3 END FROM generate_series(1, 1000) g;
        CREATE SCHEMA "o'dd ""s"; CREATE TABLE "o'dd ""s"."ta""b, le" ("k,ey:desc" text PRIMARY KEY, "a" int[]);
        INSERT INTO "o'dd ""s"."ta""b, le" VALUES ('it''s', '{1,2}'), ('--x', NULL), ('["z"]', '{}');
        CREATE VIEW seen AS SELECT id FROM many;
        CREATE FUNCTION sneaky() RETURNS boolean LANGUAGE sql VOLATILE AS 'DELETE FROM many WHERE id = 1; SELECT true';
        GRANT USAGE ON SCHEMA "o'dd ""s" TO pit_reader; GRANT SELECT ON ALL TABLES IN SCHEMA public, "o'dd ""s" TO pit_reader;)SQL");
    QVERIFY2(m_server.runSql(QStringLiteral("pit"), sql), qPrintable(m_server.errorText()));
}

Answer TestCtlReads::ask(const char *words, Role role, const QString &database)
{
    return Ctl(m_server.url(database, role))(QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

Answer TestCtlReads::ask(const QStringList &words)
{
    return Ctl(m_server.url(QStringLiteral("pit"), Role::Reader))(words);
}

void TestCtlReads::rowsPageByPage()
{
    QStringList ids;
    QString next;
    for (int pages = 0; pages < 10; ++pages) {
        QStringList words{QStringLiteral("rows"), QStringLiteral("many"), QStringLiteral("--json"),
                          QStringLiteral("--limit"), QStringLiteral("300")};
        if (!next.isNull())
            words << QStringLiteral("--after") << next;
        const Answer answer = ask(words);
        QCOMPARE(answer.status, 0);
        for (const QJsonValue &row : answer.object()[QLatin1String("rows")].toArray())
            ids << QString::number(row[QLatin1String("id")].toInt());
        if (answer.object()[QLatin1String("next")].isNull())
            break;
        next = answer.object()[QLatin1String("next")].toString();
    }
    QCOMPARE(ids.size(), 1000);
    QCOMPARE(ids.first(), QStringLiteral("1"));
    QCOMPARE(ids.last(), QStringLiteral("1000"));
}

void TestCtlReads::rowsInAnyOrder()
{
    QStringList seen;
    QString next;
    do {
        QStringList words = QStringLiteral("rows many --json --limit 100 --order tag:desc,id").split(QLatin1Char(' '));
        if (!next.isNull())
            words << QStringLiteral("--after") << next;
        const Answer answer = ask(words);
        QVERIFY2(answer.status == 0, qPrintable(answer.err));
        for (const QJsonValue &row : answer.object()[QLatin1String("rows")].toArray())
            seen << QString::number(row[QLatin1String("id")].toInt());
        next = answer.object()[QLatin1String("next")].toString();
    } while (!next.isEmpty() && seen.size() < 2000);
    const QString expected = m_server.value(
        QStringLiteral("pit"), QStringLiteral("SELECT string_agg(id::text, ',' ORDER BY tag DESC, id) FROM many"));
    QCOMPARE(seen.join(QLatin1Char(',')), expected);
    // A type that is not sorted as its JSON would be.
    const Answer tiers = ask("rows users --order subscription_tier --json");
    QCOMPARE(tiers.object()[QLatin1String("rows")][3][QLatin1String("subscription_tier")].toString(),
             QStringLiteral("lab"));
}

void TestCtlReads::rowsOfHostileTable()
{
    const QString table = QStringLiteral("\"o'dd \"\"s\".\"ta\"\"b, le\"");
    const Answer first = ask({QStringLiteral("rows"), table, QStringLiteral("--order"), QStringLiteral("k,ey:desc"),
                              QStringLiteral("--limit"), QStringLiteral("2"), QStringLiteral("--json")});
    QVERIFY2(first.status == 0, qPrintable(first.err));
    const QString next = first.object()[QLatin1String("next")].toString();
    const Answer second =
        ask({QStringLiteral("rows"), table, QStringLiteral("--json"), QStringLiteral("--after"), next});
    QCOMPARE(first.object()[QLatin1String("rows")].toArray().size(), 2);
    QCOMPARE(second.object()[QLatin1String("rows")].toArray().size(), 1);
    QVERIFY(first.out.contains("\"a\":[") || second.out.contains("\"a\":["));
}

void TestCtlReads::rowsRefuseWrites()
{
    const Answer answer =
        ask({QStringLiteral("rows"), QStringLiteral("many"), QStringLiteral("--where"), QStringLiteral("sneaky()")});
    QCOMPARE(answer.status, 1);
    const Answer asOwner = Ctl(m_server.url(QStringLiteral("pit")))(
        {QStringLiteral("rows"), QStringLiteral("many"), QStringLiteral("--where"), QStringLiteral("sneaky()")});
    QCOMPARE(asOwner.status, 1);
    QVERIFY2(asOwner.err.contains(QLatin1String("25006")), qPrintable(asOwner.err));
    QCOMPARE(m_server.value(QStringLiteral("pit"), QStringLiteral("SELECT count(*) FROM many")),
             QStringLiteral("1000"));
}

void TestCtlReads::rowsSaysWhatIsWrong()
{
    QCOMPARE(ask("rows nosuch").status, 1);
    QVERIFY(ask("rows nosuch").err.contains(QLatin1String("no table or view nosuch")));
    QCOMPARE(ask("rows many --order nope").status, 2);
    QCOMPARE(ask("rows many --limit x").status, 2);
    QCOMPARE(ask("rows many --order tag --after x").status, 2);
    QCOMPARE(ask("rows seen --after 1").status, 1);
    QCOMPARE(ask("rows seen --limit 3 --json").object()[QLatin1String("rows")].toArray().size(), 3);
    QVERIFY(ask("rows many --limit 1").err.contains(QLatin1String("--after '1'")));
}

void TestCtlReads::exportToFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("many.jsonl"));
    const Answer answer =
        ask({QStringLiteral("export"), QStringLiteral("many"), QStringLiteral("-o"), path, QStringLiteral("--json")});
    QVERIFY2(answer.status == 0, qPrintable(answer.err));
    QCOMPARE(answer.object()[QLatin1String("rows")].toInt(), 1000);
    QCOMPARE(answer.object()[QLatin1String("bytes")].toInteger(), QFileInfo(path).size());
    QCOMPARE(readText(path).count(QLatin1Char('\n')), 1000);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

void TestCtlReads::exportAsPsql()
{
    const QString copied = m_server.psql(QStringLiteral("pit"),
                                         {QStringLiteral("-c"), QStringLiteral("\\copy users to stdout csv header")});
    QCOMPARE(QString::fromUtf8(ask("export users --format csv").out), copied);
    const Answer json = ask("export users --json");
    QCOMPARE(json.array().size(), 4);
    QCOMPARE(ask("export users --json --format csv").status, 2);
    QCOMPARE(ask("export").status, 2);
    QCOMPARE(ask({QStringLiteral("export"), QStringLiteral("--query"), QStringLiteral("SELECT 1 AS one")}).out,
             QByteArray("one\n1\n"));
}

void TestCtlReads::exportLeavesTheOldFile()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("x.csv"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("before");
    file.close();
    const Answer answer = ask({QStringLiteral("export"), QStringLiteral("--query"),
                               QStringLiteral("SELECT 1/(900-id) FROM many ORDER BY id"), QStringLiteral("-o"), path});
    QCOMPARE(answer.status, 1);
    QVERIFY(answer.err.contains(QLatin1String("22012")));
    QCOMPARE(readText(path), QStringLiteral("before"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

void TestCtlReads::exportInterrupted()
{
    QTemporaryDir folder;
    QProcess process;
    Ctl(m_server.url(QStringLiteral("pit")))
        .start(process,
               {QStringLiteral("export"), QStringLiteral("--query"),
                QStringLiteral("SELECT generate_series(1, 1000000000)"), QStringLiteral("-o"),
                folder.filePath(QStringLiteral("big.csv"))});
    QTRY_COMPARE_WITH_TIMEOUT(
        m_server.value(QStringLiteral("pit"),
                       QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE state = 'active'"
                                      " AND application_name = 'pitbossctl' AND query LIKE '%series%'"),
                       Role::Super),
        QStringLiteral("1"), 60000); // a busy machine starts a program slowly
    ::kill(pid_t(process.processId()), SIGINT);
    const Answer answer = Ctl::end(process);
    QCOMPARE(answer.status, 130);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList());
}

void TestCtlReads::exportToClosedReader()
{
    QProcess shell;
    shell.start(
        QStringLiteral("bash"),
        {QStringLiteral("-c"),
         QStringLiteral(
             "set -o pipefail; \"$0\" export --query 'SELECT generate_series(1, 1000000000)' --url \"$1\" | head -2"),
         Ctl::program(), m_server.url(QStringLiteral("pit"))});
    const Answer answer = Ctl::end(shell);
    QCOMPARE(answer.status, 0);
    QCOMPARE(answer.out, QByteArray("generate_series\n1\n"));
    QCOMPARE(answer.err, QString());
}

void TestCtlReads::withoutRights()
{
    for (const char *words : {"users list", "users inspect u-ann", "rows users", "export users",
                              "credits balance u-ann", "bouts inspect bout-1"}) {
        const Answer answer = ask(words, Role::Nothing);
        QCOMPARE(answer.status, 1);
        QVERIFY2(answer.err.contains(QLatin1String("42501")), qPrintable(answer.err));
        QCOMPARE(answer.out, QByteArray());
    }
    const Answer summary = ask("credits summary --json", Role::Nothing);
    QCOMPARE(summary.status, 3);
    QVERIFY(summary.object()[QLatin1String("total_micro")].isNull());
}

void TestCtlReads::hostileWords()
{
    const QString evil = QStringLiteral("x'; DROP TABLE users; --");
    for (const char *command :
         {"users inspect", "credits ledger", "agents inspect", "bouts inspect", "rows", "export"}) {
        const Answer answer = ask(QString::fromLatin1(command).split(QLatin1Char(' ')) << evil);
        QCOMPARE(answer.status, 1);
    }
    QCOMPARE(ask({QStringLiteral("users"), QStringLiteral("list"), QStringLiteral("--search"), evil}).status, 0);
    QCOMPARE(m_server.value(QStringLiteral("pit"), QStringLiteral("SELECT count(*) FROM users")), QStringLiteral("4"));
}

void TestCtlReads::migrations()
{
    const QString folder = QStringLiteral(PITBOSS_SOURCE_DIR "/resources/sample/drizzle");
    const Answer status = ask({QStringLiteral("migrations"), QStringLiteral("status"), folder, QStringLiteral("--json"),
                               QStringLiteral("--check")});
    QVERIFY2(status.status == 3, qPrintable(status.err)); // no tracking table here: all are pending
    QCOMPARE(status.object()[QLatin1String("layout")].toString(), QStringLiteral("drizzle"));
    QCOMPARE(status.object()[QLatin1String("migrations")].toArray().size(), 9);
    const Answer lint = Ctl(QStringLiteral("postgresql://127.0.0.1:1/none"))(
        {QStringLiteral("migrations"), QStringLiteral("lint"), folder, QStringLiteral("--json"),
         QStringLiteral("--fail-on"), QStringLiteral("error")});
    QCOMPARE(lint.status, 3);
    QVERIFY(!lint.object()[QLatin1String("findings")].toArray().isEmpty());
    const Answer one = ask({QStringLiteral("migrations"), QStringLiteral("lint"), folder,
                            QStringLiteral("0000_arena_core"), QStringLiteral("--fail-on"), QStringLiteral("error")});
    QCOMPARE(one.status, 0);
    QCOMPARE(ask({QStringLiteral("migrations"), QStringLiteral("lint"), folder, QStringLiteral("nope")}).status, 1);
    QCOMPARE(ask("migrations status nowhere").status, 1);
}

void TestCtlReads::demo()
{
    QTemporaryDir home(QStringLiteral("/tmp/pbXXXXXX"));
    QVERIFY(QFile::setPermissions(home.path(), QFile::Permissions(0x7755)));
    Ctl ctl;
    ctl.environment().insert(QStringLiteral("XDG_DATA_HOME"), home.path());
    const Answer answer =
        ctl({QStringLiteral("--demo"), QStringLiteral("users"), QStringLiteral("list"), QStringLiteral("--json")});
    QVERIFY2(answer.status == 0, qPrintable(answer.err));
    QCOMPARE(answer.array().size(), 25);
    const Answer both =
        ctl({QStringLiteral("--demo"), QStringLiteral("--url"), QStringLiteral("x"), QStringLiteral("status")});
    QCOMPARE(both.status, 2);
}

QTEST_GUILESS_MAIN(TestCtlReads)
#include "tst_ctlreads.moc"
