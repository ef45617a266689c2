// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/connectiontest.h"

#include "support/owntime.h"
#include "support/testca.h"
#include "support/testpgbouncer.h"
#include "support/testproxy.h"
#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;

class TestConnectionTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void overTlsInTenRoundTrips();
    void bySocketAsSuperuser();
    void throughAPooler();
    void readOnlyRole();
    void warns();
    void failsInWords();
    void canBeCanceledAnywhere();

private:
    TestServer m_server;
    TestCa m_ca;
};

namespace {

const QString database = QStringLiteral("pit");

QString value(const ConnectionReport &report, const char *id)
{
    for (const ReportLine &line : reportLines(report))
        if (line.id == QLatin1String(id))
            return line.value;
    return {};
}

ReportLine::Kind kind(const ConnectionReport &report, const char *id)
{
    for (const ReportLine &line : reportLines(report))
        if (line.id == QLatin1String(id))
            return line.kind;
    return ReportLine::Kind::Plain;
}

} // namespace

void TestConnectionTest::initTestCase()
{
    const TestCa::Certificate certificate = m_ca.certificate(TestCa::Kind::Good);
    QVERIFY2(certificate.isValid(), qPrintable(m_ca.errorText()));
    m_server.setCertificate(certificate.certificateFile, certificate.keyFile);
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(database));
    QVERIFY(m_server.runSql(database,
                            QStringLiteral("CREATE TABLE a (); CREATE TABLE b (); CREATE VIEW v AS SELECT 1;"
                                           "GRANT SELECT ON a TO pit_nothing")));
}

void TestConnectionTest::overTlsInTenRoundTrips()
{
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    proxy.setDelay(std::chrono::milliseconds(50)); // a link of 100 ms
    const ConnectionInfo session =
        *ConnectionInfo::fromUrl(proxy.url(m_server.url(database, Role::Nothing))
                                 + QStringLiteral("?sslmode=verify-full&sslrootcert=") + m_ca.rootFile());
    const auto report = testConnection(session);
    QVERIFY2(report, report ? "" : qPrintable(report.error().text()));
    QVERIFY2(proxy.counts().roundTrips <= 10, qPrintable(QString::number(proxy.counts().roundTrips)));
    QCOMPARE(proxy.counts().connections, 1);
    QVERIFY2(report->latencyMs >= 100, qPrintable(QString::number(report->latencyMs)));
    QCOMPARE(report->tlsVersion, QStringLiteral("TLSv1.3"));
    QVERIFY(!report->cipher.isEmpty());
    QCOMPARE(report->certificate->issuer, QStringLiteral("Test root"));
    QCOMPARE(report->role, TestServer::roleName(Role::Nothing));
    QVERIFY(!report->isSuperuser && !report->mayCreateSchemas && !report->isPooled && !report->isStandby);
    QCOMPARE(report->tables, 2);
    QCOMPARE(report->readableTables, 1);
    QCOMPARE(report->writableTables, 0);
    QVERIFY2(qAbs(report->clockDifferenceMs) < 500, qPrintable(QString::number(report->clockDifferenceMs)));
    QVERIFY(value(*report, "server").contains(report->serverVersion));
    QVERIFY(value(*report, "certificate").contains(QLatin1String("Test root")));
    QVERIFY(value(*report, "role").contains(QLatin1String("reads 1 and writes 0 of 2 tables")));
    QCOMPARE(value(*report, "route"), QStringLiteral("direct"));
    qInfo("round trips: %d", proxy.counts().roundTrips);
}

void TestConnectionTest::bySocketAsSuperuser()
{
    const ConnectionInfo session = *ConnectionInfo::fromUrl(m_server.url(database, Role::Super, Way::Socket));
    const auto report = testConnection(session);
    QVERIFY(report);
    QVERIFY(report->isSuperuser && report->isLocal && report->tlsVersion.isEmpty());
    QVERIFY(value(*report, "tls").contains(QLatin1String("does not leave this computer")));
    QCOMPARE(kind(*report, "role"), ReportLine::Kind::Warning);
    QVERIFY(!report->certificate);
}

void TestConnectionTest::throughAPooler()
{
    TestPgBouncer pooler(m_server);
    QVERIFY2(pooler.start(), qPrintable(pooler.errorText()));
    const ConnectionInfo session = *ConnectionInfo::fromUrl(pooler.url(database));
    const auto report = testConnection(session);
    QVERIFY2(report, report ? "" : qPrintable(report.error().text()));
    QVERIFY(report->isPooled);
    QVERIFY(value(*report, "route").contains(QLatin1String("pooler")));
    QVERIFY(reportJson(*report).value(QStringLiteral("pooled")).toBool());
}

void TestConnectionTest::readOnlyRole()
{
    QVERIFY(m_server.runSql(database,
                            QStringLiteral("ALTER ROLE pit_reader SET default_transaction_read_only = on;"
                                           "ALTER ROLE pit_reader SET timezone = 'Asia/Tokyo'"),
                            Role::Super));
    const ConnectionInfo session = *ConnectionInfo::fromUrl(m_server.url(database, Role::Reader));
    const auto report = testConnection(session);
    QVERIFY(report->isReadOnly);
    QCOMPARE(report->timeZone, QStringLiteral("Asia/Tokyo"));
    const ConnectionInfo owner = *ConnectionInfo::fromUrl(m_server.url(database));
    QVERIFY(!testConnection(owner)->isReadOnly); // that our own session reads only is not the server's doing
}

void TestConnectionTest::warns()
{
    ConnectionReport report;
    QCOMPARE(kind(report, "tls"), ReportLine::Kind::Warning);
    report.clockDifferenceMs = -61000;
    QVERIFY(value(report, "clock").contains(QLatin1String("61.0 s behind")));
    QCOMPARE(kind(report, "clock"), ReportLine::Kind::Warning);
    report.clockDifferenceMs = 40;
    QCOMPARE(kind(report, "clock"), ReportLine::Kind::Plain);
    report.certificate = CertificateFacts{};
    report.certificate->validUntil = QDateTime::currentDateTimeUtc().addDays(3);
    QCOMPARE(kind(report, "certificate"), ReportLine::Kind::Warning);
    report.certificate->validUntil = QDateTime::currentDateTimeUtc().addDays(60);
    QCOMPARE(kind(report, "certificate"), ReportLine::Kind::Plain);
    report.isStandby = true;
    QVERIFY(value(report, "mode").contains(QLatin1String("standby")));
    report.neon = NeonFacts{QStringLiteral("ep-x-1"), QStringLiteral("us-east-2"), QStringLiteral("aws"), false};
    QVERIFY(value(report, "route").contains(QLatin1String("Neon ep-x-1 us-east-2")));
}

void TestConnectionTest::failsInWords()
{
    const ConnectionInfo session = *ConnectionInfo::fromUrl(QStringLiteral("postgresql://u@127.0.0.1:1/d"));
    const auto report = testConnection(session);
    QVERIFY(!report);
    QVERIFY(report.error().message.contains(QLatin1String("no server answers")));
}

void TestConnectionTest::canBeCanceledAnywhere()
{
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    proxy.setFrozen(true); // nobody ever answers
    const ConnectionInfo info = *ConnectionInfo::fromUrl(proxy.url(m_server.url(database)));
    const OwnTime clock;
    Patience patience;
    patience.isCanceled = [&] { return clock.elapsed() > 200; };
    const auto report = testConnection(info, patience);
    QCOMPARE(report.error().kind, Error::Kind::Canceled);
    QVERIFY2(clock.elapsed() < 400, qPrintable(QString::number(clock.elapsed())));
    ConnectionInfo hasty = info;
    hasty.setParameter(QStringLiteral("connect_timeout"), QStringLiteral("1"));
    QVERIFY(testConnection(hasty).error().message.contains(QLatin1String("in time")));
}

QTEST_GUILESS_MAIN(TestConnectionTest)
#include "tst_connectiontest.moc"
