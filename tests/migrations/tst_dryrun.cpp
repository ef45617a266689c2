// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunjson.h"
#include "migrations/lint.h"
#include "sql/session.h"
#include "support/testserver.h"

#include <QJsonArray>
#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

namespace {

const RunnerTraits drizzle{u"drizzle-kit migrate"_s, RunnerTraits::Grouping::OneTransaction, true, false};
const RunnerTraits psql{u"psql"_s, RunnerTraits::Grouping::FileDecides, false, true};

DryRunFile fileOf(const QString &tag, const QByteArray &sql, const QByteArray &rollback = {},
                  const RunnerTraits &runner = drizzle)
{
    DryRunFile file;
    file.tag = tag;
    file.script = std::make_shared<const Script>(Script::parse(sql, {runner.breakpoints, Script::Depth::Trees}));
    if (!rollback.isEmpty())
        file.rollback = std::make_shared<const Script>(Script::parse(rollback));
    file.findings = lintScript(*file.script, runner);
    return file;
}

// A table with 10 000 rows, and what a migration can do to it.
const char *const schema =
    "CREATE TABLE users (id bigint PRIMARY KEY, email text, name varchar(20), at timestamp, n int);"
    "INSERT INTO users SELECT g, 'u' || g, 'n', '2026-01-01', g FROM generate_series(1, 10000) g;"
    "CREATE TABLE bouts (id bigint PRIMARY KEY, user_id bigint);"
    "CREATE TABLE log (id bigserial PRIMARY KEY, what text);"
    "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log (what) VALUES (TG_OP); RETURN "
    "NULL; END $$;"
    "CREATE TRIGGER noted AFTER UPDATE ON bouts FOR EACH ROW EXECUTE FUNCTION note();"
    "INSERT INTO bouts VALUES (1, 1), (2, 2)";

} // namespace

class TestDryRun : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
        QVERIFY(m_server.createDatabase(u"template_pit"_s));
        QVERIFY2(m_server.runSql(u"template_pit"_s, QString::fromLatin1(schema)), qPrintable(m_server.errorText()));
    }
    void init()
    {
        m_name = u"db%1"_s.arg(++m_databases);
        QVERIFY2(m_server.createDatabase(m_name, u"template_pit"_s), qPrintable(m_server.errorText()));
        m_session = std::make_unique<Session>(*ConnectionInfo::fromUrl(m_server.url(m_name)), writing());
        QVERIFY(m_session->open().has_value());
        m_before = dump();
    }
    void cleanup()
    {
        if (m_session && m_session->isOpen())
            QCOMPARE(m_session->transactionStatus(), Session::TransactionStatus::Idle);
        m_session.reset();
        QCOMPARE(dump(), m_before); // whatever happened, nothing is left
    }

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
        const MigrationRun run = one(sql);
        QVERIFY2(run.ok, qPrintable(errorOf(run)));
        const StatementRun &statement = run.statements.first();
        QVERIFY(statement.locks.contains(LockTaken{u"public.users"_s, lock}));
        QCOMPARE(statement.rewrites, rewrite ? QStringList{u"public.users"_s} : QStringList());
        QCOMPARE(statement.rows.value(u"public.users"_s).scanned, scanned);
        QVERIFY(statement.milliseconds > 0);
    }

    void typeChangesDependOnTheTimeZone()
    {
        const QByteArray sql = "ALTER TABLE users ALTER COLUMN at TYPE timestamptz";
        QVERIFY(m_session->execute(Statement("SET TimeZone = 'UTC'")).has_value());
        QVERIFY(one(sql).statements.first().rewrites.isEmpty());
        QVERIFY(m_session->execute(Statement("SET TimeZone = 'Europe/Berlin'")).has_value());
        QCOMPARE(one(sql).statements.first().rewrites, QStringList{u"public.users"_s});
    }

    void countsRowsWithTriggers()
    {
        const MigrationRun run =
            one("UPDATE bouts SET user_id = 3;\nDELETE FROM bouts WHERE id = 1;\nINSERT INTO bouts VALUES (9, 9);");
        QVERIFY(run.ok);
        QCOMPARE(run.statements[0].rows.value(u"public.bouts"_s).updated, 2);
        QCOMPARE(run.statements[0].rows.value(u"public.log"_s).inserted, 2);
        QCOMPARE(run.statements[1].rows.value(u"public.bouts"_s).deleted, 1);
        QCOMPARE(run.statements[2].rows.value(u"public.bouts"_s).inserted, 1);
        QVERIFY(!run.statements[2].rows.contains(u"public.log"_s));
    }

    void tellsTheSchemasDifference()
    {
        const MigrationRun run = one("ALTER TABLE users ALTER COLUMN n TYPE bigint; ALTER TABLE users DROP COLUMN "
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

    void tellsErrorsWhereTheyAre()
    {
        const MigrationRun run = one("SELECT 1;\n-- é\nSELECT 'é',\n   nothing FROM users;\nSELECT 2;");
        QVERIFY(!run.ok);
        const StatementRun &failed = run.statements.at(1);
        QCOMPARE(failed.error->sqlState, u"42703"_s);
        QCOMPARE(failed.errorLine, 4);
        QCOMPARE(failed.errorColumn, 4);
        QCOMPARE(run.statements.at(2).state, StatementRun::State::NotReached);
    }

    void goesOnAfterAFailingFile()
    {
        const DryRunResult result = many({fileOf(u"1"_s, "CREATE TABLE a (id int); SELECT 1/0;"),
                                          fileOf(u"2"_s, "ALTER TABLE a ADD COLUMN b int;"),
                                          fileOf(u"3"_s, "ALTER TABLE users ADD COLUMN b int;"),
                                          fileOf(u"4"_s, "ALTER TABLE nowhere ADD COLUMN b int;")});
        QVERIFY(!result.ok);
        QCOMPARE(result.migrations[1].followsFrom, u"1"_s);
        QVERIFY(result.migrations[2].ok);
        QVERIFY(!result.migrations[3].ok);
        QVERIFY(result.migrations[3].followsFrom.isEmpty());
        QVERIFY(result.migrations[2].statements.first().locks.contains(
            LockTaken{u"public.users"_s, u"AccessExclusiveLock"_s}));
    }

    void forcesDeferredConstraints()
    {
        const MigrationRun run = one("ALTER TABLE bouts ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id) "
                                     "DEFERRABLE INITIALLY DEFERRED;\nINSERT INTO bouts VALUES (7, 123456);");
        QVERIFY(!run.ok);
        QCOMPARE(run.statements.last().error->sqlState, u"23503"_s);
        QVERIFY(one("SET CONSTRAINTS ALL IMMEDIATE; SELECT 1;").ok);
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
        const MigrationRun run = one(sql);
        QVERIFY2(run.ok, qPrintable(errorOf(run)));
        QCOMPARE(run.idempotent.holds, std::optional<bool>(holds));
        QCOMPARE(run.idempotent.reason.isEmpty(), holds);
    }

    void provesTheRollback()
    {
        const QByteArray up = "CREATE TABLE a (id int); ALTER TABLE users ALTER COLUMN n SET DEFAULT 1;";
        QCOMPARE(many({fileOf(u"1"_s, up, "DROP TABLE a; ALTER TABLE users ALTER COLUMN n DROP DEFAULT;")})
                     .migrations[0]
                     .reversible.holds,
                 std::optional<bool>(true));
        const Proof forgot = many({fileOf(u"1"_s, up, "BEGIN; DROP TABLE a; COMMIT;")}).migrations[0].reversible;
        QCOMPARE(forgot.holds, std::optional<bool>(false));
        QCOMPARE(forgot.difference.size(), 1);
        QCOMPARE(forgot.difference[0].object, u"column public.users.n"_s);
        const Proof fails = many({fileOf(u"1"_s, up, "DROP TABLE nowhere;")}).migrations[0].reversible;
        QCOMPARE(fails.holds, std::optional<bool>(false));
        QVERIFY(fails.reason.contains("nowhere"_L1));
        QVERIFY(!many({fileOf(u"1"_s, up + "-- ROLLBACK: call Ada")}).migrations[0].reversible.holds.has_value());
    }

    void cannotBeCommitted_data()
    {
        QTest::addColumn<QByteArray>("sql");
        const auto row = [](const char *sql) { QTest::newRow(sql) << QByteArray(sql); };
        row("CREATE TABLE leak (id int); COMMIT;");
        row("CREATE TABLE leak (id int); COMMIT AND CHAIN; SELECT 1;");
        row("ROLLBACK; CREATE TABLE leak (id int);");
        row("CREATE TABLE leak (id int); PREPARE TRANSACTION 'x';");
        row("CREATE TABLE leak (id int); END; BEGIN; SELECT 1;");
        row("DO $$ BEGIN CREATE TABLE leak (id int); COMMIT; END $$;");
        row("SELECT 1_x(; COMMIT;");
        row("CREATE TABLE leak (id int); SET CONSTRAINTS ALL IMMEDIATE; COMMIT;");
        row("CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$; CALL p();");
        row("SAVEPOINT x; CREATE TABLE leak (id int); RELEASE x;");
        row("SET default_transaction_read_only = off; CREATE TABLE leak (id int);");
        row("DELETE FROM pg_temp.pitboss_guard; CREATE TABLE leak (id int);");
    }
    void cannotBeCommitted()
    {
        QFETCH(QByteArray, sql);
        for (const RunnerTraits &runner : {drizzle, psql}) {
            DryRunOptions options;
            (void)dryRun(*m_session, {fileOf(u"1"_s, sql, {}, runner)}, runner, options).has_value();
            QCOMPARE(m_session->transactionStatus(), Session::TransactionStatus::Idle);
            QVERIFY(m_server.value(m_name, u"select to_regclass('leak')::text"_s).isEmpty());
        }
    }

    void stripsTheFilesOwnTransaction()
    {
        const MigrationRun run =
            many({fileOf(u"1"_s, "BEGIN; CREATE TABLE a (id int); COMMIT;", {}, psql)}, psql).migrations.first();
        QVERIFY(run.ok);
        QCOMPARE(run.statements[0].state, StatementRun::State::Stripped);
        QCOMPARE(run.statements[2].state, StatementRun::State::Stripped);
        QVERIFY(!many({fileOf(u"1"_s, "COMMIT; BEGIN; SELECT 1;")}).migrations.first().refusal.isEmpty());
    }

    void saysWhatOnlyAScratchCopyCanTry()
    {
        const QByteArray sql = "CREATE INDEX CONCURRENTLY i ON users (n);";
        const DryRunResult byHand = many({fileOf(u"1"_s, sql, {}, psql)}, psql);
        QVERIFY(byHand.needsScratch);
        QCOMPARE(byHand.migrations[0].statements[0].state, StatementRun::State::NotMeasurable);
        const MigrationRun byDrizzle = one(sql);
        QCOMPARE(byDrizzle.statements[0].error->sqlState, u"25001"_s);
    }

    void labelsTheFindings()
    {
        const auto label = [this](const QByteArray &sql, const QString &rule) {
            for (const JudgedFinding &judged : one(sql).findings) {
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

    void waitsNotLongForALock()
    {
        Session blocker(*ConnectionInfo::fromUrl(m_server.url(m_name)), writing());
        QVERIFY(blocker.open().has_value());
        QVERIFY(blocker.execute(Statement("BEGIN")).has_value());
        QVERIFY(blocker.execute(Statement("LOCK TABLE users IN ACCESS SHARE MODE")).has_value());
        DryRunOptions options;
        options.lockTimeout = std::chrono::milliseconds(200);
        const auto result =
            dryRun(*m_session, {fileOf(u"1"_s, "ALTER TABLE users ADD COLUMN x int;")}, drizzle, options);
        QVERIFY(result.has_value());
        QCOMPARE(result->migrations[0].statements[0].error->sqlState, u"55P03"_s);
        QVERIFY(blocker.execute(Statement("ROLLBACK")).has_value());
    }

    void survivesAKilledBackend()
    {
        const QByteArray sql = "CREATE TABLE leak (id int); SELECT pg_terminate_backend(pg_backend_pid()); SELECT 1;";
        DryRunOptions options;
        const auto result = dryRun(*m_session, {fileOf(u"1"_s, sql)}, drizzle, options);
        QVERIFY(!result.has_value());
        QVERIFY(!m_session->isOpen());
    }

    void refusesAReadOnlyConnection()
    {
        Session reader(*ConnectionInfo::fromUrl(m_server.url(m_name)), SessionOptions{});
        QVERIFY(reader.open().has_value());
        DryRunOptions options;
        const auto result = dryRun(reader, {}, drizzle, options);
        QVERIFY(!result && result.error().kind == Error::Kind::Refused);
    }

    void jsonHasTheContractsKeys()
    {
        const QJsonObject json = dryRunJson(many({fileOf(u"1"_s, "CREATE TABLE a (id int);\nSELECT nothing;")}));
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

private:
    static SessionOptions writing()
    {
        SessionOptions options;
        options.readOnly = false;
        return options;
    }

    DryRunResult many(const QList<DryRunFile> &files, const RunnerTraits &runner = drizzle)
    {
        DryRunOptions options;
        const auto result = dryRun(*m_session, files, runner, options);
        if (!result)
            qWarning() << result.error().text();
        return result ? *result : DryRunResult{};
    }

    MigrationRun one(const QByteArray &sql) { return many({fileOf(u"1"_s, sql)}).migrations.value(0); }

    static QString errorOf(const MigrationRun &run)
    {
        for (const StatementRun &statement : run.statements) {
            if (statement.error)
                return statement.error->text();
        }
        return run.refusal;
    }

    /// The whole database as text: schema and rows; where sequences stand is left out, for those no rollback takes
    /// back.
    QString dump()
    {
        QProcess process;
        process.start(m_server.binary(u"pg_dump"_s), {u"--dbname"_s, m_server.url(m_name), u"--no-comments"_s});
        process.waitForFinished();
        QString text = QString::fromUtf8(process.readAllStandardOutput());
        return text.remove(QRegularExpression(u"SELECT pg_catalog.setval[^\\n]*\\n|\\\\(un)?restrict[^\\n]*\\n"_s));
    }

    TestServer m_server;
    std::unique_ptr<Session> m_session;
    QString m_name, m_before;
    int m_databases = 0;
};

QTEST_GUILESS_MAIN(TestDryRun)
#include "tst_dryrun.moc"
