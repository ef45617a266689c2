// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testca.h"
#include "support/testpgbouncer.h"
#include "support/testserver.h"

#include <QtTest>

#include <libpq-fe.h>

using namespace pitboss::testing;

/// Stand-ins for what stands between a laptop and a database out there: TLS, and a pooler.
class TestStandIns : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void certificates_data();
    void certificates();
    void serverWithoutTls();
    void poolerForgetsTheSessionBetweenTransactions();
    void poolerChecksPasswords();

private:
    TestServer m_server;
    TestCa m_ca;
};

namespace {

struct Session
{
    explicit Session(const QString &url)
        : connection(PQconnectdb(url.toUtf8().constData()))
    {
    }
    ~Session() { PQfinish(connection); }
    QString error() const { return QString::fromUtf8(PQerrorMessage(connection)); }
    QString value(const char *sql) const
    {
        PGresult *result = PQexec(connection, sql);
        const QString text = PQntuples(result) > 0 ? QString::fromUtf8(PQgetvalue(result, 0, 0)) : QString();
        PQclear(result);
        return text;
    }
    PGconn *connection;
};

const QString database = QStringLiteral("postgres");

} // namespace

void TestStandIns::initTestCase()
{
    QVERIFY2(!m_ca.rootFile().isEmpty(), qPrintable(m_ca.errorText()));
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
}

void TestStandIns::certificates_data()
{
    QTest::addColumn<TestCa::Kind>("kind");
    QTest::addColumn<QString>("error");
    QTest::newRow("good") << TestCa::Kind::Good << QString();
    QTest::newRow("expired") << TestCa::Kind::Expired << "certificate verify failed"; // libpq 15 says no more
    QTest::newRow("wrong name") << TestCa::Kind::WrongName << "does not match host name";
    QTest::newRow("self-signed") << TestCa::Kind::SelfSigned << "certificate verify failed";
}

void TestStandIns::certificates()
{
    QFETCH(const TestCa::Kind, kind);
    QFETCH(const QString, error);
    const TestCa::Certificate certificate = m_ca.certificate(kind);
    QVERIFY2(certificate.isValid(), qPrintable(m_ca.errorText()));
    const QStringList isOver{QStringLiteral("x509"), QStringLiteral("-noout"), QStringLiteral("-checkend"),
                             QStringLiteral("0"),    QStringLiteral("-in"),    certificate.certificateFile};
    QProcess openssl;
    openssl.start(QStringLiteral("openssl"), isOver);
    QVERIFY(openssl.waitForFinished());
    QCOMPARE(openssl.exitCode() == 1, kind == TestCa::Kind::Expired);
    m_server.setCertificate(certificate.certificateFile, certificate.keyFile);
    QVERIFY2(m_server.restart(), qPrintable(m_server.errorText()));
    const Session session(m_server.url(database) + QStringLiteral("?sslmode=verify-full&sslrootcert=")
                          + m_ca.rootFile());
    if (error.isEmpty()) {
        QCOMPARE(session.error(), QString());
        QCOMPARE(session.value("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"), QStringLiteral("t"));
    } else {
        QVERIFY2(session.error().contains(error), qPrintable(session.error()));
    }
}

void TestStandIns::serverWithoutTls()
{
    m_server.setCertificate({}, {});
    QVERIFY(m_server.restart());
    const Session session(m_server.url(database) + QStringLiteral("?sslmode=require"));
    QVERIFY2(session.error().contains(QLatin1String("does not support SSL")), qPrintable(session.error()));
}

void TestStandIns::poolerForgetsTheSessionBetweenTransactions()
{
    TestPgBouncer pooler(m_server);
    QVERIFY2(pooler.start(), qPrintable(pooler.errorText()));
    const Session first(pooler.url(database));
    QCOMPARE(first.error(), QString());
    QCOMPARE(first.value("SELECT 1"), QStringLiteral("1"));
    const QString pid = first.value("SELECT pg_backend_pid()");
    const Session second(pooler.url(database));
    // Two clients, one session of the server: what one sets, the other finds.
    QCOMPARE(second.value("SELECT pg_backend_pid()"), pid);
    first.value("SET work_mem = '9MB'");
    QCOMPARE(second.value("SHOW work_mem"), QStringLiteral("9MB"));
}

void TestStandIns::poolerChecksPasswords()
{
    TestPgBouncer pooler(m_server);
    QVERIFY2(pooler.start(), qPrintable(pooler.errorText()));
    for (const Role role : {Role::Owner, Role::Reader, Role::Nothing})
        QCOMPARE(Session(pooler.url(database, role)).value("SELECT current_user"), TestServer::roleName(role));
    const Session wrong(QStringLiteral("postgresql://pit_owner:wrong@127.0.0.1:%1/postgres").arg(pooler.port()));
    QVERIFY2(wrong.error().contains(QLatin1String("SASL authentication failed")), qPrintable(wrong.error()));
}

QTEST_GUILESS_MAIN(TestStandIns)
#include "tst_standins.moc"
