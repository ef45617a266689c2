// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "applyplace.h"
#include "support/smalldisk.h"

#include <unistd.h>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

using FileState = FileOutcome::State;
using State = StatementOutcome::State;

// How a file's statements travel, and what is told where there is no room for what they write.
class TestApplyStatements : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_place.start(); }
    void init()
    {
        m_place.measures = true;
        m_place.options = {};
        m_place.open();
    }

    // They travel together: each has its own notices all the same, and the one that failed is told from its twin.
    void tellsStatementsApart()
    {
        const QByteArray longName(70, 'n');
        m_place.measures = false;
        m_place.add(1, u"a"_s,
                    "CREATE TABLE once (id int PRIMARY KEY);\nCREATE TABLE IF NOT EXISTS once ();\nSELECT 1;\n"
                    "CREATE TABLE "
                        + longName
                        + " ();\nDO $$ BEGIN RAISE NOTICE 'said'; END $$;\nINSERT INTO once VALUES (1);\nSELECT 2;\n");
        m_place.add(2, u"b"_s, "INSERT INTO once VALUES (2);\nINSERT INTO once VALUES (2);\nSELECT 3;\n");
        ApplyRequest request;
        request.overrideReason = u"to see it fail"_s;
        const ApplyResult result = m_place.apply(m_place.plan(request));
        QCOMPARE(toString(result.files[0].state), toString(FileState::Applied));
        QStringList noticed;
        for (const StatementOutcome &statement : result.files[0].statements)
            noticed << QString::number(statement.notices.size());
        QCOMPARE(noticed.join(u' '), u"0 1 0 1 1 0 0"_s);
        QVERIFY(result.files[0].statements[3].notices[0].contains(u"truncated"_s));
        QCOMPARE(toString(result.files[1].statements[0].state), toString(State::Undone));
        QCOMPARE(toString(result.files[1].statements[1].state), toString(State::Failed));
        QCOMPARE(result.files[1].statements[1].errorLine, 2);
        QCOMPARE(toString(result.files[1].statements[2].state), toString(State::NotReached));
        QCOMPARE(m_place.value(u"select string_agg(id::text, ' ') from once"_s), u"1"_s);
    }

    void keepsNothingTwiceAndMindsNoDeallocate()
    {
        const auto kept = [this](const char *count) {
            const auto row = m_place.session->execute(
                Statement(QByteArray(QByteArray("select ") + count + " from pg_prepared_statements")));
            return row ? int(row->integer(0, 0)) : -1;
        };
        m_place.add(1, u"a"_s, marking(u"a"_s));
        m_place.add(2, u"b"_s, marking(u"b"_s));
        QVERIFY(m_place.apply(m_place.plan()).ok);
        QVERIFY(kept("count(*)") > 0);
        QCOMPARE(kept("count(*)"), kept("count(distinct statement)"));
        m_place.add(3, u"c"_s, marking(u"c"_s, "DEALLOCATE ALL;"));
        m_place.add(4, u"d"_s, marking(u"d"_s));
        QVERIFY(m_place.apply(m_place.plan()).ok);
        QCOMPARE(m_place.ran(), u"a b c d"_s);
    }

    void mindsNoDeallocateInAFunction()
    {
        QVERIFY(m_place.server.runSql(m_place.name,
                                      u"CREATE FUNCTION forget() RETURNS int LANGUAGE plpgsql AS"
                                      " $$ BEGIN EXECUTE 'DEALL' || 'OCATE ALL'; RETURN 1; END $$"_s));
        m_place.measures = false;
        m_place.add(1, u"a"_s, marking(u"a"_s));
        m_place.add(2, u"b"_s, marking(u"b"_s, "SELECT forget();"));
        m_place.add(3, u"c"_s, marking(u"c"_s));
        ApplyRequest request;
        request.overrideReason = u"a dry run would stumble over it"_s;
        const ApplyResult result = m_place.apply(m_place.plan(request));
        QVERIFY2(result.ok, qPrintable(result.files[1].error ? result.files[1].error->text() : QString()));
        QCOMPARE(m_place.ran(), u"a b c"_s);
        QCOMPARE(m_place.records().count(u'\n'), 2);
    }

    void keepsTheFileOutWhenTheServersDiskIsFull()
    {
        const SmallDisk disk("2m");
        if (!disk.isMounted())
            QSKIP("This user may not mount a small disk.");
        const QFileInfo data(m_place.server.dataDirectory());
        QCOMPARE(chown(disk.name().constData(), data.ownerId(), data.groupId()), 0);
        const auto superuser = [this](const QString &sql) {
            QVERIFY2(m_place.server.runSql(u"postgres"_s, sql, Role::Super), qPrintable(m_place.server.errorText()));
        };
        superuser(u"CREATE TABLESPACE tiny LOCATION '%1'"_s.arg(disk.path()));
        superuser(u"GRANT CREATE ON TABLESPACE tiny TO pit_owner"_s);
        m_place.measures = false;
        m_place.add(1, u"a"_s, marking(u"a"_s));
        m_place.add(
            2, u"b"_s,
            marking(u"b"_s,
                    "CREATE TABLE big TABLESPACE tiny AS SELECT repeat('x', 900) FROM generate_series(1, 20000);"
                    "\nSELECT 1;"));
        ApplyRequest request;
        request.overrideReason = u"to see it fail"_s;
        const ApplyResult result = m_place.apply(m_place.plan(request));
        QCOMPARE(toString(result.files[0].state), toString(FileState::Applied));
        QCOMPARE(toString(result.files[1].state), toString(FileState::Failed));
        QCOMPARE(toString(result.files[1].statements[0].state), toString(State::Undone));
        QCOMPARE(result.files[1].error->sqlState, u"53100"_s);
        QCOMPARE(result.files[1].error->kind, Error::Kind::Resources);
        QCOMPARE(m_place.ran(), u"a"_s);
        QCOMPARE(m_place.records().count(u'\n'), 0);
        superuser(u"DROP TABLESPACE tiny"_s);
    }

    void doesNothingThatCannotBePutOnRecord()
    {
        const SmallDisk disk("128k");
        if (!disk.isMounted())
            QSKIP("This user may not mount a small disk.");
        m_place.add(1, u"a"_s, marking(u"a"_s));
        AuditLog log(disk.path() + u"/log"_s);
        const ApplyPlan plan = m_place.plan();
        leaveNoRoom(disk, log);
        const auto refused = applyMigrations(*m_place.session, plan, m_place.confirmation(), {}, log);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::File);
        QVERIFY(m_place.ran().isEmpty());
        QVERIFY(log.verify()->problem.isEmpty());
    }

    void saysThatTheOutcomeIsNotOnRecord()
    {
        const SmallDisk disk("128k");
        if (!disk.isMounted())
            QSKIP("This user may not mount a small disk.");
        m_place.add(1, u"a"_s, marking(u"a"_s));
        AuditLog log(disk.path() + u"/log"_s);
        const ApplyPlan plan = m_place.plan();
        ApplyOptions options;
        options.progress = [&](const ApplyEvent &) { leaveNoRoom(disk, log); };
        const auto result = applyMigrations(*m_place.session, plan, m_place.confirmation(), options, log);
        QVERIFY(result && result->ok);
        QVERIFY(!result->auditProblem.isEmpty());
        QCOMPARE(m_place.ran(), u"a"_s);
        const auto entries = log.entries();
        for (const AuditEntry &entry : *entries)
            QVERIFY(entry.outcome.isEmpty());
        QVERIFY(log.verify()->problem.isEmpty());
    }

private:
    /// Nor in the page that the log has begun.
    static void leaveNoRoom(const SmallDisk &disk, AuditLog &log)
    {
        disk.fill();
        while (log.append({{u"action"_s, u"filling"_s}})) { }
    }

    ApplyPlace m_place;
};

QTEST_GUILESS_MAIN(TestApplyStatements)
#include "tst_applystatements.moc"
