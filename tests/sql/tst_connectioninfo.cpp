// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/urlparameters.h"
#include "sql/connectioninfo.h"
#include "sql/statement.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace pitboss;

class TestConnectionInfo : public QObject
{
    Q_OBJECT

private slots:
    void readsUrls_data();
    void readsUrls();
    void saysWhatItSetsAside_data();
    void saysWhatItSetsAside();
    void takesHugeAndHostileUrls();
    void refusesWithoutTellingSecrets_data();
    void refusesWithoutTellingSecrets();
    void findsThePassword_data();
    void findsThePassword();
    void guessesTheEnvironment();
    void readsEnvFiles();
    void resolvesInOrder();
    void quotes();
};

void TestConnectionInfo::readsUrls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QStringList>("ignored");
    const auto row = [](const char *name, const char *url, const char *key, const char *value,
                        const QStringList &ignored = {}) {
        QTest::newRow(name) << QString::fromUtf8(url) << QString::fromLatin1(key) << QString::fromUtf8(value)
                            << ignored;
    };
    row("plain", "postgresql://u:p@h:5433/d", "port", "5433");
    row("short scheme", "postgres://u@h/d", "user", "u");
    row("escaped password", "postgresql://u:p%40%2F%3A%25@h/d", "password", "p@/:%");
    row("utf-8", "postgresql://u:p%C3%A4ss@h/d%C3%BC", "dbname", "dü");
    row("ipv6", "postgresql://u@[::1]:5432/d", "host", "::1");
    row("several hosts", "postgresql://u@a:1,b:2/d", "host", "a,b");
    row("socket", "postgresql:///d?host=/run/pg", "host", "/run/pg");
    row("key=value", "host=h dbname='my db'", "dbname", "my db");
    row("prisma", "postgresql://u@h/d?schema=public&pgbouncer=true&sslmode=require", "sslmode", "require",
        {QStringLiteral("schema"), QStringLiteral("pgbouncer")});
    row("only unknown", "postgresql://u@h/d?connection_limit=1", "dbname", "d", {QStringLiteral("connection_limit")});
    row("no host", "postgresql:///d", "host", "");
    row("nothing but the scheme", "postgresql://", "dbname", "");
    row("empty user", "postgresql://@h/d", "user", "");
    row("empty password", "postgresql://u:@h/d", "password", "");
    row("user only", "postgresql://u@", "user", "u");
    row("several ports", "postgresql://u@a:1,b:2/d", "port", "1,2");
    row("ipv6 among several", "postgresql://u@[::1]:1,h:2/d", "host", "::1,h");
    row("escaped socket as host", "postgresql://%2Frun%2Fpg/d", "host", "/run/pg");
    row("percent in the name of a parameter", "postgresql://u@h/d?%73slmode=require", "sslmode", "require");
    row("password in the query", "postgresql://u@h/d?password=a%26b", "password", "a&b");
    row("options", "postgresql://u@h/d?options=-c%20geqo%3Doff", "options", "-c geqo=off");
    row("no-verify", "postgresql://u@h/d?sslmode=no-verify", "sslmode", "require");
    row("ssl=true", "postgresql://u@h/d?ssl=true", "sslmode", "require");
    row("fragment is part of the database", "postgresql://u@h/d#x", "dbname", "d#x");
    row("a slash in the database", "postgresql://u@h/d/e", "dbname", "d/e");
    row("replication is not passed on", "postgresql://u@h/d?replication=true", "replication", "",
        {QStringLiteral("replication")});
    row("no keys to a file", "postgresql://u@h/d?sslkeylogfile=/tmp/x", "sslkeylogfile", "",
        {QStringLiteral("sslkeylogfile")});
    row("a parameter without a value", "postgresql://u@h/d?whatever", "dbname", "d", {QStringLiteral("…")});
    row("surrounding space", "  postgresql://u@h/d \n", "host", "h");
}

void TestConnectionInfo::readsUrls()
{
    QFETCH(QString, url);
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QStringList, ignored);
    const auto info = ConnectionInfo::fromUrl(url);
    QVERIFY2(info, info ? "" : qPrintable(info.error().text()));
    QCOMPARE(info->parameter(key), value);
    QCOMPARE(info->ignoredParameters(), ignored);
    QVERIFY(!info->displayName().contains(QLatin1String("p@/")));
}

void TestConnectionInfo::saysWhatItSetsAside_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *query, const char *word) {
        QTest::newRow(query) << QString::fromLatin1(query) << QString::fromLatin1(word);
    };
    row("pgbouncer=true", "pooler");
    row("schema=public", "every schema");
    row("connection_limit=1", "pool");
    row("pool_timeout=0", "pool");
    row("uselibpqcompat=true", "node-postgres");
    row("statement_timeout=5", "saved connection");
    row("replication=database", "ordinary sessions");
    row("foo=hunter2", "foo: not a parameter of Postgres");
    row("sslmode=no-verify", "require");
}

void TestConnectionInfo::saysWhatItSetsAside()
{
    QFETCH(QString, query);
    QFETCH(QString, word);
    const auto info = ConnectionInfo::fromUrl(QStringLiteral("postgresql://u@h/d?application_name=a&") + query);
    QVERIFY(info);
    QCOMPARE(info->parameter(QStringLiteral("application_name")), QStringLiteral("a"));
    QCOMPARE(info->notes().size(), 1);
    QVERIFY2(info->notes().first().contains(word), qPrintable(info->notes().first()));
    QVERIFY(!info->notes().first().contains(QLatin1String("hunter2")));
}

void TestConnectionInfo::takesHugeAndHostileUrls()
{
    const QString name(10240, QLatin1Char('d'));
    QCOMPARE(ConnectionInfo::fromUrl(QStringLiteral("postgresql://u@h/") + name)->database(), name);
    QString query;
    for (int i = 0; i < 1000; ++i)
        query += QStringLiteral("&x%1=hunter2").arg(i);
    const auto many = ConnectionInfo::fromUrl(QStringLiteral("postgresql://u@h/d?") + query);
    QCOMPARE(many->ignoredParameters().size(), 1000);
    // A name is shown only when it looks like one: a password with a "&" in it may stand there.
    const auto leaky =
        ConnectionInfo::fromUrl(QStringLiteral("postgresql://u@h/d?password=a&hunter2&hun/ter2=1&=hunter2"));
    QVERIFY(leaky);
    const QString told = leaky->ignoredParameters().join(QLatin1Char(' ')) + leaky->notes().join(QLatin1Char(' '));
    QVERIFY2(!told.contains(QLatin1String("ter2")), qPrintable(told));
}

void TestConnectionInfo::refusesWithoutTellingSecrets_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("empty") << QString();
    QTest::newRow("no url") << QStringLiteral("geheim");
    QTest::newRow("http") << QStringLiteral("https://u:geheim@h/d");
    QTest::newRow("bad escape") << QStringLiteral("postgresql://u:geheim%zz@h/d");
    QTest::newRow("bad ipv6") << QStringLiteral("postgresql://u:geheim@[::1/d");
    QTest::newRow("nul") << QStringLiteral("postgresql://u:geheim@h/d") + QChar(0);
    QTest::newRow("unclosed") << QStringLiteral("host=h password='geheim");
    QTest::newRow("a / in it") << QStringLiteral("postgresql://u:ge/geheim@h/d");
    QTest::newRow("digits and a /") << QStringLiteral("postgresql://u:12/geheim@h/d");
    QTest::newRow("an @ in it") << QStringLiteral("postgresql://u:ge@geheim@h/d");
    QTest::newRow("an @ at its end") << QStringLiteral("postgresql://u:geheim@@h/d");
    QTest::newRow("a quote in it") << QStringLiteral("postgresql://u:x\"geheim%zz@h/d");
    QTest::newRow("ampersands") << QStringLiteral("host=h&password=geheim");
    QTest::newRow("a URL as database") << QStringLiteral("host=h dbname=postgresql://u:geheim@h/d");
}

void TestConnectionInfo::refusesWithoutTellingSecrets()
{
    QFETCH(QString, url);
    const auto info = ConnectionInfo::fromUrl(url);
    QVERIFY(!info);
    QCOMPARE(info.error().kind, Error::Kind::Usage);
    QVERIFY2(!info.error().text().contains(QLatin1String("geheim")), qPrintable(info.error().text()));
}

void TestConnectionInfo::findsThePassword_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("password");
    const auto row = [](const char *url, const char *password) {
        QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(password);
    };
    row("postgresql://u:p@h/d", "p");
    row("postgresql://u:p@h?options=a@b", "p");
    row("postgresql://u:a@b:c@h/d", "a@b:c");
    row("postgresql://u:a/b@h/d", "a/b");
    row("postgresql://u:a?b@h/d", "a?b");
    row("postgresql://u:a#b@h", "a#b");
    row("postgresql://u@h:5432/d?application_name=a@b", "");
    row("postgresql://h:5432?application_name=a@b", "");
    row("postgresql://u@[::1]:5432/d?application_name=a@b", "");
    row("postgresql://u:p@[::1]:5432/d", "p");
    row("postgresql://h:1,i:2/d?application_name=a@b", "");
    row("postgresql:///d", "");
    row("host=h", "");
}

void TestConnectionInfo::findsThePassword()
{
    QFETCH(QString, url);
    QFETCH(QString, password);
    const auto [start, length] = passwordInUrl(url);
    QCOMPARE(url.mid(start, length), password);
}

void TestConnectionInfo::guessesTheEnvironment()
{
    const QString db = QStringLiteral("pit");
    QCOMPARE(guessEnvironment(QStringLiteral("/run/x"), db), Environment::Local);
    QCOMPARE(guessEnvironment(QStringLiteral("127.0.0.1"), db), Environment::Local);
    // Not of this computer, whatever they begin with.
    for (const char *url : {"postgresql://127.evil.example/d", "postgresql://127.0.0.1,db.example/d",
                            "postgresql:///d?hostaddr=203.0.113.9", "service=main"})
        QCOMPARE(ConnectionInfo::fromUrl(QLatin1String(url))->environment(), Environment::Production);
    QCOMPARE(ConnectionInfo::fromUrl(QStringLiteral("postgresql://localhost,[::1]/d"))->environment(),
             Environment::Local);
    QCOMPARE(ConnectionInfo::fromUrl(QStringLiteral("postgresql:///d"))->environment(), Environment::Local);
    QVERIFY(!ConnectionInfo::fromUrl(QStringLiteral("service=main"))->isSocket());
    QCOMPARE(guessEnvironment(QStringLiteral("pg-staging.example.org"), db), Environment::Staging);
    QCOMPARE(guessEnvironment(QStringLiteral("ep-x.neon.tech"), QStringLiteral("pit_dev")), Environment::Preview);
    QCOMPARE(guessEnvironment(QStringLiteral("ep-devious.neon.tech"), db), Environment::Production);
}

void TestConnectionInfo::readsEnvFiles()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral(".env"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("# comment\n\nexport A=1\nB = \"x \\\"y\\\"\\nz\"\r\nC='raw $A \\n'\nD=bare value # note\nA=2\nE=\n");
    file.close();
    const auto variables = readEnvFile(path);
    QVERIFY2(variables, variables ? "" : qPrintable(variables.error().text()));
    QCOMPARE(variables->value(QStringLiteral("A")), QStringLiteral("2"));
    QCOMPARE(variables->value(QStringLiteral("B")), QStringLiteral("x \"y\"\nz"));
    QCOMPARE(variables->value(QStringLiteral("C")), QStringLiteral("raw $A \\n"));
    QCOMPARE(variables->value(QStringLiteral("D")), QStringLiteral("bare value"));
    QVERIFY(variables->contains(QStringLiteral("E")));
    QVERIFY(file.open(QIODevice::Append));
    file.write("what is this\n");
    file.close();
    const auto broken = readEnvFile(path);
    QVERIFY(!broken);
    QVERIFY(broken.error().message.contains(QLatin1String("line 9")));
}

void TestConnectionInfo::resolvesInOrder()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral(".env")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("DATABASE_URL=postgresql://h/from_file\n");
    file.close();
    ConnectionSource source{{}, {}, dir.path(), {}};
    QCOMPARE(resolveConnection(source)->database(), QStringLiteral("from_file"));
    source.environment.insert(QStringLiteral("DATABASE_URL"), QStringLiteral("postgresql://h/from_process"));
    QCOMPARE(resolveConnection(source)->database(), QStringLiteral("from_process"));
    source.url = QStringLiteral("postgresql://h/from_url");
    QCOMPARE(resolveConnection(source)->database(), QStringLiteral("from_url"));
    const auto missing = resolveConnection({{}, dir.filePath(QStringLiteral("no")), dir.path(), {}});
    QVERIFY(!missing);
    QCOMPARE(missing.error().kind, Error::Kind::File);
}

void TestConnectionInfo::quotes()
{
    QCOMPARE(quoteIdentifier(QStringLiteral("a\"b;c d")), QByteArray("\"a\"\"b;c d\""));
    QCOMPARE(quoteIdentifier(QStringLiteral("s"), QStringLiteral("t")), QByteArray("\"s\".\"t\""));
    QCOMPARE(quoteLiteral(QStringLiteral("it's")), QByteArray("'it''s'"));
    QCOMPARE(quoteLiteral(QStringLiteral("a\\'")), QByteArray("E'a\\\\'''"));
}

QTEST_GUILESS_MAIN(TestConnectionInfo)
#include "tst_connectioninfo.moc"
