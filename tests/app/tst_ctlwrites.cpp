// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl.h"

#include <QtTest>

using namespace pitboss::testing;

/// The commands that write: preview and status 3 without --yes, once with it, refusals, and what lands on record.
class TestCtlWrites : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void showsFirst();
    void grantsOnce();
    void refundsAndReverses();
    void changesTiersAndAgents();
    void refusesAlthoughToldYes();
    void keepsARecord();
    void purgesErroredBouts();

private:
    QString ask(const char *sql) { return m_server.value(m_database, QString::fromUtf8(sql)); }
    Answer call(const char *words) { return m_ctl(QString::fromUtf8(words).split(QLatin1Char(' '))); }

    TestServer m_server;
    QString m_database;
    int m_number = 0;
    Ctl m_ctl;
    std::unique_ptr<QTemporaryDir> m_home;
};

void TestCtlWrites::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, QStringLiteral("pit")), qPrintable(m_server.errorText()));
}

void TestCtlWrites::init()
{
    m_database = QStringLiteral("db%1").arg(++m_number);
    QVERIFY(m_server.createDatabase(m_database, QStringLiteral("pit")));
    m_home = std::make_unique<QTemporaryDir>();
    m_ctl.setUrl(m_server.url(m_database));
    m_ctl.environment().insert(QStringLiteral("XDG_DATA_HOME"), m_home->path());
}

void TestCtlWrites::showsFirst()
{
    const Answer shown = call("credits grant u-ann 12.34");
    QCOMPARE(shown.status, 3);
    QVERIFY2(shown.out.contains("balance_micro: 51034 → 52268"), shown.out.constData());
    QVERIFY(shown.err.contains(QStringLiteral("Nothing was written")));
    const Answer json = call("credits grant u-ann 12.34 --json");
    QCOMPARE(json.status, 3);
    QCOMPARE(json.object()[QLatin1String("done")].toBool(true), false);
    const QJsonObject preview = json.object()[QLatin1String("preview")].toObject();
    QCOMPARE(preview[QLatin1String("delta_micro")].toInteger(), 1234);
    QCOMPARE(preview[QLatin1String("tables")].toObject().keys(),
             (QStringList{QStringLiteral("credit_transactions"), QStringLiteral("credits")}));
    QCOMPARE(ask("SELECT count(*) FROM credit_transactions"), QStringLiteral("2"));
}

void TestCtlWrites::grantsOnce()
{
    const Answer first = call("credits grant Ann@example.org 12.34 --reference R-1 --reason thanks --yes --json");
    QVERIFY2(first.status == 0, qPrintable(first.err));
    QCOMPARE(first.object()[QLatin1String("balance_micro")].toInteger(), 52268);
    QCOMPARE(first.object()[QLatin1String("balance")].toString(), QStringLiteral("522.68"));
    const Answer again = call("credits grant u-ann 12.34 --reference R-1 --reason thanks --yes --json");
    QCOMPARE(again.status, 0);
    QVERIFY(again.object()[QLatin1String("already_done")].toBool());
    QCOMPARE(again.object()[QLatin1String("transaction")], first.object()[QLatin1String("transaction")]);
    QCOMPARE(ask("SELECT balance_micro FROM credits WHERE user_id = 'u-ann'"), QStringLiteral("52268"));
    QCOMPARE(ask("SELECT metadata->>'reason' FROM credit_transactions WHERE reference_id = 'R-1'"),
             QStringLiteral("thanks"));
}

void TestCtlWrites::refundsAndReverses()
{
    const Answer refunded = call("credits refund u-ann --transaction 2 --amount 0.50 --yes --json");
    QVERIFY2(refunded.status == 0, qPrintable(refunded.err));
    const Answer over = call("credits refund u-ann --transaction 2 --amount 1.51 --yes");
    QCOMPARE(over.status, 1);
    QVERIFY2(over.err.contains(QStringLiteral("Only 1.50 credits are left")), qPrintable(over.err));
    const QString id = QString::number(refunded.object()[QLatin1String("transaction")].toInteger());
    const Answer reversed =
        m_ctl({QStringLiteral("credits"), QStringLiteral("reverse"), QStringLiteral("u-ann"),
               QStringLiteral("--transaction"), id, QStringLiteral("--yes"), QStringLiteral("--json")});
    QVERIFY2(reversed.status == 0, qPrintable(reversed.err));
    QCOMPARE(reversed.object()[QLatin1String("delta_micro")].toInteger(), -50);
    QCOMPARE(ask("SELECT balance_micro FROM credits WHERE user_id = 'u-ann'"), QStringLiteral("51034"));
}

void TestCtlWrites::changesTiersAndAgents()
{
    QCOMPARE(call("users set-tier u-ann pass").status, 3);
    QCOMPARE(call("users set-tier u-ann pass --yes").status, 0);
    QCOMPARE(ask("SELECT subscription_tier FROM users WHERE id = 'u-ann'"), QStringLiteral("pass"));
    const Answer same = call("users set-tier u-ann pass --yes --json");
    QCOMPARE(same.status, 0);
    QVERIFY(same.object()[QLatin1String("no_change")].toBool());
    QCOMPARE(call("users set-tier u-ann Pass --yes").status, 1);
    QCOMPARE(call("agents archive a-10 --yes").status, 0);
    QCOMPARE(ask("SELECT archived FROM agents WHERE id = 'a-10'"), QStringLiteral("t"));
    QCOMPARE(call("agents restore a-10 --yes").status, 0);
    QCOMPARE(ask("SELECT archived FROM agents WHERE id = 'a-10'"), QStringLiteral("f"));
}

void TestCtlWrites::refusesAlthoughToldYes()
{
    QCOMPARE(call("credits grant u-nobody 1 --yes").status, 1);
    QCOMPARE(call("credits grant u-ann 0 --yes").status, 2);
    QCOMPARE(call("credits grant u-ann -1 --yes").status, 2);
    QCOMPARE(call("credits grant u-ann 1.234 --yes").status, 2);
    QCOMPARE(call("credits grant u-ann 92233720368547758.07 --yes").status, 1);
    QCOMPARE(call("credits refund u-ann --yes").status, 2);
    QCOMPARE(call("credits refund u-ann --transaction 1 --yes").status, 1);
    QCOMPARE(call("agents archive a-99 --yes").status, 1);
    m_ctl.setUrl(m_server.url(m_database, Role::Reader));
    m_ctl.environment().insert(QStringLiteral("XDG_DATA_HOME"), m_home->path());
    const Answer reader = call("credits grant u-ann 1 --yes");
    QCOMPARE(reader.status, 1);
    QVERIFY2(reader.err.contains(QStringLiteral("lacks a right")), qPrintable(reader.err));
    QCOMPARE(ask("SELECT count(*) FROM credit_transactions"), QStringLiteral("2"));
}

void TestCtlWrites::keepsARecord()
{
    QCOMPARE(call("audit list --json").array().size(), 0);
    QCOMPARE(call("credits grant u-ann 1 --reason thanks --operator Olga --ticket T-9 --yes").status, 0);
    QCOMPARE(call("credits grant u-ann 1").status, 3); // a look leaves no entry
    const QJsonArray list = call("audit list --json").array();
    QCOMPARE(list.size(), 2);
    const QJsonObject outcome = list[0].toObject();
    QCOMPARE(outcome[QLatin1String("outcome")].toString(), QStringLiteral("done"));
    QCOMPARE(outcome[QLatin1String("operator")].toString(), QStringLiteral("Olga"));
    QCOMPARE(outcome[QLatin1String("role")].toString(), QStringLiteral("pit_owner"));
    QVERIFY(list[1].toObject()[QLatin1String("effect")].toObject().contains(QStringLiteral("credits")));
    QCOMPARE(call("audit verify").status, 0);
    const QString path = m_home->path() + QStringLiteral("/pitboss/audit/audit.jsonl");
    const QString text = readText(path);
    QVERIFY(!text.contains(TestServer::password(Role::Owner)));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QString(text).replace(QStringLiteral("Olga"), QStringLiteral("Otto")).toUtf8());
    file.close();
    const Answer broken = call("audit verify --json");
    QCOMPARE(broken.status, 3);
    QCOMPARE(broken.object()[QLatin1String("broken")].toInteger(), 1);
}

void TestCtlWrites::purgesErroredBouts()
{
    QVERIFY(m_server.runSql(m_database, QStringLiteral("UPDATE bouts SET status = 'error' WHERE id = 'bout-1'")));
    const int errored = ask("SELECT count(*) FROM bouts WHERE status = 'error'").toInt();
    const Answer shown = call("bouts purge-errors --json");
    QCOMPARE(shown.status, 3);
    QCOMPARE(shown.object()[QLatin1String("preview")][QLatin1String("bouts")].toInt(), errored);
    QCOMPARE(shown.object()[QLatin1String("preview")][QLatin1String("winner_votes")].toInt(), 1);
    QCOMPARE(call("bouts purge-errors --export a --no-export").status, 2);
    const Answer done = call("bouts purge-errors --export gone.jsonl --reason stale --yes --json");
    QVERIFY2(done.status == 0, qPrintable(done.err));
    QCOMPARE(done.object()[QLatin1String("deleted")][QLatin1String("bouts")].toInt(), errored);
    QFile gone(m_ctl.directory() + QStringLiteral("/gone.jsonl"));
    QVERIFY(gone.open(QIODevice::ReadOnly));
    QCOMPARE(gone.readAll().count('\n'), errored);
    QCOMPARE(ask("SELECT count(*) FROM bouts WHERE status = 'error'"), QStringLiteral("0"));
    QCOMPARE(call("audit verify").status, 0);
}

QTEST_GUILESS_MAIN(TestCtlWrites)
#include "tst_ctlwrites.moc"
