// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dryrunplace.h"
#include "migrations/scratch.h"

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

// DryRunPlace compares the whole database before and after each of these.
class TestScratch : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_place.start();
        QVERIFY(m_place.server.runSql(u"postgres"_s, u"ALTER ROLE pit_owner CREATEDB"_s, Role::Super));
    }
    void init() { m_place.open(); }
    void cleanup()
    {
        m_place.close();
        QCOMPARE(copies(), 0);
    }

    void triesWhatNoTransactionTakes()
    {
        const QList<DryRunFile> files{
            fileOf(u"1"_s, "CREATE INDEX CONCURRENTLY i ON users (email);\nALTER TABLE users ADD COLUMN more int;"),
            fileOf(u"2"_s, "CREATE TABLE a (id int);\nSELECT nobody;"), fileOf(u"3"_s, "VACUUM users;")};
        const DryRunResult inside = m_place.many(files);
        QVERIFY(inside.needsScratch);
        const auto copy = ScratchCopy::make(*m_place.session, {});
        QVERIFY2(copy.has_value(), copy ? "" : qPrintable(copy.error().text()));
        QCOMPARE(copies(), 1);
        Session session((*copy)->connection(), DryRunPlace::writing());
        QVERIFY(session.open().has_value());
        QCOMPARE(session.execute("SELECT count(*) FROM users")->integer(0, 0), 0);
        const auto run = dryRunOnScratch(session, files, drizzle, {});
        QVERIFY2(run.has_value(), run ? "" : qPrintable(run.error().text()));
        const QList<MigrationRun> &runs = run->migrations;
        QVERIFY(runs[0].ok && !runs[1].ok && runs[2].ok);
        QVERIFY(runs[0].statements[0].locks.contains(LockTaken{u"public.users"_s, u"ShareUpdateExclusiveLock"_s}));
        QVERIFY(runs[0].statements[1].locks.contains(LockTaken{u"public.users"_s, u"AccessExclusiveLock"_s}));
        QCOMPARE(runs[0].schemaChanges.size(), 2);
        QCOMPARE(runs[1].statements[1].errorLine, 2);
        QVERIFY(runs[1].schemaChanges.isEmpty());
        const DryRunResult merged = mergedRuns(inside, *run);
        QVERIFY(merged.onScratch && !merged.ok);
        QVERIFY(merged.migrations[0].ok && merged.migrations[2].ok);
        QCOMPARE(dryRunJson(merged)[u"on"].toString(), u"scratch"_s);
    }

    // The last first: each rollback brings the copy back to what the file before it left.
    void provesOnTheCopy()
    {
        const DryRunResult run =
            onCopy({fileOf(u"1"_s, "ALTER TABLE users ADD COLUMN once int;", "ALTER TABLE users DROP COLUMN once;"),
                    fileOf(u"2"_s, "SELECT nobody;"),
                    fileOf(u"3"_s, "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (email);",
                           "DROP INDEX CONCURRENTLY i;")});
        QCOMPARE(run.migrations[2].idempotent.holds, std::optional(true));
        QCOMPARE(run.migrations[2].reversible.holds, std::optional(true));
        QVERIFY(!run.migrations[1].idempotent.holds && !run.migrations[1].reversible.holds);
        QCOMPARE(run.migrations[0].idempotent.holds, std::optional(false));
        QVERIFY2(run.migrations[0].idempotent.reason.startsWith("Line 1, ALTER TABLE: "_L1),
                 qPrintable(run.migrations[0].idempotent.reason));
        QCOMPARE(run.migrations[0].reversible.holds, std::optional(true));
    }

    void aBadRollbackEndsTheProofs()
    {
        const DryRunResult run =
            onCopy({fileOf(u"1"_s, "CREATE TABLE a (id int);", "DROP TABLE a;"),
                    fileOf(u"2"_s, "CREATE INDEX CONCURRENTLY i ON users (email);\nCREATE TABLE b (id int);",
                           "DROP TABLE b;")});
        QCOMPARE(run.migrations[1].idempotent.holds, std::optional(false));
        QCOMPARE(run.migrations[1].reversible.holds, std::optional(false));
        QCOMPARE(run.migrations[1].reversible.difference.size(), 1);
        QVERIFY(!run.migrations[0].reversible.holds); // for the copy is no longer what it left
        QVERIFY(!run.migrations[0].reversible.reason.isEmpty());
    }

    void eachFileIsToldItsLocks()
    {
        const DryRunResult run = onCopy({fileOf(u"1"_s, "ALTER TABLE users ADD COLUMN a int;"),
                                         fileOf(u"2"_s, "ALTER TABLE users ADD COLUMN b int;")});
        for (const int i : {0, 1})
            QVERIFY(
                run.migrations[i].statements[0].locks.contains(LockTaken{u"public.users"_s, u"AccessExclusiveLock"_s}));
    }

    void takesTheDataAlong()
    {
        ScratchOptions options;
        options.withData = true;
        const auto copy = ScratchCopy::make(*m_place.session, options);
        QVERIFY2(copy.has_value(), copy ? "" : qPrintable(copy.error().text()));
        Session session((*copy)->connection(), DryRunPlace::writing());
        QVERIFY(session.open().has_value());
        QCOMPARE(session.execute("SELECT count(*) FROM users")->integer(0, 0), 10000);
    }

    void runsOnNothingElse()
    {
        QVERIFY(!dryRunOnScratch(*m_place.session, {fileOf(u"1"_s, "CREATE TABLE leak ();")}, drizzle, {}));
    }

    void canBeCanceledAndLeavesNothing()
    {
        ScratchOptions options;
        options.withData = true;
        options.canceled = [] { return true; };
        const auto copy = ScratchCopy::make(*m_place.session, options);
        if (!copy)
            QCOMPARE(copy.error().kind, Error::Kind::Canceled);
    }

    void leftOversAreFoundAndRemoved()
    {
        QVERIFY(m_place.session->execute("CREATE DATABASE pitboss_scratch_1_a").has_value());
        QVERIFY(m_place.session->execute("CREATE DATABASE pitboss_scratch_2_b").has_value());
        QVERIFY(
            m_place.session
                ->execute("COMMENT ON DATABASE pitboss_scratch_1_a IS 'Pitboss scratch copy of x, made at some time'")
                .has_value());
        const auto found = scratchLeftOvers(*m_place.session);
        QVERIFY2(found.has_value(), found ? "" : qPrintable(found.error().text()));
        QCOMPARE(found->size(), 1);
        QVERIFY(!dropScratchLeftOver(*m_place.session, u"pitboss_scratch_2_b"_s));
        QVERIFY(!dropScratchLeftOver(*m_place.session, m_place.name));
        {
            auto info = m_place.session->info();
            info.setParameter(u"dbname"_s, u"pitboss_scratch_1_a"_s);
            Session other(info, {});
            QVERIFY(other.open().has_value());
            QVERIFY(!dropScratchLeftOver(*m_place.session, u"pitboss_scratch_1_a"_s));
        }
        QString why = u"?"_s;
        const auto drop = [&] {
            if (why.isEmpty())
                return why;
            const auto dropped = dropScratchLeftOver(*m_place.session, u"pitboss_scratch_1_a"_s);
            why = dropped ? QString() : dropped.error().text();
            return why;
        };
        QTRY_COMPARE(drop(), QString());
        QVERIFY(m_place.session->execute("DROP DATABASE pitboss_scratch_2_b").has_value());
    }

    void isRefusedWithoutTheRight()
    {
        QVERIFY(m_place.server.runSql(u"postgres"_s, u"ALTER ROLE pit_owner NOCREATEDB"_s, Role::Super));
        const auto copy = ScratchCopy::make(*m_place.session, {});
        QVERIFY(!copy && copy.error().kind == Error::Kind::Permission);
        QVERIFY(m_place.server.runSql(u"postgres"_s, u"ALTER ROLE pit_owner CREATEDB"_s, Role::Super));
    }

private:
    DryRunResult onCopy(const QList<DryRunFile> &files)
    {
        const auto copy = ScratchCopy::make(*m_place.session, {});
        if (!copy)
            return {};
        Session session((*copy)->connection(), DryRunPlace::writing());
        if (!session.open())
            return {};
        const auto run = dryRunOnScratch(session, files, drizzle, {});
        return run ? *run : DryRunResult();
    }
    int copies()
    {
        return m_place.server
            .value(u"postgres"_s, u"select count(*)::text from pg_database where datname like 'pitboss_scratch%'"_s)
            .toInt();
    }
    DryRunPlace m_place;
};

QTEST_GUILESS_MAIN(TestScratch)
#include "tst_scratch.moc"
