// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/session.h"
#include "sql/transaction.h"
#include "support/testproxy.h"
#include "support/testserver.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

#include <future>

using namespace pitboss;
using namespace pitboss::testing;
using namespace std::chrono_literals;

/// The proxy that network tests stand on, and with it what a session makes of each kind of bad network.
class TestTestProxy : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void forwardsEverythingUnchanged();
    void delays();
    void trickles();
    void countsRoundTrips();
    void refuses();
    void cutsEveryConnection();
    void losesTheAnswerToCommit();
    void losesTheCommitItself();
    void cutsOnWhatTheServerSays();
    void handsOverWhatCameAheadAndNothingElse();
    void freezesAndThaws();
    void answersInTheServersPlace();

private:
    std::unique_ptr<Session> session(const TestProxy &proxy, std::chrono::seconds timeout = 10s) const;

    TestServer m_server;
};

void TestTestProxy::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(QStringLiteral("pit")));
    QVERIFY(m_server.runSql(QStringLiteral("pit"), QStringLiteral("CREATE TABLE t (a text)")));
}

std::unique_ptr<Session> TestTestProxy::session(const TestProxy &proxy, std::chrono::seconds timeout) const
{
    SessionOptions options;
    options.readOnly = false;
    options.connectTimeout = timeout;
    auto info = ConnectionInfo::fromUrl(proxy.url(m_server.url(QStringLiteral("pit"))));
    return std::make_unique<Session>(*info, options);
}

#define START_PROXY(proxy)                                                                                             \
    TestProxy proxy(m_server.host(), m_server.port());                                                                 \
    QVERIFY(proxy.start())

void TestTestProxy::forwardsEverythingUnchanged()
{
    START_PROXY(proxy);
    const auto through = session(proxy);
    QVERIFY(through->open());
    const auto rows = through->execute("SELECT string_agg(md5(i::text), '') FROM generate_series(1, 200000) i");
    QVERIFY(rows);
    QCOMPARE(rows->value(0, 0).size(), 6400000);
    QCOMPARE(
        m_server.value(QStringLiteral("pit"),
                       QStringLiteral("SELECT md5(string_agg(md5(i::text), '')) FROM generate_series(1, 200000) i")),
        QString::fromLatin1(QCryptographicHash::hash(rows->value(0, 0), QCryptographicHash::Md5).toHex()));
    QCOMPARE(proxy.counts().connections, 1);
    through->close();
    QTRY_COMPARE(proxy.counts().open, 0);
}

void TestTestProxy::delays()
{
    START_PROXY(proxy);
    const auto through = session(proxy);
    QVERIFY(through->open());
    proxy.setDelay(60ms);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(through->execute("SELECT 1"));
    QVERIFY2(timer.elapsed() >= 120, qPrintable(QString::number(timer.elapsed())));
}

void TestTestProxy::trickles()
{
    START_PROXY(proxy);
    const auto through = session(proxy);
    QVERIFY(through->open());
    proxy.setTrickle(10, 5ms);
    QElapsedTimer timer;
    timer.start();
    const auto rows = through->execute("SELECT repeat('x', 300)");
    QVERIFY(rows && rows->value(0, 0).size() == 300);
    QVERIFY2(timer.elapsed() >= 150, qPrintable(QString::number(timer.elapsed())));
}

void TestTestProxy::countsRoundTrips()
{
    START_PROXY(proxy);
    const auto through = session(proxy);
    QVERIFY(through->open());
    proxy.setDelay(50ms);
    proxy.resetCounts();
    for (int i = 0; i < 3; ++i)
        QVERIFY(through->execute("SELECT 1"));
    QCOMPARE(proxy.counts().roundTrips, 3);
    QVERIFY(proxy.counts().toServer > 0 && proxy.counts().toClient > proxy.counts().toServer);
}

void TestTestProxy::refuses()
{
    START_PROXY(proxy);
    proxy.setRefusing(true);
    const auto refused = session(proxy);
    const auto opened = refused->open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Error::Kind::Connect);
    proxy.setRefusing(false);
    QVERIFY(session(proxy)->open());
}

void TestTestProxy::cutsEveryConnection()
{
    START_PROXY(proxy);
    const auto through = session(proxy);
    QVERIFY(through->open());
    proxy.cutAll();
    const auto lost = through->execute("SELECT 1");
    QVERIFY(!lost);
    QCOMPARE(lost.error().kind, Error::Kind::ConnectionLost);
    QVERIFY(through->open());
    QVERIFY(through->execute("SELECT 1"));
}

void TestTestProxy::losesTheAnswerToCommit()
{
    START_PROXY(proxy);
    const auto through = session(proxy);
    QVERIFY(through->open());
    auto transaction = Transaction::begin(*through);
    QVERIFY(transaction);
    QVERIFY(through->execute("INSERT INTO t VALUES ('answer lost')"));
    proxy.cutOn(TestProxy::Side::Client, "COMMIT", TestProxy::Cut::After);
    const auto committed = transaction->commit();
    QVERIFY(!committed);
    QCOMPARE(committed.error().kind, Error::Kind::OutcomeUnknown);
    QVERIFY(proxy.hasCut());
    // It was done all the same.
    QTRY_COMPARE(
        m_server.value(QStringLiteral("pit"), QStringLiteral("SELECT count(*) FROM t WHERE a = 'answer lost'")),
        QStringLiteral("1"));
}

void TestTestProxy::losesTheCommitItself()
{
    START_PROXY(proxy);
    const auto through = session(proxy);
    QVERIFY(through->open());
    auto transaction = Transaction::begin(*through);
    QVERIFY(transaction);
    QVERIFY(through->execute("INSERT INTO t VALUES ('commit lost')"));
    proxy.cutOn(TestProxy::Side::Client, "COMMIT", TestProxy::Cut::Before);
    const auto committed = transaction->commit();
    QVERIFY(!committed);
    QCOMPARE(committed.error().kind, Error::Kind::OutcomeUnknown); // nobody on this side can know
    QCOMPARE(m_server.value(QStringLiteral("pit"), QStringLiteral("SELECT count(*) FROM t WHERE a = 'commit lost'")),
             QStringLiteral("0"));
}

void TestTestProxy::cutsOnWhatTheServerSays()
{
    START_PROXY(proxy);
    const auto through = session(proxy);
    QVERIFY(through->open());
    proxy.setTrickle(3, 1ms); // the needle comes in pieces
    proxy.cutOn(TestProxy::Side::Server, "sesame", TestProxy::Cut::Before);
    QVERIFY(through->execute("SELECT 'barley'"));
    QVERIFY(!proxy.hasCut());
    const auto lost = through->execute("SELECT 'ses' || 'ame', repeat('x', 100000)");
    QVERIFY(!lost && lost.error().kind == Error::Kind::ConnectionLost);
    QVERIFY(proxy.hasCut());
}

void TestTestProxy::handsOverWhatCameAheadAndNothingElse()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    TestProxy proxy(QStringLiteral("127.0.0.1"), server.serverPort());
    QVERIFY(proxy.start());
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, quint16(proxy.port()));
    QTRY_VERIFY(server.hasPendingConnections());
    const std::unique_ptr<QTcpSocket> peer(server.nextPendingConnection());
    proxy.setDelay(200ms); // what went before still waits when the needle is seen, and when more comes
    proxy.cutOn(TestProxy::Side::Server, "sesame", TestProxy::Cut::Before);
    peer->write("barley, sesame, oats");
    QTRY_VERIFY(proxy.hasCut());
    peer->write(", rye");
    QTRY_COMPARE(client.state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(client.readAll(), QByteArray("barley, "));
}

void TestTestProxy::freezesAndThaws()
{
    START_PROXY(proxy);
    const auto through = session(proxy);
    QVERIFY(through->open());
    proxy.setFrozen(true);
    auto answer = std::async(std::launch::async, [&] { return bool(through->execute("SELECT 1")); });
    QVERIFY(answer.wait_for(200ms) == std::future_status::timeout);
    proxy.setFrozen(false);
    QVERIFY(answer.wait_for(5s) == std::future_status::ready && answer.get());

    proxy.setFrozen(true);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!session(proxy, 2s)->open()); // accepted, then silence
    QVERIFY(timer.elapsed() > 1000 && timer.elapsed() < 8000);
}

void TestTestProxy::answersInTheServersPlace()
{
    START_PROXY(proxy);
    proxy.setAnswer(TestProxy::errorResponse("53300", "the door is full"));
    const auto refused = session(proxy)->open();
    QVERIFY(!refused);
    QVERIFY2(refused.error().text().contains(QLatin1String("the door is full")), qPrintable(refused.error().text()));
    proxy.setAnswer("HTTP/1.1 400 Bad Request\r\n\r\n");
    QVERIFY(!session(proxy)->open());
    proxy.setAnswer({});
    QVERIFY(session(proxy)->open());
}

QTEST_GUILESS_MAIN(TestTestProxy)
#include "tst_testproxy.moc"
