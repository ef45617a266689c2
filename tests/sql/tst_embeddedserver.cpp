// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/embedded/embeddedserver.h"

#include "sql/embedded/processes.h"
#include "sql/session.h"

#include <QTemporaryDir>
#include <QtTest>

#include <thread>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace pitboss;

namespace {

QString errorOf(const Result<void> &result)
{
    return result ? QString() : result.error().text();
}

Result<QByteArray> ask(EmbeddedServer &server, const char *sql)
{
    SessionOptions options;
    options.readOnly = false;
    Session session(server.connectionInfo(QStringLiteral("postgres")), options);
    if (auto opened = session.open(); !opened)
        return fail(opened.error());
    auto rows = session.execute(Statement(sql));
    if (!rows)
        return fail(rows.error());
    return rows->rowCount() > 0 ? rows->value(0, 0).toByteArray() : QByteArray();
}

bool writeFile(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text) == text.size();
}

} // namespace

/// The scenes of a laptop's life: first run, crash, power button, an update of Postgres, two programs at once.
class TestEmbeddedServer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup();
    void startsFirstAndAgain();
    void opensNoTcpPort();
    void refusesOtherUsers();
    void joinsTheServerOfAnotherProgram();
    void takesOverWhenTheOwnerStopped();
    void diesWithItsProgram();
    void startsWhileTheOldServerStops();
    void recoversFromProgramKilledDuringInitdb();
    void recoversFromKilledPostmaster();
    void replacesStalePidFile_data();
    void replacesStalePidFile();
    void replacesStaleSocketLock();
    void leavesStrangersInItsFolderAlone();
    void removesHalfMadeFolder();
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
    EmbeddedServer::Setup setup() const { return {m_folder, {}}; }
    QString data() const { return m_folder + QStringLiteral("/data"); }
    void startFromNothing();
    void makeStopped();
    std::unique_ptr<QProcess> helper(const QString &until);

    QTemporaryDir m_temporary;
    /// Most tests go on with the cluster of the one before: initdb takes 0.6 s.
    QString m_folder = m_temporary.path() + QStringLiteral("/a 'quoted\" folder, ü");
};

void TestEmbeddedServer::initTestCase()
{
    qunsetenv("XDG_RUNTIME_DIR");
    chmod(QFile::encodeName(m_temporary.path()).constData(), 0711); // for root the server runs as another user
}

void TestEmbeddedServer::cleanup()
{
    QCOMPARE(postgresProcessesIn(data()), QList<qint64>());
}

void TestEmbeddedServer::startFromNothing()
{
    QVERIFY(QDir(m_folder).removeRecursively());
}

void TestEmbeddedServer::makeStopped()
{
    QCOMPARE(errorOf(EmbeddedServer(setup()).start()), QString());
}

/// This program as another one that uses the folder; given back once it printed `until`.
std::unique_ptr<QProcess> TestEmbeddedServer::helper(const QString &until)
{
    auto process = std::make_unique<QProcess>();
    process->start(QCoreApplication::applicationFilePath(), {QStringLiteral("--helper"), m_folder});
    QByteArray said;
    while (!said.contains(until.toUtf8()) && process->waitForReadyRead(20000))
        said += process->readAllStandardOutput();
    return process;
}

void TestEmbeddedServer::startsFirstAndAgain()
{
    startFromNothing();
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
    const auto owner = helper(QStringLiteral("running"));
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
    const auto owner = helper(QStringLiteral("running"));
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    owner->closeWriteChannel();
    QVERIFY(owner->waitForFinished());
    QVERIFY(!server.isRunning());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(server.isOwner());
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
}

void TestEmbeddedServer::diesWithItsProgram()
{
    const auto owner = helper(QStringLiteral("running"));
    const qint64 pid = ClusterFolder(m_folder, {}).postmaster();
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

    const auto second = helper(QStringLiteral("joined"));
    kill(pid_t(second->processId()), SIGKILL); // of one who only uses it
    QVERIFY(second->waitForFinished());
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
}

void TestEmbeddedServer::startsWhileTheOldServerStops()
{
    const auto owner = helper(QStringLiteral("running"));
    kill(pid_t(owner->processId()), SIGKILL);
    QVERIFY(owner->waitForFinished());
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(server.isOwner());
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
}

void TestEmbeddedServer::recoversFromProgramKilledDuringInitdb()
{
    startFromNothing();
    const auto owner = helper(QStringLiteral("Making"));
    QTest::qWait(100);
    kill(pid_t(owner->processId()), SIGKILL);
    QVERIFY(owner->waitForFinished());
    QVERIFY(QFile::exists(data() + QStringLiteral(".making")));
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(!QFile::exists(data() + QStringLiteral(".making")));
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
}

void TestEmbeddedServer::recoversFromKilledPostmaster()
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

void TestEmbeddedServer::replacesStalePidFile_data()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"dead", "reused", "empty", "rubbish"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

void TestEmbeddedServer::replacesStalePidFile()
{
    QFETCH(const QString, kind);
    makeStopped();
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

void TestEmbeddedServer::replacesStaleSocketLock()
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

void TestEmbeddedServer::leavesStrangersInItsFolderAlone()
{
    makeStopped();
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

void TestEmbeddedServer::removesHalfMadeFolder()
{
    startFromNothing();
    const QString half = data() + QStringLiteral(".making/base/1");
    QVERIFY(QDir().mkpath(half));
    QVERIFY(writeFile(half + QStringLiteral("/112"), "half"));
    EmbeddedServer server(setup());
    QCOMPARE(errorOf(server.start()), QString());
    QVERIFY(!QFile::exists(data() + QStringLiteral(".making")));
    QCOMPARE(*ask(server, "SELECT 1"), QByteArray("1"));
}

void TestEmbeddedServer::tellsThatNoPostgresIsInstalled()
{
    EmbeddedServer server({m_folder, {m_temporary.path()}});
    const Result<void> started = server.start();
    QVERIFY(!started);
    QCOMPARE(started.error().kind, Error::Kind::Missing);
    QVERIFY(!started.error().hint.isEmpty());
    QVERIFY(!server.isRunning() && !server.isOwner());

    qputenv("PITBOSS_POSTGRES", QFile::encodeName(m_temporary.path()));
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
    const QString path = m_temporary.filePath(QStringLiteral("os-release"));
    if (!osRelease.isEmpty())
        QVERIFY(writeFile(path, osRelease));
    const Error error = noPostgresError(path);
    QVERIFY2(error.hint.contains(command), qPrintable(error.hint));
}

void TestEmbeddedServer::tellsThatTheVersionIsGone()
{
    makeStopped();
    QVERIFY(writeFile(data() + QStringLiteral("/PG_VERSION"), "9\n"));
    EmbeddedServer server(setup());
    const Result<void> started = server.start();
    QVERIFY(!started && started.error().kind == Error::Kind::Missing);
    QVERIFY(started.error().message.contains(QLatin1String("PostgreSQL 9")));
    QVERIFY(started.error().hint.contains(QLatin1String("Reset")));
    QCOMPARE(errorOf(server.reset()), QString());
    QCOMPARE(errorOf(server.start()), QString());
}

void TestEmbeddedServer::fallsBackWhenTheSocketPathIsTooLong()
{
    const QString runtime = m_temporary.path() + QLatin1Char('/') + QString(100, QLatin1Char('x'));
    QVERIFY(QDir().mkpath(runtime));
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime));
    EmbeddedServer server({m_temporary.path() + QLatin1Char('/') + QString(150, QLatin1Char('y')), {}});
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
    const auto owner = helper(QStringLiteral("running"));
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
    startFromNothing();
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
    QVERIFY(!server.start()); // for good
    QCOMPARE(errorOf(EmbeddedServer(setup()).start()), QString()); // and another one as if nothing had been
}

void TestEmbeddedServer::showsTheLogWhenItCannotStart()
{
    makeStopped();
    QFile configuration(data() + QStringLiteral("/postgresql.conf"));
    QVERIFY(configuration.open(QIODevice::Append) && configuration.write("no_such_setting = 1\n") > 0);
    configuration.close();
    EmbeddedServer server(setup());
    const Result<void> started = server.start();
    QVERIFY(!started);
    QVERIFY2(started.error().detail.contains(QLatin1String("no_such_setting")), qPrintable(started.error().text()));
    QVERIFY(!server.isOwner());
}

namespace {

int runHelper(const QString &folder)
{
    const auto say = [](const QString &text) {
        printf("%s\n", qPrintable(text));
        fflush(stdout);
    };
    EmbeddedServer server({folder, {}});
    const Result<void> started = server.start(say);
    say(started ? server.isOwner() ? QStringLiteral("running") : QStringLiteral("joined") : started.error().text());
    return getchar() == EOF ? 0 : 1; // until the test closes this end, or kills us
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == QLatin1String("--helper"))
        return runHelper(application.arguments().value(2));
    TestEmbeddedServer test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_embeddedserver.moc"
