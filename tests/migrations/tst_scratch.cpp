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
