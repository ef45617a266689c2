// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/discovery.h"
#include "migrations/drizzlejournal.h"
#include "migrations/lint.h"

#include <QRandomGenerator>
#include <QtTest>

using namespace pitboss;

// Damaged texts, always the same ones: whatever the bytes are, the readers end, and what they say holds together.
class TestMutations : public QObject
{
    Q_OBJECT

private slots:
    void scriptsHoldTogether_data() { seeds(); }
    void scriptsHoldTogether()
    {
        QFETCH(QByteArray, seed);
        QRandomGenerator random(1);
        for (int round = 0; round < 150; ++round) {
            const QByteArray text = mutated(seed, random);
            for (const bool breakpoints : {false, true})
                check(text, breakpoints);
        }
    }

    void journalsAndConfigurationsAreRead()
    {
        QRandomGenerator random(2);
        const QByteArray journal =
            R"({"version":"7","dialect":"postgresql","entries":[{"idx":0,"when":1770000000000,"tag":"0000_a"}]})";
        const QByteArray config = "export default { out: './drizzle', migrations: { table: `t`, schema: 's' } } // x";
        for (int round = 0; round < 3000; ++round) {
            const JournalText read = readJournalText(mutated(journal, random));
            QVERIFY(read.readable || !read.problems.isEmpty());
            QVERIFY(!readDrizzleConfig(mutated(config, random)).out.isEmpty());
        }
    }

private:
    static void seeds()
    {
        QTest::addColumn<QByteArray>("seed");
        QTest::newRow("statements") << QByteArray(
            "-- Migration: a\n-- Purpose: b\nCREATE TABLE IF NOT EXISTS a (id bigint PRIMARY KEY, t timestamp);\n"
            "/* x /* y */ */ INSERT INTO a VALUES (1, 'it''s', $$a;b$$, E'\\'');\n-- ROLLBACK\n-- DROP TABLE a;\n");
        QTest::newRow("chunks") << QByteArray("CREATE INDEX CONCURRENTLY i ON a (b);\n--> statement-breakpoint\nDO $$ "
                                              "BEGIN ALTER TABLE a ADD CONSTRAINT c "
                                              "CHECK (b > 0); EXCEPTION WHEN duplicate_object THEN null; END $$;--> "
                                              "statement-breakpoint\nselect '--> statement-breakpoint'");
        QTest::newRow("psql") << QByteArray("\\set x 1\nCOPY a (b) FROM STDIN;\n1\t2\n\\.\ncreate function f() returns "
                                            "int language sql begin atomic select "
                                            "case when true then 1 end; end;\n");
        QTest::newRow("rules") << QByteArray(
            "-- pitboss: ignore ban-drop-table, x why\nDROP TABLE a CASCADE; ALTER TYPE m ADD VALUE 'x'; ALTER TABLE a "
            "RENAME b TO c; "
            "BEGIN; UPDATE a SET b = 'x'; COMMIT; ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c (d);");
        QTest::newRow("bytes") << QByteArray("\xEF\xBB\xBFselect '\xC3\x28 \xFF';\0select 2;", 26);
    }

    static QByteArray mutated(QByteArray text, QRandomGenerator &random)
    {
        static const QByteArrayList pieces{"'",
                                           "\"",
                                           "$$",
                                           "$x$",
                                           "--",
                                           "/*",
                                           "*/",
                                           ";",
                                           "(",
                                           ")",
                                           "\\",
                                           "\n",
                                           "\r\n",
                                           "--> statement-breakpoint",
                                           QByteArray("\0", 1),
                                           "\xFF",
                                           "BEGIN ATOMIC",
                                           "END",
                                           "E'",
                                           "COPY a FROM STDIN;\n",
                                           "{",
                                           "[",
                                           "null",
                                           "1e999"};
        for (int i = random.bounded(1, 5); i > 0 && !text.isEmpty(); --i) {
            const int at = random.bounded(int(text.size()));
            const int length = random.bounded(1, 12);
            switch (random.bounded(4)) {
            case 0:
                text.remove(at, length);
                break;
            case 1:
                text.insert(at, pieces[random.bounded(int(pieces.size()))]);
                break;
            case 2:
                text.insert(at, text.mid(random.bounded(int(text.size())), length));
                break;
            default:
                text[at] = char(random.bounded(256));
            }
        }
        return text;
    }

    static void check(const QByteArray &bytes, bool breakpoints)
    {
        const Script script = Script::parse(bytes, {breakpoints, Script::Depth::Trees});
        qsizetype end = 0;
        for (const ScriptStatement &statement : script.statements()) {
            QVERIFY2(statement.offset >= end && statement.length > 0, bytes.constData());
            end = statement.offset + statement.length;
            QCOMPARE(statement.text, script.utf8().mid(statement.offset, statement.length));
            QVERIFY(statement.line >= 1 && statement.endLine >= statement.line);
            QVERIFY(statement.chunk >= 0 && statement.chunk < script.chunks().size());
        }
        RunnerTraits runner;
        runner.breakpoints = breakpoints;
        runner.psql = !breakpoints;
        for (const Finding &finding : lintScript(script, runner))
            QVERIFY(finding.line >= 1 && finding.statement < script.statements().size());
    }
};

QTEST_APPLESS_MAIN(TestMutations)
#include "tst_mutations.moc"
