// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/demo/demo.h"
#include "support/owntime.h"

#include "sql/embedded/processes.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QtTest>

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace pitboss;

namespace {

QString errorOf(const Result<OpenDemo> &result)
{
    return result ? QString() : result.error().text();
}

QByteArray ask(const OpenDemo &demo, const Statement &statement)
{
    Session session(demo.connection, {});
    if (auto opened = session.open(); !opened)
        return opened.error().text().toUtf8();
    auto rows = session.execute(statement);
    if (!rows)
        return rows.error().text().toUtf8();
    return rows->isEmpty() ? QByteArray() : rows->value(0, 0).toByteArray();
}

void say(const QString &text)
{
    printf("%s\n", qPrintable(text));
    fflush(stdout);
}

/// A small sample for what need not wait for the real one's seed.
bool writeSmallSample(const QString &root, const QByteArray &seed)
{
    QDir().mkpath(root + QStringLiteral("/drizzle/meta"));
    QDir().mkpath(root + QStringLiteral("/seed"));
    const auto write = [&](const char *name, const QByteArray &text) {
        QFile file(root + QLatin1Char('/') + QString::fromLatin1(name));
        return file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(text) == text.size();
    };
    QByteArray entries;
    for (int i = 0; i < 4; ++i)
        entries += QByteArray(i ? "," : "") + R"({"idx":0,"when":)" + QByteArray::number(1000 + i) + R"(,"tag":"000)"
            + QByteArray::number(i) + R"(_x"})";
    return write("drizzle/meta/_journal.json", R"({"version":"7","entries":[)" + entries + "]}")
        && write("drizzle/0000_x.sql", "CREATE TABLE t (a int);\n--> statement-breakpoint\nCREATE INDEX ON t (a);\r\n")
        && write("drizzle/0001_x.sql", "no sql") && write("seed/01.sql", seed);
}

} // namespace

class TestDemo : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void isReadyTheFirstTimeAndLater();
    void journalIsAsDrizzleWritesIt();
    void holdsTheSampleData();
    void projectFolderIsEditable();
    void resets();
    void rebuildsWhatAKilledProgramLeft_data();
    void rebuildsWhatAKilledProgramLeft();
    void twoProgramsBuildItOnce();
    void failedSeedLeavesNoDatabase();
    void opensForTheWindow();
    void opensAgainAfterTheServerWasLost();
    void closingTheWindowWhileItBuilds();
    void cancelingLeavesItUsable();
    void tellsTheWindowWhatIsMissing();

private:
    void forgetDatabase();                                  ///< as before the first build, but without another initdb
    std::unique_ptr<QProcess> helper(const QString &until); ///< builds slowSample()
    QString data() const { return m_folder + QStringLiteral("/data"); }
    QString smallSample() const { return m_temporary.filePath(QStringLiteral("small")); }
    QString slowSample() const { return m_temporary.filePath(QStringLiteral("slow")); } ///< one second in its seed

    QTemporaryDir m_temporary;
    QString m_folder = m_temporary.filePath(QStringLiteral("the demo")); ///< its state goes on from test to test
};

void TestDemo::init()
{
    qunsetenv("XDG_RUNTIME_DIR");
    chmod(QFile::encodeName(m_temporary.path()).constData(), 0711); // for root the server runs as another user
    QVERIFY(writeSmallSample(smallSample(), "INSERT INTO t SELECT 1; UPDATE t SET a = 2;"));
    QVERIFY(writeSmallSample(slowSample(), "INSERT INTO t SELECT 1; SELECT pg_sleep(1); UPDATE t SET a = 2;"));
}

void TestDemo::cleanup()
{
    QCOMPARE(postgresProcessesIn(data()), QList<qint64>());
}

void TestDemo::forgetDatabase()
{
    EmbeddedServer server({m_folder, {}});
    QVERIFY(server.start());
    SessionOptions options;
    options.readOnly = false;
    Session session(server.connectionInfo(QStringLiteral("postgres")), options);
    QVERIFY(session.open());
    QVERIFY(session.execute("DROP DATABASE IF EXISTS the_pit"));
    QVERIFY(QDir(m_folder + QStringLiteral("/project")).removeRecursively());
}

std::unique_ptr<QProcess> TestDemo::helper(const QString &until)
{
    auto process = std::make_unique<QProcess>();
    process->start(QCoreApplication::applicationFilePath(), {QStringLiteral("--helper"), m_folder, slowSample()});
    QByteArray said;
    while (!said.contains(until.toUtf8()) && process->waitForReadyRead(30000))
        said += process->readAllStandardOutput();
    if (!said.contains(until.toUtf8()))
        qWarning("%s", said.constData());
    return process;
}

void TestDemo::isReadyTheFirstTimeAndLater()
{
    QElapsedTimer timer;
    timer.start();
    QStringList told;
    EmbeddedServer server({m_folder, {}});
    QCOMPARE(errorOf(openDemo(server, SampleProject(), [&](const QString &text, int) { told << text; })), QString());
    const qint64 first = timer.elapsed();
    QVERIFY(told.size() > 8);
    QVERIFY(server.stop());
    told.clear();
    timer.restart();
    QCOMPARE(errorOf(openDemo(server, SampleProject(), [&](const QString &text, int) { told << text; })), QString());
    qInfo("ready after %lld ms the first time, %lld ms later", first, timer.elapsed());
    QCOMPARE(told.size(), 1);
}

void TestDemo::journalIsAsDrizzleWritesIt()
{
    EmbeddedServer server({m_folder, {}});
    const Result<OpenDemo> demo = openDemo(server, SampleProject());
    QCOMPARE(errorOf(demo), QString());
    const QList<SampleProject::Entry> entries = *SampleProject().entries();
    QByteArray expected;
    for (int i = 0; i < entries.size() - demoPendingMigrations; ++i) {
        QFile file(QStringLiteral(":/sample/drizzle/%1.sql").arg(entries[i].tag));
        QVERIFY(file.open(QIODevice::ReadOnly));
        expected += QByteArray::number(i + 1) + ' '
            + QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex() + ' '
            + QByteArray::number(entries[i].when) + '\n';
    }
    QCOMPARE(ask(*demo,
                 "SELECT string_agg(format(E'%s %s %s\\n', id, hash, created_at), '' ORDER BY id) "
                 "FROM drizzle.__drizzle_migrations"),
             expected);
    QCOMPARE(ask(*demo,
                 "SELECT string_agg(format('%s %s %s %s', attname, format_type(atttypid, atttypmod), attnotnull, "
                 "pg_get_expr(adbin, adrelid)), ', ' ORDER BY attnum) FROM pg_attribute LEFT JOIN pg_attrdef "
                 "ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0 AND "
                 "attrelid = 'drizzle.__drizzle_migrations'::regclass"),
             QByteArray("id integer t nextval('drizzle.__drizzle_migrations_id_seq'::regclass), hash text t , "
                        "created_at bigint f "));
}

void TestDemo::holdsTheSampleData()
{
    EmbeddedServer server({m_folder, {}});
    const Result<OpenDemo> demo = openDemo(server, SampleProject());
    QCOMPARE(errorOf(demo), QString());
    QCOMPARE(ask(*demo, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), QByteArray("12"));
    QCOMPARE(ask(*demo, "SELECT count(*) FROM users"), QByteArray("2000"));
    QCOMPARE(ask(*demo, "SELECT count(*) FROM bouts"), QByteArray("8000"));
    QCOMPARE(ask(*demo, "SELECT count(*) FROM credit_transactions"), QByteArray("40000"));
    // Counted and settled: the planner knows each table, and no temporary thing of the seed is left.
    QCOMPARE(ask(*demo,
                 "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
                 "AND reltuples < 1"),
             QByteArray("0"));
    QCOMPARE(ask(*demo, "SELECT count(*) FROM pg_class WHERE relpersistence = 't'"), QByteArray("0"));
}

void TestDemo::projectFolderIsEditable()
{
    EmbeddedServer server({m_folder, {}});
    const Result<OpenDemo> demo = openDemo(server, SampleProject());
    QCOMPARE(errorOf(demo), QString());
    const QString tag = SampleProject().entries()->first().tag;
    QFile file(demo->projectFolder + QStringLiteral("/drizzle/%1.sql").arg(tag));
    QVERIFY2(file.open(QIODevice::Append), qPrintable(file.fileName()));
    file.write("-- mine\n");
    file.close();
    QVERIFY(QFile::exists(demo->projectFolder + QStringLiteral("/drizzle/meta/_journal.json")));
    QVERIFY(!QFile::exists(demo->projectFolder + QStringLiteral("/seed")));
    QCOMPARE(errorOf(openDemo(server, SampleProject())), QString());
    QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().endsWith("-- mine\n"));
}

void TestDemo::resets()
{
    EmbeddedServer server({m_folder, {}});
    QVERIFY(resetDemo(server));
    QVERIFY(!QFile::exists(data()) && !QFile::exists(m_folder + QStringLiteral("/project")));
    const Result<OpenDemo> demo = openDemo(server, SampleProject(smallSample()));
    QCOMPARE(errorOf(demo), QString());
    QCOMPARE(ask(*demo, "SELECT a FROM t"), QByteArray("2"));
}

void TestDemo::rebuildsWhatAKilledProgramLeft_data()
{
    QTest::addColumn<QString>("moment");
    QTest::addColumn<int>("wait");
    QTest::newRow("while the database is created") << "Creating the sample" << 5;
    QTest::newRow("while migrations are applied") << "Applying migration" << 0;
    QTest::newRow("while it is filled") << "Filling in" << 300;
}

void TestDemo::rebuildsWhatAKilledProgramLeft()
{
    QFETCH(const QString, moment);
    QFETCH(const int, wait);
    EmbeddedServer server({m_folder, {}});
    forgetDatabase();
    const auto builder = helper(moment);
    QThread::msleep(ulong(wait));
    QCOMPARE(builder->state(), QProcess::Running);
    kill(pid_t(builder->processId()), SIGKILL);
    QVERIFY(builder->waitForFinished());
    QVERIFY(!builder->readAllStandardOutput().contains("ready"));
    const Result<OpenDemo> demo = openDemo(server, SampleProject(smallSample()));
    QCOMPARE(errorOf(demo), QString());
    QCOMPARE(ask(*demo, "SELECT string_agg(datname, ',' ORDER BY datname) FROM pg_database"),
             QByteArray("postgres,template0,template1,the_pit"));
    QCOMPARE(ask(*demo, "SELECT a FROM t"), QByteArray("2"));
}

void TestDemo::twoProgramsBuildItOnce()
{
    EmbeddedServer server({m_folder, {}});
    forgetDatabase();
    const auto first = helper(QStringLiteral("Creating the sample"));
    const auto second = helper(QStringLiteral("ready"));
    const Result<OpenDemo> demo = openDemo(server, SampleProject(slowSample()));
    QCOMPARE(errorOf(demo), QString());
    QVERIFY(!server.isOwner());
    QCOMPARE(ask(*demo, "SELECT count(*) FROM drizzle.__drizzle_migrations"), QByteArray("1"));
    second->closeWriteChannel();
    first->closeWriteChannel();
    QVERIFY(second->waitForFinished());
    QVERIFY(first->waitForFinished());
    QVERIFY2(first->exitCode() == 0, first->readAllStandardOutput().constData());
    QVERIFY2(second->exitCode() == 0, second->readAllStandardOutput().constData());
}

void TestDemo::failedSeedLeavesNoDatabase()
{
    EmbeddedServer server({m_folder, {}});
    forgetDatabase();
    QVERIFY(writeSmallSample(smallSample(), "INSERT INTO t SELECT 1; INSERT INTO no_such_table SELECT 1;"));
    const Result<OpenDemo> failed = openDemo(server, SampleProject(smallSample()));
    QVERIFY(!failed);
    QCOMPARE(failed.error().kind, Error::Kind::Missing);
    QVERIFY(failed.error().message.contains(QLatin1String("no_such_table")));
    QVERIFY(writeSmallSample(smallSample(), "INSERT INTO t SELECT 3"));
    const Result<OpenDemo> demo = openDemo(server, SampleProject(smallSample()));
    QCOMPARE(errorOf(demo), QString());
    QCOMPARE(ask(*demo, "SELECT a FROM t"), QByteArray("3"));
}

void TestDemo::opensForTheWindow()
{
    Demo demo({m_folder, {}}, SampleProject(smallSample()));
    QSignalSpy progress(&demo, &Demo::progressed);
    Result<OpenDemo> opened = fail(Error::canceled());
    const testing::LongestSilence silence; // the window's thread must stay free
    bool done = false;
    whenFinished(demo.reset(), this, [&](const Result<void> &r) { QVERIFY(r); });
    whenFinished(demo.open(), this, [&](const Result<OpenDemo> &r) {
        opened = r;
        done = true;
    });
    QTRY_VERIFY_WITH_TIMEOUT(done, 30000);
    QCOMPARE(errorOf(opened), QString());
    QCOMPARE(ask(*opened, "SELECT a FROM t"), QByteArray("2"));
    QVERIFY(progress.size() > 3);
    int percent = 0;
    for (const QList<QVariant> &step : progress) {
        QVERIFY(step.at(1).toInt() >= percent && step.at(1).toInt() < 100);
        percent = step.at(1).toInt();
    }
    qInfo("longest silence of the window's thread: %lld ms", silence.milliseconds());
    QVERIFY2(silence.milliseconds() < 400, qPrintable(QString::number(silence.milliseconds())));
}

void TestDemo::opensAgainAfterTheServerWasLost()
{
    Demo demo({m_folder, {}}, SampleProject(smallSample()));
    QFuture<Result<OpenDemo>> first = demo.open();
    QTRY_VERIFY_WITH_TIMEOUT(first.isFinished(), 30000);
    QCOMPARE(errorOf(first.result()), QString());
    for (const qint64 pid : postgresProcessesIn(data()))
        kill(pid_t(pid), SIGKILL);
    QFuture<Result<OpenDemo>> second = demo.open();
    QTRY_VERIFY_WITH_TIMEOUT(second.isFinished(), 30000);
    QCOMPARE(errorOf(second.result()), QString());
    QCOMPARE(ask(*second.result(), "SELECT a FROM t"), QByteArray("2"));
}

void TestDemo::closingTheWindowWhileItBuilds()
{
    for (const int milliseconds : {0, 30, 400, 1000}) {
        forgetDatabase();
        auto demo = std::make_unique<Demo>(EmbeddedServer::Setup{m_folder, {}}, SampleProject(slowSample()));
        QFuture<Result<OpenDemo>> open = demo->open();
        QTest::qWait(milliseconds);
        QElapsedTimer timer;
        timer.start();
        demo.reset();
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(open.isFinished() && !open.result());
        QCOMPARE(postgresProcessesIn(data()), QList<qint64>());
    }
}

void TestDemo::cancelingLeavesItUsable()
{
    forgetDatabase();
    Demo demo({m_folder, {}}, SampleProject(slowSample()));
    QCOMPARE(lookForDemo({m_folder, {}}), DemoPresence::NotMade);
    QSignalSpy progress(&demo, &Demo::progressed);
    QFuture<Result<OpenDemo>> running = demo.open();
    QFuture<Result<OpenDemo>> waiting = demo.open();
    const auto filling = [&] { return !progress.isEmpty() && progress.last().at(1).toInt() >= 20; };
    QTRY_VERIFY_WITH_TIMEOUT(filling(), 30000);
    QElapsedTimer timer;
    timer.start();
    demo.cancel();
    QFuture<Result<OpenDemo>> next = demo.open(); // asked for after it: not canceled
    QTRY_VERIFY_WITH_TIMEOUT(running.isFinished() && waiting.isFinished(), 10000);
    qInfo("canceled in %lld ms", timer.elapsed());
    QCOMPARE(running.result().error(), Error::canceled());
    QCOMPARE(waiting.result().error(), Error::canceled());
    QTRY_VERIFY_WITH_TIMEOUT(next.isFinished(), 60000);
    QCOMPARE(errorOf(next.result()), QString());
    QCOMPARE(ask(*next.result(), "SELECT a FROM t"), QByteArray("2"));
    QCOMPARE(lookForDemo({m_folder, {}}), DemoPresence::Made);
    demo.cancel(); // nothing to cancel: the server goes on
    QCOMPARE(ask(*next.result(), "SELECT 1"), QByteArray("1"));
}

void TestDemo::tellsTheWindowWhatIsMissing()
{
    QCOMPARE(lookForDemo({m_folder, {m_temporary.path()}}), DemoPresence::NoPostgres);
    Demo demo({m_folder, {m_temporary.path()}});
    QFuture<Result<DemoPresence>> look = demo.look();
    QFuture<Result<OpenDemo>> open = demo.open();
    QTRY_VERIFY_WITH_TIMEOUT(open.isFinished(), 30000);
    QVERIFY(look.result() == DemoPresence::NoPostgres);
    QVERIFY(!open.result());
    QCOMPARE(open.result().error().kind, Error::Kind::Missing);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) != QLatin1String("--helper")) {
        TestDemo test;
        return QTest::qExec(&test, argc, argv);
    }
    // This program as another one that opens the demo and keeps it until its input ends.
    EmbeddedServer server({application.arguments().value(2), {}});
    const Result<OpenDemo> demo =
        openDemo(server, SampleProject(application.arguments().value(3)), [](const QString &text, int) { say(text); });
    say(demo ? QStringLiteral("ready") : demo.error().text());
    return getchar() == EOF && demo ? 0 : 1;
}

#include "tst_demo.moc"
