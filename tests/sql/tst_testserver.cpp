// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testserver.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTcpSocket>
#include <QtTest>

#include <libpq-fe.h>
#include <signal.h>
#include <unistd.h>

using namespace pitboss::testing;

/// The server that all other tests stand on, so it is tested itself.
class TestTestServer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyRoleConnectsEveryWay_data();
    void everyRoleConnectsEveryWay();
    void wrongPasswordIsRefused();
    void rolesHaveTheirRights();
    void databasesAreCopiedFromTemplates();
    void stopsAndStartsAgainOnTheSamePort();
    void survivesHardKill();
    void diesWithItsParent();

private:
    TestServer m_server;
};

namespace {

QString connectionError(const QString &url)
{
    PGconn *session = PQconnectdb(url.toUtf8().constData());
    const QString error = QString::fromUtf8(PQerrorMessage(session));
    PQfinish(session);
    return error;
}

} // namespace

void TestTestServer::initTestCase()
{
    QElapsedTimer timer;
    timer.start();
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    qInfo("started in %lld ms", timer.elapsed());
    QVERIFY2(m_server.createDatabase(QStringLiteral("the \"pit\" /% 1")), qPrintable(m_server.errorText()));
}

void TestTestServer::everyRoleConnectsEveryWay_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<Way>("way");
    for (const Role role : {Role::Super, Role::Owner, Role::Reader, Role::Nothing}) {
        QTest::addRow("%s by TCP", qPrintable(TestServer::roleName(role))) << role << Way::Tcp;
        QTest::addRow("%s by socket", qPrintable(TestServer::roleName(role))) << role << Way::Socket;
    }
}

void TestTestServer::everyRoleConnectsEveryWay()
{
    QFETCH(const Role, role);
    QFETCH(const Way, way);
    QCOMPARE(connectionError(m_server.url(QStringLiteral("the \"pit\" /% 1"), role, way)), QString());
}

void TestTestServer::wrongPasswordIsRefused()
{
    const QString url = QStringLiteral("postgresql://pit_owner:wrong@127.0.0.1:%1/postgres").arg(m_server.port());
    QVERIFY(connectionError(url).contains(QLatin1String("password authentication failed")));
}

void TestTestServer::rolesHaveTheirRights()
{
    const QString database = QStringLiteral("rights");
    QVERIFY(m_server.createDatabase(database));
    QVERIFY(m_server.runSql(database, QStringLiteral("CREATE TABLE t (a int); INSERT INTO t VALUES (7)")));
    const QString read = QStringLiteral("SELECT a FROM t");
    QCOMPARE(m_server.value(database, read, Role::Owner), QStringLiteral("7"));
    QCOMPARE(m_server.value(database, read, Role::Reader), QStringLiteral("7"));
    QVERIFY(m_server.value(database, read, Role::Nothing).isNull());
    QVERIFY(m_server.errorText().contains(QLatin1String("permission denied")));
    QVERIFY(!m_server.runSql(database, QStringLiteral("DELETE FROM t"), Role::Reader));
    QCOMPARE(m_server.psql(database, {QStringLiteral("-Atc"), read}), QStringLiteral("7\n"));
}

void TestTestServer::databasesAreCopiedFromTemplates()
{
    QVERIFY(m_server.createDatabase(QStringLiteral("original")));
    QVERIFY(m_server.runSql(QStringLiteral("original"), QStringLiteral("CREATE TABLE t AS SELECT 1 AS a")));
    QVERIFY(m_server.createDatabase(QStringLiteral("copy"), QStringLiteral("original")));
    QCOMPARE(m_server.value(QStringLiteral("copy"), QStringLiteral("SELECT a FROM t")), QStringLiteral("1"));
    QVERIFY(m_server.dropDatabase(QStringLiteral("copy")));
    QVERIFY(!connectionError(m_server.url(QStringLiteral("copy"))).isEmpty());
}

void TestTestServer::stopsAndStartsAgainOnTheSamePort()
{
    const int port = m_server.port();
    m_server.setConfiguration({QStringLiteral("work_mem = '7MB'")});
    QVERIFY(m_server.stop());
    QVERIFY(!m_server.isRunning());
    QTcpSocket socket;
    socket.connectToHost(m_server.host(), quint16(port));
    QVERIFY(!socket.waitForConnected(1000));
    QVERIFY2(m_server.restart(), qPrintable(m_server.errorText()));
    QCOMPARE(m_server.port(), port);
    QCOMPARE(m_server.value(QStringLiteral("postgres"), QStringLiteral("SHOW work_mem")), QStringLiteral("7MB"));
}

void TestTestServer::survivesHardKill()
{
    QVERIFY(m_server.killHard());
    QVERIFY(!m_server.isRunning());
    QVERIFY(!connectionError(m_server.url(QStringLiteral("postgres"))).isEmpty());
    QVERIFY2(m_server.restart(), qPrintable(m_server.errorText()));
    QCOMPARE(connectionError(m_server.url(QStringLiteral("postgres"))), QString());
}

/// This program again, as a process that starts a server, prints its id and is then killed with SIGKILL.
void TestTestServer::diesWithItsParent()
{
    if (qEnvironmentVariableIsSet("PITBOSS_TEST_PARENT")) {
        fprintf(stderr, "pid=%lld\n", m_server.pid());
        QTest::qSleep(60000);
    }
    QProcess child;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PITBOSS_TEST_PARENT"), QStringLiteral("1"));
    child.setProcessEnvironment(environment);
    child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("diesWithItsParent")});
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += child.readAllStandardError()).contains("pid=") && said.endsWith('\n'), 20000);
    const pid_t server = said.mid(said.indexOf("pid=") + 4).trimmed().toInt();
    QVERIFY(QFile::exists(QStringLiteral("/proc/%1").arg(server)));
    kill(pid_t(child.processId()), SIGKILL);
    QVERIFY(child.waitForFinished());
    const QString status = QStringLiteral("/proc/%1/cwd").arg(server);
    // A zombie has no folder: in a container nobody may reap it.
    QTRY_VERIFY_WITH_TIMEOUT(QFile::symLinkTarget(status).isEmpty(), 5000);
}

QTEST_GUILESS_MAIN(TestTestServer)
#include "tst_testserver.moc"
