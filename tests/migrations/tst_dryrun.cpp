// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dryrunplace.h"
#include "migrations/dryrunwords.h"
#include "support/testproxy.h"

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

class TestDryRun : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_place.start(); }
    void init() { m_place.open(); }
    void cleanup() { m_place.close(); }

    void measures_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("lock");
        QTest::addColumn<bool>("rewrite");
        QTest::addColumn<qint64>("scanned");
        const auto row = [](const char *sql, const QString &lock, bool rewrite, qint64 scanned) {
            QTest::newRow(sql) << QByteArray(sql) << lock << rewrite << scanned;
        };
        const QString exclusive = u"AccessExclusiveLock"_s;
        row("ALTER TABLE users ALTER COLUMN email SET NOT NULL", exclusive, false, 10000);
        row("ALTER TABLE users ADD CONSTRAINT c CHECK (n > 0)", exclusive, false, 10000);
        row("ALTER TABLE users ADD CONSTRAINT c CHECK (n > 0) NOT VALID", exclusive, false, 0);
        row("ALTER TABLE users ADD COLUMN x int DEFAULT 1", exclusive, false, 0);
        // A rewrite reads the table once, and once more to build its primary key.
        row("ALTER TABLE users ADD COLUMN x uuid DEFAULT gen_random_uuid()", exclusive, true, 20000);
        row("ALTER TABLE users ALTER COLUMN n TYPE bigint", exclusive, true, 20000);
        row("ALTER TABLE users ALTER COLUMN name TYPE varchar(40)", exclusive, false, 0);
        row("CREATE INDEX i ON users (n)", u"ShareLock"_s, false, 10000);
        row("CREATE TRIGGER t AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note()", u"ShareRowExclusiveLock"_s,
            false, 0);
        row("COMMENT ON TABLE users IS 'x'", u"ShareUpdateExclusiveLock"_s, false, 0);
        row("SELECT count(*) FROM users", u"AccessShareLock"_s, false, 10000);
    }

    void measures()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QString, lock);
        QFETCH(bool, rewrite);
        QFETCH(qint64, scanned);
        const MigrationRun run = m_place.one(sql);
        QVERIFY2(run.ok, qPrintable(m_place.errorOf(run)));
        const StatementRun &statement = run.statements.first();
        QVERIFY(statement.locks.contains(LockTaken{u"public.users"_s, lock}));
        QCOMPARE(statement.rewrites, rewrite ? QStringList{u"public.users"_s} : QStringList());
        QCOMPARE(statement.rows.value(u"public.users"_s).scanned, scanned);
        QVERIFY(statement.milliseconds > 0);
    }

    void typeChangesDependOnTheTimeZone()
    {
        const QByteArray sql = "ALTER TABLE users ALTER COLUMN at TYPE timestamptz";
        QVERIFY(m_place.session->execute(Statement("SET TimeZone = 'UTC'")).has_value());
        QVERIFY(m_place.one(sql).statements.first().rewrites.isEmpty());
        QVERIFY(m_place.session->execute(Statement("SET TimeZone = 'Europe/Berlin'")).has_value());
        QCOMPARE(m_place.one(sql).statements.first().rewrites, QStringList{u"public.users"_s});
    }

    void countsRowsWithTriggers()
    {
        const MigrationRun run = m_place.one(
            "UPDATE bouts SET user_id = 3;\nDELETE FROM bouts WHERE id = 1;\nINSERT INTO bouts VALUES (9, 9);");
        QVERIFY(run.ok);
        QCOMPARE(run.statements[0].rows.value(u"public.bouts"_s).updated, 2);
        QCOMPARE(run.statements[0].rows.value(u"public.log"_s).inserted, 2);
        QCOMPARE(run.statements[1].rows.value(u"public.bouts"_s).deleted, 1);
        QCOMPARE(run.statements[2].rows.value(u"public.bouts"_s).inserted, 1);
        QVERIFY(!run.statements[2].rows.contains(u"public.log"_s));
    }

    void tellsTheSchemasDifference()
    {
        const MigrationRun run =
            m_place.one("ALTER TABLE users ALTER COLUMN n TYPE bigint; ALTER TABLE users DROP COLUMN "
                        "name; CREATE INDEX i ON users (n); DROP TABLE bouts;");
        QStringList changes;
        for (const SchemaChange &change : run.schemaChanges)
            changes << toString(change.kind) + u' ' + change.object;
        QCOMPARE(changes,
                 (QStringList{u"changed column public.users.n"_s, u"removed column public.users.name"_s,
                              u"removed index public.bouts_pkey"_s, u"added index public.i"_s,
                              u"removed table public.bouts"_s}));
        QCOMPARE(run.schemaChanges.first().before, u"integer"_s);
        QCOMPARE(run.schemaChanges.first().after, u"bigint"_s);
    }

    void measuresEachOfThoseSentTogether()
    {
        QList<int> begun;
        DryRunOptions options;
        options.progress = [&](const QString &, int statement, int) { begun << statement; };
        const DryRunFile file = fileOf(u"1"_s,
                                       "CREATE TABLE IF NOT EXISTS users (id int); CREATE TABLE a (id int);"
                                       "INSERT INTO a SELECT generate_series(1, 7); CREATE INDEX ai ON a (id);"
                                       "ALTER TABLE a ADD COLUMN b uuid DEFAULT gen_random_uuid();"
                                       "UPDATE bouts SET user_id = 3; DROP INDEX IF EXISTS nowhere;");
        const auto result = dryRun(*m_place.session, {file}, drizzle, options);
        QVERIFY(result && result->ok);
        const QList<StatementRun> runs = result->migrations.first().statements;
        QStringList told;
        for (const StatementRun &run : runs) {
            QCOMPARE(run.state, StatementRun::State::Done);
            QVERIFY2(run.milliseconds > 0 && run.milliseconds < 10000, qPrintable(QString::number(run.milliseconds)));
            told << QString::number(run.notices.size());
        }
        QCOMPARE(told.join(u' '), u"1 0 0 0 0 0 1"_s);
        QVERIFY(runs[0].notices.first().contains(u"users"_s) && runs[6].notices.first().contains(u"nowhere"_s));
        QVERIFY(runs[1].locks.contains(LockTaken{u"public.a"_s, u"AccessExclusiveLock"_s}));
        QCOMPARE(runs[2].rows.value(u"public.a"_s).inserted, 7);
        QVERIFY(runs[3].locks.contains(LockTaken{u"public.ai"_s, u"AccessExclusiveLock"_s}));
        QCOMPARE(runs[3].rows.value(u"public.a"_s).scanned, 7);
        QCOMPARE(runs[4].rewrites, QStringList{u"public.a"_s});
        for (const LockTaken &lock : runs[5].locks)
            QVERIFY2(lock.relation.startsWith("public.bouts"_L1) || lock.relation.startsWith("public.log"_L1),
                     qPrintable(lock.relation));
        QVERIFY(runs[5].locks.contains(LockTaken{u"public.log"_s, u"RowExclusiveLock"_s}));
        QCOMPARE(runs[5].rows.value(u"public.log"_s).inserted, 2);
        QVERIFY(runs[6].locks.isEmpty() && runs[6].rows.isEmpty());
        QCOMPARE(begun.mid(0, 7), (QList<int>{0, 1, 2, 3, 4, 5, 6}));
    }

    void tellsWhichOfThoseSentTogetherFailed()
    {
        const MigrationRun run = m_place.one("CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n"
                                             "CREATE TABLE c (id nothing);\nCREATE TABLE d (id int);");
        QVERIFY(!run.ok);
        QVERIFY(run.statements[1].locks.contains(LockTaken{u"public.b"_s, u"AccessExclusiveLock"_s}));
        QCOMPARE(run.statements[1].state, StatementRun::State::Done);
        QCOMPARE(run.statements[2].error->sqlState, u"42704"_s);
        QCOMPARE(run.statements[2].errorLine, 3);
        QCOMPARE(run.statements[3].state, StatementRun::State::NotReached);
    }

    /// Plain statements cost no more round trips than one does, and a file costs one.
    void waitsOncePerFile()
    {
        TestProxy proxy(m_place.server.host(), m_place.server.port());
        QVERIFY(proxy.start());
        Session far(*ConnectionInfo::fromUrl(proxy.url(m_place.server.url(m_place.name))), DryRunPlace::writing());
        QVERIFY(far.open());
        proxy.setDelay(std::chrono::milliseconds(20));
        DryRunOptions options;
        options.proofs = false;
        const auto tripsOf = [&](const QList<DryRunFile> &files) {
            proxy.resetCounts();
            const auto result = dryRun(far, files, drizzle, options);
            return result && result->ok ? proxy.counts().roundTrips : -1;
        };
        const auto first = fileOf(u"1"_s, "CREATE TABLE a (id int)"),
                   second = fileOf(u"2"_s, "CREATE TABLE b (id int)");
        const auto longer = fileOf(u"1"_s, "CREATE TABLE a (id int); CREATE INDEX ON a (id); ALTER TABLE a ADD b int");
        const int least = tripsOf({first}), prepared = tripsOf({first});
        QVERIFY2(least > 0 && prepared <= least, qPrintable(QString::number(prepared)));
        QCOMPARE(tripsOf({longer}), prepared);
        QCOMPARE(tripsOf({longer, second}), prepared + 1);
    }

    void knowsATableHoweverItIsWritten()
    {
        const MigrationRun run =
            m_place.many({fileOf(u"1"_s, "CREATE TABLE a (id int);", "DROP TABLE public.a;")}).migrations.first();
        QVERIFY(run.ok && run.reversible.holds.value_or(false));
    }

    void tellsErrorsWhereTheyAre()
    {
        const MigrationRun run = m_place.one("SELECT 1;\n-- é\nSELECT 'é',\n   nothing FROM users;\nSELECT 2;");
        QVERIFY(!run.ok);
        const StatementRun &failed = run.statements.at(1);
        QCOMPARE(failed.error->sqlState, u"42703"_s);
        QCOMPARE(failed.errorLine, 4);
        QCOMPARE(failed.errorColumn, 4);
        QCOMPARE(run.statements.at(2).state, StatementRun::State::NotReached);
    }

    void provesIdempotence_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<bool>("holds");
        const auto row = [](const char *sql, bool holds) { QTest::newRow(sql) << QByteArray(sql) << holds; };
        row("CREATE TABLE a (id int)", false);
        row("CREATE TABLE IF NOT EXISTS a (id int)", true);
        row("INSERT INTO bouts VALUES (5, 5) ON CONFLICT DO NOTHING", true);
        row("INSERT INTO log (what) VALUES ('x')", false);
        row("UPDATE users SET name = 'same'", true);
        row("UPDATE users SET n = n + 1", false);
        row("CREATE INDEX ON users (n)", false);
        row("ALTER TABLE users ADD COLUMN IF NOT EXISTS z int; UPDATE users SET z = 1 WHERE z IS NULL", true);
        row("DROP TABLE IF EXISTS bouts", true);
    }

    void provesIdempotence()
    {
        QFETCH(QByteArray, sql);
        QFETCH(bool, holds);
        const MigrationRun run = m_place.one(sql);
        QVERIFY2(run.ok, qPrintable(m_place.errorOf(run)));
        QCOMPARE(run.idempotent.holds, std::optional<bool>(holds));
        QCOMPARE(run.idempotent.reason.isEmpty(), holds);
    }

    void provesTheRollback()
    {
        const QByteArray up = "CREATE TABLE a (id int); ALTER TABLE users ALTER COLUMN n SET DEFAULT 1;";
        QCOMPARE(m_place.many({fileOf(u"1"_s, up, "DROP TABLE a; ALTER TABLE users ALTER COLUMN n DROP DEFAULT;")})
                     .migrations[0]
                     .reversible.holds,
                 std::optional<bool>(true));
        const Proof forgot =
            m_place.many({fileOf(u"1"_s, up, "BEGIN; DROP TABLE a; COMMIT;")}).migrations[0].reversible;
        QCOMPARE(forgot.holds, std::optional<bool>(false));
        QCOMPARE(forgot.difference.size(), 1);
        QCOMPARE(forgot.difference[0].object, u"column public.users.n"_s);
        const Proof fails = m_place.many({fileOf(u"1"_s, up, "DROP TABLE nowhere;")}).migrations[0].reversible;
        QCOMPARE(fails.holds, std::optional<bool>(false));
        QVERIFY(fails.reason.contains("nowhere"_L1));
        QVERIFY(
            !m_place.many({fileOf(u"1"_s, up + "-- ROLLBACK: call Ada")}).migrations[0].reversible.holds.has_value());
    }

    void namesAllOffendingRows_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("state");
        QTest::addColumn<qint64>("rows");
        const auto row = [](const char *sql, const QString &state, qint64 rows) {
            QTest::newRow(sql) << QByteArray(sql) << state << rows;
        };
        row("ALTER TABLE oddities ALTER COLUMN a SET NOT NULL", u"23502"_s, 2);
        row("ALTER TABLE oddities ADD CONSTRAINT c CHECK (b > 0 AND (b < 9)) ", u"23514"_s, 3);
        row("ALTER TABLE oddities ADD CONSTRAINT u UNIQUE (a, b)", u"23505"_s, 2);
        row("CREATE UNIQUE INDEX u ON oddities (lower(a))", u"23505"_s, 3);
        row("CREATE UNIQUE INDEX u ON oddities USING btree (a)", u"23505"_s, 2);
        row("ALTER TABLE oddities ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES users (id)", u"23503"_s, 2);
        row("ALTER TABLE oddities ADD COLUMN z int NOT NULL", u"23502"_s, 6);
        row("ALTER TABLE oddities ALTER COLUMN a TYPE varchar(1)", u"22001"_s, 1);
    }

    void namesAllOffendingRows()
    {
        QFETCH(QByteArray, sql);
        QFETCH(QString, state);
        QFETCH(qint64, rows);
        const QByteArray before = "CREATE TABLE oddities (a text, b int);\nINSERT INTO oddities VALUES ('x', 1), ('x', "
                                  "1), ('X', 2), (NULL, 0), (NULL, -1), ('yy', 10);\n";
        const MigrationRun run = m_place.one(before + sql);
        const StatementRun &failed = run.statements.last();
        QVERIFY(failed.error.has_value());
        QCOMPARE(failed.error->sqlState, state);
        QCOMPARE(failed.data.size(), 1);
        QCOMPARE(failed.data[0].rows, rows);
    }

    void countsWhatIsLost()
    {
        const MigrationRun run =
            m_place.one("ALTER TABLE users DROP COLUMN email;\nDROP TABLE bouts;\nTRUNCATE users;");
        QVERIFY2(run.ok, qPrintable(m_place.errorOf(run)));
        QCOMPARE(run.statements[0].data.value(0).rows, 10000);
        QVERIFY(run.statements[0].rows.isEmpty()); // the counting is not the statement's own reading
        QCOMPARE(run.statements[1].data.value(0).rows, 2);
        QCOMPARE(run.statements[2].data.value(0).rows, 10000);
    }

    void labelsTheFindings()
    {
        const auto label = [this](const QByteArray &sql, const QString &rule) {
            for (const JudgedFinding &judged : m_place.one(sql).findings) {
                if (judged.finding.rule == rule)
                    return toString(judged.label);
            }
            return u"none"_s;
        };
        QCOMPARE(label("ALTER TABLE users ALTER COLUMN n TYPE bigint", u"changing-column-type"_s), u"confirmed"_s);
        QCOMPARE(label("ALTER TABLE users ALTER COLUMN name TYPE varchar(40)", u"changing-column-type"_s),
                 u"dismissed"_s);
        QCOMPARE(label("ALTER TABLE users ADD COLUMN x int NOT NULL", u"adding-required-field"_s), u"confirmed"_s);
        QCOMPARE(label("ALTER TABLE log ADD COLUMN x int NOT NULL", u"adding-required-field"_s), u"dismissed"_s);
        QCOMPARE(label("CREATE TABLE a (id int)", u"not-idempotent"_s), u"confirmed"_s);
        QCOMPARE(label("ALTER TABLE users RENAME COLUMN n TO m", u"renaming-column"_s), u"not-measurable"_s);
    }

    /// Also in a file that fails, and under names that need quotes.
    void knowsWhatTheFileItselfMade()
    {
        QVERIFY(m_place.server.runSql(m_place.name, u"CREATE TABLE \"Old one\" (id int)"_s));
        const MigrationRun run = m_place.one("CREATE TABLE \"New one\" (id int PRIMARY KEY);\n"
                                             "ALTER TABLE \"Old one\" ADD COLUMN x int;\n"
                                             "ALTER TABLE users ADD COLUMN y int;\nSELECT nothing;");
        QCOMPARE(lockWords(run, run.statements[0]), QString());
        QVERIFY2(lockWords(run, run.statements[1]).startsWith(u"blocks reads and writes of public."_s)
                     && lockWords(run, run.statements[1]).contains(u"Old one"_s),
                 qPrintable(lockWords(run, run.statements[1])));
        QCOMPARE(lockWords(run, run.statements[2]), u"blocks reads and writes of public.users"_s);
        QVERIFY(m_place.server.runSql(m_place.name, u"DROP TABLE \"Old one\""_s));
    }

    void jsonHasTheContractsKeys()
    {
        const QJsonObject json =
            dryRunJson(m_place.many({fileOf(u"1"_s, "CREATE TABLE a (id int);\nSELECT nothing;")}));
        QCOMPARE(json["ok"_L1].toBool(true), false);
        QCOMPARE(json["on"_L1].toString(), u"transaction"_s);
        const QJsonObject migration = json["migrations"_L1].toArray().first().toObject();
        for (const auto key :
             {"tag"_L1, "ok"_L1, "idempotent"_L1, "reversible"_L1, "statements"_L1, "schema_changes"_L1, "findings"_L1})
            QVERIFY2(migration.contains(key), key.data());
        const QJsonObject statement = migration["statements"_L1].toArray().last().toObject();
        for (const auto key : {"index"_L1, "line"_L1, "kind"_L1, "ok"_L1, "duration_ms"_L1, "locks"_L1, "rewrites"_L1,
                               "rows"_L1, "notices"_L1, "error"_L1})
            QVERIFY2(statement.contains(key), key.data());
        QCOMPARE(statement["error"_L1]["sqlstate"_L1].toString(), u"42703"_s);
        QCOMPARE(statement["error"_L1]["line"_L1].toInt(), 2);
    }

    // Without proofs the catalog is read once for several files; each is told the same changes all the same.
    void eachFileIsToldItsOwnChanges()
    {
        const QList<DryRunFile> files{
            fileOf(u"1"_s, "CREATE TABLE a (id bigserial PRIMARY KEY, x text);\nCREATE INDEX a_x ON a (x);"),
            fileOf(u"2"_s, "CREATE TABLE b (id int);\nALTER TABLE b ADD COLUMN more int;"),
            fileOf(u"3"_s, "CREATE TABLE c (id int);\nSELECT nobody;"),
            fileOf(u"4"_s, "ALTER TABLE a DROP COLUMN x;"), // what an earlier one made
            fileOf(u"5"_s, "CREATE TABLE public.b2 (id int REFERENCES users);"),
            fileOf(u"6"_s, "CREATE VIEW v AS SELECT * FROM b;"),
            fileOf(u"7"_s, "CREATE TABLE IF NOT EXISTS b (id int);\nCREATE INDEX b_more ON b (more);")};
        DryRunOptions options;
        const auto proven = dryRun(*m_place.session, files, drizzle, options);
        options.proofs = false;
        const auto quick = dryRun(*m_place.session, files, drizzle, options);
        QVERIFY(proven && quick);
        for (qsizetype i = 0; i < files.size(); ++i) {
            QCOMPARE(quick->migrations[i].ok, proven->migrations[i].ok);
            QCOMPARE(quick->migrations[i].schemaChanges, proven->migrations[i].schemaChanges);
            QCOMPARE(quick->migrations[i].schemaChanges.isEmpty(), i == 2);
        }
    }

    // A table that is locked already tells all the same what the next statement does to it, by itself or by a trigger.
    void measuresWhatIsLockedAlready()
    {
        const MigrationRun run =
            m_place.one("UPDATE bouts SET user_id = 2; UPDATE bouts SET user_id = 3;"
                        "ALTER TABLE users ALTER n TYPE bigint; ALTER TABLE users ALTER n TYPE int;"
                        "ALTER TABLE users ALTER n SET NOT NULL;"
                        "ALTER TABLE bouts ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users;");
        QVERIFY2(run.ok, qPrintable(DryRunPlace::errorOf(run)));
        for (const int i : {0, 1}) {
            QCOMPARE(run.statements[i].rows[u"public.bouts"_s].updated, 2);
            QCOMPARE(run.statements[i].rows[u"public.log"_s].inserted, 2);
        }
        for (const int i : {2, 3})
            QCOMPARE(run.statements[i].rewrites, QStringList{u"public.users"_s});
        QVERIFY(run.statements[4].rewrites.isEmpty());
        QCOMPARE(run.statements[4].rows[u"public.users"_s].scanned, 10000);
        QCOMPARE(run.statements[5].rows[u"public.bouts"_s].scanned, 2);
    }

    void theProbeIsNotTheStatementsTime()
    {
        const MigrationRun run = m_place.one("SELECT pg_sleep(0.3); CREATE TABLE quick (id int);");
        QVERIFY(run.statements[0].milliseconds >= 300);
        QVERIFY(run.statements[1].milliseconds < 300);
    }

private:
    DryRunPlace m_place;
};

QTEST_GUILESS_MAIN(TestDryRun)
#include "tst_dryrun.moc"
