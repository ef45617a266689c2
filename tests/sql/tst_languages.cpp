// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/connectfailure.h"
#include "sql/session.h"
#include "sql/transaction.h"

#include "support/germany.h"
#include "support/testproxy.h"
#include "support/testserver.h"

#include <QtTest>

#include <clocale>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// A server that speaks German, and a desktop that does: what went wrong is told by codes, not by English words.
class TestLanguages : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void tellsWhyItCannotConnect_data();
    void tellsWhyItCannotConnect();
    void asksOnlyOnceMore();
    void tellsWhatWentWrong_data();
    void tellsWhatWentWrong();
    void timeOutOrCancel();
    void cleanupTestCase();

private:
    Error openFails(const QString &url) const
    {
        Session session(*ConnectionInfo::fromUrl(url), {});
        const auto opened = session.open();
        return opened ? Error() : opened.error();
    }

    Germany m_germany;
    TestServer m_server;
};

void TestLanguages::initTestCase()
{
    if (!m_germany.exists())
        QSKIP("no locale can be made here");
    qputenv("LOCPATH", QFile::encodeName(m_germany.path()));
    m_server.setConfiguration({u"lc_messages='de_DE.UTF-8'"_s});
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(u"pit"_s));
    QVERIFY(
        m_server.runSql(u"pit"_s, u"CREATE TABLE t (id int PRIMARY KEY CHECK (id < 10)); INSERT INTO t VALUES (1)"_s));
    QVERIFY(m_server.runSql(u"pit"_s, u"CREATE DATABASE shut ALLOW_CONNECTIONS false"_s, Role::Super)
            || m_server.psql(u"pit"_s, {u"-c"_s, u"CREATE DATABASE shut ALLOW_CONNECTIONS false"_s}, Role::Super)
                   .contains(u"CREATE"_s));
    QVERIFY(setlocale(LC_ALL, "de_DE.UTF-8"));
    qputenv("LANGUAGE", "de");
    const Error error = openFails(m_server.url(u"nowhere"_s));
    if (!error.detail.contains(u"existiert nicht"_s))
        QSKIP("Postgres's German is not installed");
}

void TestLanguages::cleanupTestCase()
{
    setlocale(LC_ALL, "C.UTF-8");
    qunsetenv("LANGUAGE");
    qunsetenv("LOCPATH");
}

void TestLanguages::tellsWhyItCannotConnect_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<ConnectReason>("reason");
    const QString right = m_server.url(u"pit"_s);
    const QString password = right.section(u':', 2).section(u'@', 0, 0);
    const auto row = [](const char *name, const QString &url, ConnectReason reason) {
        QTest::newRow(name) << url << reason;
    };
    row("password", QString(right).replace(password, u"wrong"_s), ConnectReason::PasswordWrong);
    row("no password", QString(right).remove(u':' + password), ConnectReason::PasswordNeeded);
    row("database", m_server.url(u"nowhere"_s), ConnectReason::DatabaseMissing);
    row("shut database", m_server.url(u"shut"_s), ConnectReason::DatabaseForbidden);
    row("parameter", right + u"?options=-c%20nonsense%3D1"_s, ConnectReason::PoolerParameter);
    // libpq's own words
    row("refused", u"postgresql://u@127.0.0.1:1/d"_s, ConnectReason::Refused);
    row("name", u"postgresql://u@no.such.invalid/d"_s, ConnectReason::NameNotFound);
    row("no TLS", right + u"?sslmode=require"_s, ConnectReason::NoTls);
    row("no socket", u"postgresql:///d?host=/no/such"_s, ConnectReason::NoSocket);
    row("no such service", u"service=none_of_that_name"_s, ConnectReason::ServiceMissing);
}

void TestLanguages::tellsWhyItCannotConnect()
{
    QFETCH(QString, url);
    QFETCH(ConnectReason, reason);
    qputenv("PGPASSFILE", "/nowhere/pgpass");
    const Error error = openFails(url);
    QCOMPARE(error.kind, Error::Kind::Connect);
    QVERIFY2(connectReason(error) == reason, qPrintable(error.text()));
    QVERIFY(!error.detail.isEmpty()); // the server's own words stay to be read
}

void TestLanguages::asksOnlyOnceMore()
{
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    (void)openFails(proxy.url(m_server.url(u"nowhere"_s)) + u"?sslmode=disable"_s);
    QCOMPARE(proxy.counts().connections, 2);
    proxy.resetCounts();
    proxy.setAnswer(TestProxy::errorResponse("28P01", "password authentication failed for user u")); // English
    (void)openFails(proxy.url(m_server.url(u"pit"_s)) + u"?sslmode=disable"_s);
    QCOMPARE(proxy.counts().connections, 1);
}

void TestLanguages::tellsWhatWentWrong_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("syntax") << u"SELEC 1"_s << Error::Kind::Syntax;
    QTest::newRow("missing") << u"SELECT * FROM nothing"_s << Error::Kind::Missing;
    QTest::newRow("data") << u"SELECT 1/0"_s << Error::Kind::Data;
    QTest::newRow("permission") << u"SELECT * FROM pg_authid"_s << Error::Kind::Permission;
    QTest::newRow("constraint") << u"INSERT INTO t VALUES (1)"_s << Error::Kind::Constraint;
    QTest::newRow("check") << u"INSERT INTO t VALUES (11)"_s << Error::Kind::Constraint;
}

void TestLanguages::tellsWhatWentWrong()
{
    QFETCH(QString, sql);
    QFETCH(Error::Kind, kind);
    SessionOptions writing;
    writing.readOnly = false;
    Session session(*ConnectionInfo::fromUrl(m_server.url(u"pit"_s)), writing);
    QVERIFY(session.open());
    QCOMPARE(session.execute(Statement(sql)).error().kind, kind);
    Session reader(*ConnectionInfo::fromUrl(m_server.url(u"pit"_s)), {});
    QVERIFY(reader.open());
    const auto refused = reader.execute("INSERT INTO t VALUES (2)");
    QCOMPARE(refused.error().kind, Error::Kind::ReadOnly);
    QVERIFY(!refused.error().message.contains(u"cannot"_s)); // it is German indeed
}

void TestLanguages::timeOutOrCancel()
{
    const ConnectionInfo info = *ConnectionInfo::fromUrl(m_server.url(u"pit"_s));
    SessionOptions options;
    options.statementTimeout = std::chrono::milliseconds(50);
    Session limited(info, options);
    QVERIFY(limited.open());
    QCOMPARE(limited.execute("SELECT pg_sleep(5)").error().kind, Error::Kind::Timeout);
    options.statementTimeout = {};
    options.readOnly = false;
    Session session(info, options);
    QVERIFY(session.open());
    {
        TransactionOptions limits;
        limits.statementTimeout = std::chrono::milliseconds(50);
        auto transaction = Transaction::begin(session, limits);
        QVERIFY(transaction);
        QCOMPARE(session.execute("SELECT pg_sleep(5)").error().kind, Error::Kind::Timeout);
    }
    { // The limit comes with the next transaction, in the same round trip as what it ends.
        TransactionOptions limits;
        limits.statementTimeout = std::chrono::milliseconds(50);
        auto transaction = Transaction::begin(session);
        QVERIFY(transaction);
        const auto turn = transaction->commitAndBegin(limits, {"SELECT pg_sleep(5)"}, [](auto &&...) {});
        QVERIFY(turn.committed);
        QCOMPARE(turn.next.error().kind, Error::Kind::Timeout);
    }
    // Somebody else ended it, and there was no limit.
    const QString other = QString::number(session.backendPid());
    std::unique_ptr<QThread> thread(QThread::create([this, other] {
        const QString begun = u"SELECT count(*) FROM pg_stat_activity WHERE pid = %1 AND wait_event = 'PgSleep'"_s;
        while (m_server.value(u"pit"_s, begun.arg(other), Role::Super) == u"0"_s)
            QThread::msleep(20);
        (void)m_server.value(u"pit"_s, u"SELECT pg_cancel_backend(%1)"_s.arg(other), Role::Super);
    }));
    thread->start();
    const auto ended = session.execute("SELECT pg_sleep(60)");
    thread->wait();
    QVERIFY(!ended);
    QCOMPARE(ended.error().kind, Error::Kind::Canceled);
    SessionOptions waiting;
    waiting.readOnly = false;
    waiting.lockTimeout = std::chrono::milliseconds(50);
    Session second(info, waiting);
    QVERIFY(second.open());
    auto holding = Transaction::begin(session);
    QVERIFY(holding && session.execute("LOCK TABLE t"));
    QCOMPARE(second.execute("DELETE FROM t").error().kind, Error::Kind::Timeout);
}

QTEST_GUILESS_MAIN(TestLanguages)
#include "tst_languages.moc"
