// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "applyplace.h"
#include "migrations/apply/adopt.h"

#include <QCryptographicHash>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

using FileState = FileOutcome::State;
using State = StatementOutcome::State;

class TestApply : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_place.start(); }
    void init()
    {
        m_place.environment = Environment::Local;
        m_place.measures = true;
        m_place.options = {};
        m_place.open();
    }

    void appliesAndRecordsAsTheRunnerWould()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s, "CREATE TABLE a (id int);"));
        m_place.add(2, u"b"_s, "BEGIN;\n" + marking(u"b"_s) + "COMMIT;\n");
        const ApplyPlan plan = m_place.plan();
        QVERIFY2(plan.obstacles().isEmpty(), qPrintable(plan.obstacles().join(u'\n')));
        QVERIFY(plan.createsTable);
        QVERIFY(plan.files[0].record.contains(plan.files[0].hash));
        const ApplyResult result = m_place.apply(plan);
        QVERIFY(result.ok);
        QCOMPARE(toString(result.files[0].state), toString(FileState::Applied));
        QCOMPARE(toString(result.files[1].statements.first().state), toString(State::Stripped));
        QCOMPARE(m_place.ran(), u"a b"_s);
        QString expected;
        for (const File &file : std::as_const(m_place.files))
            expected += QString::fromLatin1(QCryptographicHash::hash(file.sql, QCryptographicHash::Sha256).toHex())
                + u' ' + QString::number(qint64(file.when)) + u'\n';
        QCOMPARE(m_place.records(), expected.chopped(1));
        QCOMPARE(m_place.status().count(MigrationState::Applied), 2);
        QVERIFY(m_place.plan().files.isEmpty());
        const auto entries = m_place.log->entries();
        QCOMPARE(entries->size(), 2);
        QCOMPARE(entries->at(1).outcome, u"done"_s);
        QVERIFY(entries->at(0).fields[u"files"_s].toArray()[0].toObject()[u"sha256"_s] == plan.files[0].hash);
    }

    void stopsAtTheFirstFailure()
    {
        m_place.measures = false;
        m_place.add(1, u"a"_s, marking(u"a"_s));
        m_place.add(2, u"b"_s, marking(u"b"_s, "SELECT 1,\n  nobody FROM ran;"));
        m_place.add(3, u"c"_s, marking(u"c"_s));
        ApplyRequest request;
        request.overrideReason = u"to see it fail"_s;
        const ApplyResult result = m_place.apply(m_place.plan(request));
        QVERIFY(!result.ok);
        QCOMPARE(toString(result.files[0].state), toString(FileState::Applied));
        QCOMPARE(toString(result.files[1].state), toString(FileState::Failed));
        QCOMPARE(toString(result.files[1].statements[0].state), toString(State::Undone));
        QCOMPARE(toString(result.files[1].statements[1].state), toString(State::Failed));
        QCOMPARE(result.files[1].statements[1].errorLine, 4);
        QCOMPARE(result.files[1].error->sqlState, u"42703"_s);
        QCOMPARE(toString(result.files[2].state), toString(FileState::NotReached));
        QCOMPARE(m_place.ran(), u"a"_s);
        QCOMPARE(m_place.records().count(u'\n'), 0);
        QCOMPARE(m_place.log->entries()->last().outcome, u"partly done"_s);
        QCOMPARE(m_place.log->entries()->first().fields[u"withoutDryRun"_s].toString(), u"to see it fail"_s);
        QCOMPARE(m_place.session->transactionStatus(), Session::TransactionStatus::Idle);
    }

    void insistsOnADryRunOfTheSameText()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s));
        const ApplyPlan good = m_place.plan();
        QVERIFY(good.obstacles().isEmpty());
        ApplyRequest request;
        request.measured = m_place.measure();
        m_place.files[0].sql += "-- and more\n";
        QCOMPARE(m_place.plan(request).unmeasured().size(), 1);
        QVERIFY(!applyMigrations(*m_place.session, m_place.plan(request), m_place.confirmation(), {}, *m_place.log));
        request.measured[0].hash = m_place.plan().files[0].hash;
        request.measured[0].databaseId = u"another"_s;
        QCOMPARE(m_place.plan(request).unmeasured().size(), 1);
        m_place.files[0].sql = "SELECT nobody;";
        QCOMPARE(m_place.plan().unmeasured().size(), 1);
        QVERIFY(m_place.ran().isEmpty());
        QVERIFY(m_place.log->entries()->isEmpty());
    }

    void insistsOnWordsOnProduction()
    {
        m_place.environment = Environment::Production;
        m_place.session = m_place.connect(m_place.server.url(m_place.name));
        m_place.add(1, u"a"_s, marking(u"a"_s));
        const ApplyPlan plan = m_place.plan();
        ApplyConfirmation yes = m_place.confirmation();
        ApplyPlan milder = plan;
        milder.environment = Environment::Local;
        QVERIFY(!applyMigrations(*m_place.session, milder, yes, {}, *m_place.log));
        QVERIFY(confirmationProblems(plan, yes).isEmpty());
        yes.typedDatabase = u"Apply"_s;
        QCOMPARE(confirmationProblems(plan, yes).size(), 1);
        QVERIFY(!applyMigrations(*m_place.session, plan, yes, {}, *m_place.log));
        yes.typedDatabase = m_place.name;
        yes.context.reason = u" "_s;
        QVERIFY(!applyMigrations(*m_place.session, plan, yes, {}, *m_place.log));
        QVERIFY(m_place.log->entries()->isEmpty());
        QVERIFY(m_place.apply(plan).ok);
    }

    void refusesWhatItCannotRunAsItIs_data()
    {
        QTest::addColumn<QByteArray>("sql");
        for (const char *sql :
             {"CREATE TABLE leak (id int); COMMIT; SELECT 1;", "ROLLBACK; CREATE TABLE leak (id int);",
              "COMMIT AND CHAIN;", "PREPARE TRANSACTION 'x';", "SAVEPOINT a;", "\\set x 1\nSELECT 1;",
              "COPY ran FROM stdin;\nleak\n\\.\n"})
            QTest::newRow(sql) << QByteArray(sql);
    }
    void refusesWhatItCannotRunAsItIs()
    {
        QFETCH(QByteArray, sql);
        m_place.measures = false;
        m_place.add(1, u"a"_s, sql);
        ApplyRequest request;
        request.overrideReason = u"to see it refused"_s;
        const ApplyPlan plan = m_place.plan(request);
        QVERIFY(!plan.obstacles().isEmpty());
        QVERIFY(!applyMigrations(*m_place.session, plan, m_place.confirmation(), {}, *m_place.log));
        QVERIFY(m_place.ran().isEmpty());
    }

    void waitsForALockAndTellsForWhom()
    {
        m_place.run(u"CREATE TABLE busy (id int)"_s);
        m_place.add(1, u"a"_s, marking(u"a"_s, "ALTER TABLE busy ADD COLUMN more int;"));
        const ApplyPlan plan = m_place.plan();
        auto other = m_place.connect(m_place.server.url(m_place.name));
        QVERIFY(other->execute("BEGIN").has_value());
        QVERIFY(other->execute("SELECT * FROM busy").has_value());
        const int pid = other->backendPid();
        QStringList told;
        int retries = 0;
        m_place.options.lockTimeout = std::chrono::milliseconds(700);
        m_place.options.progress = [&](const ApplyEvent &event) {
            if (event.kind == ApplyEvent::Kind::Waiting)
                told << event.text;
            if (event.kind == ApplyEvent::Kind::Retry && ++retries == 2)
                (void)other->execute("COMMIT").has_value();
        };
        const ApplyResult result = m_place.apply(plan);
        QVERIFY(result.ok);
        QVERIFY(result.files[0].attempts >= 3);
        QVERIFY2(!told.isEmpty() && told[0].contains(QString::number(pid)), qPrintable(told.join(u'\n')));
        QVERIFY(told[0].contains("idle in transaction"_L1));
        QCOMPARE(m_place.ran(), u"a"_s); // once, for all the attempts
        QCOMPARE(m_place.records().count(u'\n'), 0);
    }

    void givesUpAndNamesWhoWasInTheWay()
    {
        m_place.run(u"CREATE TABLE busy (id int)"_s);
        m_place.add(1, u"a"_s, marking(u"a"_s, "ALTER TABLE busy ADD COLUMN more int;"));
        const ApplyPlan plan = m_place.plan();
        auto other = m_place.connect(m_place.server.url(m_place.name));
        QVERIFY(other->execute("BEGIN").has_value());
        QVERIFY(other->execute("SELECT * FROM busy").has_value());
        const auto forecast = forecastLocks(*m_place.session, plan.files[0].measured->locks);
        QVERIFY(forecast && !forecast->isFree());
        QCOMPARE(forecast->entries.first().lock.relation, u"public.busy"_s);
        QCOMPARE(forecast->entries.first().holders.first().pid, other->backendPid());
        m_place.options.lockTimeout = std::chrono::milliseconds(600);
        m_place.options.patience = std::chrono::milliseconds(800);
        const ApplyResult result = m_place.apply(plan);
        QCOMPARE(toString(result.files[0].state), toString(FileState::Failed));
        QCOMPARE(result.files[0].error->sqlState, u"55P03"_s);
        QCOMPARE(result.files[0].holders.value(0).pid, other->backendPid());
        QCOMPARE(result.files[0].holders.value(0).relation, u"public.busy"_s);
        QVERIFY(m_place.ran().isEmpty());
        const auto stopped = stopSession(*m_place.session, result.files[0].holders[0], StopKind::EndSession,
                                         m_place.confirmation().context, *m_place.log);
        QVERIFY(stopped && *stopped);
        QVERIFY(m_place.apply(plan).ok);
    }

    void keepsASecondPitbossOut()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s));
        const ApplyPlan plan = m_place.plan();
        auto other = m_place.connect(m_place.server.url(m_place.name));
        QVERIFY(other->execute("SELECT pg_advisory_lock(22633946725446515)").has_value());
        m_place.options.patience = std::chrono::milliseconds(300);
        const ApplyResult result = m_place.apply(plan);
        QCOMPARE(toString(result.files[0].state), toString(FileState::Failed));
        QCOMPARE(result.files[0].error->kind, Error::Kind::Conflict);
        QVERIFY(m_place.ran().isEmpty());
    }

    void findsWhatAnotherAppliedMeanwhile()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s));
        const ApplyPlan plan = m_place.plan();
        QVERIFY(m_place.apply(plan).ok);
        const ApplyResult again = m_place.apply(plan);
        QVERIFY(again.ok);
        QCOMPARE(toString(again.files[0].state), toString(FileState::AppliedBefore));
        QCOMPARE(m_place.ran(), u"a"_s);
    }

    void isCanceled()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s, "SELECT pg_sleep(0.5);"));
        const ApplyPlan plan = m_place.plan();
        m_place.options.progress = [this](const ApplyEvent &event) {
            if (event.statement == 1)
                m_place.session->canceler()->cancel(1);
        };
        QVERIFY(m_place.session->canceler()->begin(1));
        const ApplyResult result = m_place.apply(plan);
        m_place.session->canceler()->end();
        QCOMPARE(toString(result.files[0].state), toString(FileState::Failed));
        QCOMPARE(result.files[0].error->kind, Error::Kind::Canceled);
        QVERIFY(m_place.ran().isEmpty());
    }

    void checksDeferredConstraintsAtCommit()
    {
        m_place.measures = false;
        m_place.add(1, u"a"_s,
                    marking(u"a"_s,
                            "CREATE TABLE p (id int PRIMARY KEY, q int REFERENCES p DEFERRABLE INITIALLY DEFERRED);"
                            "INSERT INTO p VALUES (1, 2);"));
        ApplyRequest request;
        request.overrideReason = u"to see it fail"_s;
        const ApplyResult result = m_place.apply(m_place.plan(request));
        QCOMPARE(toString(result.files[0].state), toString(FileState::Failed));
        QCOMPARE(result.files[0].error->sqlState, u"23503"_s);
        QVERIFY(m_place.ran().isEmpty());
        QVERIFY(m_place.records().isEmpty());
    }

    void runsAloneWhatNoTransactionTakes()
    {
        m_place.measures = false;
        m_place.run(u"CREATE TABLE big AS SELECT g % 10 AS n FROM generate_series(1, 100) g"_s);
        m_place.add(1, u"a"_s,
                    marking(u"a"_s) + "--> statement-breakpoint\nCREATE INDEX CONCURRENTLY i ON big (n);\n"
                        + "--> statement-breakpoint\nCREATE UNIQUE INDEX CONCURRENTLY u ON big (n);\n"
                        + "--> statement-breakpoint\nINSERT INTO ran VALUES ('end');");
        ApplyRequest request;
        request.overrideReason = u"CONCURRENTLY"_s;
        const ApplyResult result = m_place.apply(m_place.plan(request));
        QVERIFY(!result.ok);
        QCOMPARE(toString(result.files[0].state), toString(FileState::Partial));
        QCOMPARE(toString(result.files[0].statements[0].state), toString(State::Done));
        QCOMPARE(toString(result.files[0].statements[1].state), toString(State::Done));
        QCOMPARE(toString(result.files[0].statements[2].state), toString(State::Failed));
        QCOMPARE(toString(result.files[0].statements[3].state), toString(State::NotReached));
        QCOMPARE(result.files[0].invalidIndexes, QStringList{u"public.u"_s});
        QVERIFY(m_place.records().isEmpty());
        QVERIFY(!dropInvalidIndex(*m_place.session, u"public.i"_s, m_place.confirmation(), *m_place.log));
        QVERIFY(dropInvalidIndex(*m_place.session, u"public.u"_s, m_place.confirmation(), *m_place.log).has_value());
        m_place.run(u"DELETE FROM big WHERE ctid NOT IN (SELECT min(ctid) FROM big GROUP BY n)"_s);
        const ApplyPlan rest = m_place.plan(request);
        QCOMPARE(rest.files[0].stepsDone, 2);
        const ApplyResult resumed = m_place.apply(rest);
        QVERIFY(resumed.ok);
        QCOMPARE(toString(resumed.files[0].statements[0].state), toString(State::DoneBefore));
        QCOMPARE(m_place.ran(), u"a end"_s);
        QCOMPARE(m_place.records().count(u'\n'), 0);
        QVERIFY(!m_place.records().isEmpty());
    }

    void listsAnOrphanInTheJournal()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s));
        m_place.add(2, u"b"_s, marking(u"b"_s)).listed = false;
        writeFolder(m_place.out, lines[0], m_place.files);
        const QString tag = m_place.files[1].tag;
        const auto plan = planAdoption(*m_place.session, *m_place.layout(), tag, Adoption::Kind::ListInJournal);
        QVERIFY(plan && plan->refusals.isEmpty());
        QVERIFY(plan->after.contains(plan->shown.toUtf8()));
        QVERIFY(adopt(*m_place.session, *plan, m_place.confirmation(), *m_place.log).has_value());
        QCOMPARE(toString(m_place.status().find(tag)->state), toString(MigrationState::Pending));
        QVERIFY(!adopt(*m_place.session, *plan, m_place.confirmation(), *m_place.log)); // the journal has moved
        const auto none = planAdoption(*m_place.session, *m_place.layout(), tag, Adoption::Kind::ListInJournal);
        QVERIFY(none && !none->refusals.isEmpty());
        QCOMPARE(m_place.log->entries()->last().outcome, u"not done"_s);
    }

    void recordsWhatIsThereAlready()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s));
        QVERIFY(m_place.apply(m_place.plan()).ok);
        m_place.add(2, u"b"_s, "CREATE TABLE b (id int);");
        writeFolder(m_place.out, lines[0], m_place.files);
        const QString tag = m_place.files[1].tag;
        const auto early = planAdoption(*m_place.session, *m_place.layout(), tag, Adoption::Kind::RecordAsApplied);
        QVERIFY(!early->warnings.isEmpty()); // it is not there
        m_place.run(u"CREATE TABLE b (id int)"_s);
        const auto plan = planAdoption(*m_place.session, *m_place.layout(), tag, Adoption::Kind::RecordAsApplied);
        QVERIFY(plan && plan->refusals.isEmpty() && plan->warnings.isEmpty());
        QVERIFY(plan->shown.contains(QString::number(qint64(m_place.files[1].when))));
        QVERIFY(adopt(*m_place.session, *plan, m_place.confirmation(), *m_place.log).has_value());
        QCOMPARE(toString(m_place.status().find(tag)->state), toString(MigrationState::Applied));
        QCOMPARE(m_place.ran(), u"a"_s);
    }

    void takesTheLastFileBack()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s));
        m_place.add(2, u"b"_s, "-- Rollback:\n--   DROP TABLE b;\nCREATE TABLE b (id int);");
        QVERIFY(m_place.apply(m_place.plan()).ok);
        const auto layout = m_place.layout();
        ApplyRequest request;
        const auto unproven = planRollback(*m_place.session, *layout, request);
        QVERIFY2(unproven.has_value(), unproven ? "" : qPrintable(unproven.error().text()));
        QCOMPARE(unproven->unmeasured().size(), 1);
        QVERIFY(!applyMigrations(*m_place.session, *unproven, m_place.confirmation(), {}, *m_place.log));
        const auto trial = rollbackTrial(m_place.status(), layout->runner(), m_place.files[1].tag);
        const auto measured = dryRun(*m_place.session, *trial, layout->runner(), {});
        request.measured = dryRunStamps(*measured, *databaseIdentity(*m_place.session));
        const auto plan = planRollback(*m_place.session, *layout, request);
        QVERIFY2(plan->obstacles().isEmpty(), qPrintable(plan->obstacles().join(u'\n')));
        QVERIFY(m_place.apply(*plan).ok);
        QVERIFY(m_place.value(u"select to_regclass('b')::text"_s).isEmpty());
        QCOMPARE(m_place.records().count(u'\n'), 0);
        QCOMPARE(toString(m_place.status().find(m_place.files[1].tag)->state), toString(MigrationState::Pending));
        QCOMPARE(m_place.log->entries()->last().action, u"migrations.rollback"_s);
    }

    void numberedFilesRecordThemselves()
    {
        const QString folder = m_place.dir.filePath(m_place.name + u"/numbered"_s);
        const QByteArray own = "INSERT INTO schema_migrations (version, name) VALUES ('00N', 'x');\n";
        write(folder + u"/001_a.sql"_s,
              "BEGIN;\nCREATE TABLE IF NOT EXISTS schema_migrations (version text PRIMARY KEY, name text, applied_at "
              "timestamptz DEFAULT now());\nSET search_path = pg_catalog;\nINSERT INTO public.ran VALUES ('a');\n"
                  + QByteArray(own).replace("00N", "001").replace("INTO s", "INTO public.s") + "COMMIT;\n");
        write(folder + u"/002_b.sql"_s, "INSERT INTO ran VALUES ('b');\n" + QByteArray(own).replace("00N", "002"));
        const auto layout = makeLayout({u"numbered"_s, {folder}, {}});
        ApplyRequest request;
        request.overrideReason = u"a test"_s;
        const auto plan = planApply(*m_place.session, *layout, request);
        QVERIFY2(plan && plan->obstacles().isEmpty(), plan ? qPrintable(plan->obstacles().join(u'\n')) : "");
        QCOMPARE(plan->files.size(), 2);
        const ApplyResult result = m_place.apply(*plan); // the first one's search path is not the second one's
        QVERIFY2(result.ok, result.files[1].error ? qPrintable(result.files[1].error->text()) : "");
        QCOMPARE(m_place.ran(), u"a b"_s);
        QCOMPARE(m_place.value(u"select string_agg(version, ' ' order by version) from schema_migrations"_s),
                 u"001 002"_s);
        QVERIFY(planApply(*m_place.session, *layout, request)->files.isEmpty());
    }

    void plainFilesLeaveNoRecord()
    {
        const QString folder = m_place.dir.filePath(m_place.name + u"/plain"_s);
        write(folder + u"/first.sql"_s, "CREATE TABLE made (id int);\nINSERT INTO ran VALUES ('a');\n");
        const auto layout = makeLayout({u"plain"_s, {folder}, {}});
        ApplyRequest request;
        request.overrideReason = u"a test"_s;
        request.tags = {readStatus(*layout, m_place.session.get())->migrations[0].tag};
        const auto plan = planApply(*m_place.session, *layout, request);
        QVERIFY2(plan && plan->obstacles().isEmpty(), plan ? qPrintable(plan->obstacles().join(u'\n')) : "");
        QVERIFY(plan->files[0].record.isEmpty());
        QVERIFY(m_place.apply(*plan).ok);
        QCOMPARE(m_place.ran(), u"a"_s);
        QCOMPARE(toString(readStatus(*layout, m_place.session.get())->migrations[0].state),
                 toString(MigrationState::InferredApplied));
    }

    void appliesToTheDirectHost()
    {
        const auto pooled = ConnectionInfo::fromUrl(u"postgresql://a:b@ep-x-1-pooler.c-2.eu.aws.neon.tech/db"_s);
        QVERIFY(isPooled(*pooled));
        QCOMPARE(directConnection(*pooled).host(), u"ep-x-1.c-2.eu.aws.neon.tech"_s);
        const auto other = ConnectionInfo::fromUrl(u"postgresql://a:b@my-pooler.example.com/db"_s);
        QCOMPARE(directConnection(*other).host(), other->host());
    }

private:
    ApplyPlace m_place;
};

QTEST_GUILESS_MAIN(TestApply)
#include "tst_apply.moc"
