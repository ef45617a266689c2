// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dryrunplace.h"
#include "support/testproxy.h"

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

// Statements in a row that stay within what they make are looked at for locks once; all the same, every lock is told.
class TestDryRunLocks : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_place.start(); }
    void init() { m_place.open(); }
    void cleanup() { m_place.close(); }

    void tellsThoseOfWhatIsMade()
    {
        const MigrationRun once = m_place.one(made);
        const MigrationRun each = m_place.one(QByteArray(made).replace(";", "; DROP INDEX IF EXISTS nowhere;"));
        QVERIFY(once.ok && each.ok);
        QCOMPARE(locksOf(once), locksOf(each));
        QVERIFY(has(once.statements[0], u"public.a"_s, u"AccessExclusiveLock"_s));
        QVERIFY(has(once.statements[0], u"public.a_pkey"_s, u"AccessExclusiveLock"_s));
        QVERIFY(has(once.statements[0], u"public.a"_s, u"ShareLock"_s));
        QVERIFY(once.statements[1].locks.isEmpty());
        QVERIFY(has(once.statements[2], u"public.ai"_s, u"AccessExclusiveLock"_s));
        QVERIFY(once.made.contains(u"public.a"_s) && once.made.contains(u"public.ai"_s));
    }

    void tellsThoseOfOtherTables()
    {
        // Nothing in the file says so.
        QVERIFY2(m_place.server.runSql(m_place.name,
                                       u"CREATE FUNCTION takes_more() RETURNS event_trigger LANGUAGE plpgsql AS $$"
                                       " BEGIN LOCK TABLE public.users IN SHARE MODE; END $$;"
                                       "CREATE EVENT TRIGGER more ON ddl_command_end WHEN TAG IN ('ALTER TABLE')"
                                       " EXECUTE FUNCTION takes_more()"_s,
                                       Role::Super),
                 qPrintable(m_place.server.errorText()));
        const MigrationRun run = m_place.one(made);
        QVERIFY(run.ok);
        QVERIFY(has(run.statements[1], u"public.users"_s, u"ShareLock"_s));
        QVERIFY(!has(run.statements[2], u"public.users"_s, u"ShareLock"_s));
        QVERIFY(
            m_place.server.runSql(m_place.name, u"DROP EVENT TRIGGER more; DROP FUNCTION takes_more()"_s, Role::Super));
    }

    void tellsThoseOfWhatWasThere()
    {
        const MigrationRun run = m_place.one("CREATE TABLE IF NOT EXISTS users (id int);"
                                             "ALTER TABLE users ADD COLUMN more int;"
                                             "CREATE INDEX ui ON users (more);");
        QVERIFY(run.ok);
        QVERIFY(!has(run.statements[0], u"public.users"_s, u"AccessExclusiveLock"_s));
        QVERIFY(has(run.statements[1], u"public.users"_s, u"AccessExclusiveLock"_s));
        QVERIFY(has(run.statements[2], u"public.users"_s, u"ShareLock"_s));
    }

    void tellsThoseOfWhatAnEarlierFileMade()
    {
        const DryRunResult result = m_place.many(
            {fileOf(u"1"_s, "CREATE TABLE a (id int); ALTER TABLE a ADD COLUMN b int;"),
             fileOf(u"2"_s, "CREATE TABLE c (id int); CREATE INDEX ai ON a (b); CREATE INDEX ci ON c (id);")});
        QVERIFY(result.ok);
        QVERIFY(has(result.migrations[1].statements[1], u"public.a"_s, u"ShareLock"_s));
        QVERIFY(!result.migrations[1].made.contains(u"public.a"_s));
    }

    /// Its statements, the catalog before and after, the second run, the rollback, and taking both back.
    void waitsSixTimesForAFileWithProofs()
    {
        TestProxy proxy(m_place.server.host(), m_place.server.port());
        QVERIFY(proxy.start());
        Session far(*ConnectionInfo::fromUrl(proxy.url(m_place.server.url(m_place.name))), DryRunPlace::writing());
        QVERIFY(far.open());
        proxy.setDelay(std::chrono::milliseconds(20));
        const auto fileNamed = [](const QByteArray &table) {
            return fileOf(QString::fromLatin1(table),
                          "CREATE TABLE IF NOT EXISTS " + table + " (id int);" + "ALTER TABLE " + table
                              + " ADD COLUMN IF NOT EXISTS b int;",
                          "DROP TABLE " + table);
        };
        const auto tripsOf = [&](const QList<DryRunFile> &files) {
            proxy.resetCounts();
            const auto result = dryRun(far, files, drizzle, {});
            const auto proven = [](const MigrationRun &run) {
                return run.idempotent.holds.value_or(false) && run.reversible.holds.value_or(false);
            };
            const bool all =
                result && result->ok && std::all_of(result->migrations.begin(), result->migrations.end(), proven);
            return all ? proxy.counts().roundTrips : -1;
        };
        QVERIFY(tripsOf({fileNamed("a")}) > 0); // from now on all is prepared
        const int one = tripsOf({fileNamed("a")});
        QCOMPARE(tripsOf({fileNamed("a"), fileNamed("b"), fileNamed("c")}), one + 2 * 6);
    }

private:
    static constexpr auto made = "CREATE TABLE a (id int PRIMARY KEY); ALTER TABLE a ADD COLUMN b text;"
                                 "CREATE INDEX ai ON a (b);";

    static bool has(const StatementRun &run, const QString &relation, const QString &mode)
    {
        return run.locks.contains(LockTaken{relation, mode});
    }

    static QStringList locksOf(const MigrationRun &run)
    {
        QStringList locks;
        for (const StatementRun &statement : run.statements) {
            for (const LockTaken &lock : statement.locks)
                locks << lock.relation + u' ' + lock.mode;
        }
        locks.sort();
        return locks;
    }

    DryRunPlace m_place;
};

QTEST_GUILESS_MAIN(TestDryRunLocks)
#include "tst_dryrunlocks.moc"
