// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "applyplace.h"
#include "support/childprocess.h"
#include "support/testproxy.h"

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

using FileState = FileOutcome::State;

// Not the one of READ COMMITTED.
static const QByteArray commitMessage("\0COMMIT\0", 8);

// The connection is cut, the backend or the client killed: what is told is what is, and nothing is half-applied.
class TestApplyLost : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_place.start(); }
    void init() { m_place.open(); }

    void tellsWhatBecameOfACutCommit_data()
    {
        QTest::addColumn<bool>("arrived");
        QTest::addColumn<bool>("another"); // file, whose beginning travels with that COMMIT
        QTest::newRow("it arrived") << true << false;
        QTest::newRow("it did not") << false << false;
        QTest::newRow("it arrived, with another's beginning") << true << true;
        QTest::newRow("it did not, nor another's beginning") << false << true;
    }
    void tellsWhatBecameOfACutCommit()
    {
        QFETCH(bool, arrived);
        QFETCH(bool, another);
        m_place.add(1, u"a"_s, marking(u"a"_s));
        if (another)
            m_place.add(2, u"b"_s, marking(u"b"_s));
        const QString all = another ? u"a b"_s : u"a"_s;
        const ApplyPlan plan = m_place.plan();
        TestProxy proxy(m_place.server.host(), m_place.server.port());
        QVERIFY(proxy.start());
        m_place.session = m_place.connect(proxy.url(m_place.server.url(m_place.name)));
        QVERIFY(m_place.session);
        proxy.cutOn(TestProxy::Side::Client, commitMessage, arrived ? TestProxy::Cut::After : TestProxy::Cut::Before);
        const ApplyResult result = m_place.apply(plan);
        QVERIFY(proxy.hasCut());
        QVERIFY(result.files[0].wasAskedAgain);
        QCOMPARE(toString(result.files[0].state), toString(arrived ? FileState::Applied : FileState::Failed));
        if (another)
            QCOMPARE(toString(result.files[1].state), toString(arrived ? FileState::Applied : FileState::NotReached));
        QCOMPARE(m_place.ran(), arrived ? all : QString());
        QCOMPARE(m_place.records().isEmpty(), !arrived);
        QCOMPARE(m_place.log->entries()->last().outcome, arrived ? u"done"_s : u"not done"_s);
        if (!arrived)
            QVERIFY(m_place.apply(plan).ok);
        QCOMPARE(m_place.ran(), all);
        QCOMPARE(m_place.records().count(u'\n'), another ? 1 : 0);
    }

    void saysThatItCannotKnow()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s));
        const ApplyPlan plan = m_place.plan();
        TestProxy proxy(m_place.server.host(), m_place.server.port());
        QVERIFY(proxy.start());
        m_place.session = m_place.connect(proxy.url(m_place.server.url(m_place.name)));
        proxy.cutOn(TestProxy::Side::Client, commitMessage, TestProxy::Cut::After);
        QVERIFY(m_place.session->canceler()->begin(1));
        std::thread later([&] {
            while (!proxy.hasCut())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            proxy.setRefusing(true);
            std::this_thread::sleep_for(std::chrono::milliseconds(500));
            m_place.session->canceler()->cancel(1); // a person gives up waiting
        });
        const ApplyResult result = m_place.apply(plan);
        later.join();
        m_place.session->canceler()->end();
        // It may have been quick enough to ask before nobody listened any more.
        if (!result.files[0].wasAskedAgain) {
            QCOMPARE(toString(result.files[0].state), toString(FileState::Unknown));
            QCOMPARE(m_place.log->entries()->last().outcome, u"unknown"_s);
        }
    }

    void survivesAKilledBackend_data()
    {
        QTest::addColumn<int>("at");
        for (int at = 0; at < 4; ++at)
            QTest::addRow("statement %d", at) << at;
    }
    void survivesAKilledBackend()
    {
        QFETCH(int, at);
        m_place.add(1, u"a"_s, marking(u"a"_s));
        m_place.add(2, u"b"_s, marking(u"b"_s, "SELECT pg_sleep(0.05);\n--> statement-breakpoint\nCREATE TABLE b ();"));
        const ApplyPlan plan = m_place.plan();
        int told = 0;
        m_place.options.progress = [&](const ApplyEvent &event) {
            if (event.kind == ApplyEvent::Kind::Statement && told++ == at)
                m_place.server.runSql(
                    m_place.name, u"SELECT pg_terminate_backend(%1)"_s.arg(m_place.session->backendPid()), Role::Super);
        };
        const ApplyResult result = m_place.apply(plan);
        QVERIFY(!result.ok);
        QCOMPARE(result.files[0].state == FileState::Applied, at > 0);
        QCOMPARE(m_place.ran(), at > 0 ? u"a"_s : QString());
        QCOMPARE(m_place.records().count(u'\n') + (m_place.records().isEmpty() ? 0 : 1), at > 0 ? 1 : 0);
        QVERIFY(m_place.value(u"select to_regclass('b')::text"_s).isEmpty());
        m_place.options = {};
        m_place.session = m_place.connect(m_place.server.url(m_place.name));
        QVERIFY(m_place.apply(plan).ok);
        QCOMPARE(m_place.ran(), u"a b"_s);
    }

    void survivesAKilledClient_data()
    {
        QTest::addColumn<int>("at");
        for (int at = 0; at < 4; ++at)
            QTest::addRow("statement %d", at) << at;
    }
    void survivesAKilledClient()
    {
        QFETCH(int, at);
        m_place.add(1, u"a"_s, marking(u"a"_s));
        m_place.add(2, u"b"_s, marking(u"b"_s, "SELECT pg_sleep(0.05);\n--> statement-breakpoint\nCREATE TABLE b ();"));
        const ApplyPlan plan = m_place.plan();
        m_place.session.reset();
        const pid_t child = fork();
        if (child == 0) { // nothing of it may come back to the test's own main()
            int told = 0;
            m_place.options.progress = [&](const ApplyEvent &event) {
                if (event.kind == ApplyEvent::Kind::Statement && told++ == at)
                    kill(getpid(), SIGKILL);
            };
            m_place.session = m_place.connect(m_place.server.url(m_place.name));
            (void)m_place.apply(plan);
            _exit(0);
        }
        int status = 0;
        QCOMPARE(awaitChild(child, &status), child);
        QVERIFY(WIFSIGNALED(status));
        m_place.session = m_place.connect(m_place.server.url(m_place.name));
        QTRY_COMPARE(m_place.ran(), at > 0 ? u"a"_s : QString());
        QCOMPARE(m_place.log->entries()->last().phase, u"intent"_s);
        QVERIFY(m_place.log->verify()->problem.isEmpty());
        QVERIFY(m_place.apply(plan).ok);
        QCOMPARE(m_place.ran(), u"a b"_s);
        QCOMPARE(m_place.records().count(u'\n'), 1);
    }

    void isRefusedByARoleWithoutRights()
    {
        m_place.add(1, u"a"_s, marking(u"a"_s));
        const ApplyPlan plan = m_place.plan();
        m_place.session = m_place.connect(m_place.server.url(m_place.name, Role::Reader));
        QVERIFY(m_place.session);
        const ApplyResult result = m_place.apply(plan);
        QVERIFY(!result.ok);
        QCOMPARE(toString(result.files[0].state), toString(FileState::Failed));
        QCOMPARE(result.files[0].error->kind, Error::Kind::Permission);
        QVERIFY(m_place.ran().isEmpty());
    }

private:
    ApplyPlace m_place;
};

QTEST_GUILESS_MAIN(TestApplyLost)
#include "tst_applylost.moc"
