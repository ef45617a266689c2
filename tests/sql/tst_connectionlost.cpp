// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connection.h"

#include "support/testproxy.h"
#include "support/testserver.h"

#include <QtTest>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// A connection that goes away by every way a network has: noticed, made again by the next use, nothing sent twice.
class TestConnectionLost : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cutWhileIdle();
    void cutDuringARead();
    void nothingIsSentTwice_data();
    void nothingIsSentTwice();
    void silentWhileIdle();
    void silentDuringARead();
    void watchesByItself();
    void afterSleep();
    void afterANap();
    void gone();

private:
    /// By the proxy, and impatient enough for a test.
    ConnectionInfo info(const char *more = "") const
    {
        return *ConnectionInfo::fromUrl(m_proxy->url(m_server.url(u"pit"_s)) + u"?sslmode=disable"_s
                                        + QLatin1String(more));
    }
    static constexpr const char *impatient =
        "&keepalives_idle=1&keepalives_interval=1&keepalives_count=2&tcp_user_timeout=2000";
    Result<QString> ask(Connection &connection, const QString &sql, int milliseconds = 60000)
    {
        std::optional<Result<QString>> answer;
        QObject receiver;
        const auto task = connection.run([sql](Session &session) -> Result<QString> {
            const auto rows = session.execute(Statement(sql));
            return rows ? Result<QString>(rows->text(0, 0)) : fail(rows.error());
        });
        whenFinished(task.future, &receiver, [&](const Result<QString> &result) { answer = result; });
        (void)QTest::qWaitFor([&] { return answer.has_value(); }, milliseconds);
        return answer.value_or(fail(Error::Kind::Internal, u"no answer"_s));
    }

    TestServer m_server;
    std::unique_ptr<TestProxy> m_proxy;
};

void TestConnectionLost::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(u"pit"_s));
    QVERIFY(m_server.runSql(u"pit"_s, u"CREATE SEQUENCE calls"_s));
}

void TestConnectionLost::init()
{
    m_proxy = std::make_unique<TestProxy>(m_server.host(), m_server.port());
    QVERIFY(m_proxy->start());
}

void TestConnectionLost::cutWhileIdle()
{
    Connection connection(info());
    const auto first = ask(connection, u"SELECT pg_backend_pid()"_s);
    QVERIFY(first);
    QSignalSpy failed(&connection, &Connection::failed);
    m_proxy->cutAll();
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), Connection::State::Lost, 10000);
    QCOMPARE(failed.count(), 1);
    QCOMPARE(m_proxy->counts().connections, 1); // nobody used it, so nobody asks for it again
    const auto second = ask(connection, u"SELECT pg_backend_pid()"_s);
    QVERIFY(second && *second != *first);
    QCOMPARE(connection.state(), Connection::State::Open);
}

void TestConnectionLost::cutDuringARead()
{
    Connection connection(info());
    QVERIFY(ask(connection, u"SELECT 1"_s));
    QTimer::singleShot(150, this, [this] { m_proxy->cutAll(); });
    QElapsedTimer clock;
    clock.start();
    const auto read = ask(connection, u"SELECT pg_sleep(30)"_s);
    QCOMPARE(read.error().kind, Error::Kind::ConnectionLost);
    QVERIFY(clock.elapsed() < 20000);
    QTRY_COMPARE(connection.state(), Connection::State::Lost);
    QCOMPARE(m_proxy->counts().connections, 1);
    QCOMPARE(*ask(connection, u"SELECT 7"_s), u"7"_s);
}

void TestConnectionLost::nothingIsSentTwice_data()
{
    QTest::addColumn<TestProxy::Cut>("cut");
    QTest::addColumn<int>("calls");
    QTest::newRow("before the server saw it") << TestProxy::Cut::Before << 0;
    QTest::newRow("after the server saw it") << TestProxy::Cut::After << 1;
}

void TestConnectionLost::nothingIsSentTwice()
{
    QFETCH(TestProxy::Cut, cut);
    QFETCH(int, calls);
    QVERIFY(m_server.runSql(u"pit"_s, u"ALTER SEQUENCE calls RESTART"_s));
    SessionOptions writing;
    writing.readOnly = false;
    Connection connection(info(), writing);
    QVERIFY(ask(connection, u"SELECT 1"_s));
    m_proxy->cutOn(TestProxy::Side::Client, "nextval", cut);
    QCOMPARE(ask(connection, u"SELECT nextval('calls')"_s).error().kind, Error::Kind::ConnectionLost);
    QCOMPARE(*ask(connection, u"SELECT 2"_s), u"2"_s); // made again by the next use
    QTest::qWait(100);
    QCOMPARE(m_server.value(u"pit"_s, u"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM calls"_s),
             QString::number(calls));
}

void TestConnectionLost::silentWhileIdle()
{
    Connection connection(info(impatient));
    QVERIFY(ask(connection, u"SELECT 1"_s));
    if (!m_proxy->makeDeaf())
        QSKIP("only root may drop a socket's packets here");
    QTRY_COMPARE_WITH_TIMEOUT(connection.state(), Connection::State::Lost, 20000);
    QCOMPARE(*ask(connection, u"SELECT 3"_s), u"3"_s);
}

void TestConnectionLost::silentDuringARead()
{
    Connection connection(info(impatient));
    QVERIFY(ask(connection, u"SELECT 1"_s));
    if (!m_proxy->makeDeaf())
        QSKIP("only root may drop a socket's packets here");
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(ask(connection, u"SELECT 1"_s).error().kind, Error::Kind::ConnectionLost);
    QVERIFY2(clock.elapsed() < 20000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(m_proxy->counts().connections, 1);
    QCOMPARE(*ask(connection, u"SELECT 3"_s), u"3"_s);
}

void TestConnectionLost::watchesByItself()
{
    // What the tests above shorten is on without anybody asking for it.
    Session session(info(), {});
    QVERIFY(session.open());
    const auto option = [&](int level, int name) {
        int value = -1;
        socklen_t size = sizeof value;
        return getsockopt(session.socket(), level, name, &value, &size) == 0 ? value : -1;
    };
    QCOMPARE(option(SOL_SOCKET, SO_KEEPALIVE), 1);
    QCOMPARE(option(IPPROTO_TCP, TCP_KEEPIDLE), 10);
    QCOMPARE(option(IPPROTO_TCP, TCP_KEEPINTVL), 5);
    QCOMPARE(option(IPPROTO_TCP, TCP_KEEPCNT), 3);
    QCOMPARE(option(IPPROTO_TCP, TCP_USER_TIMEOUT), 25000);
}

void TestConnectionLost::afterSleep()
{
    std::atomic<int> slept = 0;
    SessionOptions options;
    options.asleep = [&slept] { return std::chrono::milliseconds(slept); };
    Connection connection(info(), options); // with all its patience
    const auto first = ask(connection, u"SELECT pg_backend_pid()"_s);
    QVERIFY(first);
    if (!m_proxy->makeDeaf()) // the way home has forgotten us
        QSKIP("only root may drop a socket's packets here");
    slept = 3600 * 1000;
    QElapsedTimer clock;
    clock.start();
    const auto second = ask(connection, u"SELECT pg_backend_pid()"_s);
    QVERIFY2(second, qPrintable(second ? QString() : second.error().text()));
    QVERIFY(*second != *first);
    QVERIFY2(clock.elapsed() < 10000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(*ask(connection, u"SELECT pg_backend_pid()"_s), *second); // once is enough
}

void TestConnectionLost::afterANap()
{
    std::atomic<int> slept = 0;
    SessionOptions options;
    options.asleep = [&slept] { return std::chrono::milliseconds(slept); };
    Connection connection(info(), options);
    const auto first = ask(connection, u"SELECT pg_backend_pid()"_s);
    slept = 500;
    QCOMPARE(*ask(connection, u"SELECT pg_backend_pid()"_s), *first);
    const auto now = timeAsleep();
    QVERIFY(now.count() >= -1);
    QVERIFY((timeAsleep() - now).count() <= 1);
}

void TestConnectionLost::gone()
{
    Connection connection(info());
    QVERIFY(ask(connection, u"SELECT 1"_s));
    m_proxy->setRefusing(true);
    m_proxy->cutAll();
    QTRY_COMPARE(connection.state(), Connection::State::Lost);
    const auto refused = ask(connection, u"SELECT 1"_s);
    QCOMPARE(refused.error().kind, Error::Kind::Connect);
    QCOMPARE(connection.state(), Connection::State::Closed);
    m_proxy->setRefusing(false);
    QCOMPARE(*ask(connection, u"SELECT 5"_s), u"5"_s);
}

QTEST_GUILESS_MAIN(TestConnectionLost)
#include "tst_connectionlost.moc"
