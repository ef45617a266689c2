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
        const Behind alter(m_place, u"ALTER TABLE"_s, locksUsers);
        const MigrationRun run = m_place.one(made);
        QVERIFY(run.ok);
        QVERIFY(has(run.statements[1], u"public.users"_s, u"ShareLock"_s));
        QVERIFY(!has(run.statements[2], u"public.users"_s, u"ShareLock"_s));
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

    void tellsThoseOfSeveralFiles()
    {
        const MigrationRun alone = m_place.one(made);
        const DryRunResult result = ran({file("a"), file("b"), file("c")});
        QVERIFY(result.ok);
        QCOMPARE(m_begun, 9); // once was enough
        const QString one = locksOf(alone).join(u'\n');
        for (int i = 0; i < 3; ++i) {
            const QString table = QString(u"abc"_s.at(i));
            QCOMPARE(locksOf(result.migrations[i]).join(u'\n'),
                     QString(one).replace(u"public.a"_s, u"public."_s + table));
            QVERIFY(has(result.migrations[i].statements[0], u"public."_s + table, u"ShareLock"_s));
        }
    }

    void tellsThoseUnderAnyName()
    {
        const QByteArray inside = R"(CREATE TABLE "Odd ""x"".y"."pg_my.table" (id int CONSTRAINT "k""1" PRIMARY KEY);)"
                                  R"(ALTER TABLE "Odd ""x"".y"."pg_my.table" ADD COLUMN more int;)";
        const DryRunResult result = ran({fileOf(u"1"_s, R"(CREATE SCHEMA "Odd ""x"".y";)"), fileOf(u"2"_s, inside),
                                         fileOf(u"3"_s, R"(CREATE INDEX ON "Odd ""x"".y"."pg_my.table" (more);)")});
        QVERIFY(result.ok);
        QCOMPARE(m_begun, 4); // once was enough
        const QString table = u"Odd \"x\".y.pg_my.table"_s;
        QVERIFY(has(result.migrations[1].statements[0], table, u"AccessExclusiveLock"_s));
        QVERIFY(has(result.migrations[1].statements[0], u"Odd \"x\".y.k\"1"_s, u"AccessExclusiveLock"_s));
        QVERIFY(result.migrations[1].made.contains(table));
        QCOMPARE(result.migrations[1].schemaChanges.first().object, u"column "_s + table + u".id"_s);
    }

    void tellsThoseOfOtherTablesInALaterFile()
    {
        const Behind alter(m_place, u"ALTER TABLE"_s, locksUsers);
        const DryRunResult result = ran({file("a", "CREATE TABLE a (id int);"), file("b"), file("c")});
        QVERIFY(result.ok);
        QVERIFY2(m_begun > 7, "all of it had to run again");
        QVERIFY(result.migrations[0].statements[0].locks.size() == 1);
        QVERIFY(has(result.migrations[1].statements[1], u"public.users"_s, u"ShareLock"_s));
        QCOMPARE(locksOf(result.migrations[2]).filter(u"users"_s), QStringList());
    }

    void tellsThoseAroundAFileThatFails_data()
    {
        QTest::addColumn<QByteArray>("failing");
        QTest::newRow("within what it makes") << QByteArray("CREATE TABLE b (id int);");
        QTest::newRow("after the others were looked for") << QByteArray("CREATE TABLE b (id int REFERENCES users);");
    }
    void tellsThoseAroundAFileThatFails()
    {
        QFETCH(QByteArray, failing);
        const QString alone = locksOf(m_place.one(made)).join(u'\n');
        const DryRunResult result =
            ran({file("a"), file("b", failing + "ALTER TABLE b ADD COLUMN id int;"), file("c")});
        QCOMPARE(m_begun, 8);
        QVERIFY(result.migrations[0].ok && !result.migrations[1].ok && result.migrations[2].ok);
        QCOMPARE(locksOf(result.migrations[0]).join(u'\n'), alone);
        QVERIFY(has(result.migrations[1].statements[0], u"public.b"_s, u"AccessExclusiveLock"_s));
        QCOMPARE(locksOf(result.migrations[2]).join(u'\n'), QString(alone).replace(u"public.a"_s, u"public.c"_s));
    }

    void missesNothingOfWhatIsGoneAtOnce()
    {
        const Behind create(m_place, u"CREATE TABLE"_s, u"DROP TABLE IF EXISTS a, b"_s);
        const DryRunResult result = ran({file("a", "CREATE TABLE a (id int); CREATE TABLE b (id int);")});
        QVERIFY(result.ok);
        QCOMPARE(m_begun, 2 * 2); // it says to make a table, and none is there: all of it had to run again
        for (const StatementRun &statement : result.migrations[0].statements) {
            QCOMPARE(statement.state, StatementRun::State::Done);
            QVERIFY(statement.milliseconds > 0);
        }
        QVERIFY(result.migrations[0].schemaChanges.isEmpty());
    }

    void looksForWhatWasLeftBeforeAnotherTableIsLocked()
    {
        const DryRunResult result =
            ran({file("a"), file("b", "CREATE TABLE b (id int REFERENCES a, u int REFERENCES users);"), file("c")});
        QVERIFY(result.ok);
        QCOMPARE(m_begun, 7);
        QVERIFY(has(result.migrations[0].statements[0], u"public.a"_s, u"ShareLock"_s));
        QVERIFY(has(result.migrations[1].statements[0], u"public.users"_s, u"ShareRowExclusiveLock"_s));
        QVERIFY(has(result.migrations[1].statements[0], u"public.a"_s, u"ShareRowExclusiveLock"_s));
        QVERIFY(has(result.migrations[2].statements[0], u"public.c"_s, u"ShareLock"_s));
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

    /// While it lives, such a command does more; nothing in a file says so.
    class Behind
    {
    public:
        Behind(DryRunPlace &place, const QString &command, const QString &does)
            : m_place(place)
        {
            run(u"CREATE FUNCTION does_more() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN %2; END $$;"
                "CREATE EVENT TRIGGER more ON ddl_command_end WHEN TAG IN ('%1') EXECUTE FUNCTION does_more()"_s.arg(
                    command, does));
        }
        ~Behind() { run(u"DROP EVENT TRIGGER more; DROP FUNCTION does_more()"_s); }
        Q_DISABLE_COPY_MOVE(Behind)

    private:
        void run(const QString &sql)
        {
            QVERIFY2(m_place.server.runSql(m_place.name, sql, Role::Super), qPrintable(m_place.server.errorText()));
        }
        DryRunPlace &m_place;
    };
    static inline const QString locksUsers = u"LOCK TABLE public.users IN SHARE MODE"_s;

    static DryRunFile file(const QByteArray &table, const QByteArray &sql = {})
    {
        QByteArray text = sql;
        if (text.isEmpty())
            text = QByteArray(made).replace("TABLE a", "TABLE " + table).replace("ai ON a", table + "i ON " + table);
        return fileOf(QString::fromLatin1(table), text);
    }

    /// Without proofs, and how many statements were begun.
    DryRunResult ran(const QList<DryRunFile> &files)
    {
        DryRunOptions options;
        options.proofs = false;
        m_begun = 0;
        options.progress = [this](const QString &, int, int) { ++m_begun; };
        return m_place.many(files, drizzle, options);
    }

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
    int m_begun = 0;
};

QTEST_GUILESS_MAIN(TestDryRunLocks)
#include "tst_dryrunlocks.moc"
