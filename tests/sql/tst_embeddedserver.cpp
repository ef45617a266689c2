// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/embedded/processes.h"
#include "support/embeddedfolder.h"

#include <QtTest>

#include <thread>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace pitboss;
using namespace pitboss::testing;

/// A laptop's everyday life: first run, later runs, two programs at once, an update of Postgres, a reset.
class TestEmbeddedServer : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(postgresProcessesIn(data()), QList<qint64>()); }
    void startsFirstAndAgain();
    void opensNoTcpPort();
    void refusesOtherUsers();
    void joinsTheServerOfAnotherProgram();
    void takesOverWhenTheOwnerStopped();
    void tellsThatNoPostgresIsInstalled();
    void namesThePackage_data();
    void namesThePackage();
    void tellsThatTheVersionIsGone();
    void fallsBackWhenTheSocketPathIsTooLong();
    void ignoresPostgresVariables();
    void resets();
    void refusesToResetWhatAnotherUses();
    void canBeInterrupted();
    void showsTheLogWhenItCannotStart();

private:
    EmbeddedServer::Setup setup() const { return m_folder.setup(); }
    QString data() const { return m_folder.data(); }

    EmbeddedFolder m_folder; ///< most tests go on with the cluster of the one before: initdb takes 0.6 s
};

void TestEmbeddedServer::startsFirstAndAgain()
{
    QVERIFY(m_folder.remove());
    QElapsedTimer timer;
    timer.start();
    QStringList told;
    {
        EmbeddedServer server(setup());
        QCOMPARE(errorOf(server.start([&](const QString &text) { told << text; })), QString());
        QVERIFY(server.isRunning());
        QVERIFY(server.isOwner());
        const qint64 first = timer.restart();
        QCOMPARE(*ask(server, "CREATE TABLE kept AS SELECT 42 AS a"), QByteArray());
        QCOMPARE(errorOf(server.start()), QString()); // nothing to do
        timer.restart();
        QCOMPARE(errorOf(server.stop()), QString());
        qInfo("first start %lld ms, stop %lld ms", first, timer.restart());
        QVERIFY(!server.isRunning());
        QVERIFY(told.size() == 2 && told.first().contains(QLatin1String("data folder")));
        told.clear();
        timer.restart();
        QCOMPARE(errorOf(server.start([&](const QString &text) { told << text; })), QString());
        qInfo("second start %lld ms", timer.elapsed());
        QCOMPARE(told.size(), 1);
        QCOMPARE(*ask(server, "SELECT a FROM kept"), QByteArray("42"));
    }
    QVERIFY(!QFile::exists(data() + QStringLiteral("/postmaster.pid")));
}

void TestEmbeddedServer::opensNoTcpPort()
{
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QByteArray sockets;
    for (const char *table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        QFile file(QString::fromLatin1(table));
        if (file.open(QIODevice::ReadOnly))
            sockets += file.readAll();
    }
    const QDir open(QStringLiteral("/proc/%1/fd").arg(server.pid()));
    int seen = 0;
    for (const QString &name : open.entryList(QDir::System | QDir::Files)) {
        char target[64] = {};
        if (readlink(QFile::encodeName(open.filePath(name)).constData(), target, sizeof target - 1) < 0
            || !QByteArray(target).startsWith("socket:["))
            continue;
        ++seen;
        const QByteArray inode = QByteArray(target).mid(8).chopped(1);
        QVERIFY2(!sockets.contains(' ' + inode + ' '), target);
    }
    QVERIFY(seen > 0); // the Unix one
    QCOMPARE(*ask(server, "SHOW listen_addresses"), QByteArray());
}

void TestEmbeddedServer::refusesOtherUsers()
{
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    const QString socket = server.connectionInfo(QStringLiteral("postgres")).host();
    struct stat info;
    QCOMPARE(stat(QFile::encodeName(socket).constData(), &info), 0);
    QCOMPARE(info.st_mode & 0777U, 0700U);
    if (geteuid() != 0)
        return; // nobody else to be

    // Even with the door open, who is not the owner does not get in.
    chmod(QFile::encodeName(socket).constData(), 0755);
    chmod(QFile::encodeName(socket + QStringLiteral("/.s.PGSQL.5432")).constData(), 0777);
    QProcess psql;
    psql.start(QStringLiteral("runuser"),
               {QStringLiteral("-u"), QStringLiteral("daemon"), QStringLiteral("--"), QStringLiteral("psql"),
                QStringLiteral("-X"), QStringLiteral("-h"), socket, QStringLiteral("-U"), QStringLiteral("pitboss"),
                QStringLiteral("-c"), QStringLiteral("SELECT 1"), QStringLiteral("postgres")});
    QVERIFY(psql.waitForFinished());
    QVERIFY(psql.readAllStandardError().contains("Peer authentication failed"));
    chmod(QFile::encodeName(socket).constData(), 0700);
}

void TestEmbeddedServer::joinsTheServerOfAnotherProgram()
{
    const auto owner = otherProgram(m_folder.path(), QStringLiteral("running"));
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(server.isRunning());
    QVERIFY(!server.isOwner());
    const qint64 pid = server.pid();
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
    QCOMPARE(errorOf(server.stop()), QString());
    QVERIFY2(isPostgresIn(pid, data()), "what another program owns keeps running");
    owner->closeWriteChannel();
    QVERIFY(owner->waitForFinished());
    QVERIFY(!isPostgresIn(pid, data()));
}

void TestEmbeddedServer::takesOverWhenTheOwnerStopped()
{
    const auto owner = otherProgram(m_folder.path(), QStringLiteral("running"));
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    owner->closeWriteChannel();
    QVERIFY(owner->waitForFinished());
    QVERIFY(!server.isRunning());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(server.isOwner());
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
}

void TestEmbeddedServer::tellsThatNoPostgresIsInstalled()
{
    EmbeddedServer server({m_folder.path(), {m_folder.parent()}});
    const Result<void> started = server.start();
    QVERIFY(!started);
    QCOMPARE(started.error().kind, Error::Kind::Missing);
    QVERIFY(!started.error().hint.isEmpty());
    QVERIFY(!server.isRunning() && !server.isOwner());

    qputenv("PITBOSS_POSTGRES", QFile::encodeName(m_folder.parent()));
    const bool ignored = findPostgres(postgresFolders()).size() > 0;
    qunsetenv("PITBOSS_POSTGRES");
    QVERIFY(!ignored);
    QVERIFY(findPostgres(postgresFolders()).size() > 0);
}

void TestEmbeddedServer::namesThePackage_data()
{
    QTest::addColumn<QByteArray>("osRelease");
    QTest::addColumn<QString>("command");
    QTest::newRow("Debian") << QByteArray("PRETTY_NAME=\"Debian\"\nID=debian\n") << "sudo apt install postgresql";
    QTest::newRow("Mint") << QByteArray("ID=linuxmint\nID_LIKE=\"ubuntu debian\"") << "sudo apt install postgresql";
    QTest::newRow("Fedora") << QByteArray("ID=fedora\n") << "sudo dnf install postgresql-server";
    QTest::newRow("Rocky") << QByteArray("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n")
                           << "sudo dnf install postgresql-server";
    QTest::newRow("Arch") << QByteArray("ID=arch\n") << "sudo pacman -S postgresql";
    QTest::newRow("Tumbleweed") << QByteArray("ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\n")
                                << "sudo zypper install postgresql-server";
    QTest::newRow("another") << QByteArray("ID=plan9\n") << "your system's package";
    QTest::newRow("no file") << QByteArray() << "your system's package";
}

void TestEmbeddedServer::namesThePackage()
{
    QFETCH(const QByteArray, osRelease);
    QFETCH(const QString, command);
    const QString path = m_folder.parent() + QStringLiteral("/os-release");
    if (!osRelease.isEmpty())
        QVERIFY(writeFile(path, osRelease));
    const Error error = noPostgresError(path);
    QVERIFY2(error.hint.contains(command), qPrintable(error.hint));
}

void TestEmbeddedServer::tellsThatTheVersionIsGone()
{
    m_folder.makeStopped();
    QVERIFY(writeFile(data() + QStringLiteral("/PG_VERSION"), "9\n"));
    EmbeddedServer server(setup());
    const Result<void> started = server.start();
    QVERIFY(!started && started.error().kind == Error::Kind::File);
    QVERIFY(started.error().message.contains(QLatin1String("PostgreSQL 9")));
    QVERIFY(started.error().hint.contains(QLatin1String("Reset")));
    QCOMPARE(errorOf(server.reset()), QString());
    QCOMPARE(errorOf(server.start()), QString());
}

void TestEmbeddedServer::fallsBackWhenTheSocketPathIsTooLong()
{
    const QString runtime = m_folder.parent() + QLatin1Char('/') + QString(100, QLatin1Char('x'));
    QVERIFY(QDir().mkpath(runtime));
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime));
    EmbeddedServer server({m_folder.parent() + QLatin1Char('/') + QString(150, QLatin1Char('y')), {}});
    const QString error = errorOf(server.start());
    qunsetenv("XDG_RUNTIME_DIR");
    QCOMPARE(error, QString());
    const QString socket = server.connectionInfo(QStringLiteral("postgres")).host();
    QVERIFY(socket.size() <= 93 && !socket.startsWith(runtime));
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
    QCOMPARE(errorOf(server.stop()), QString());
    QVERIFY(!QFile::exists(socket));
}

void TestEmbeddedServer::ignoresPostgresVariables()
{
    qputenv("PGDATA", "/nonexistent");
    qputenv("PGPORT", "1");
    EmbeddedServer server(setup());
    const QString error = errorOf(server.start());
    qunsetenv("PGDATA");
    qunsetenv("PGPORT");
    QCOMPARE(error, QString());
    QCOMPARE(*ask(server, "SHOW port"), QByteArray("5432"));
}

void TestEmbeddedServer::resets()
{
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(ask(server, "CREATE TABLE gone (a int)"));
    QCOMPARE(errorOf(server.reset()), QString());
    QVERIFY(!server.isRunning());
    QVERIFY(!QFile::exists(data()));
    QCOMPARE(errorOf(server.reset()), QString()); // nothing there: nothing to say
    QCOMPARE(errorOf(server.start()), QString());
    QCOMPARE(*ask(server, "SELECT to_regclass('gone') IS NULL"), QByteArray("t"));
}

void TestEmbeddedServer::refusesToResetWhatAnotherUses()
{
    const auto owner = otherProgram(m_folder.path(), QStringLiteral("running"));
    EmbeddedServer server(setup());
    const Result<void> done = server.reset();
    QVERIFY(!done && done.error().kind == Error::Kind::Refused);
    QVERIFY(QFile::exists(data()));
    owner->closeWriteChannel();
    QVERIFY(owner->waitForFinished());
    QCOMPARE(errorOf(server.reset()), QString());
}

void TestEmbeddedServer::canBeInterrupted()
{
    QVERIFY(m_folder.remove());
    EmbeddedServer server(setup());
    std::thread other;
    const Result<void> started = server.start([&](const QString &) {
        if (!other.joinable())
            other = std::thread([&server] {
                QThread::msleep(60);
                server.interrupt();
            });
    });
    other.join();
    QVERIFY(!started && started.error().kind == Error::Kind::Canceled);
    QVERIFY(!server.isRunning() && !server.isOwner());
    QVERIFY(!server.start()); // until resume()
    server.resume();
    QCOMPARE(errorOf(server.start()), QString()); // as if nothing had been
}

void TestEmbeddedServer::showsTheLogWhenItCannotStart()
{
    m_folder.makeStopped();
    QFile configuration(data() + QStringLiteral("/postgresql.conf"));
    QVERIFY(configuration.open(QIODevice::Append) && configuration.write("no_such_setting = 1\n") > 0);
    configuration.close();
    EmbeddedServer server(setup());
    const Result<void> started = server.start();
    QVERIFY(!started);
    QVERIFY2(started.error().detail.contains(QLatin1String("no_such_setting")), qPrintable(started.error().text()));
    QVERIFY(!server.isOwner());
}

int main(int argc, char **argv)
{
    return runWithOtherProgram<TestEmbeddedServer>(argc, argv);
}

#include "tst_embeddedserver.moc"
