// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/connectfailure.h"
#include "sql/connect/patience.h"
#include "sql/connection.h"

#include "support/testpgbouncer.h"
#include "support/testproxy.h"
#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;

Q_DECLARE_METATYPE(pitboss::ConnectReason)

/// A server that sleeps, one that is shared through a pooler, and one that must not be written to.
class TestPatience : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void saysNeonsWords_data();
    void saysNeonsWords();
    void waitsForASleepingServer();
    void waitingCanBeCanceled();
    void doesNotWaitInVain();
    void pausesGrowAndJitter();
    void leavesNothingBehindInAPooler();
    void writesStayForbidden();

private:
    TestServer m_server;
};

namespace {

const QString database = QStringLiteral("postgres");

/// A URL of Neon's shape that leads to a port of this computer.
ConnectionInfo asNeon(int port, const QString &userInfo)
{
    return *ConnectionInfo::fromUrl(QStringLiteral("postgresql://%1@ep-x-1.us-east-2.aws.neon.tech:%2/postgres"
                                                   "?hostaddr=127.0.0.1&sslmode=disable")
                                        .arg(userInfo, QString::number(port)));
}

QString ownerInfo(const TestServer &server)
{
    return server.url(database).section(QStringLiteral("://"), 1).section(QLatin1Char('@'), 0, 0);
}

Patience quick(std::function<void(const Error &, int, int)> tell = {})
{
    return {4, std::chrono::milliseconds(30), std::chrono::milliseconds(100), {}, std::move(tell)};
}

} // namespace

void TestPatience::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
}

void TestPatience::saysNeonsWords_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<ConnectReason>("reason");
    QTest::addColumn<bool>("passes");
    const auto row = [](const char *text, ConnectReason reason, bool passes) {
        QTest::newRow(text) << QByteArray(text) << reason << passes;
    };
    row("Couldn't connect to compute node", ConnectReason::NeonWaking, true);
    row("Control plane request failed", ConnectReason::NeonWaking, true);
    row("endpoint is idle, retry request", ConnectReason::NeonWaking, true);
    row("Too many connections to this endpoint. Please try again later.", ConnectReason::NeonBusy, true);
    row("the database system is starting up", ConnectReason::StartingUp, true);
    row("The requested endpoint cannot be found", ConnectReason::NeonUnknownEndpoint, false);
    row("The endpoint is disabled. Enable it using Neon API and retry.", ConnectReason::NeonDisabled, false);
    row("This endpoint is temporarily unavailable. Check your quotas and/or contact our support",
        ConnectReason::NeonQuota, false);
    row("Your project has exceeded the compute time quota", ConnectReason::NeonQuota, false);
    row("You have exceeded the limit of concurrently active endpoints", ConnectReason::NeonQuota, false);
    row("This IP address 203.0.113.9 is not allowed to connect to this endpoint.", ConnectReason::NeonAddress, false);
    row("Endpoint ID is not specified. Either please upgrade the postgres client library (libpq) for SNI support",
        ConnectReason::NeonNoEndpoint, false);
    row("password authentication failed for user 'app'", ConnectReason::PasswordWrong, false);
    row("something never heard of", ConnectReason::Other, false);
}

void TestPatience::saysNeonsWords()
{
    QFETCH(QByteArray, text);
    QFETCH(ConnectReason, reason);
    QFETCH(bool, passes);
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    proxy.setAnswer(TestProxy::errorResponse("XX000", text));
    const ConnectionInfo info = asNeon(proxy.port(), QStringLiteral("app:p"));
    Session session(info, {});
    const auto opened = session.open();
    QVERIFY(!opened);
    QVERIFY2(connectReason(opened.error()) == reason, qPrintable(opened.error().text()));
    QCOMPARE(isPassing(opened.error(), info), passes);
    QVERIFY(!opened.error().hint.isEmpty());
    proxy.resetCounts();
    const auto waited = openPatiently(session, quick());
    QVERIFY(!waited);
    QCOMPARE(proxy.counts().connections, passes ? 4 : 1);
}

void TestPatience::waitsForASleepingServer()
{
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    proxy.setAnswer(TestProxy::errorResponse("XX000", "Couldn't connect to compute node"));
    Session session(asNeon(proxy.port(), ownerInfo(m_server)), {});
    QStringList told;
    const auto opened = openPatiently(session, quick([&](const Error &error, int next, int of) {
                                          told << wakingText(next, of);
                                          QCOMPARE(connectReason(error), ConnectReason::NeonWaking);
                                          if (next == 3)
                                              proxy.setAnswer({}); // awake
                                      }));
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text()));
    QCOMPARE(told, (QStringList{wakingText(2, 4), wakingText(3, 4)}));
    QCOMPARE(proxy.counts().connections, 3);
    // The handle that pages use does the same and tells it.
    proxy.setAnswer(TestProxy::errorResponse("XX000", "endpoint is idle, retry request"));
    Connection connection(asNeon(proxy.port(), ownerInfo(m_server)));
    QSignalSpy waiting(&connection, &Connection::waiting);
    const auto answer = connection.run([](Session &s) { return s.execute("SELECT 1"); });
    QTRY_COMPARE_WITH_TIMEOUT(waiting.count(), 1, 5000);
    proxy.setAnswer({});
    QTRY_VERIFY_WITH_TIMEOUT(answer.future.isFinished(), 10000);
    QVERIFY(answer.future.result());
}

void TestPatience::waitingCanBeCanceled()
{
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    proxy.setAnswer(TestProxy::errorResponse("XX000", "Couldn't connect to compute node"));
    Connection connection(asNeon(proxy.port(), ownerInfo(m_server)));
    QSignalSpy waiting(&connection, &Connection::waiting);
    const auto answer = connection.run([](Session &s) { return s.execute("SELECT 1"); });
    QTRY_VERIFY_WITH_TIMEOUT(waiting.count() >= 3, 8000); // the pause is now of about a second or more
    QElapsedTimer clock;
    clock.start();
    connection.cancel(answer.ticket);
    QTRY_VERIFY_WITH_TIMEOUT(answer.future.isFinished(), 2000);
    QVERIFY2(clock.elapsed() < 500, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(answer.future.result().error().kind, Error::Kind::Canceled);
}

void TestPatience::doesNotWaitInVain()
{
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    Session wrong(asNeon(proxy.port(), QStringLiteral("pit_owner:wrong")), {});
    QVERIFY(!openPatiently(wrong, quick()));
    QCOMPARE(proxy.counts().connections, 1);
    // Elsewhere than at Neon a refusal is an answer.
    Session refused(*ConnectionInfo::fromUrl(QStringLiteral("postgresql://u@127.0.0.1:1/d")), {});
    int told = 0;
    QVERIFY(!openPatiently(refused, quick([&](const Error &, int, int) { ++told; })));
    QCOMPARE(told, 0);
}

void TestPatience::pausesGrowAndJitter()
{
    const Patience patience;
    QCOMPARE(pauseBefore(2, patience, 0.0).count(), 200);
    QCOMPARE(pauseBefore(2, patience, 1.0).count(), 400);
    QCOMPARE(pauseBefore(3, patience, 0.5).count(), 600);
    QCOMPARE(pauseBefore(4, patience, 1.0).count(), 1600);
    QCOMPARE(pauseBefore(60, patience, 1.0).count(), 5000);
}

void TestPatience::leavesNothingBehindInAPooler()
{
    TestPgBouncer pooler(m_server);
    QVERIFY2(pooler.start(), qPrintable(pooler.errorText()));
    QVERIFY(m_server.createDatabase(QStringLiteral("own")));
    const ConnectionInfo info = *ConnectionInfo::fromUrl(pooler.url(QStringLiteral("own")));
    SessionOptions options;
    options.statementTimeout = std::chrono::seconds(7);
    options.timeZone = QStringLiteral("Asia/Tokyo");
    Session reader(info, options);
    QVERIFY(reader.open());
    QVERIFY(reader.isPooled());
    QVERIFY(reader.execute("SELECT 1"));
    // Read-only all the same, because each statement says so.
    const auto refused = reader.execute("CREATE TABLE nope ()");
    QCOMPARE(refused.error().kind, Error::Kind::ReadOnly);
    // The application that gets the same session of the server may write, and waits as long as it likes.
    options.readOnly = false;
    options.statementTimeout = {};
    options.timeZone.clear();
    Session application(info, options);
    QVERIFY(application.open());
    const auto settings = application.execute("SELECT current_setting('default_transaction_read_only'),"
                                              " current_setting('statement_timeout'), current_setting('TimeZone')");
    QCOMPARE(settings->text(0, 0), QStringLiteral("off"));
    QCOMPARE(settings->text(0, 1), QStringLiteral("0"));
    QVERIFY(settings->text(0, 2) != QLatin1String("Asia/Tokyo")); // the pooler keeps zones apart
    QCOMPARE(reader.execute("SHOW TimeZone")->text(0, 0), QStringLiteral("Asia/Tokyo"));
    QVERIFY(application.execute("CREATE TABLE yes ()"));
    Session direct(*ConnectionInfo::fromUrl(m_server.url(database)), {});
    QVERIFY(direct.open());
    QVERIFY(!direct.isPooled());
    QCOMPARE(direct.execute("SHOW default_transaction_read_only")->text(0, 0), QStringLiteral("on"));
}

void TestPatience::writesStayForbidden()
{
    ConnectionInfo info = *ConnectionInfo::fromUrl(m_server.url(database));
    info.setWritesAllowed(false);
    SessionOptions options;
    options.readOnly = false;
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    info.setParameter(QStringLiteral("port"), QString::number(proxy.port()));
    Session writer(info, options);
    const auto opened = writer.open();
    QCOMPARE(opened.error().kind, Error::Kind::Refused);
    QCOMPARE(proxy.counts().connections, 0); // it was not even tried
    options.readOnly = true;
    Session reader(info, options);
    QVERIFY(reader.open());
}

QTEST_GUILESS_MAIN(TestPatience)
#include "tst_patience.moc"
