// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl.h"

#include <QTcpServer>
#include <QtTest>

#include <csignal>

using namespace pitboss::testing;

/// What every command has in common: words, outputs, exit status, where the database comes from.
class TestCtl : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void wrongWords_data();
    void wrongWords();
    void helpAndVersion();
    void everyCommandHasHelp();
    void connectionSources();
    void unreachable();
    void statusFigures();
    void statusAsReader();
    void statusWithoutRights();
    void statusOfOtherSchemas();
    void statusOfAnotherProject();
    void tables();
    void closedReader();
    void closedOutput();
    void fullDisk();
    void interruptedStatement();
    void interruptedWhileConnecting();

private:
    TestServer m_server;
    QString m_pit = QStringLiteral("pit");
};

void TestCtl::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, m_pit), qPrintable(m_server.errorText()));
}

void TestCtl::wrongWords_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const char *words, const char *said) {
        QTest::newRow(name) << QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts)
                            << QString::fromUtf8(said);
    };
    row("nothing", "", "A command is missing");
    row("unknown command", "statsu", "Did you mean “status”?");
    row("unknown option", "status --jsn", "Did you mean --json?");
    row("too many words", "status now", "no place for “now”");
    row("no value", "tables --url", "--url needs a value");
    row("value for a switch", "status --json=yes", "takes no value");
    row("twice", "status --url a --url b", "given twice");
    row("odd url", "status --url nonsense", "could not be read");
    row("empty url", "status --url=", "--url is empty");
}

void TestCtl::wrongWords()
{
    QFETCH(QStringList, words);
    QFETCH(QString, said);
    const Answer answer = Ctl(m_server.url(m_pit))(words);
    QCOMPARE(answer.status, 2);
    QVERIFY2(answer.err.contains(said), qPrintable(answer.err));
    QVERIFY(answer.err.contains(QLatin1String("Usage: pitbossctl")));
    QCOMPARE(answer.out, QByteArray());
}

void TestCtl::helpAndVersion()
{
    const Ctl ctl;
    const Answer version = ctl({QStringLiteral("--version")});
    QCOMPARE(version.status, 0);
    QCOMPARE(version.out, QByteArray("pitbossctl " PITBOSS_VERSION "\n"));
    const Answer help = ctl({QStringLiteral("--help")});
    QCOMPARE(help.status, 0);
    QVERIFY(help.out.contains("--env-file FILE"));
    QVERIFY(!help.out.contains('\033'));
}

void TestCtl::everyCommandHasHelp()
{
    const Ctl ctl;
    const Answer all = ctl({QStringLiteral("--commands")});
    const QByteArray help = ctl({QStringLiteral("--help")}).out;
    QVERIFY(all.array().size() >= 2);
    for (const QJsonValue &command : all.array()) {
        const QString name = command[QLatin1String("name")].toString();
        QVERIFY2(help.contains("\n  " + name.toUtf8() + ' '), qPrintable(name));
        const Answer own = ctl(name.split(QLatin1Char(' ')) << QStringLiteral("--help"));
        QCOMPARE(own.status, 0);
        QVERIFY(own.out.startsWith("Usage: pitbossctl " + name.toUtf8()));
        QVERIFY(own.out.contains("Exit status"));
        for (const QJsonValue &option : command[QLatin1String("options")].toArray())
            QVERIFY(own.out.contains("--" + option[QLatin1String("name")].toString().toUtf8()));
    }
}

void TestCtl::connectionSources()
{
    const QStringList words{QStringLiteral("status"), QStringLiteral("--json")};
    const auto databaseOf = [](const Answer &answer) {
        return answer.object()[QLatin1String("server")][QLatin1String("database")].toString();
    };
    Ctl ctl;
    QFile file(ctl.directory() + QStringLiteral("/.env"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("DATABASE_URL=\"" + m_server.url(m_pit).toUtf8() + "\"\n");
    file.close();
    QCOMPARE(databaseOf(ctl(words)), m_pit);
    ctl.environment().insert(QStringLiteral("DATABASE_URL"), m_server.url(QStringLiteral("postgres")));
    QCOMPARE(databaseOf(ctl(words)), QStringLiteral("postgres"));
    QCOMPARE(databaseOf(ctl(QStringList(words) << QStringLiteral("--url") << m_server.url(m_pit))), m_pit);
    // Before the command as well as after it.
    QCOMPARE(databaseOf(ctl(QStringList{QStringLiteral("--url=") + m_server.url(m_pit)} + words)), m_pit);
    const Answer missing = Ctl()(QStringList(words) << QStringLiteral("--env-file") << QStringLiteral("nowhere.env"));
    QCOMPARE(missing.status, 1);
    const Answer profile = ctl(QStringList(words) << QStringLiteral("--profile") << QStringLiteral("production"));
    QVERIFY(profile.status == 1 && profile.out.isEmpty());
}

void TestCtl::unreachable()
{
    const Answer answer = Ctl(QStringLiteral("postgresql://someone:geheim@127.0.0.1:9/x"))({QStringLiteral("tables")});
    QCOMPARE(answer.status, 1);
    QVERIFY(answer.err.contains(QLatin1String("Nothing was changed.")));
    QVERIFY(!answer.err.contains(QLatin1String("geheim")));
}

void TestCtl::statusFigures()
{
    const Answer answer = Ctl(m_server.url(m_pit, Role::Super))({QStringLiteral("status"), QStringLiteral("--json")});
    QCOMPARE(answer.status, 0);
    QCOMPARE(answer.err, QString());
    const QJsonObject figures = answer.object();
    const auto group = [&](const char *name) { return figures[QLatin1String(name)].toObject().toVariantMap(); };
    QVERIFY(figures[QLatin1String("latency_ms")].toDouble() > 0);
    QCOMPARE(figures[QLatin1String("failed")].toArray(), QJsonArray());
    QCOMPARE(group("users")[QStringLiteral("total")].toInt(), 4);
    QCOMPARE(group("users")[QStringLiteral("new_today")].toInt(), 1);
    QCOMPARE(group("users")[QStringLiteral("by_tier")].toMap()[QStringLiteral("free")].toInt(), 2);
    QCOMPARE(group("bouts")[QStringLiteral("stuck")].toInt(), 1);
    QCOMPARE(group("bouts")[QStringLiteral("errors_last_hour")].toInt(), 1);
    QCOMPARE(group("bouts")[QStringLiteral("by_status")].toMap()[QStringLiteral("completed")].toInt(), 2);
    QCOMPARE(group("agents")[QStringLiteral("archived")].toInt(), 1);
    QCOMPARE(group("agents")[QStringLiteral("flagged")].toInt(), 1);
    QCOMPARE(group("credits")[QStringLiteral("accounts")].toInt(), 3);
    QCOMPARE(group("credits")[QStringLiteral("total_micro")].toInt(), 151134);
    QCOMPARE(group("credits")[QStringLiteral("total")].toString(), QStringLiteral("1511.34"));
    QCOMPARE(group("credits")[QStringLiteral("unreconciled")].toInt(), 1);
    QCOMPARE(group("pool")[QStringLiteral("used")].toInt(), 7);
    QCOMPARE(group("pool")[QStringLiteral("max_daily")].toInt(), 50);
}

void TestCtl::statusAsReader()
{
    const Answer answer = Ctl(m_server.url(m_pit, Role::Reader))({QStringLiteral("status"), QStringLiteral("--json")});
    QCOMPARE(answer.object()[QLatin1String("users")][QLatin1String("total")].toInt(), 4);
    const Answer human = Ctl(m_server.url(m_pit, Role::Reader))({QStringLiteral("status")});
    QVERIFY(human.out.contains("1511.34 credits"));
}

void TestCtl::statusWithoutRights()
{
    const Answer answer = Ctl(m_server.url(m_pit, Role::Nothing))({QStringLiteral("status"), QStringLiteral("--json")});
    QCOMPARE(answer.status, 3);
    const QJsonObject users = answer.object()[QLatin1String("users")].toObject();
    QVERIFY(users.contains(QLatin1String("total")) && users[QLatin1String("total")].isNull());
    QStringList failed;
    for (const QJsonValue &failure : answer.object()[QLatin1String("failed")].toArray()) {
        failed << failure[QLatin1String("figure")].toString();
        QVERIFY(!failure[QLatin1String("error")].toString().isEmpty());
    }
    for (const char *figure :
         {"users.total", "bouts.by_status", "agents.total", "credits.total_micro", "server.long_transactions"})
        QVERIFY2(failed.contains(QLatin1String(figure)), figure);
    QVERIFY(answer.object()[QLatin1String("server")][QLatin1String("version")].isString());
}

void TestCtl::statusOfOtherSchemas()
{
    const QString newer = QStringLiteral("newer");
    QVERIFY(m_server.createDatabase(newer, m_pit));
    QVERIFY(m_server.runSql(newer,
                            QStringLiteral("DROP TABLE free_bout_pool, agent_flags;"
                                           " ALTER TABLE users DROP COLUMN subscription_tier;"
                                           " CREATE TABLE papers (id int)")));
    const Answer answer = Ctl(m_server.url(newer, Role::Super))({QStringLiteral("status"), QStringLiteral("--json")});
    QCOMPARE(answer.status, 0);
    const QJsonObject figures = answer.object();
    QCOMPARE(figures[QLatin1String("users")][QLatin1String("total")].toInt(), 4);
    QVERIFY(figures[QLatin1String("users")][QLatin1String("by_tier")].isNull());
    QVERIFY(figures[QLatin1String("agents")][QLatin1String("flagged")].isNull());
    const QByteArray failed = QJsonDocument(figures[QLatin1String("failed")].toArray()).toJson();
    QVERIFY(failed.contains("no table agent_flags"));
    QVERIFY(failed.contains("no column users.subscription_tier"));
}

void TestCtl::statusOfAnotherProject()
{
    const Answer answer = Ctl(m_server.url(QStringLiteral("postgres"), Role::Super))({QStringLiteral("status")});
    QCOMPARE(answer.status, 0);
    QVERIFY(answer.out.contains("Read from cache"));
    QVERIFY(!answer.out.contains("Bouts"));
    QVERIFY(answer.err.contains(QLatin1String("none of The Pit's tables")));
}

void TestCtl::tables()
{
    QVERIFY(m_server.runSql(
        m_pit, QStringLiteral("CREATE SCHEMA \"o'dd \"\"x\"; CREATE TABLE \"o'dd \"\"x\".\"a\nb\" (i int)")));
    const Ctl ctl(m_server.url(m_pit, Role::Reader));
    const Answer answer = ctl({QStringLiteral("tables"), QStringLiteral("--json")});
    QCOMPARE(answer.status, 0);
    bool foundUsers = false;
    bool foundOdd = false;
    for (const QJsonValue &table : answer.array()) {
        const QString name = table[QLatin1String("name")].toString();
        foundOdd = foundOdd || name == QLatin1String("a\nb");
        if (name != QLatin1String("users"))
            continue;
        foundUsers = true;
        QCOMPARE(table[QLatin1String("schema")].toString(), QStringLiteral("public"));
        QCOMPARE(table[QLatin1String("rows_estimate")].toInt(), 4);
        QCOMPARE(table[QLatin1String("columns")].toInt(), 13);
        QVERIFY(table[QLatin1String("bytes")].toInt() > 0);
    }
    QVERIFY(foundUsers && foundOdd);
    const Answer human = ctl({QStringLiteral("tables")});
    QVERIFY(human.out.contains("a\\nb")); // one line, whatever the name holds
}

void TestCtl::closedReader()
{
    QProcess shell;
    shell.start(QStringLiteral("bash"),
                {QStringLiteral("-c"),
                 QStringLiteral("set -o pipefail; \"$0\" tables --system --url \"$1\" | head -c 10 >/dev/null"),
                 Ctl::program(), m_server.url(m_pit)});
    const Answer answer = Ctl::end(shell);
    QCOMPARE(answer.status, 0);
    QCOMPARE(answer.err, QString());
}

void TestCtl::closedOutput()
{
    QProcess shell;
    shell.start(
        QStringLiteral("bash"),
        {QStringLiteral("-c"), QStringLiteral("\"$0\" tables --url \"$1\" >&-"), Ctl::program(), m_server.url(m_pit)});
    const Answer answer = Ctl::end(shell);
    QCOMPARE(answer.status, 1);
    QVERIFY(answer.err.contains(QLatin1String("could not be written")));
}

void TestCtl::fullDisk()
{
    QProcess process;
    process.setStandardOutputFile(QStringLiteral("/dev/full"));
    Ctl(m_server.url(m_pit)).start(process, {QStringLiteral("tables")});
    const Answer answer = Ctl::end(process);
    QCOMPARE(answer.status, 1);
    QVERIFY(answer.err.contains(QLatin1String("No space left")));
}

void TestCtl::interruptedStatement()
{
    QProcess locker; // holds a lock that `status` must wait for
    locker.start(m_server.binary(QStringLiteral("psql")),
                 {QStringLiteral("-X"), m_server.url(m_pit), QStringLiteral("-c"),
                  QStringLiteral("BEGIN; LOCK TABLE users; SELECT pg_sleep(60)")});
    const QString held = QStringLiteral("SELECT count(*) FROM pg_locks WHERE relation = 'users'::regclass AND granted");
    QTRY_COMPARE(m_server.value(m_pit, held), QStringLiteral("1"));
    QProcess process;
    Ctl(m_server.url(m_pit)).start(process, {QStringLiteral("status")});
    const QString waiting =
        QStringLiteral("SELECT count(*) FROM pg_locks WHERE relation = 'users'::regclass AND NOT granted");
    QTRY_COMPARE(m_server.value(m_pit, waiting), QStringLiteral("1"));
    ::kill(pid_t(process.processId()), SIGINT);
    const Answer answer = Ctl::end(process);
    QCOMPARE(answer.status, 130);
    QVERIFY(answer.err.contains(QLatin1String("Interrupted. Nothing was changed.")));
    QCOMPARE(answer.out, QByteArray());
    QTRY_COMPARE(m_server.value(m_pit, waiting), QStringLiteral("0"));
    locker.kill();
    locker.waitForFinished();
}

void TestCtl::interruptedWhileConnecting()
{
    QTcpServer silent; // takes the connection and says nothing
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    QProcess process;
    Ctl(QStringLiteral("postgresql://x@127.0.0.1:%1/x").arg(silent.serverPort()))
        .start(process, {QStringLiteral("status")});
    QVERIFY(silent.waitForNewConnection(10000));
    QElapsedTimer timer;
    timer.start();
    ::kill(pid_t(process.processId()), SIGINT);
    QCOMPARE(Ctl::end(process).status, 130);
    QVERIFY(timer.elapsed() < 3000);
}

QTEST_GUILESS_MAIN(TestCtl)
#include "tst_ctl.moc"
