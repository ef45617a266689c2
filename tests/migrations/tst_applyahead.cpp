// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "applyplace.h"
#include "migrations/apply/otherrunners.h"
#include "support/testproxy.h"

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

using FileState = FileOutcome::State;

// The first statements of a file go to the server behind the COMMIT of the one before: they run when that is done and
// nothing speaks against it, and never else.
class TestApplyAhead : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_place.start(); }
    void init()
    {
        m_place.open();
        m_place.measures = false;
        m_request.overrideReason = u"a test"_s;
        m_place.run(u"CREATE SEQUENCE tried"_s); // no rollback takes back that it was asked
    }
    void cleanup() { m_place.options = {}; }

    void waitsOncePerFile()
    {
        const auto tripsOf = [this](int files) {
            init();
            for (int i = 1; i <= files; ++i)
                m_place.add(i, u"f"_s, marking(u"f"_s, "CREATE TABLE t" + QByteArray::number(i) + " (id int);"));
            const ApplyPlan plan = m_place.plan(m_request);
            TestProxy proxy(m_place.server.host(), m_place.server.port());
            if (!proxy.start())
                return -1;
            m_place.session = m_place.connect(proxy.url(m_place.server.url(m_place.name)));
            proxy.setDelay(std::chrono::milliseconds(20));
            proxy.resetCounts();
            const bool ok = m_place.apply(plan).ok;
            const int trips = proxy.counts().roundTrips;
            m_place.session.reset();
            return ok ? trips : -1;
        };
        const int two = tripsOf(2), five = tripsOf(5);
        QVERIFY2(two > 0, qPrintable(QString::number(two)));
        QCOMPARE(five, two + 3);
    }

    void tellsEachFileInItsTurn()
    {
        addTwo();
        m_place.add(3, u"c"_s, marking(u"c"_s));
        QStringList told;
        m_place.options.progress = [&](const ApplyEvent &event) {
            const QString what =
                event.kind == ApplyEvent::Kind::FileDone ? u"done"_s : QString::number(event.statement);
            told << event.tag.section(u'_', -1) + u' ' + what;
            QCOMPARE(event.attempt, 1);
        };
        const ApplyResult result = m_place.apply(m_place.plan(m_request));
        QVERIFY(result.ok);
        QCOMPARE(told.join(u", "_s), u"a 0, a done, b 0, b 1, b done, c 0, c done"_s);
        QCOMPARE(m_place.ran(), u"a b c"_s);
        QSet<QString> transactions;
        for (const FileOutcome &file : result.files) {
            QCOMPARE(file.attempts, 1);
            QCOMPARE(file.transactionIds.size(), 1);
            transactions << file.transactionIds.first();
            for (const StatementOutcome &statement : file.statements)
                QCOMPARE(toString(statement.state), toString(StatementOutcome::State::Done));
        }
        QCOMPARE(transactions.size(), 3);
        QCOMPARE(m_place.value(u"select count(*) from ran where xmin::text in ('%1')"_s.arg(
                     QStringList(transactions.begin(), transactions.end()).join(u"', '"_s))),
                 u"3"_s);
    }

    void runsNothingBehindACommitThatFailed()
    {
        m_place.add(1, u"a"_s,
                    marking(u"a"_s,
                            "CREATE TABLE p (id int PRIMARY KEY, q int REFERENCES p DEFERRABLE INITIALLY DEFERRED);"
                            "INSERT INTO p VALUES (1, 2);"));
        m_place.add(2, u"b"_s, "SELECT nextval('tried');");
        const ApplyResult result = m_place.apply(m_place.plan(m_request));
        QCOMPARE(toString(result.files[0].state), toString(FileState::Failed));
        QCOMPARE(result.files[0].error->sqlState, u"23503"_s);
        QCOMPARE(toString(result.files[1].state), toString(FileState::NotReached));
        QCOMPARE(m_place.value(u"select is_called::text from tried"_s), u"false"_s);
        QVERIFY(m_place.ran().isEmpty() && m_place.records().isEmpty());
    }

    void runsNothingThatAnotherApplied()
    {
        addTwo();
        const ApplyPlan plan = m_place.plan(m_request);
        m_place.files.removeFirst();
        QVERIFY(m_place.apply(m_place.plan(m_request)).ok); // the second one alone
        const QString tried = m_place.value(u"select last_value from tried"_s);
        const ApplyResult result = m_place.apply(plan);
        QCOMPARE(toString(result.files[0].state), toString(FileState::Applied));
        QCOMPARE(toString(result.files[1].state), toString(FileState::AppliedBefore));
        QCOMPARE(m_place.value(u"select last_value from tried"_s), tried);
        QCOMPARE(m_place.ran(), u"b a"_s);
    }

    void knowsWhoMayBeARunner_data()
    {
        QTest::addColumn<QByteArrayList>("said");
        QTest::addColumn<bool>("may");
        const QByteArray runners = "\nSELECT id, hash, created_at FROM (SELECT 1 id, 2 hash, 3 created_at) x";
        QTest::newRow("idle") << QByteArrayList{"SELECT 1"} << false;
        QTest::newRow("idle again") << QByteArrayList{"BEGIN", "COMMIT"} << false;
        QTest::newRow("before BEGIN") << QByteArrayList{runners} << true;
        QTest::newRow("after BEGIN") << QByteArrayList{runners, "BEGIN"} << true;
        QTest::newRow("in a transaction") << QByteArrayList{"BEGIN", "SELECT 1"} << true;
        QTest::newRow("in one that can only be rolled back") << QByteArrayList{"BEGIN", "SELECT 1/0"} << false;
    }
    void knowsWhoMayBeARunner()
    {
        QFETCH(QByteArrayList, said);
        QFETCH(bool, may);
        const auto asked = [this] {
            const auto row = m_place.session->execute(Statement(QByteArray("select " + mayBeRunners())));
            return row && row->boolean(0, 0);
        };
        m_place.session = m_place.connect(m_place.server.url(m_place.name, Role::Super)); // who sees everybody
        QVERIFY(!asked()); // the server's own workers are none
        for (const Way way : {Way::Tcp, Way::Socket}) {
            const auto other = m_place.connect(m_place.server.url(m_place.name, Role::Owner, way));
            for (const QByteArray &one : said)
                (void)other->execute(Statement(one)).has_value();
            QTRY_COMPARE(asked(), may); // a session is not idle at once
            QCOMPARE(asked(), may);
            other->close();
            QTRY_VERIFY(!asked());
        }
    }
    void knowsThatSomebodyAtWorkMayBeARunner()
    {
        auto other = m_place.connect(m_place.server.url(m_place.name));
        std::thread work([&other] { (void)other->execute("SELECT pg_sleep(60)").has_value(); });
        const auto is = [this](const QByteArray &sql) {
            const auto row = m_place.session->execute(Statement(sql));
            return row && row->boolean(0, 0);
        };
        QTRY_VERIFY(is("select exists (select from pg_stat_activity where wait_event = 'PgSleep')"));
        const bool may = is("select " + mayBeRunners());
        (void)is("select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'");
        work.join();
        QVERIFY(may);
    }

    void doesNotMindOthersThatAreNoRunners()
    {
        addTwo();
        const ApplyPlan plan = m_place.plan(m_request);
        auto other = m_place.connect(m_place.server.url(m_place.name));
        QVERIFY(other->execute("BEGIN").has_value());
        QVERIFY(other->execute("SELECT 1").has_value());
        QVERIFY(m_place.apply(plan).ok);
        QCOMPARE(m_place.ran(), u"a b"_s);
        QCOMPARE(m_place.value(u"select last_value from tried"_s), u"1"_s); // what was sent ahead did not run
    }

    void triesAgainWhatWaitedForALock()
    {
        m_place.run(u"CREATE TABLE busy (id int)"_s);
        m_place.add(1, u"a"_s, marking(u"a"_s));
        m_place.add(2, u"b"_s, marking(u"b"_s, "ALTER TABLE busy ADD COLUMN more int;"));
        const ApplyPlan plan = m_place.plan(m_request);
        auto other = m_place.connect(m_place.server.url(m_place.name));
        QVERIFY(other->execute("BEGIN").has_value());
        QVERIFY(other->execute("SELECT * FROM busy").has_value());
        QStringList done, retried;
        m_place.options.lockTimeout = std::chrono::milliseconds(300);
        m_place.options.progress = [&](const ApplyEvent &event) {
            if (event.kind == ApplyEvent::Kind::FileDone)
                done << event.tag.section(u'_', -1);
            if (event.kind == ApplyEvent::Kind::Retry) {
                retried << event.tag.section(u'_', -1);
                (void)other->execute("COMMIT").has_value();
            }
        };
        const ApplyResult result = m_place.apply(plan);
        QVERIFY(result.ok);
        QCOMPARE(done, (QStringList{u"a"_s, u"b"_s}));
        QVERIFY(!retried.isEmpty() && !retried.contains(u"a"_s));
        QVERIFY(result.files[1].attempts >= 2 && result.files[0].attempts == 1);
        QCOMPARE(m_place.ran(), u"a b"_s);
        QCOMPARE(m_place.records().count(u'\n'), 1);
    }

    void tellsTheStatementThatFailed()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s));
        m_place.add(2, u"b"_s, "SELECT nextval('tried');\nCREATE TABLE b (id nothing);\nSELECT 1;");
        const ApplyResult result = m_place.apply(m_place.plan(m_request));
        QCOMPARE(toString(result.files[0].state), toString(FileState::Applied));
        const FileOutcome &failed = result.files[1];
        QCOMPARE(toString(failed.state), toString(FileState::Failed));
        QCOMPARE(failed.error->sqlState, u"42704"_s);
        QCOMPARE(toString(failed.statements[0].state), toString(StatementOutcome::State::Undone));
        QCOMPARE(toString(failed.statements[1].state), toString(StatementOutcome::State::Failed));
        QCOMPARE(failed.statements[1].errorLine, 2);
        QCOMPARE(toString(failed.statements[2].state), toString(StatementOutcome::State::NotReached));
        QCOMPARE(m_place.records().count(u'\n') + 1, 1);
        QVERIFY(m_place.session->transactionStatus() == Session::TransactionStatus::Idle);
    }

private:
    void addTwo()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s));
        m_place.add(2, u"b"_s, marking(u"b"_s, "SELECT nextval('tried');"));
    }

    ApplyPlace m_place;
    ApplyRequest m_request;
};

QTEST_GUILESS_MAIN(TestApplyAhead)
#include "tst_applyahead.moc"
