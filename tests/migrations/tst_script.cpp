// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/script.h"
#include "support/owntime.h"

#include <QtTest>

using namespace pitboss;
using namespace Qt::Literals::StringLiterals;

namespace {

QStringList kinds(const Script &script)
{
    QStringList kinds;
    for (const ScriptStatement &statement : script.statements())
        kinds << statement.kind;
    return kinds;
}

QStringList touches(const Script &script)
{
    QStringList out;
    for (const ScriptStatement &statement : script.statements()) {
        for (const TouchedObject &object : statement.touches)
            out << effectWords(object.effect) + u' ' + object.shown();
    }
    return out;
}

} // namespace

class TestScript : public QObject
{
    Q_OBJECT

private slots:
    void splitsAtBytesAndLines()
    {
        const QByteArray sql = "-- é\nCREATE TABLE a (x text DEFAULT ';é');\n\n  /* ; */ INSERT INTO a VALUES ('1');\n";
        const Script script = Script::parse(sql);
        QCOMPARE(script.statements().size(), 2);
        const ScriptStatement &second = script.statements().at(1);
        QCOMPARE(sql.mid(second.offset, second.length), QByteArray("INSERT INTO a VALUES ('1')"));
        QCOMPARE(second.text, QByteArray("INSERT INTO a VALUES ('1')"));
        QCOMPARE(script.statements().at(0).line, 2);
        QCOMPARE(second.line, 4);
        QCOMPARE(kinds(script), (QStringList{u"CREATE TABLE"_s, u"INSERT"_s}));
    }

    void saysKindsInPostgresWords_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("kind");
        const auto row = [](const char *sql, const char *kind) {
            QTest::newRow(sql) << QByteArray(sql) << QString::fromLatin1(kind);
        };
        row("create unique index concurrently i on a (b)", "CREATE INDEX");
        row("alter table a rename column b to c", "ALTER TABLE");
        row("alter type t add value 'x'", "ALTER TYPE");
        row("alter index i rename to j", "ALTER INDEX");
        row("drop materialized view m", "DROP MATERIALIZED VIEW");
        row("create materialized view m as select 1", "CREATE MATERIALIZED VIEW");
        row("create procedure p() language sql as ''", "CREATE PROCEDURE");
        row("start transaction", "START TRANSACTION");
        row("end", "COMMIT");
        row("truncate a", "TRUNCATE TABLE");
        row("vacuum a", "VACUUM");
        row("reset all", "RESET");
        row("revoke all on a from b", "REVOKE");
        row("do $$ begin end $$", "DO");
        row("alter view v set schema s", "ALTER VIEW");
        row("create or replace nonsense x", "CREATE NONSENSE");
    }
    void saysKindsInPostgresWords()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QString, kind);
        const Script script = Script::parse(sql);
        QCOMPARE(kinds(script), QStringList{kind});
    }

    void saysWhatIsTouched()
    {
        const Script script = Script::parse(
            "create table s.a (id int primary key, b text, constraint c check (id > 0), foreign key (id) references "
            "z);\n"
            "alter table s.a add column if not exists d timestamptz not null, drop column b;\n"
            "create index i on s.a (d);\ndrop table if exists q;\nupdate s.a set d = (select now() from other);\n"
            "with w as (select 1) select * from w, t;\nalter table s.a rename to b;");
        QCOMPARE(touches(script).join(u'\n'),
                 u"creates table s.a\ncreates column s.a.id\ncreates column s.a.b\ncreates constraint s.a.c\n"
                 "reads table z\nalters table s.a\ncreates column s.a.d\ndrops column s.a.b\ncreates index s.i\n"
                 "reads table s.a\ndrops table q\nwrites table s.a\nreads table other\nreads table t\n"
                 "drops table s.a\ncreates table s.b"_s);
        const TouchedObject column = script.statements().at(1).touches.at(1);
        QCOMPARE(column.shape, u"timestamp with time zone"_s);
        QVERIFY(column.guarded && column.notNull);
    }

    void looksIntoDoBlocks()
    {
        const Script script = Script::parse(
            "DO $$ BEGIN\n CREATE TYPE mood AS ENUM ('a');\nEXCEPTION WHEN duplicate_object THEN null;\nEND $$;");
        QCOMPARE(script.statements().size(), 1);
        QCOMPARE(script.statements().first().touches.size(), 2);
        QCOMPARE(script.statements().first().touches.first().shown(), u"type mood"_s);
        QVERIFY(script.statements().first().touches.first().guarded);
    }

    void keepsBodiesWhole()
    {
        const Script script = Script::parse(
            "create function f() returns int language sql begin atomic select 1; select case when true then 1 else 2 "
            "end; end;\n"
            "create function g() returns void language plpgsql as $fn$ begin perform 1; perform ';'; end $fn$;\n"
            "create rule r as on insert to a do (select 1; select 2);\nselect $$a;b$$, $t$ $$;$$ $t$, E'\\';', "
            "\"x;y\";");
        QCOMPARE(kinds(script),
                 (QStringList{u"CREATE FUNCTION"_s, u"CREATE FUNCTION"_s, u"CREATE RULE"_s, u"SELECT"_s}));
    }

    void keepsBodiesWholeWhereTheParserGivesUp()
    {
        const Script script = Script::parse("selec 2;\ncreate function f() returns int language sql begin atomic "
                                            "select 1; select case when true then 1 "
                                            "end; end;\nselect $$a;b$$;\n");
        QCOMPARE(script.statements().size(), 3);
        QCOMPARE(script.chunks().first().parseErrorLine, 1);
        QVERIFY(!script.statements().at(0).parseError.isEmpty());
        QVERIFY(script.statements().at(1).parseError.isEmpty());
        QCOMPARE(script.statements().at(1).kind, u"CREATE FUNCTION"_s);
        QCOMPARE(script.statements().at(2).text, QByteArray("select $$a;b$$"));
    }

    void readsWhatANewerServerMayTake()
    {
        const Script script = Script::parse("create table a (b int);\nselect 1_000_x(;\n");
        QCOMPARE(script.statements().size(), 2);
        QVERIFY(script.statements().at(0).parseError.isEmpty());
        QVERIFY(!script.statements().at(1).parseError.isEmpty());
        QCOMPARE(script.statements().at(1).parseErrorLine, 2);
    }

    void survivesByteOrderMarkAndBadBytes()
    {
        const Script bom = Script::parse("\xEF\xBB\xBFselect 1;");
        QVERIFY(bom.byteOrderMark());
        QCOMPARE(kinds(bom), QStringList{u"SELECT"_s});
        QCOMPARE(bom.statements().first().offset, 3);

        const Script bad = Script::parse(QByteArray("select '\xC3(\xE2\x82 \xFF';"));
        QVERIFY(!bad.validUtf8());
        QCOMPARE(bad.utf8(), QByteArray("select '\xEF\xBF\xBD(\xEF\xBF\xBD \xEF\xBF\xBD';"));
        QCOMPARE(bad.statements().size(), 1);

        const Script nul = Script::parse(QByteArray("select 1;\0select 2;", 19));
        QVERIFY(nul.hasNul());
        QCOMPARE(nul.statements().size(), 2);
    }

    void hashesAsSha256sumDoes()
    {
        QCOMPARE(Script::parse("select 1;\r\n").hash(),
                 QString::fromLatin1(QCryptographicHash::hash("select 1;\r\n", QCryptographicHash::Sha256).toHex()));
        QCOMPARE(Script::parse("").hash(), u"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"_s);
    }

    void cutsAtMarkersAsDrizzleDoes()
    {
        const Script script = Script::parse("select 1;--> statement-breakpoint\nselect 2;\nselect 3;"
                                            "--> statement-breakpoint",
                                            {true, Script::Depth::Trees});
        QCOMPARE(script.chunks().size(), 3);
        QCOMPARE(script.statements().size(), 3);
        QCOMPARE(script.statements().at(0).chunk, 0);
        QCOMPARE(script.statements().at(2).chunk, 1);
        QCOMPARE(script.statements().at(2).line, 3);
        QVERIFY(script.misplacedMarkers().isEmpty());
    }

    void findsMarkersThatCutThroughSomething()
    {
        const Script script =
            Script::parse("select '--> statement-breakpoint';\n/* --> statement-breakpoint */\n"
                          "select 1;\n-- see --> statement-breakpoint\n-- and --> statement-breakpoint here\n"
                          "do $$ begin --> statement-breakpoint\nend $$;",
                          {true, Script::Depth::Trees});
        QCOMPARE(script.misplacedMarkers(), (QList<int>{1, 2, 5, 6}));
        QVERIFY(!script.chunks().at(0).parseError.isEmpty());
    }

    void setsAsidePsqlLinesAndCopyData()
    {
        const Script script = Script::parse("\\set ON_ERROR_STOP on\n\\i other.sql\ncreate table a (b text);\n"
                                            "COPY a (b) FROM stdin;\nit's;a\n--x\n\\.\nselect 1;\n");
        QCOMPARE(kinds(script), (QStringList{u"CREATE TABLE"_s, u"COPY"_s, u"SELECT"_s}));
        QCOMPARE(script.foreignParts().size(), 3);
        QCOMPARE(script.foreignParts().at(1).text, QByteArray("\\i other.sql"));
        QCOMPARE(script.foreignParts().at(1).line, 2);
        QVERIFY(script.foreignParts().at(2).copyData);
        QCOMPARE(script.statements().last().line, 8);
    }

    void readsCarriageReturns()
    {
        const Script script = Script::parse("-- Migration: x\r\n-- Purpose: y\r\nselect 1;\r\nselect 2;\r\n");
        QVERIFY(script.hasCarriageReturns());
        QCOMPARE(script.statements().at(1).line, 4);
        QCOMPARE(script.header().purpose, u"y"_s);
    }

    void readsTheHeader()
    {
        const Script script =
            Script::parse("-- Migration: 0003 credits\n-- Purpose: give each user\n--   a balance\n"
                          "-- References: docs/credits.md\n--\n-- Idempotent: yes\n\nselect 1;\n-- Purpose: no");
        QCOMPARE(script.header().migration, u"0003 credits"_s);
        QCOMPARE(script.header().purpose, u"give each user a balance"_s);
        QCOMPARE(script.header().references, u"docs/credits.md"_s);
        QCOMPARE(script.header().idempotent, u"yes"_s);
        QVERIFY(script.header().missing().isEmpty());
        const Script block = Script::parse("/*\n * Migration: a\n * Purpose: b\n */\nselect 1;");
        QCOMPARE(block.header().missing(), (QStringList{u"References"_s, u"Idempotent"_s}));
        QCOMPARE(Script::parse("select 1").header().missing().size(), 4);
    }

    void readsTheRollback_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        using Kind = RollbackSection::Kind;
        QTest::newRow("none") << QByteArray("select 1;") << int(Kind::None) << QString();
        QTest::newRow("sql") << QByteArray("select 1;\n\n-- ROLLBACK\n-- DROP TABLE a;\n-- DROP TABLE b;\n")
                             << int(Kind::Sql) << u"DROP TABLE a;\nDROP TABLE b;"_s;
        QTest::newRow("one line") << QByteArray("select 1;\n-- Rollback: DROP TABLE a;\n") << int(Kind::Sql)
                                  << u"DROP TABLE a;"_s;
        QTest::newRow("remark") << QByteArray("select 1;\n-- ROLLBACK (manual):\n-- ====\n-- DROP TABLE a;")
                                << int(Kind::Sql) << u"DROP TABLE a;"_s;
        QTest::newRow("prose") << QByteArray("select 1;\n-- ROLLBACK: restore from the backup of the day before.")
                               << int(Kind::Prose) << u"restore from the backup of the day before."_s;
        QTest::newRow("block") << QByteArray("select 1;\n/*\nROLLBACK:\nBEGIN;\nDROP TABLE a;\nCOMMIT;\n*/")
                               << int(Kind::Sql) << u"BEGIN;\nDROP TABLE a;\nCOMMIT;"_s;
        QTest::newRow("in the header") << QByteArray(
            "-- Migration: x\n-- Rollback: DROP TABLE a;\n-- Idempotent: yes\nselect 1;")
                                       << int(Kind::Sql) << u"DROP TABLE a;"_s;
        QTest::newRow("a word in a sentence")
            << QByteArray("-- nothing to roll back here, rollback is easy\nselect 1;") << int(Kind::None) << QString();
    }
    void readsTheRollback()
    {
        QFETCH(QByteArray, sql);
        QFETCH(int, kind);
        QFETCH(QString, text);
        const RollbackSection rollback = Script::parse(sql).rollback();
        QCOMPARE(int(rollback.kind), kind);
        QCOMPARE(rollback.text, text);
    }

    void readsIgnoreComments()
    {
        const Script script =
            Script::parse("-- pitboss: ignore ban-drop-table, not-idempotent moved to s3\ndrop table a;");
        QCOMPARE(script.ignores().size(), 1);
        QCOMPARE(script.ignores().first().rules, (QStringList{u"ban-drop-table"_s, u"not-idempotent"_s}));
        QCOMPARE(script.ignores().first().reason, u"moved to s3"_s);
        QCOMPARE(script.ignores().first().line, 1);
    }

    void knowsWhatCannotRunInATransaction_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<bool>("refused");
        const auto row = [](const char *sql, bool refused) { QTest::newRow(sql) << QByteArray(sql) << refused; };
        row("create index concurrently i on a (b)", true);
        row("create index i on a (b)", false);
        row("drop index concurrently i", true);
        row("reindex table concurrently a", true);
        row("reindex table a", false);
        row("reindex schema s", true);
        row("vacuum", true);
        row("analyze", false);
        row("cluster", true);
        row("cluster a", false);
        row("alter system set work_mem = 1", true);
        row("alter database d set tablespace t", true);
        row("alter database d set work_mem = 1", false);
        row("create database d", true);
        row("create tablespace t location '/x'", true);
        row("discard all", true);
        row("discard plans", false);
        row("alter table a detach partition b concurrently", true);
        row("alter table a detach partition b", false);
        row("create subscription s connection '' publication p", true);
        row("create subscription s connection '' publication p with (connect = false)", false);
        row("commit prepared 'x'", true);
        row("alter type t add value 'x'", false);
        row("refresh materialized view concurrently m", false);
    }
    void knowsWhatCannotRunInATransaction()
    {
        QFETCH(QByteArray, sql);
        QFETCH(bool, refused);
        const Script script = Script::parse(sql);
        QCOMPARE(script.statements().size(), 1);
        QVERIFY2(script.statements().first().parseError.isEmpty(), qPrintable(script.statements().first().parseError));
        QCOMPARE(!script.statements().first().nonTransactional.isEmpty(), refused);
    }

    void readsTenMegabytes()
    {
        qint64 one = 0, ten = 0;
        read(1'000'000, one);
        read(10'000'000, ten);
        QVERIFY2(ten < 30 * one, qPrintable(u"%1, then %2"_s.arg(one).arg(ten))); // a square: 100
        if (!testing::isSanitized)
            QVERIFY2(ten < 10'000, qPrintable(QString::number(ten)));
        const QByteArray single = "INSERT INTO a VALUES (" + QByteArray("1),(").repeated(500'000) + "1);";
        const Script giant = Script::parse(single);
        QCOMPARE(kinds(giant), QStringList{u"INSERT"_s});
    }

    void survivesDeepNestingAndEmptiness()
    {
        QCOMPARE(Script::parse("").statements().size(), 0);
        QVERIFY(Script::parse("\n-- nothing\n;;\n").isBlank());
        const QByteArray deep = "select " + QByteArray("(").repeated(30'000) + "1" + QByteArray(")").repeated(30'000);
        QCOMPARE(Script::parse(deep).statements().size(), 1);
        for (const char *open :
             {"select 'abc", "/* abc", "select $$ abc", "select \"abc", "$", "$1", "\\", "'", "E'\\"})
            (void)Script::parse(open);
    }

private:
    /// So many bytes, and the last line to its end.
    static void read(qsizetype bytes, qint64 &milliseconds)
    {
        QByteArray sql;
        while (sql.size() < bytes)
            sql += "INSERT INTO a VALUES (1, 'it''s; -- text', NULL);\n";
        const testing::OwnTime time;
        const Script script = Script::parse(sql, {false, Script::Depth::Statements});
        milliseconds = time.elapsed();
        QCOMPARE(script.statements().size(), sql.count('\n'));
    }
};

QTEST_APPLESS_MAIN(TestScript)
#include "tst_script.moc"
