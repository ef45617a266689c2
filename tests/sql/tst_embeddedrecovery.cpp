// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/embedded/processes.h"
#include "support/embeddedfolder.h"

#include <QtTest>

#include <thread>

#include <signal.h>
#include <unistd.h>

using namespace pitboss;
using namespace pitboss::testing;

/// A laptop's bad days: kill -9 of every part, the power button, and what each leaves behind.
class TestEmbeddedRecovery : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(postgresProcessesIn(data()), QList<qint64>()); }
    void diesWithItsProgram();
    void survivesCtrlCInTheTerminal();
    void startsWhileTheOldServerStops();
    void recoversFromProgramKilledDuringInitdb();
    void recoversFromKilledPostmaster();
    void replacesStalePidFile_data();
    void replacesStalePidFile();
    void replacesStaleSocketLock();
    void leavesStrangersInItsFolderAlone();
    void removesHalfMadeFolder();

private:
    EmbeddedServer::Setup setup() const { return m_folder.setup(); }
    QString data() const { return m_folder.data(); }

    EmbeddedFolder m_folder; ///< most tests go on with the cluster of the one before: initdb takes 0.6 s
};

void TestEmbeddedRecovery::diesWithItsProgram()
{
    const auto owner = otherProgram(m_folder.path(), QStringLiteral("running"));
    const qint64 pid = ClusterFolder(m_folder.path(), {}).postmaster();
    QVERIFY(isPostgresIn(pid, data()));
    QElapsedTimer timer;
    timer.start();
    kill(pid_t(owner->processId()), SIGKILL);
    QVERIFY(owner->waitForFinished());
    QTRY_VERIFY_WITH_TIMEOUT(!isPostgresIn(pid, data()), 5000);
    qInfo("the server is gone %lld ms after kill -9 of the program", timer.elapsed());

    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    const qint64 own = server.pid();
    QVERIFY(server.isOwner() && own != pid);

    const auto second = otherProgram(m_folder.path(), QStringLiteral("joined"));
    kill(pid_t(second->processId()), SIGKILL); // of one who only uses it
    QVERIFY(second->waitForFinished());
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
}

/// Ctrl+C goes to every process of the terminal's foreground group; pitbossctl cancels a statement by it and goes on.
void TestEmbeddedRecovery::survivesCtrlCInTheTerminal()
{
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(getpgid(pid_t(server.pid())) != getpgid(0));
    QVERIFY(getsid(pid_t(server.pid())) != getsid(0));
}

void TestEmbeddedRecovery::startsWhileTheOldServerStops()
{
    const auto owner = otherProgram(m_folder.path(), QStringLiteral("running"));
    kill(pid_t(owner->processId()), SIGKILL);
    QVERIFY(owner->waitForFinished());
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(server.isOwner());
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
}

void TestEmbeddedRecovery::recoversFromProgramKilledDuringInitdb()
{
    QVERIFY(m_folder.remove());
    const auto owner = otherProgram(m_folder.path(), QStringLiteral("Making"));
    QTest::qWait(100);
    kill(pid_t(owner->processId()), SIGKILL);
    QVERIFY(owner->waitForFinished());
    QVERIFY(QFile::exists(data() + QStringLiteral(".making")));
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(!QFile::exists(data() + QStringLiteral(".making")));
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
}

void TestEmbeddedRecovery::recoversFromKilledPostmaster()
{
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(ask(server, "CREATE TABLE crashed AS SELECT 7 AS a"));
    // A session that computes does not notice that its postmaster died.
    std::thread busy([&] { (void)ask(server, "SELECT count(*) FROM generate_series(1, 100000000000)"); });
    QTRY_COMPARE(*ask(server,
                      "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%generate_ser%' AND state = "
                      "'active' AND pid <> pg_backend_pid()"),
                 QByteArray("1"));
    kill(pid_t(server.pid()), SIGKILL);
    QTRY_VERIFY(!server.isRunning());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(!postgresProcessesIn(data()).isEmpty());
    QCOMPARE(errorOf(server.start()), QString());
    qInfo("repaired and started in %lld ms", timer.elapsed());
    busy.join();
    QCOMPARE(*ask(server, "SELECT a FROM crashed"), QByteArray("7"));
}

void TestEmbeddedRecovery::replacesStalePidFile_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"dead", "reused", "empty", "rubbish"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestEmbeddedRecovery::replacesStalePidFile()
{
    QFETCH(const QString, kind);
    m_folder.makeStopped();
    QProcess other; // of the same user as the server: the one case in which Postgres itself gives up
    ServerUser::choose()->prepare(&other, SIGKILL);
    other.start(QStringLiteral("sleep"), {QStringLiteral("60")});
    QVERIFY(other.waitForStarted());
    const QByteArray living = QByteArray::number(other.processId());
    const QByteArray number = kind == QLatin1String("dead") ? QByteArray("4194000") : living;
    QByteArray text =
        number + '\n' + QFile::encodeName(data()) + "\n1700000000\n5432\n/tmp\n\n  5432001  12\nready   \n";
    if (kind == QLatin1String("empty"))
        text.clear();
    if (kind == QLatin1String("rubbish"))
        text = QByteArray(5000, '\xff');
    QVERIFY(writeFile(data() + QStringLiteral("/postmaster.pid"), text));

    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
    QCOMPARE(other.state(), QProcess::Running);
    other.kill();
    other.waitForFinished();
}

void TestEmbeddedRecovery::replacesStaleSocketLock()
{
    QString socket;
    {
        EmbeddedServer server(setup());
        QCOMPARE(errorOf(server.start()), QString());
        socket = server.connectionInfo(QStringLiteral("postgres")).host();
        kill(pid_t(server.pid()), SIGKILL);
        QTRY_VERIFY(!server.isRunning());
        QTRY_COMPARE(postgresProcessesIn(data()), QList<qint64>());
    }
    const QString lock = socket + QStringLiteral("/.s.PGSQL.5432.lock");
    QVERIFY(QFile::exists(lock));
    QProcess other;
    ServerUser::choose()->prepare(&other, SIGKILL);
    other.start(QStringLiteral("sleep"), {QStringLiteral("60")});
    QVERIFY(other.waitForStarted());
    QVERIFY(writeFile(lock,
                      QByteArray::number(other.processId()) + "\n/elsewhere\n1700000000\n5432\n"
                          + QFile::encodeName(socket) + '\n'));
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QCOMPARE(server.connectionInfo(QStringLiteral("postgres")).host(), socket);
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
    other.kill();
    other.waitForFinished();
}

void TestEmbeddedRecovery::leavesStrangersInItsFolderAlone()
{
    m_folder.makeStopped();
    QProcess shell;
    shell.setWorkingDirectory(data());
    shell.start(QStringLiteral("sleep"), {QStringLiteral("60")});
    QVERIFY(shell.waitForStarted());
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(!shell.waitForFinished(50));
    shell.kill();
    shell.waitForFinished();
}

void TestEmbeddedRecovery::removesHalfMadeFolder()
{
    QVERIFY(m_folder.remove());
    const QString half = data() + QStringLiteral(".making/base/1");
    QVERIFY(QDir().mkpath(half));
    QVERIFY(writeFile(half + QStringLiteral("/112"), "half"));
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(!QFile::exists(data() + QStringLiteral(".making")));
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
}

int main(int argc, char **argv)
{
    return runWithOtherProgram<TestEmbeddedRecovery>(argc, argv);
}

#include "tst_embeddedrecovery.moc"
