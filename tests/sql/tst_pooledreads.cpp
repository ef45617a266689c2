// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/session.h"
#include "sql/transaction.h"

#include "support/testpgbouncer.h"
#include "support/testproxy.h"

#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// Behind a pooler in transaction mode one session of the server serves many: what a read needs goes with the read, and
/// nothing of it stays.
class TestPooledReads : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void endsWhatTakesTooLong();
    void waitsForNoLock();
    void leavesNothingBehind();
    void readsExactValues();
    void inOneRoundTrip();
    void streamsAndStops();
    void transactionsHaveTheirOwn();

private:
    ConnectionInfo info() const { return *ConnectionInfo::fromUrl(m_pooler->url(u"pit"_s)); }
    static SessionOptions limited(bool readOnly = true)
    {
        SessionOptions options;
        options.readOnly = readOnly;
        options.statementTimeout = std::chrono::milliseconds(1500);
        options.lockTimeout = std::chrono::milliseconds(500);
        options.idleInTransactionTimeout = std::chrono::seconds(77);
        return options;
    }

    TestServer m_server;
    std::unique_ptr<TestPgBouncer> m_pooler;
};

void TestPooledReads::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(u"pit"_s));
    QVERIFY(m_server.runSql(u"pit"_s, u"CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 5000)"_s));
    if (!TestPgBouncer::isInstalled())
        QSKIP("pgbouncer is not installed");
    m_pooler = std::make_unique<TestPgBouncer>(m_server);
    m_pooler->setConfiguration({u"default_pool_size = 1"_s}); // so that all share one session of the server
    QVERIFY2(m_pooler->start(), qPrintable(m_pooler->errorText()));
}

void TestPooledReads::endsWhatTakesTooLong()
{
    Session reader(info(), limited());
    QVERIFY(reader.open());
    QVERIFY(reader.isPooled());
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(reader.execute("SELECT pg_sleep(20)").error().kind, Error::Kind::Timeout);
    QVERIFY(clock.elapsed() < 15000);
    QCOMPARE(reader.stream("SELECT pg_sleep(20) FROM t", 10, [](const ResultSet &) { return true; }).error().kind,
             Error::Kind::Timeout);
    QCOMPARE(reader.execute("SELECT 1")->text(0, 0), u"1"_s);
    QCOMPARE(reader.transactionStatus(), Session::TransactionStatus::Idle);
}

void TestPooledReads::waitsForNoLock()
{
    SessionOptions writing;
    writing.readOnly = false;
    Session holder(*ConnectionInfo::fromUrl(m_server.url(u"pit"_s)), writing);
    QVERIFY(holder.open());
    auto transaction = Transaction::begin(holder);
    QVERIFY(transaction && holder.execute("LOCK TABLE t"));
    Session reader(info(), limited());
    QVERIFY(reader.open());
    const auto read = reader.execute("SELECT count(*) FROM t");
    QCOMPARE(read.error().kind, Error::Kind::Timeout);
    QCOMPARE(read.error().sqlState, u"55P03"_s);
}

void TestPooledReads::leavesNothingBehind()
{
    Session reader(info(), limited());
    QVERIFY(reader.open());
    const auto own = reader.execute("SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
                                    " current_setting('idle_in_transaction_session_timeout'), pg_backend_pid()");
    QCOMPARE(own->text(0, 0), u"1500ms"_s);
    QCOMPARE(own->text(0, 1), u"500ms"_s);
    QCOMPARE(own->text(0, 2), u"77s"_s);
    QVERIFY(!reader.execute("SELECT nonsense")); // nor after a failure
    SessionOptions plain;
    plain.readOnly = false;
    Session application(info(), plain);
    QVERIFY(application.open());
    const auto others =
        application.execute("SELECT current_setting('statement_timeout'),"
                            " current_setting('lock_timeout'),"
                            " current_setting('idle_in_transaction_session_timeout'), pg_backend_pid()");
    QCOMPARE(others->text(0, 3), own->text(0, 3)); // the same session of the server
    for (int i = 0; i < 3; ++i)
        QCOMPARE(others->text(0, i), u"0"_s);
}

void TestPooledReads::readsExactValues()
{
    for (const char *setting : {"bytea_output = 'escape'", "intervalstyle = 'iso_8601'", "extra_float_digits = -5"})
        QVERIFY(m_server.runSql(u"pit"_s, u"ALTER DATABASE pit SET %1"_s.arg(QLatin1String(setting)), Role::Super));
    m_pooler->stop();
    QVERIFY2(m_pooler->start(), qPrintable(m_pooler->errorText()));
    Session reader(info(), {});
    QVERIFY(reader.open());
    const auto row = reader.execute("SELECT '\\x00ff'::bytea, '1 day 02:03:04'::interval, 0.1::float8 + 0.2::float8");
    QCOMPARE(row->text(0, 0), u"\\x00ff"_s);
    QCOMPARE(row->text(0, 1), u"1 day 02:03:04"_s);
    QCOMPARE(row->text(0, 2), u"0.30000000000000004"_s);
    QVERIFY(m_server.runSql(u"pit"_s, u"ALTER DATABASE pit RESET ALL"_s, Role::Super));
}

void TestPooledReads::inOneRoundTrip()
{
    TestProxy proxy(u"127.0.0.1"_s, m_pooler->port());
    QVERIFY(proxy.start());
    ConnectionInfo way = info();
    way.setParameter(u"port"_s, QString::number(proxy.port()));
    Session reader(way, limited());
    QVERIFY(reader.open());
    proxy.setDelay(std::chrono::milliseconds(100));
    proxy.resetCounts();
    QVERIFY(reader.execute("SELECT 1"));
    QCOMPARE(proxy.counts().roundTrips, 1);
}

void TestPooledReads::streamsAndStops()
{
    Session reader(info(), {});
    QVERIFY(reader.open());
    int rows = 0;
    QVERIFY(reader.stream("SELECT id FROM t ORDER BY id", 1000, [&](const ResultSet &block) {
        rows += block.rowCount();
        return true;
    }));
    QCOMPARE(rows, 5000);
    rows = 0;
    (void)reader.stream("SELECT id FROM t ORDER BY id", 1000, [&](const ResultSet &block) {
        rows += block.rowCount();
        return false;
    });
    QCOMPARE(rows, 1000);
    QCOMPARE(reader.execute("SELECT count(*) FROM t")->text(0, 0), u"5000"_s);
}

void TestPooledReads::transactionsHaveTheirOwn()
{
    Session writer(info(), limited(false));
    QVERIFY(writer.open());
    TransactionOptions options;
    options.statementTimeout = std::chrono::milliseconds(900);
    auto begun = Transaction::beginWith(writer, options, {"SELECT current_setting('statement_timeout')", "SELECT 7"});
    QVERIFY(begun);
    QCOMPARE(begun->results.size(), 2);
    QCOMPARE(begun->results.at(0).text(0, 0), u"900ms"_s);
    QCOMPARE(begun->results.at(1).text(0, 0), u"7"_s);
    QCOMPARE(writer.execute("SELECT pg_sleep(20)").error().kind, Error::Kind::Timeout);
}

QTEST_GUILESS_MAIN(TestPooledReads)
#include "tst_pooledreads.moc"
