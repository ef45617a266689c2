// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/supportdesk.h"
#include "support/testproxy.h"
#include "ui/support/purgedialog.h"

#include <QProgressBar>

using namespace pitboss;
using namespace pitboss::test;
using testing::TestProxy;

/// The forms that no person's page shows at once: purge, agents, and what a form says when the answer was lost.
class TestSupportForms : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.errorText())); }
    void init();
    void purgesByKeyboard();
    void purgeIsStopped();
    void nothingToPurge();
    void purgeNeedsAFreshFile();
    void purgeOnProductionNeedsTheName();
    void archivesAndRestores();
    void aLostAnswerIsFoundOut_data();
    void aLostAnswerIsFoundOut();
    void aBoutIsSeenTogether();
    void controlsHaveNames();

private:
    QString ask(const char *sql) { return m_server.value(m_database, QString::fromUtf8(sql)); }
    void openPurge(Desk &desk)
    {
        QTRY_VERIFY(desk.find<QPushButton>("supportPurgeButton")->isEnabled());
        desk.click("supportPurgeButton");
        QVERIFY(desk.page.form());
        desk.type("purgeFile", m_folder.filePath(QStringLiteral("gone-%1.jsonl").arg(m_database)));
        desk.giveReason(QStringLiteral("old errors"));
    }
    void preview(Desk &desk)
    {
        desk.clickForm("operationMain");
        QTRY_VERIFY(desk.inForm<QWidget>("operationSummary")->isVisible());
    }
    TestServer m_server;
    QTemporaryDir m_folder;
    QString m_database;
};

void TestSupportForms::init()
{
    static int number = 0;
    m_database = QStringLiteral("forms%1").arg(++number);
    QVERIFY(testing::makePit(m_server, m_database));
}

void TestSupportForms::purgesByKeyboard()
{
    Desk desk(m_server, m_database);
    openPurge(desk);
    QTest::keyClick(desk.inForm<QLineEdit>("operationOperator"), Qt::Key_Return);
    QTRY_VERIFY(desk.inForm<QTreeWidget>("purgeRows")->isVisible());
    const auto *rows = desk.inForm<QTreeWidget>("purgeRows");
    QCOMPARE(rows->topLevelItem(0)->text(1), QStringLiteral("1"));
    QCOMPARE(ask("SELECT count(*) FROM bouts WHERE status = 'error'"), QStringLiteral("1"));
    QVERIFY(desk.mainButton()->hasFocus());
    QTest::keyClick(desk.mainButton(), Qt::Key_Space);
    QTRY_VERIFY(desk.inForm<QLabel>("operationReceipt")->isVisible());
    QVERIFY2(desk.inForm<QLabel>("operationReceipt")->text().startsWith(QLatin1String("Deleted bouts: 1\n")),
             qPrintable(desk.inForm<QLabel>("operationReceipt")->text()));
    QCOMPARE(ask("SELECT string_agg(id, ',' ORDER BY id) FROM bouts"), QStringLiteral("bout-1,bout-3,bout-4"));
    QFile file(m_folder.filePath(QStringLiteral("gone-%1.jsonl").arg(m_database)));
    QVERIFY(file.open(QIODevice::ReadOnly) && file.readAll().contains("bout-2"));
}

void TestSupportForms::purgeIsStopped()
{
    QVERIFY(m_server.runSql(
        m_database,
        QStringLiteral("INSERT INTO bouts (id, preset_id, status, transcript) SELECT 'e' || n, 'p', 'error', '[]'"
                       " FROM generate_series(1, 3000) n; CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                       " $$ BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END $$; CREATE TRIGGER slow AFTER DELETE ON bouts"
                       " FOR EACH STATEMENT EXECUTE FUNCTION slow()")));
    Desk desk(m_server, m_database);
    openPurge(desk);
    preview(desk);
    desk.clickForm("operationMain");
    QVERIFY(!desk.mainButton()->isEnabled());
    QTRY_VERIFY(desk.inForm<QProgressBar>("purgeProgress")->value() > 0);
    auto *stop = desk.inForm<QPushButton>("operationClose");
    QVERIFY(stop->isEnabled());
    QTest::mouseClick(stop, Qt::LeftButton);
    QTRY_VERIFY(desk.inForm<QLabel>("operationReceipt")->isVisible());
    QVERIFY2(desk.formMessage().startsWith(QLatin1String("Stopped.")), qPrintable(desk.formMessage()));
    const qint64 left = ask("SELECT count(*) FROM bouts WHERE status = 'error'").toLongLong();
    QVERIFY(left > 0 && left < 3001);
    QVERIFY2(desk.inForm<QLabel>("operationReceipt")
                 ->text()
                 .startsWith(QStringLiteral("Deleted bouts: %1\n").arg(QLocale().toString(3001 - left))),
             qPrintable(desk.inForm<QLabel>("operationReceipt")->text()));
}

void TestSupportForms::nothingToPurge()
{
    QVERIFY(m_server.runSql(m_database, QStringLiteral("DELETE FROM bouts WHERE status = 'error'")));
    Desk desk(m_server, m_database);
    openPurge(desk);
    preview(desk);
    QVERIFY(desk.inForm<QLabel>("operationSummary")->text().contains(QLatin1String("nothing to do")));
    QVERIFY(!desk.mainButton()->isEnabled());
}

void TestSupportForms::purgeNeedsAFreshFile()
{
    QFile file(m_folder.filePath(QStringLiteral("gone-%1.jsonl").arg(m_database)));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("mine") == 4 && file.flush());
    Desk desk(m_server, m_database);
    openPurge(desk);
    preview(desk);
    desk.clickForm("operationMain");
    QTRY_COMPARE(desk.page.form()->findChild<MessageBar *>()->kind(), MessageBar::Kind::Error);
    QCOMPARE(ask("SELECT count(*) FROM bouts WHERE status = 'error'"), QStringLiteral("1"));
    QCOMPARE(file.size(), 4);
}

void TestSupportForms::purgeOnProductionNeedsTheName()
{
    Desk desk(m_server, m_database, Environment::Production);
    openPurge(desk);
    preview(desk);
    QVERIFY(!desk.mainButton()->isEnabled());
    desk.type("operationTypedName", m_database + QLatin1Char('x'));
    QVERIFY(!desk.mainButton()->isEnabled());
    desk.type("operationTypedName", m_database);
    QVERIFY(desk.mainButton()->isEnabled());
}

void TestSupportForms::archivesAndRestores()
{
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    desk.find<QTabWidget>("personTabs")->setCurrentIndex(3);
    auto *agents = desk.find<QTreeView>("person.agents");
    for (const char *state : {"t", "f"}) {
        agents->setCurrentIndex(agents->model()->index(0, 0));
        QTRY_VERIFY(desk.find<QPushButton>("personAgent")->isEnabled());
        QCOMPARE(desk.find<QPushButton>("personAgent")->text(),
                 *state == 't' ? QStringLiteral("Archive…") : QStringLiteral("Restore…"));
        desk.click("personAgent");
        desk.giveReason();
        preview(desk);
        desk.clickForm("operationMain");
        QTRY_VERIFY(desk.hasReceipt());
        QCOMPARE(ask("SELECT archived FROM agents WHERE id = 'a-1'"), QLatin1String(state));
        desk.clickForm("operationClose");
        QTRY_VERIFY(!desk.page.form());
        QTRY_COMPARE(agents->model()->index(0, 2).data().toString(),
                     *state == 't' ? QStringLiteral("yes") : QStringLiteral("no"));
    }
}

void TestSupportForms::aLostAnswerIsFoundOut_data()
{
    QTest::addColumn<bool>("arrives");
    QTest::newRow("COMMIT arrives") << true;
    QTest::newRow("COMMIT is lost") << false;
}

/// A change of tier leaves no ledger row: its transaction's id, on record before COMMIT, is what tells.
void TestSupportForms::aLostAnswerIsFoundOut()
{
    QFETCH(bool, arrives);
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    Desk desk(m_server, m_database);
    desk.writer = *ConnectionInfo::fromUrl(proxy.url(m_server.url(m_database)));
    desk.connectTo(Environment::Local, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    desk.click("personTier");
    desk.inForm<QComboBox>("operationTier")->setCurrentText(QStringLiteral("pass"));
    desk.giveReason();
    preview(desk);
    proxy.cutOn(TestProxy::Side::Client, QByteArray("COMMIT\0", 7),
                arrives ? TestProxy::Cut::After : TestProxy::Cut::Before);
    proxy.setRefusing(true);
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.formMessage().contains(QLatin1String("connection was lost")));
    QVERIFY(!desk.mainButton()->isEnabled()); // nothing but finding out
    QVERIFY(!desk.inForm<QPushButton>("operationBack")->isEnabled());
    proxy.setRefusing(false);
    auto *message = desk.page.form()->findChild<MessageBar *>();
    emit message->actionTriggered();
    QTRY_VERIFY(arrives ? desk.hasReceipt() : desk.formMessage().contains(QLatin1String("not done")));
    QCOMPARE(ask("SELECT subscription_tier FROM users WHERE id = 'u-ann'"),
             arrives ? QStringLiteral("pass") : QStringLiteral("lab"));
    const auto entries = AuditLog(desk.auditFolder).entries();
    QVERIFY(entries);
    QCOMPARE(entries->last().outcome, arrives ? QStringLiteral("done") : QStringLiteral("not done"));
    QCOMPARE(desk.mainButton()->isEnabled(), !arrives); // it can be done now
}

void TestSupportForms::aBoutIsSeenTogether()
{
    QVERIFY(
        m_server.runSql(m_database,
                        QStringLiteral("INSERT INTO credit_transactions (user_id, delta_micro, source, reference_id,"
                                       " metadata, created_at) VALUES ('u-ann', 50, 'settlement', 'bout-1', '{}',"
                                       " now() - interval '2 days')")));
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    auto *ledger = desk.find<QTreeView>("ledgerList");
    ledger->setCurrentIndex(ledger->model()->index(0, 0));
    QTRY_VERIFY(desk.find<QPushButton>("ledgerEntry")->isEnabled());
    desk.click("ledgerEntry");
    QCOMPARE(desk.inForm<QLineEdit>("operationAmount")->text(), QStringLiteral("1.50"));
    QString all;
    for (const QLabel *label : desk.page.form()->findChildren<QLabel *>())
        all += label->text();
    QVERIFY2(all.contains(QLatin1String("settlement")), qPrintable(all));
}

void TestSupportForms::controlsHaveNames()
{
    Desk desk(m_server, m_database);
    openPurge(desk);
    preview(desk);
    QVERIFY2(namelessControls(desk.page.form()).isEmpty(),
             qPrintable(namelessControls(desk.page.form()).join(QLatin1Char('\n'))));
}

QTEST_MAIN(TestSupportForms)
#include "tst_supportforms.moc"
