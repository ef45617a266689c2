// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dryrunplace.h"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

class TestDryRunGuards : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_place.start(); }
    void init() { m_place.open(); }
    void cleanup() { m_place.close(); }

    void goesOnAfterAFailingFile()
    {
        const DryRunResult result = m_place.many({fileOf(u"1"_s, "CREATE TABLE a (id int); SELECT 1/0;"),
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
        const MigrationRun run =
            m_place.one("ALTER TABLE bouts ADD CONSTRAINT f FOREIGN KEY (user_id) REFERENCES users (id) "
                        "DEFERRABLE INITIALLY DEFERRED;\nINSERT INTO bouts VALUES (7, 123456);");
        QVERIFY(!run.ok);
        QCOMPARE(run.statements.last().error->sqlState, u"23503"_s);
        QVERIFY(m_place.one("SET CONSTRAINTS ALL IMMEDIATE; SELECT 1;").ok);
    }

    void saysWhatNoRollbackTakesBack()
    {
        const MigrationRun run = m_place.one("INSERT INTO log (what) VALUES ('x')");
        QCOMPARE(run.notUndone.size(), 1);
        QVERIFY(run.notUndone[0].contains("public.log_id_seq"_L1));
        QVERIFY(m_place.one("SELECT 1").notUndone.isEmpty());
    }

    void leavesNothingOfAKilledBackend()
    {
        DryRunOptions options;
        options.progress = [this](const QString &, int statement, int) {
            if (statement == 1)
                m_place.server.runSql(
                    m_place.name, u"SELECT pg_terminate_backend(%1)"_s.arg(m_place.session->backendPid()), Role::Super);
        };
        const auto result =
            dryRun(*m_place.session, {fileOf(u"1"_s, "CREATE TABLE leak (id int); SELECT 1;")}, drizzle, options);
        QVERIFY(!result);
        QVERIFY2(!m_place.session->isOpen(), qPrintable(result.error().text()));
    }

    void leavesNothingOfAKilledClient()
    {
        m_place.session.reset(); // a child must not share it
        const pid_t child = fork();
        if (child == 0) {
            Session own(*ConnectionInfo::fromUrl(m_place.server.url(m_place.name)), DryRunPlace::writing());
            DryRunOptions options;
            options.progress = [](const QString &, int statement, int) {
                if (statement == 1)
                    kill(getpid(), SIGKILL);
            };
            if (own.open())
                (void)dryRun(own, {fileOf(u"1"_s, "CREATE TABLE leak (id int); SELECT 1;")}, drizzle, options)
                    .has_value();
            _exit(0);
        }
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        QTRY_COMPARE(m_place.server.value(m_place.name,
                                          u"select count(*)::text from pg_stat_activity where datname = "
                                          u"current_database() and pid <> pg_backend_pid() and "
                                          u"backend_type = 'client backend'"_s),
                     u"0"_s);
    }

    void leavesNothingOfAKilledServer()
    {
        DryRunOptions options;
        options.progress = [this](const QString &, int statement, int) {
            if (statement == 1)
                m_place.server.killHard();
        };
        const auto result =
            dryRun(*m_place.session, {fileOf(u"1"_s, "CREATE TABLE leak (id int); SELECT 1;")}, drizzle, options);
        QVERIFY(!result);
        QVERIFY2(!m_place.session->isOpen(), qPrintable(result.error().text()));
        QVERIFY2(m_place.server.restart(), qPrintable(m_place.server.errorText()));
    }

    void seesWhatHidesInATrigger() // so the whole catalog is read again
    {
        const DryRunResult result = m_place.many(
            {fileOf(u"1"_s,
                    "CREATE FUNCTION hide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE hidden "
                    "(id int); RETURN NULL; END $$;\n"
                    "CREATE TRIGGER hide AFTER INSERT ON bouts FOR EACH ROW EXECUTE FUNCTION hide();"),
             fileOf(u"2"_s, "INSERT INTO bouts VALUES (77, 1);"),
             fileOf(u"3"_s, "ALTER TABLE hidden ADD COLUMN more int;", "ALTER TABLE hidden DROP COLUMN more;")});
        QVERIFY(result.ok);
        QCOMPARE(result.migrations[1].schemaChanges.size(), 2);
        QCOMPARE(result.migrations[1].schemaChanges[1].object, u"table public.hidden"_s);
        QCOMPARE(result.migrations[2].schemaChanges.size(), 1);
        QVERIFY(result.migrations[2].reversible.holds.value_or(false));
    }

    void survivesLostPreparedStatements()
    {
        QVERIFY(m_place.one("DEALLOCATE ALL; CREATE TABLE a (id int); INSERT INTO a VALUES (1);").ok);
        QVERIFY(m_place.one("CREATE TABLE a (id int); INSERT INTO a VALUES (1);").ok);
    }

    void canBeCanceled()
    {
        DryRunOptions options;
        options.progress = [this](const QString &, int statement, int) {
            if (statement == 1)
                m_place.session->canceler()->cancel(1);
        };
        QVERIFY(m_place.session->canceler()->begin(1));
        const auto result = dryRun(
            *m_place.session, {fileOf(u"1"_s, "CREATE TABLE leak (id int); SELECT pg_sleep(30);")}, drizzle, options);
        m_place.session->canceler()->end();
        QVERIFY(!result && result.error().kind == Error::Kind::Canceled);
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
            (void)dryRun(*m_place.session, {fileOf(u"1"_s, sql, {}, runner)}, runner, options).has_value();
            QCOMPARE(m_place.session->transactionStatus(), Session::TransactionStatus::Idle);
            QVERIFY(m_place.server.value(m_place.name, u"select to_regclass('leak')::text"_s).isEmpty());
        }
    }

    void stripsTheFilesOwnTransaction()
    {
        const MigrationRun run =
            m_place.many({fileOf(u"1"_s, "BEGIN; CREATE TABLE a (id int); COMMIT;", {}, psql)}, psql)
                .migrations.first();
        QVERIFY(run.ok);
        QCOMPARE(run.statements[0].state, StatementRun::State::Stripped);
        QCOMPARE(run.statements[2].state, StatementRun::State::Stripped);
        QVERIFY(!m_place.many({fileOf(u"1"_s, "COMMIT; BEGIN; SELECT 1;")}).migrations.first().refusal.isEmpty());
    }

    void saysWhatOnlyAScratchCopyCanTry()
    {
        const QByteArray sql = "CREATE INDEX CONCURRENTLY i ON users (n);";
        const DryRunResult byHand = m_place.many({fileOf(u"1"_s, sql, {}, psql)}, psql);
        QVERIFY(byHand.needsScratch);
        QCOMPARE(byHand.migrations[0].statements[0].state, StatementRun::State::NotMeasurable);
        const MigrationRun byDrizzle = m_place.one(sql);
        QCOMPARE(byDrizzle.statements[0].error->sqlState, u"25001"_s);
    }

    void waitsNotLongForALock()
    {
        Session blocker(*ConnectionInfo::fromUrl(m_place.server.url(m_place.name)), m_place.writing());
        QVERIFY(blocker.open().has_value());
        QVERIFY(blocker.execute(Statement("BEGIN")).has_value());
        QVERIFY(blocker.execute(Statement("LOCK TABLE users IN ACCESS SHARE MODE")).has_value());
        DryRunOptions options;
        options.lockTimeout = std::chrono::milliseconds(200);
        const auto result =
            dryRun(*m_place.session, {fileOf(u"1"_s, "ALTER TABLE users ADD COLUMN x int;")}, drizzle, options);
        QVERIFY(result.has_value());
        QCOMPARE(result->migrations[0].statements[0].error->sqlState, u"55P03"_s);
        QVERIFY(blocker.execute(Statement("ROLLBACK")).has_value());
    }

    void survivesAKilledBackend()
    {
        const QByteArray sql = "CREATE TABLE leak (id int); SELECT pg_terminate_backend(pg_backend_pid()); SELECT 1;";
        DryRunOptions options;
        const auto result = dryRun(*m_place.session, {fileOf(u"1"_s, sql)}, drizzle, options);
        QVERIFY(!result.has_value());
        QVERIFY(!m_place.session->isOpen());
    }

    void refusesAReadOnlyConnection()
    {
        Session reader(*ConnectionInfo::fromUrl(m_place.server.url(m_place.name)), SessionOptions{});
        QVERIFY(reader.open().has_value());
        DryRunOptions options;
        const auto result = dryRun(reader, {}, drizzle, options);
        QVERIFY(!result && result.error().kind == Error::Kind::Refused);
    }

private:
    DryRunPlace m_place;
};

QTEST_GUILESS_MAIN(TestDryRunGuards)
#include "tst_dryrunguards.moc"
