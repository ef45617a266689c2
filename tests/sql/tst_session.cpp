// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/session.h"
#include "sql/transaction.h"
#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using testing::Role;
using testing::TestServer;
using testing::Way;

class TestSession : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void opensByEveryWay_data();
    void opensByEveryWay();
    void tellsWhyItCannotConnect_data();
    void tellsWhyItCannotConnect();
    void givesExactText_data();
    void givesExactText();
    void tellsNullFromEmpty();
    void refusesWritesOfAReadSession_data();
    void refusesWritesOfAReadSession();
    void leavesNoTransactionOpen();
    void oneCommandPerCall();
    void streamsInBlocksAndStops();
    void timesOut();
    void collectsNotices();
    void noticesALostServer();
    void refusesCopyAndNul();
    void transactionRollsBackUnlessCommitted();
    void commitOfAFailedTransactionIsNoSuccess();

private:
    Session session(Role role, bool readOnly);
    QString url(Role role, Way way = Way::Tcp) { return m_server.url(QStringLiteral("pit"), role, way); }
    TestServer m_server;
};

void TestSession::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(m_server.createDatabase(QStringLiteral("pit")), qPrintable(m_server.errorText()));
    QVERIFY(m_server.runSql(QStringLiteral("pit"),
                            QStringLiteral("CREATE TABLE t (id int PRIMARY KEY, v text);"
                                           "INSERT INTO t SELECT g, 'row ' || g FROM generate_series(1, 1000) g;"
                                           "CREATE FUNCTION sly() RETURNS int LANGUAGE sql VOLATILE AS"
                                           " 'DELETE FROM t RETURNING id';")));
}

Session TestSession::session(Role role, bool readOnly)
{
    SessionOptions options;
    options.readOnly = readOnly;
    return Session(*ConnectionInfo::fromUrl(url(role)), options);
}

void TestSession::opensByEveryWay_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("readable");
    QTest::newRow("owner, tcp") << url(Role::Owner) << true;
    QTest::newRow("owner, socket") << url(Role::Owner, Way::Socket) << true;
    QTest::newRow("reader, tcp") << url(Role::Reader) << true;
    QTest::newRow("reader, socket") << url(Role::Reader, Way::Socket) << true;
    QTest::newRow("no rights, tcp") << url(Role::Nothing) << false;
}

void TestSession::opensByEveryWay()
{
    QFETCH(QString, url);
    QFETCH(bool, readable);
    Session session(*ConnectionInfo::fromUrl(url), {});
    const auto opened = session.open();
    QVERIFY2(opened, opened ? "" : qPrintable(opened.error().text()));
    QVERIFY(session.serverVersion() >= 100000);
    const auto rows = session.execute("SELECT v FROM t WHERE id = 7");
    QCOMPARE(rows.has_value(), readable);
    if (readable)
        QCOMPARE(rows->text(0, 0), QStringLiteral("row 7"));
    else
        QCOMPARE(rows.error().kind, Error::Kind::Permission);
}

void TestSession::tellsWhyItCannotConnect_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("message");
    const QString port = QString::number(m_server.port());
    QTest::newRow("refused") << QStringLiteral("postgresql://u:geheim@127.0.0.1:1/x")
                             << QStringLiteral("no server answers");
    QTest::newRow("name") << QStringLiteral("postgresql://u:geheim@no-such-host.invalid/x")
                          << QStringLiteral("not found");
    QTest::newRow("password") << QStringLiteral("postgresql://pit_owner:geheim@127.0.0.1:%1/pit").arg(port)
                              << QStringLiteral("password was not accepted");
    QTest::newRow("socket") << QStringLiteral("host=/nonexistent dbname=x password=geheim")
                            << QStringLiteral("this socket");
    QTest::newRow("no tls") << url(Role::Owner) + QStringLiteral("?sslmode=require") << QStringLiteral("not offer TLS");
    QTest::newRow("database") << m_server.url(QStringLiteral("nowhere"), Role::Owner)
                              << QStringLiteral("does not exist");
}

void TestSession::tellsWhyItCannotConnect()
{
    QFETCH(QString, url);
    QFETCH(QString, message);
    Session session(*ConnectionInfo::fromUrl(url), {});
    const auto opened = session.open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Error::Kind::Connect);
    QVERIFY2(opened.error().message.contains(message), qPrintable(opened.error().text()));
    QVERIFY(!opened.error().text().contains(QLatin1String("geheim")));
    QVERIFY(!session.isOpen());
}

void TestSession::givesExactText_data()
{
    QTest::addColumn<QString>("expression");
    for (const char *expression : {"9223372036854775807::int8",
                                   "'-9223372036854775808'::int8",
                                   "12345678901234567.890123456789::numeric",
                                   "'NaN'::numeric",
                                   "'NaN'::float8",
                                   "0.1::float8 + 0.2::float8",
                                   "'-Infinity'::float4",
                                   "3.4028235e38::float4",
                                   "'2026-02-11 01:02:03.123456+00'::timestamptz",
                                   "'infinity'::timestamptz",
                                   "'4713-01-01 BC'::timestamp",
                                   "'24:00:00'::time",
                                   "'12:00:00+05:30'::timetz",
                                   "'1 year 2 mons -3 days 04:05:06.7'::interval",
                                   "'\\xdeadbeef'::bytea",
                                   "'{\"a\": [1, null, \"x\"]}'::jsonb",
                                   "'{\"a\":1 }'::json",
                                   "ARRAY['a', NULL, 'b c', '']",
                                   "ARRAY[[1,2],[3,4]]",
                                   "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
                                   "'192.168.0.0/24'::cidr",
                                   "'08:00:2b:01:02:03'::macaddr",
                                   "B'10101'",
                                   "'(1,2)'::point",
                                   "'[1,5)'::int4range",
                                   "'{[1,2),[4,8)}'::int4multirange",
                                   "'fat & rat'::tsquery",
                                   "'a b'::tsvector",
                                   "'<a>b</a>'::xml",
                                   "true",
                                   "'x'::char(5)",
                                   "E'tab\\there\\nnew'",
                                   "'ʕ•ᴥ•ʔ שלום 🥊'::text",
                                   "1234.5::money",
                                   "row(1,'a b',NULL)",
                                   "'pg_class'::regclass",
                                   "'16/B374D848'::pg_lsn"})
        QTest::newRow(expression) << QString::fromUtf8(expression);
}

void TestSession::givesExactText()
{
    QFETCH(QString, expression);
    auto reader = session(Role::Owner, true);
    QVERIFY(reader.open());
    const auto rows = reader.execute(QStringLiteral("SELECT ") + expression);
    QVERIFY2(rows, rows ? "" : qPrintable(rows.error().text()));
    const QString psql = m_server.psql(
        QStringLiteral("pit"), {QStringLiteral("-At"), QStringLiteral("-c"), QStringLiteral("SELECT ") + expression});
    QCOMPARE(rows->text(0, 0), psql.left(psql.size() - (psql.endsWith(QLatin1Char('\n')) ? 1 : 0)));
}

void TestSession::tellsNullFromEmpty()
{
    auto reader = session(Role::Reader, true);
    QVERIFY(reader.open());
    const auto rows = reader.execute("SELECT NULL::text, ''::text, 'x'");
    QVERIFY(rows);
    QVERIFY(rows->isNull(0, 0));
    QVERIFY(!rows->isNull(0, 1));
    QCOMPARE(rows->value(0, 1).size(), 0);
    QCOMPARE(rows->text(0, 2), QStringLiteral("x"));
    QVERIFY(!rows->optional(0, 0));
}

void TestSession::refusesWritesOfAReadSession_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("insert") << QStringLiteral("INSERT INTO t VALUES (0, 'x')");
    QTest::newRow("in a function") << QStringLiteral("SELECT sly()");
    QTest::newRow("ddl") << QStringLiteral("CREATE TABLE u ()");
    QTest::newRow("switched on inside") << QStringLiteral("SELECT set_config('transaction_read_only', 'off', false)");
    QTest::newRow("sequence") << QStringLiteral("SELECT setval('s', 7)");
}

void TestSession::refusesWritesOfAReadSession()
{
    QFETCH(QString, sql);
    (void)m_server.runSql(QStringLiteral("pit"), QStringLiteral("CREATE SEQUENCE IF NOT EXISTS s"));
    auto reader = session(Role::Owner, true);
    QVERIFY(reader.open());
    // A filter may switch the default off; the next statement must be refused all the same.
    QVERIFY(reader.execute("SELECT set_config('default_transaction_read_only', 'off', false)"));
    const auto done = reader.execute(sql);
    QVERIFY(!done);
    const bool unswitchable = done.error().sqlState == QLatin1String("25001"); // "must be set before any query"
    QVERIFY2(done.error().kind == Error::Kind::ReadOnly || unswitchable, qPrintable(done.error().text()));
    QCOMPARE(m_server.value(QStringLiteral("pit"), QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("1000"));
}

void TestSession::leavesNoTransactionOpen()
{
    auto reader = session(Role::Owner, true);
    QVERIFY(reader.open());
    QVERIFY(reader.execute("SELECT 1"));
    QCOMPARE(reader.transactionStatus(), Session::TransactionStatus::Idle);
    QVERIFY(!reader.execute("SELECT nonsense"));
    QCOMPARE(reader.transactionStatus(), Session::TransactionStatus::Idle);
    QVERIFY(reader.execute("SELECT 1"));
    const QString state = m_server.value(
        QStringLiteral("pit"),
        QStringLiteral("SELECT state FROM pg_stat_activity WHERE pid = %1").arg(reader.backendPid()), Role::Super);
    QCOMPARE(state, QStringLiteral("idle"));
}

void TestSession::oneCommandPerCall()
{
    auto writer = session(Role::Owner, false);
    QVERIFY(writer.open());
    const auto two = writer.execute("SELECT 1; SELECT 2");
    QVERIFY(!two);
    QCOMPARE(two.error().kind, Error::Kind::Syntax);
    const auto broken = writer.execute("SELECT ä, from t");
    QVERIFY(!broken);
    QCOMPARE(broken.error().position, 11); // characters, not bytes
}

void TestSession::streamsInBlocksAndStops()
{
    auto reader = session(Role::Owner, true);
    QVERIFY(reader.open());
    QList<int> blocks;
    qint64 sum = 0;
    const auto all = reader.stream("SELECT id, v FROM t ORDER BY id", 300, [&](const ResultSet &block) {
        blocks << block.rowCount();
        for (int r = 0; r < block.rowCount(); ++r)
            sum += block.integer(r, 0);
        return true;
    });
    QVERIFY2(all, all ? "" : qPrintable(all.error().text()));
    QCOMPARE(blocks, (QList<int>{300, 300, 300, 100}));
    QCOMPARE(sum, 500500);
    QCOMPARE(all->commandTag(), QByteArray("SELECT 1000"));

    int seen = 0;
    const auto some = reader.stream("SELECT g FROM generate_series(1, 100000000) g", 100, [&](const ResultSet &block) {
        seen += block.rowCount();
        return seen < 500;
    });
    QVERIFY(some);
    QCOMPARE(seen, 500);
    QVERIFY(reader.execute("SELECT 1"));
    QCOMPARE(reader.transactionStatus(), Session::TransactionStatus::Idle);
}

void TestSession::timesOut()
{
    SessionOptions options;
    options.statementTimeout = std::chrono::milliseconds(50);
    Session reader(*ConnectionInfo::fromUrl(url(Role::Owner)), options);
    QVERIFY(reader.open());
    const auto slept = reader.execute("SELECT pg_sleep(30)");
    QVERIFY(!slept);
    QCOMPARE(slept.error().kind, Error::Kind::Timeout);
    QVERIFY(reader.execute("SELECT 1"));
}

void TestSession::collectsNotices()
{
    auto writer = session(Role::Owner, false);
    QVERIFY(writer.open());
    QVERIFY(writer.execute("DO $$ BEGIN RAISE NOTICE 'hello %', 'world' USING HINT = 'wave'; END $$"));
    const auto notices = writer.takeNotices();
    QCOMPARE(notices.size(), 1);
    QCOMPARE(notices[0].message, QStringLiteral("hello world"));
    QCOMPARE(notices[0].hint, QStringLiteral("wave"));
    QVERIFY(writer.takeNotices().isEmpty());
}

void TestSession::noticesALostServer()
{
    auto reader = session(Role::Owner, true);
    QVERIFY(reader.open());
    QVERIFY(m_server.runSql(QStringLiteral("pit"),
                            QStringLiteral("SELECT pg_terminate_backend(%1)").arg(reader.backendPid()), Role::Super));
    const auto done = reader.execute("SELECT 1");
    QVERIFY(!done);
    QCOMPARE(done.error().kind, Error::Kind::ConnectionLost);
    QVERIFY(!reader.isOpen());
    QCOMPARE(reader.execute("SELECT 1").error().kind, Error::Kind::ConnectionLost);
    QVERIFY(reader.open());
    QVERIFY(reader.execute("SELECT 1"));
}

void TestSession::refusesCopyAndNul()
{
    auto writer = session(Role::Owner, false);
    QVERIFY(writer.open());
    QCOMPARE(writer.execute("COPY t TO STDOUT").error().kind, Error::Kind::Refused);
    QCOMPARE(writer.execute("COPY t FROM STDIN").error().kind, Error::Kind::Refused);
    QCOMPARE(writer.execute(QByteArray("SELECT 'a\0b'", 12)).error().kind, Error::Kind::Refused);
    QVERIFY(writer.execute("SELECT 1"));
    auto reader = session(Role::Owner, true);
    QVERIFY(reader.open());
    QCOMPARE(reader.execute("COPY t TO STDOUT").error().kind, Error::Kind::Refused);
    QVERIFY(reader.execute("SELECT 1"));
}

void TestSession::transactionRollsBackUnlessCommitted()
{
    auto writer = session(Role::Owner, false);
    QVERIFY(writer.open());
    {
        auto transaction = Transaction::begin(writer);
        QVERIFY(transaction);
        QVERIFY(writer.execute("DELETE FROM t WHERE id <= 10"));
    }
    QCOMPARE(writer.transactionStatus(), Session::TransactionStatus::Idle);
    QCOMPARE(m_server.value(QStringLiteral("pit"), QStringLiteral("SELECT count(*) FROM t")), QStringLiteral("1000"));
    auto transaction = Transaction::begin(writer);
    QVERIFY(transaction);
    QVERIFY(transaction->savepoint(QStringLiteral("a \"b\"")));
    QVERIFY(writer.execute("DELETE FROM t"));
    QVERIFY(transaction->rollbackTo(QStringLiteral("a \"b\"")));
    QVERIFY(writer.execute("UPDATE t SET v = 'one' WHERE id = 1"));
    QVERIFY(transaction->commit());
    QCOMPARE(m_server.value(QStringLiteral("pit"), QStringLiteral("SELECT v FROM t WHERE id = 1")),
             QStringLiteral("one"));
}

void TestSession::commitOfAFailedTransactionIsNoSuccess()
{
    auto writer = session(Role::Owner, false);
    QVERIFY(writer.open());
    auto transaction = Transaction::begin(writer);
    QVERIFY(transaction);
    QVERIFY(!writer.execute("SELECT nonsense"));
    const auto committed = transaction->commit();
    QVERIFY(!committed);
    QCOMPARE(committed.error().kind, Error::Kind::Conflict);
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
