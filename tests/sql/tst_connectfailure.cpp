// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/certificate.h"
#include "sql/connect/connectfailure.h"
#include "sql/session.h"

#include "support/testca.h"
#include "support/testpgbouncer.h"
#include "support/testproxy.h"
#include "support/testserver.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;

Q_DECLARE_METATYPE(pitboss::ConnectReason)

/// Every way not to get in, against real servers and stand-ins: each told apart, in words, with what to do next.
class TestConnectFailure : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void atTheServer_data();
    void atTheServer();
    void onTheWay();
    void whatIsNotPostgres();
    void certificates_data();
    void certificates();
    void withoutTls();
    void serverFull();
    void behindThePooler();
    void neverTellsThePassword();
    void speaksEnglishToItself();

private:
    Error openFails(const QString &url, int seconds = 5);
    TestServer m_server;
    TestCa m_ca;
};

namespace {

const QString database = QStringLiteral("postgres");

QString ownerInfo(const TestServer &server)
{
    return server.url(database).section(QStringLiteral("://"), 1).section(QLatin1Char('@'), 0, 0);
}

} // namespace

void TestConnectFailure::initTestCase()
{
    QVERIFY2(!m_ca.rootFile().isEmpty(), qPrintable(m_ca.errorText()));
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.runSql(database, QStringLiteral("CREATE DATABASE closed; "), Role::Super));
    QVERIFY(m_server.runSql(database, QStringLiteral("REVOKE CONNECT ON DATABASE closed FROM PUBLIC"), Role::Super));
    QVERIFY(m_server.runSql(database, QStringLiteral("CREATE ROLE people NOLOGIN PASSWORD 'x'"), Role::Super));
}

Error TestConnectFailure::openFails(const QString &url, int seconds)
{
    const auto info = ConnectionInfo::fromUrl(url);
    SessionOptions options;
    options.connectTimeout = std::chrono::seconds(seconds);
    Session session(*info, options);
    const auto opened = session.open();
    return opened ? Error::of(Error::Kind::Internal, QStringLiteral("it opened")) : opened.error();
}

void TestConnectFailure::atTheServer_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<ConnectReason>("reason");
    if (!m_server.isRunning())
        QVERIFY(m_server.start());
    const QString base = QStringLiteral("postgresql://%1@127.0.0.1:%2/%3");
    const auto row = [&](const char *name, const QString &user, const char *db, ConnectReason reason) {
        QTest::newRow(name) << base.arg(user, QString::number(m_server.port()), QLatin1String(db)) << reason;
    };
    qputenv("PGPASSFILE", "/nowhere/pgpass");
    row("wrong password", QStringLiteral("pit_owner:wrong"), "postgres", ConnectReason::PasswordWrong);
    row("no password", QStringLiteral("pit_owner"), "postgres", ConnectReason::PasswordNeeded);
    row("no such user tells no more than a wrong password", QStringLiteral("nobody_here:x"), "postgres",
        ConnectReason::PasswordWrong);
    row("no such database", ownerInfo(m_server), "nowhere", ConnectReason::DatabaseMissing);
    row("closed database", ownerInfo(m_server), "closed", ConnectReason::DatabaseForbidden);
    QTest::newRow("role missing") << QStringLiteral("host=%1 port=%2 user=nobody_here dbname=postgres")
                                         .arg(m_server.socketDirectory())
                                         .arg(m_server.port())
                                  << ConnectReason::RoleMissing;
    QTest::newRow("role that may not log in") << QStringLiteral("host=%1 port=%2 user=people dbname=postgres")
                                                     .arg(m_server.socketDirectory())
                                                     .arg(m_server.port())
                                              << ConnectReason::RoleMayNotLogIn;
    QTest::newRow("parameter") << m_server.url(database) + QStringLiteral("?options=endpoint%3Dep-x")
                               << ConnectReason::PoolerParameter;
    QTest::newRow("channel binding") << m_server.url(database) + QStringLiteral("?channel_binding=require")
                                     << ConnectReason::ChannelBinding;
}

void TestConnectFailure::atTheServer()
{
    QFETCH(QString, url);
    QFETCH(ConnectReason, reason);
    const Error error = openFails(url);
    QCOMPARE(error.kind, Error::Kind::Connect);
    QVERIFY2(connectReason(error) == reason, qPrintable(error.text()));
    QVERIFY(!error.hint.isEmpty());
}

void TestConnectFailure::onTheWay()
{
    const auto reasonOf = [&](const QString &url, int seconds = 5) { return connectReason(openFails(url, seconds)); };
    QCOMPARE(reasonOf(QStringLiteral("postgresql://u@no.such.host.invalid/d")), ConnectReason::NameNotFound);
    QCOMPARE(reasonOf(QStringLiteral("postgresql://u@127.0.0.1:1/d")), ConnectReason::Refused);
    QCOMPARE(reasonOf(QStringLiteral("host=/nowhere user=u dbname=d")), ConnectReason::NoSocket);
    QCOMPARE(reasonOf(QStringLiteral("service=not_defined_anywhere")), ConnectReason::ServiceMissing);
    QTcpServer mute; // takes the connection and says nothing
    QVERIFY(mute.listen(QHostAddress::LocalHost));
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(reasonOf(QStringLiteral("postgresql://u@127.0.0.1:%1/d?sslmode=disable").arg(mute.serverPort()), 2),
             ConnectReason::TimedOut);
    QVERIFY(clock.elapsed() < 6000);
    // Not allowed from here: a server that lets nobody in by TCP.
    QVERIFY(m_server.runSql(database,
                            QStringLiteral("ALTER SYSTEM SET hba_file = '%1/none.conf'").arg(m_server.dataDirectory()),
                            Role::Super));
    QFile rules(m_server.dataDirectory() + QStringLiteral("/none.conf"));
    QVERIFY(rules.open(QIODevice::WriteOnly));
    rules.write("local all all trust\n");
    rules.close();
    rules.setPermissions(rules.permissions() | QFile::ReadOther);
    QVERIFY2(m_server.restart(), qPrintable(m_server.errorText()));
    const Error error = openFails(m_server.url(database));
    QVERIFY2(connectReason(error) == ConnectReason::NotAllowedFromHere, qPrintable(error.text()));
    QVERIFY(error.hint.contains(QLatin1String("pg_hba.conf")));
    QVERIFY(m_server.runSql(database, QStringLiteral("ALTER SYSTEM RESET hba_file"), Role::Super));
    QVERIFY2(m_server.restart(), qPrintable(m_server.errorText()));
}

void TestConnectFailure::whatIsNotPostgres()
{
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    proxy.setAnswer("HTTP/1.1 400 Bad Request\r\n\r\n");
    for (const char *mode : {"disable", "prefer"}) {
        const Error error = openFails(
            QStringLiteral("postgresql://u@127.0.0.1:%1/d?sslmode=%2").arg(proxy.port()).arg(QLatin1String(mode)));
        QVERIFY2(connectReason(error) == ConnectReason::NotPostgres, qPrintable(error.text()));
    }
}

void TestConnectFailure::certificates_data()
{
    QTest::addColumn<TestCa::Kind>("kind");
    QTest::addColumn<bool>("trusted");
    QTest::addColumn<QString>("word");
    QTest::newRow("good") << TestCa::Kind::Good << true << QString();
    QTest::newRow("not trusted") << TestCa::Kind::Good << false << "Test root issued it";
    QTest::newRow("expired") << TestCa::Kind::Expired << true << "expired on";
    QTest::newRow("other name") << TestCa::Kind::WrongName << true << "for another name";
    QTest::newRow("self-signed") << TestCa::Kind::SelfSigned << true << "signed by itself";
}

void TestConnectFailure::certificates()
{
    QFETCH(TestCa::Kind, kind);
    QFETCH(bool, trusted);
    QFETCH(QString, word);
    const TestCa::Certificate certificate = m_ca.certificate(kind);
    QVERIFY2(certificate.isValid(), qPrintable(m_ca.errorText()));
    m_server.setCertificate(certificate.certificateFile, certificate.keyFile);
    QVERIFY2(m_server.restart(), qPrintable(m_server.errorText()));
    const TestCa::Certificate other = trusted ? TestCa::Certificate{} : m_ca.certificate(TestCa::Kind::SelfSigned);
    const QString url = m_server.url(database) + QStringLiteral("?sslmode=verify-full&sslrootcert=")
        + (trusted ? m_ca.rootFile() : other.certificateFile);
    if (!word.isEmpty()) {
        const Error error = openFails(url);
        QVERIFY2(error.message.contains(word), qPrintable(error.text()));
        QVERIFY(!error.hint.isEmpty());
        return;
    }
    Session session(*ConnectionInfo::fromUrl(url), {});
    QVERIFY(session.open());
    const auto facts = certificateOf(session.handle());
    QVERIFY(facts);
    QCOMPARE(facts->issuer, QStringLiteral("Test root"));
    QCOMPARE(facts->names, (QStringList{QStringLiteral("localhost"), QStringLiteral("127.0.0.1")}));
    const qint64 days = QDateTime::currentDateTimeUtc().daysTo(facts->validUntil);
    QVERIFY2(days >= 29 && days <= 30, qPrintable(facts->validUntil.toString()));
    // Asking for it again sends neither user nor password: the server never gets to know of a session.
    const QString before = m_server.log();
    QVERIFY(askForCertificate(session.info().libpqParameters()));
    QVERIFY(!m_server.log().mid(before.size()).contains(QLatin1String("authentication")));
}

void TestConnectFailure::withoutTls()
{
    m_server.setCertificate({}, {});
    QVERIFY(m_server.restart());
    const Error error = openFails(m_server.url(database) + QStringLiteral("?sslmode=require"));
    QCOMPARE(connectReason(error), ConnectReason::NoTls);
    const Error missing =
        openFails(m_server.url(database) + QStringLiteral("?sslmode=verify-full&sslrootcert=/no/such"));
    QVERIFY2(connectReason(missing) == ConnectReason::RootMissing || connectReason(missing) == ConnectReason::NoTls,
             qPrintable(missing.text()));
}

void TestConnectFailure::serverFull()
{
    QVERIFY(m_server.runSql(database, QStringLiteral("ALTER ROLE pit_reader CONNECTION LIMIT 1"), Role::Super));
    Session first(*ConnectionInfo::fromUrl(m_server.url(database, Role::Reader)), {});
    QVERIFY(first.open());
    const Error error = openFails(m_server.url(database, Role::Reader));
    QVERIFY2(connectReason(error) == ConnectReason::TooMany, qPrintable(error.text()));
    QVERIFY(m_server.runSql(database, QStringLiteral("ALTER ROLE pit_reader CONNECTION LIMIT -1"), Role::Super));
}

void TestConnectFailure::behindThePooler()
{
    TestPgBouncer pooler(m_server);
    QVERIFY2(pooler.start(), qPrintable(pooler.errorText()));
    const QString base = QStringLiteral("postgresql://%1@127.0.0.1:%2/%3");
    const auto reasonOf = [&](const QString &user, const char *db, const char *query = "") {
        return connectReason(
            openFails(base.arg(user, QString::number(pooler.port()), QLatin1String(db)) + QLatin1String(query)));
    };
    QCOMPARE(reasonOf(QStringLiteral("pit_owner:wrong"), "postgres"), ConnectReason::PasswordWrong);
    QCOMPARE(reasonOf(ownerInfo(m_server), "nowhere"), ConnectReason::DatabaseMissing);
    QCOMPARE(reasonOf(ownerInfo(m_server), "postgres", "?options=-c%20geqo%3Doff"), ConnectReason::PoolerParameter);
}

void TestConnectFailure::neverTellsThePassword()
{
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    proxy.setAnswer(TestProxy::errorResponse("XX000", "you said hunter2/x or hunter2%2Fx"));
    const Error error =
        openFails(QStringLiteral("postgresql://u:hunter2%2Fx@127.0.0.1:%1/d?sslmode=disable").arg(proxy.port()));
    QVERIFY2(!error.text().contains(QLatin1String("hunter2")), qPrintable(error.text()));
    // A password of one letter takes that letter out of the detail, not the reason out of the answer.
    proxy.setAnswer(TestProxy::errorResponse("28P01", "password authentication failed for user u"));
    const Error shortOne =
        openFails(QStringLiteral("postgresql://u:a@127.0.0.1:%1/d?sslmode=disable").arg(proxy.port()));
    QCOMPARE(shortOne.message, QStringLiteral("The password was not accepted."));
}

void TestConnectFailure::speaksEnglishToItself()
{
    const QByteArray before = setlocale(LC_MESSAGES, nullptr);
    for (const char *locale : {"de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"}) {
        if (!setlocale(LC_MESSAGES, locale))
            continue;
        const Error error = openFails(QStringLiteral("postgresql://u@127.0.0.1:1/d"));
        QCOMPARE(connectReason(error), ConnectReason::Refused);
        QCOMPARE(setlocale(LC_MESSAGES, nullptr), locale); // what the rest of the program has is not touched
    }
    setlocale(LC_MESSAGES, before.constData());
}

QTEST_GUILESS_MAIN(TestConnectFailure)
#include "tst_connectfailure.moc"
