// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl.h"

#include "app/privacy.h"
#include "sql/connect/connectionstore.h"

#include <QtTest>

#include <csignal>

using namespace pitboss;
using namespace pitboss::testing;

/// Saved connections and the project's variables from the command line; and where no password may ever stand.
class TestCtlConnections : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void savesUsesAndRemoves();
    void refusesWhatIsOff_data();
    void refusesWhatIsOff();
    void testsAConnection();
    void writesStayForbidden();
    void tellsWhichVariablesAreSet();
    void findsPasswordsInWords_data();
    void findsPasswordsInWords();
    void hidesThePasswordFromTheProcessList();
    void leavesNoCore();
    void tellsNoPasswordAnywhere();

private:
    TestServer m_server;
    QString m_pit = QStringLiteral("pit");
};

namespace {

/// A user of its own: nothing is read or written in the real home.
struct Home
{
    QTemporaryDir dir;
    Ctl ctl;

    explicit Home(const QString &url = {})
        : ctl(url)
    {
        for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"})
            ctl.environment().insert(QLatin1String(name), dir.filePath(QLatin1String(name)));
        ctl.environment().insert(QStringLiteral("HOME"), dir.path());
        ctl.environment().insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("unix:path=/nowhere"));
    }
    Answer operator()(const char *words) const
    {
        return ctl(QString::fromUtf8(words).split(QLatin1Char(' '), Qt::SkipEmptyParts));
    }
    void write(const QString &path, const QByteArray &bytes) const
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QStringList filesWith(const QByteArray &text) const
    {
        QStringList found;
        for (const QString &root : {dir.path(), ctl.directory()}) {
            QDirIterator files(root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
                    found << file.fileName();
            }
        }
        return found;
    }
};

} // namespace

void TestCtlConnections::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, m_pit), qPrintable(m_server.errorText()));
}

void TestCtlConnections::savesUsesAndRemoves()
{
    const Home home(m_server.url(m_pit, Role::Super, Way::Socket));
    QVERIFY(home("connections list").err.contains(QLatin1String("No connection is saved")));
    QCOMPARE(home("connections add Here --environment staging --statement-timeout 7 --time-zone Asia/Tokyo").status, 0);
    const QJsonArray list = home("connections list --json").array();
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.first().toObject().value(QStringLiteral("name")).toString(), QStringLiteral("Here"));
    QCOMPARE(list.first().toObject().value(QStringLiteral("environment")).toString(), QStringLiteral("staging"));
    QVERIFY(QString::fromUtf8(home("connections list").out).contains(QLatin1String("Here")));
    Home other(QStringLiteral("postgresql://u@127.0.0.1:1/nowhere")); // --profile goes before DATABASE_URL
    QDir().mkpath(other.dir.filePath(QStringLiteral("XDG_CONFIG_HOME/pitboss")));
    QVERIFY(QFile::copy(home.dir.filePath(QStringLiteral("XDG_CONFIG_HOME/pitboss/connections.json")),
                        other.dir.filePath(QStringLiteral("XDG_CONFIG_HOME/pitboss/connections.json"))));
    QVERIFY(other("tables --json --profile here").array().size() >= 12);
    const auto settings = other.ctl({QStringLiteral("export"), QStringLiteral("--profile"), QStringLiteral("Here"),
                                     QStringLiteral("--query"),
                                     QStringLiteral("SELECT current_setting('TimeZone') AS z, "
                                                    "current_setting('statement_timeout') AS t"),
                                     QStringLiteral("--format"), QStringLiteral("csv")});
    QVERIFY2(settings.out.contains("Asia/Tokyo,7s"), qPrintable(QString::fromUtf8(settings.out) + settings.err));
    QCOMPARE(home("connections remove Here").status, 0);
    QVERIFY(home("connections list --json").array().isEmpty());
}

void TestCtlConnections::refusesWhatIsOff_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *words, int status, const char *said) {
        QTest::newRow(words) << QString::fromLatin1(words) << status << QString::fromUtf8(said);
    };
    row("tables --profile Nope", 1, "Saved are: Taken.");
    row("connections remove Nope", 1, "no saved connection “Nope”");
    row("connections add", 2, "NAME");
    row("connections add Taken", 1, "saved already");
    row("connections add X --environment moon", 2, "--environment is one of");
    row("connections add X --migrations /no/such/dir", 2, "is no folder");
    row("connections add X --time-zone Mars/Olympus", 2, "there is no zone");
    row("connections add X --statement-timeout -1", 2, "--statement-timeout");
    row("connections test Taken --demo", 2, "Name one connection");
    row("connections add X --url https://u:hunter2@h/d", 2, "could not be read");
}

void TestCtlConnections::refusesWhatIsOff()
{
    QFETCH(QString, words);
    QFETCH(int, status);
    QFETCH(QString, said);
    const Home home(m_server.url(m_pit, Role::Super, Way::Socket));
    QCOMPARE(home("connections add Taken").status, 0);
    const Answer answer = home(qPrintable(words));
    QCOMPARE(answer.status, status);
    QVERIFY2(answer.err.contains(said), qPrintable(answer.err));
    QVERIFY(!answer.err.contains(QLatin1String("hunter2")));
    QCOMPARE(home("connections list --json").array().size(), 1);
}

void TestCtlConnections::testsAConnection()
{
    const Home home(m_server.url(m_pit));
    const QJsonObject report = home("connections test --json").object();
    QCOMPARE(report.value(QStringLiteral("database")).toString(), m_pit);
    QCOMPARE(report.value(QStringLiteral("role")).toString(), TestServer::roleName(Role::Owner));
    QVERIFY(report.value(QStringLiteral("latency_ms")).toDouble() > 0);
    QVERIFY(report.value(QStringLiteral("tls")).isNull());
    const Answer people = home("connections test");
    QVERIFY(people.out.contains("PostgreSQL ") && people.out.contains("Latency"));
    const Answer broken = home("connections test --url postgresql://u@127.0.0.1:1/d");
    QCOMPARE(broken.status, 1);
    QVERIFY(broken.err.contains(QLatin1String("no server answers at this port")));
}

void TestCtlConnections::writesStayForbidden()
{
    const Home home(m_server.url(m_pit, Role::Super, Way::Socket));
    QCOMPARE(home("connections add Locked --forbid-writes").status, 0);
    const QString user = m_server.value(m_pit, QStringLiteral("SELECT user_id FROM credits ORDER BY 1 LIMIT 1"));
    const QString before = m_server.value(m_pit, QStringLiteral("SELECT count(*) FROM credit_transactions"));
    const Answer answer =
        home(qPrintable(QStringLiteral("credits grant %1 5 --reason test --yes --profile Locked").arg(user)));
    QCOMPARE(answer.status, 1);
    QVERIFY2(answer.err.contains(QStringLiteral("Writing is forbidden on the connection “Locked”")),
             qPrintable(answer.err));
    QCOMPARE(m_server.value(m_pit, QStringLiteral("SELECT count(*) FROM credit_transactions")), before);
    QVERIFY(home("tables --json --profile Locked").array().size() >= 12);
}

void TestCtlConnections::tellsWhichVariablesAreSet()
{
    Home home;
    home.ctl.environment().remove(QStringLiteral("ANTHROPIC_API_KEY"));
    home.write(home.ctl.directory() + QStringLiteral("/.env"),
               "DATABASE_URL=postgresql://u:hunter2@h/d\nANTHROPIC_API_KEY=hunter2\nCLERK_SECRET_KEY=\n");
    home.write(home.ctl.directory() + QStringLiteral("/.env.local"), "ANTHROPIC_API_KEY=hunter2\n");
    home.ctl.environment().insert(QStringLiteral("RESEND_API_KEY"), QStringLiteral("hunter2"));
    const Answer answer = home("env --json");
    QCOMPARE(answer.status, 0);
    QMap<QString, QString> sources;
    for (const QJsonValue &value : answer.object().value(QStringLiteral("variables")).toArray())
        sources.insert(value.toObject().value(QStringLiteral("name")).toString(),
                       value.toObject().value(QStringLiteral("source")).toString());
    QCOMPARE(sources.size(), 20);
    QCOMPARE(sources.value(QStringLiteral("DATABASE_URL")), QStringLiteral(".env"));
    QCOMPARE(sources.value(QStringLiteral("ANTHROPIC_API_KEY")), QStringLiteral(".env.local"));
    QCOMPARE(sources.value(QStringLiteral("RESEND_API_KEY")), QStringLiteral("process"));
    QCOMPARE(sources.value(QStringLiteral("CLERK_SECRET_KEY")), QString()); // set to nothing is not set
    QCOMPARE(answer.object().value(QStringLiteral("missing")).toArray().size(), 2);
    const Answer check = home("env --check");
    QCOMPARE(check.status, 3);
    QVERIFY2(check.err.contains(QLatin1String("CLERK_SECRET_KEY")), qPrintable(check.err));
    for (const Answer &each : {answer, check})
        QVERIFY(!each.out.contains("hunter2") && !each.err.contains(QLatin1String("hunter2")));
    home.write(home.ctl.directory() + QStringLiteral("/.env.local"),
               "CLERK_SECRET_KEY=x\nNEXT_PUBLIC_CLERK_PUBLISHABLE_KEY=y\n");
    QCOMPARE(home("env --check").status, 0);
}

void TestCtlConnections::findsPasswordsInWords_data()
{
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<QByteArray>("masked");
    const auto row = [](const char *word, const char *masked) {
        QTest::newRow(word) << QByteArray(word) << QByteArray(masked);
    };
    row("postgresql://u:abc@h/d", "postgresql://u:xxx@h/d");
    row("--url=postgres://u:a@b:c@h/d", "--url=postgres://u:xxxxx@h/d");
    row("postgresql://u@h/d?password=abc&x=1", "postgresql://u@h/d?password=xxx&x=1");
    row("postgresql://u@h/d?sslpassword=abc", "postgresql://u@h/d?sslpassword=xxx");
    row("host=h password=abc dbname=d", "host=h password=xxx dbname=d");
    row("host=h password = 'a b' dbname=d", "host=h password = 'xxxxxxxxxxxxx");
    row("postgresql://u@h:5432/d", "postgresql://u@h:5432/d");
    row("postgresql://h/d", "postgresql://h/d");
    row("--password-stdin", "--password-stdin");
}

void TestCtlConnections::findsPasswordsInWords()
{
    QFETCH(QByteArray, word);
    QFETCH(QByteArray, masked);
    for (const auto &[start, length] : passwordRanges(word))
        word.replace(start, length, QByteArray(length, 'x'));
    QCOMPARE(word, masked);
}

void TestCtlConnections::hidesThePasswordFromTheProcessList()
{
    QVERIFY(m_server.runSql(m_pit, QStringLiteral("CREATE TABLE IF NOT EXISTS slow (); ")));
    const Home home;
    QProcess process;
    home.ctl.start(process,
                   {QStringLiteral("rows"), QStringLiteral("users"), QStringLiteral("--where"),
                    QStringLiteral("pg_sleep(30) IS NULL"), QStringLiteral("--url"), m_server.url(m_pit)});
    const QString sleeping = QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' "
                                            "AND state = 'active' AND pid <> pg_backend_pid()");
    QTRY_COMPARE_WITH_TIMEOUT(m_server.value(m_pit, sleeping, Role::Super), QStringLiteral("1"), 10000);
    QFile words(QStringLiteral("/proc/%1/cmdline").arg(process.processId()));
    QVERIFY(words.open(QIODevice::ReadOnly));
    const QByteArray line = words.readAll();
    QVERIFY(line.contains("pit_owner:xxx"));
    const QString password = m_server.url(m_pit).section(QLatin1Char(':'), 2).section(QLatin1Char('@'), 0, 0);
    QVERIFY(password.size() > 3);
    QVERIFY2(!line.contains(password.toUtf8()), line.constData());
    QFile limits(QStringLiteral("/proc/%1/limits").arg(process.processId()));
    QVERIFY(limits.open(QIODevice::ReadOnly));
    QVERIFY(QRegularExpression(QStringLiteral("Max core file size +0 +0 "))
                .match(QString::fromUtf8(limits.readAll()))
                .hasMatch());
    QFile filter(QStringLiteral("/proc/%1/coredump_filter").arg(process.processId()));
    if (filter.open(QIODevice::ReadOnly))
        QCOMPARE(filter.readAll().trimmed().toInt(nullptr, 16), 0);
    kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(10000));
}

void TestCtlConnections::leavesNoCore()
{
    const Home home;
    QProcess process;
    home.ctl.start(process,
                   {QStringLiteral("rows"), QStringLiteral("users"), QStringLiteral("--where"),
                    QStringLiteral("pg_sleep(31) IS NULL"), QStringLiteral("--url"), m_server.url(m_pit)});
    QVERIFY(process.waitForStarted());
    QTest::qWait(300);
    kill(pid_t(process.processId()), SIGABRT);
    QVERIFY(process.waitForFinished(10000));
    QVERIFY(QDir(home.ctl.directory()).entryList({QStringLiteral("core*")}).isEmpty());
}

void TestCtlConnections::tellsNoPasswordAnywhere()
{
    // The planted password goes by every way in; then everything that was said or written is searched.
    const QString planted = QStringLiteral("hunter2-planted");
    QVERIFY(m_server.runSql(m_pit, QStringLiteral("ALTER ROLE pit_owner PASSWORD '%1'").arg(planted), Role::Super));
    const QString url =
        QStringLiteral("postgresql://pit_owner:%1@127.0.0.1:%2/%3").arg(planted).arg(m_server.port()).arg(m_pit);
    Home home(url);
    home.write(home.ctl.directory() + QStringLiteral("/words.sql"), "select 1");
    const QString user = m_server.value(m_pit, QStringLiteral("SELECT user_id FROM credits ORDER BY 1 LIMIT 1"));
    QByteArray said;
    const QStringList calls{QStringLiteral("status"),
                            QStringLiteral("tables --json"),
                            QStringLiteral("connections add Planted"),
                            QStringLiteral("connections add Again --url ") + url,
                            QStringLiteral("connections list --json"),
                            QStringLiteral("connections test"),
                            QStringLiteral("connections test Planted"),
                            QStringLiteral("tables --profile Planted"),
                            QStringLiteral("credits grant %1 1 --reason test --yes").arg(user),
                            QStringLiteral("credits grant %1 1 --reason test").arg(user),
                            QStringLiteral("audit list --json"),
                            QStringLiteral("env"),
                            QStringLiteral("rows no_such_table"),
                            QStringLiteral("rows users --where nonsense("),
                            QStringLiteral("tables --url ") + QString(url).replace(m_pit, QStringLiteral("nowhere")),
                            QStringLiteral("tables --url ")
                                + QString(url).replace(QLatin1String("127.0.0.1"), QLatin1String("no.such.invalid")),
                            QStringLiteral("tables --url ")
                                + QString(url).replace(QLatin1String("planted@"), QLatin1String("planted%zz@")),
                            QStringLiteral("tables --url ") + url + QStringLiteral("?sslmode=require"),
                            QStringLiteral("tables --url host=127.0.0.1&password=") + planted,
                            QStringLiteral("status --no-such-option ") + url,
                            QStringLiteral("export users --format jsonl"),
                            QStringLiteral("connections remove Planted"),
                            QStringLiteral("connections remove Again")};
    for (const QString &call : calls) {
        const Answer answer = home(qPrintable(call));
        QVERIFY2(answer.status >= 0, qPrintable(call));
        QVERIFY2(!answer.out.contains("hunter2") && !answer.err.contains(QLatin1String("hunter2")),
                 qPrintable(call + QLatin1Char('\n') + QString::fromUtf8(answer.out) + answer.err));
        said += answer.out + answer.err.toUtf8();
    }
    QVERIFY(said.contains("Done")); // the grant was made, and stands in the audit log
    QVERIFY(!home.filesWith("credits.grant").isEmpty());
    QVERIFY2(home.filesWith("hunter2").isEmpty(), qPrintable(home.filesWith("hunter2").join(QLatin1Char('\n'))));
    QVERIFY(m_server.runSql(m_pit,
                            QStringLiteral("ALTER ROLE pit_owner PASSWORD '%1'").arg(TestServer::password(Role::Owner)),
                            Role::Super));
}

QTEST_GUILESS_MAIN(TestCtlConnections)
#include "tst_ctlconnections.moc"
