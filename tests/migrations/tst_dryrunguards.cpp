// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dryrunplace.h"
#include "support/childprocess.h"
#include "support/smalldisk.h"
#include "support/testproxy.h"

#include <QScopeGuard>

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
            if (!own.open())
                _exit(1);
            _exit(dryRun(own, {fileOf(u"1"_s, "CREATE TABLE leak (id int); SELECT 1;")}, drizzle, options) ? 2 : 3);
        }
        int status = 0;
        QCOMPARE(awaitChild(child, &status), child);
        QVERIFY2(WIFSIGNALED(status), qPrintable(QString::number(WEXITSTATUS(status))));
        const auto others = [this] {
            return m_place.server.value(m_place.name,
                                        u"select count(*)::text from pg_stat_activity where datname = "
                                        "current_database() and pid <> pg_backend_pid() and "
                                        "backend_type = 'client backend'"_s);
        };
        QString left = others();
        for (int i = 0; i < 600 && left != u"0"; ++i) {
            QThread::msleep(50); // a busy server takes its time to notice
            left = others();     // not once more: it may then see the session of the question before
        }
        QCOMPARE(left, u"0"_s);
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

    // What works by a connection of its own is beyond every rollback: such a file is not tried, however well it hides.
    void refusesWhatReachesOutside()
    {
        if (!m_place.server.runSql(m_place.name, u"CREATE EXTENSION dblink"_s, Role::Super))
            QSKIP("The server has no dblink.");
        const QString way =
            u"dbname=%1 host=%2 port=%3 user=postgres"_s.arg(m_place.name, m_place.server.socketDirectory())
                .arg(m_place.server.port());
        const QByteArray body = "PERFORM dblink_exec('" + way.toUtf8() + "', 'CREATE TABLE leak (id int)');";
        const QByteArray leaks =
            "CREATE FUNCTION leaks() RETURNS void LANGUAGE plpgsql AS $$ BEGIN " + body + " END $$";
        QVERIFY(m_place.server.runSql(
            m_place.name,
            QString::fromUtf8(
                leaks
                + ";CREATE FUNCTION wraps() RETURNS void LANGUAGE sql AS 'SELECT Leaks()';"
                  "CREATE FUNCTION leaks_too() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM wraps(); "
                  "RETURN NULL; END $$;"
                  "CREATE TRIGGER leak AFTER INSERT ON bouts EXECUTE FUNCTION leaks_too()"),
            Role::Super));
        const QList<QByteArray> attacks{"SELECT LEAKS();", "SELECT wraps();", "DO $$ BEGIN " + body + " END $$;",
                                        "INSERT INTO bouts VALUES (99, 1);",
                                        QByteArray(leaks).replace("leaks()", "fresh()") + ";\nSELECT fresh();"};
        for (const QByteArray &attack : attacks) {
            const MigrationRun run = m_place.one(attack);
            QVERIFY2(!run.ok && run.refusal.contains("nobody takes back"_L1), attack.constData());
        }
        QVERIFY(m_place.one("CREATE TABLE leaks_nothing (id int); INSERT INTO users (id) VALUES (0);").ok);
        QCOMPARE(m_place.server.value(m_place.name, u"select to_regclass('leak')::text"_s), QString());
        QVERIFY(m_place.server.runSql(m_place.name,
                                      u"DROP TRIGGER leak ON bouts; DROP FUNCTION leaks_too(); DROP FUNCTION wraps();"
                                      "DROP FUNCTION leaks(); DROP EXTENSION dblink"_s,
                                      Role::Super));
    }

    void tellsOfAFullDisk()
    {
        const SmallDisk disk("2m");
        if (!disk.isMounted())
            QSKIP("This user may not mount a small disk.");
        const QFileInfo data(m_place.server.dataDirectory());
        QCOMPARE(chown(disk.name().constData(), data.ownerId(), data.groupId()), 0);
        QVERIFY2(m_place.server.runSql(u"postgres"_s, u"CREATE TABLESPACE tiny LOCATION '%1'"_s.arg(disk.path()),
                                       Role::Super),
                 qPrintable(m_place.server.errorText()));
        QVERIFY(m_place.server.runSql(u"postgres"_s, u"GRANT CREATE ON TABLESPACE tiny TO pit_owner"_s, Role::Super));
        const DryRunResult result = m_place.many(
            {fileOf(u"1"_s,
                    "CREATE TABLE big TABLESPACE tiny AS SELECT g, repeat('x', 900) FROM generate_series(1, "
                    "20000) g;"),
             fileOf(u"2"_s, "CREATE TABLE small (id int);")});
        QVERIFY(!result.migrations[0].ok && result.migrations[1].ok); // the chain goes on
        QCOMPARE(result.migrations[0].statements[0].error->sqlState, u"53100"_s);
        QVERIFY(result.migrations[0].statements[0].error->kind == Error::Kind::Resources);
        QVERIFY(m_place.server.runSql(u"postgres"_s, u"DROP TABLESPACE tiny"_s, Role::Super));
    }

    void survivesLostPreparedStatements()
    {
        QVERIFY(m_place.one("DEALLOCATE ALL; CREATE TABLE a (id int); INSERT INTO a VALUES (1);").ok);
        QVERIFY(m_place.one("CREATE TABLE a (id int); INSERT INTO a VALUES (1);").ok);
        // Where nothing shows it: a function does it, again and again.
        const MigrationRun hidden = m_place.one("CREATE FUNCTION forget() RETURNS int LANGUAGE plpgsql AS"
                                                " $$ BEGIN EXECUTE 'DEALL' || 'OCATE ALL'; RETURN 1; END $$;"
                                                "CREATE TABLE a (id int DEFAULT forget());"
                                                "INSERT INTO a DEFAULT VALUES; INSERT INTO a DEFAULT VALUES;"
                                                "ALTER TABLE a ADD b int DEFAULT forget(); INSERT INTO a VALUES (1);");
        QVERIFY(hidden.ok);
        QCOMPARE(hidden.statements[4].rewrites, QStringList{u"public.a"_s});
        QVERIFY(!hidden.statements.last().rows.isEmpty());
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
        QCOMPARE(result.error().kind, Error::Kind::ConnectionLost);
        QVERIFY2(result.error().message.contains(u"in 1, line 1; nothing was kept"_s),
                 qPrintable(result.error().message));
        QVERIFY(!m_place.session->isOpen());
    }

    void tellsTheLineAlsoWhenItsMeasuringWasLost()
    {
        TestProxy proxy(m_place.server.host(), m_place.server.port());
        QVERIFY(proxy.start());
        Session session(*ConnectionInfo::fromUrl(proxy.url(m_place.server.url(m_place.name))), m_place.writing());
        QVERIFY(session.open().has_value());
        // What the probe says of the second table; the server has sent the statement's own answer before.
        proxy.cutOn(TestProxy::Side::Server, "rpublic.second", TestProxy::Cut::Before);
        const DryRunOptions options;
        const auto result = dryRun(
            session, {fileOf(u"1"_s, "CREATE TABLE first (id int);\nCREATE TABLE second (id int);")}, drizzle, options);
        QVERIFY(proxy.hasCut() && !result.has_value());
        QCOMPARE(result.error().kind, Error::Kind::ConnectionLost);
        QVERIFY2(result.error().message.contains(u"in 1, line 2; nothing was kept"_s),
                 qPrintable(result.error().message));
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
