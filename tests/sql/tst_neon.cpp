// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/neon.h"

#include <QFileInfo>
#include <QtTest>

using namespace pitboss;

class TestNeon : public QObject
{
    Q_OBJECT

private slots:
    void knowsHosts_data();
    void knowsHosts();
    void switchesTheRoute();
    void asksForTheCertificate_data();
    void asksForTheCertificate();
    void namesTheEndpointOnlyWhereItMust();
};

void TestNeon::knowsHosts_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("endpoint"); // empty: not Neon
    QTest::addColumn<QString>("region");
    QTest::addColumn<QString>("provider");
    QTest::addColumn<bool>("pooled");
    const auto row = [](const char *host, const char *endpoint, const char *region, const char *provider, bool pooled) {
        QTest::newRow(host) << QString::fromLatin1(host) << QString::fromLatin1(endpoint) << QString::fromLatin1(region)
                            << QString::fromLatin1(provider) << pooled;
    };
    row("ep-cool-darkness-a1b2c3d4.us-east-2.aws.neon.tech", "ep-cool-darkness-a1b2c3d4", "us-east-2", "aws", false);
    row("ep-cool-darkness-a1b2c3d4-pooler.us-east-2.aws.neon.tech", "ep-cool-darkness-a1b2c3d4", "us-east-2", "aws",
        true);
    row("ep-x-1-pooler.c-8.eu-central-1.aws.neon.tech", "ep-x-1", "eu-central-1", "aws", true);
    row("ep-x-1.eastus2.azure.neon.tech", "ep-x-1", "eastus2", "azure", false);
    row("EP-X-1-POOLER.Eastus2.azure.Neon.tech", "ep-x-1", "eastus2", "azure", true);
    row("ep-x-1.cloud.neon.tech", "ep-x-1", "", "cloud", false);
    row("ep-x-1.neon.tech.evil.example", "", "", "", false);
    row("ep-x-1-neon.tech", "", "", "", false);
    row("console.neon.tech", "", "", "", false);
    row("localhost", "", "", "", false);
    row("", "", "", "", false);
}

void TestNeon::knowsHosts()
{
    QFETCH(QString, host);
    QFETCH(QString, endpoint);
    QFETCH(QString, region);
    QFETCH(QString, provider);
    QFETCH(bool, pooled);
    const auto facts = neonFacts(host);
    QCOMPARE(facts.has_value(), !endpoint.isEmpty());
    if (facts)
        QCOMPARE(*facts, (NeonFacts{endpoint, region, provider, pooled}));
}

void TestNeon::switchesTheRoute()
{
    const QString direct = QStringLiteral("ep-x-1.c-2.us-east-2.aws.neon.tech");
    const QString pooled = QStringLiteral("ep-x-1-pooler.c-2.us-east-2.aws.neon.tech");
    for (const QString &host : {direct, pooled}) {
        QCOMPARE(neonHost(host, Route::Direct), direct);
        QCOMPARE(neonHost(host, Route::Pooled), pooled);
    }
    const QString other = QStringLiteral("db-pooler.example.org");
    QCOMPARE(neonHost(other, Route::Direct), other);
    const auto info = ConnectionInfo::fromUrl(QStringLiteral("postgresql://u:p@%1/d").arg(pooled));
    QCOMPARE(byRoute(*info, Route::Direct).host(), direct);
    QCOMPARE(byRoute(*info, Route::Direct).database(), QStringLiteral("d"));
}

void TestNeon::asksForTheCertificate_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("root");
    QTest::addColumn<int>("notes");
    const auto row = [](const char *name, const char *query, const char *mode, const char *root, int notes) {
        QTest::newRow(name) << QString::fromLatin1(query) << QString::fromLatin1(mode) << QString::fromLatin1(root)
                            << notes;
    };
    row("nothing said", "", "verify-full", "system", 0);
    row("as Neon writes it", "?sslmode=require&channel_binding=require", "verify-full", "system", 1);
    row("said already", "?sslmode=verify-full&sslrootcert=/a.crt", "verify-full", "/a.crt", 0);
    row("own root", "?sslmode=require&sslrootcert=/a.crt", "require", "/a.crt", 0);
    row("a will of its own", "?sslmode=verify-ca", "verify-ca", "", 0);
}

void TestNeon::asksForTheCertificate()
{
    QFETCH(QString, query);
    QFETCH(QString, mode);
    QFETCH(QString, root);
    QFETCH(int, notes);
    const auto info =
        ConnectionInfo::fromUrl(QStringLiteral("postgresql://u:p@ep-x-1.us-east-2.aws.neon.tech/d") + query);
    QVERIFY(info);
    QCOMPARE(info->parameter(QStringLiteral("sslmode")), mode);
    QCOMPARE(info->parameter(QStringLiteral("sslrootcert")), root);
    QCOMPARE(info->notes().size(), notes);
    QCOMPARE(info->parameter(QStringLiteral("channel_binding")).isEmpty(), !query.contains(QLatin1String("channel")));
    const auto other = ConnectionInfo::fromUrl(QStringLiteral("postgresql://u:p@db.example.org/d") + query);
    QCOMPARE(other->parameter(QStringLiteral("sslmode")).isEmpty(), query.isEmpty());
}

void TestNeon::namesTheEndpointOnlyWhereItMust()
{
    const QString options = QStringLiteral("options");
    auto info = ConnectionInfo::fromUrl(QStringLiteral("postgresql://u@ep-x-1-pooler.us-east-2.aws.neon.tech/d"));
    QVERIFY(!spelledForLibpq(*info).contains(options)); // the server name travels with TLS
    info->setParameter(QStringLiteral("sslsni"), QStringLiteral("0"));
    QCOMPARE(spelledForLibpq(*info).value(options), QStringLiteral("endpoint=ep-x-1"));
    info->setParameter(options, QStringLiteral("-c geqo=off"));
    QCOMPARE(spelledForLibpq(*info).value(options), QStringLiteral("-c geqo=off endpoint=ep-x-1"));
    info->setParameter(options, QStringLiteral("endpoint=ep-x-1"));
    QCOMPARE(spelledForLibpq(*info).value(options), QStringLiteral("endpoint=ep-x-1"));
    // "system" is a word only newer libpq know; older ones would look for a file of that name.
    const QString root = spelledForLibpq(*info).value(QStringLiteral("sslrootcert"));
    QVERIFY2(root == QLatin1String("system") || QFileInfo::exists(root), qPrintable(root));
    auto plain = ConnectionInfo::fromUrl(QStringLiteral("postgresql://u@h/d?sslsni=0"));
    QVERIFY(!spelledForLibpq(*plain).contains(options)); // a plain Postgres refuses the word
}

QTEST_GUILESS_MAIN(TestNeon)
#include "tst_neon.moc"
