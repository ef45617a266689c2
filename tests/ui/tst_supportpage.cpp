// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/accessibility.h"
#include "support/supportdesk.h"

using namespace pitboss;
using test::Desk;
using testing::TestServer;

class TestSupportPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void findsByEverything_data();
    void findsByEverything();
    void hostileTextFindsNobody();
    void showsWhatAPersonHolds();
    void grantsExactlyOnce();
    void amountsAreCheckedAsOneTypes();
    void refundsWhatIsLeft();
    void receiptsAreReversed();
    void aMovedBalanceIsShownAnew();
    void productionNeedsItsName();
    void largeAmountsAreConfirmedTwice();
    void changesATier();
    void whatIsMissingIsSaid();
    void aNewConnectionEndsTheForm();
    void everyControlHasAName();

private:
    qint64 count(const QString &sql);
    TestServer m_server;
    QString m_database;
};

void TestSupportPage::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
}

void TestSupportPage::init()
{
    static int number = 0;
    m_database = QStringLiteral("pit%1").arg(++number);
    QVERIFY(testing::makePit(m_server, m_database));
}

qint64 TestSupportPage::count(const QString &sql)
{
    Session session(*ConnectionInfo::fromUrl(m_server.url(m_database)), {});
    const auto rows = session.open() ? session.execute(Statement(sql)) : fail(Error());
    return rows ? rows->integer(0, 0) : -1;
}

void TestSupportPage::findsByEverything_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id");
    QTest::newRow("id") << QStringLiteral("u-dee") << QStringLiteral("u-dee");
    QTest::newRow("e-mail, other case") << QStringLiteral("aNN@EXAMPLE.org") << QStringLiteral("u-ann");
    QTest::newRow("name") << QStringLiteral("日本") << QStringLiteral("u-dee");
    QTest::newRow("a sign of LIKE's") << QStringLiteral("100%") << QStringLiteral("u-ann");
    QTest::newRow("referral code") << QStringLiteral("dEE") << QStringLiteral("u-dee");
    QTest::newRow("bout") << QStringLiteral("bout-3") << QStringLiteral("u-bob");
    QTest::newRow("blanks around") << QStringLiteral("  u-bob ") << QStringLiteral("u-bob");
}

void TestSupportPage::findsByEverything()
{
    QFETCH(QString, text);
    QFETCH(QString, id);
    Desk desk(m_server, m_database);
    auto *field = desk.find<QLineEdit>("personSearch");
    field->setFocus();
    if (text.front().unicode() > 127) // nothing that QTest could type
        field->setText(text);
    else
        QTest::keyClicks(field, text);
    QTRY_VERIFY2(desk.text("personAbout").startsWith(id), qPrintable(desk.text("personAbout")));
    QCOMPARE(desk.find<QTreeView>("peopleFound")->model()->rowCount(), 1);
}

void TestSupportPage::hostileTextFindsNobody()
{
    Desk desk(m_server, m_database);
    for (const QString &text : {QStringLiteral("'; DROP TABLE users; --"), QStringLiteral("%"), QStringLiteral("\\"),
                                QString(3000, QLatin1Char('x')), QStringLiteral("\" OR 1=1")}) {
        QSignalSpy running(&desk.page, &Page::running);
        desk.page.search(text);
        QTRY_VERIFY(running.size() >= 2 && running.last()[0].toString().isEmpty()); // begun and ended
        QVERIFY(text == QLatin1String("%") || desk.find<QTreeView>("peopleFound")->model()->rowCount() == 0);
    }
    QCOMPARE(count(QStringLiteral("SELECT count(*) FROM users")), 4);
}

void TestSupportPage::showsWhatAPersonHolds()
{
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    QCOMPARE(desk.text("personBalance"), QStringLiteral("510.34 credits"));
    QCOMPARE(desk.text("personReconciled"), QStringLiteral("Ledger and balance agree"));
    const auto *ledger = desk.find<QTreeView>("ledgerList")->model();
    QCOMPARE(ledger->rowCount(), 2);
    QCOMPARE(ledger->index(0, 1).data().toString(), QStringLiteral("-2.00 credits").replace(u'-', QChar(0x2212)));
    QCOMPARE(ledger->index(0, 2).data().toString(), QStringLiteral("510.34 credits"));
    QCOMPARE(ledger->index(1, 2).data().toString(), QStringLiteral("512.34 credits"));
    desk.find<QComboBox>("ledgerSign")->setFocus();
    QTest::keyClick(desk.find<QComboBox>("ledgerSign"), Qt::Key_Down); // given only
    QTRY_COMPARE(ledger->rowCount(), 1);
    QCOMPARE(desk.find<QTreeView>("person.bouts")->model()->rowCount(), 2);
    QSignalSpy rows(&desk.page, &SupportPage::rowsRequested);
    desk.find<QTabWidget>("personTabs")->setCurrentIndex(2);
    desk.click("personOpen.bouts");
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0][1].toString(), QStringLiteral("\"owner_id\" = 'u-ann'"));
    OPEN(desk, QStringLiteral("u-bob"));
    QTRY_VERIFY(desk.text("personReconciled").contains(QLatin1String("1.00 credits more than the ledger")));
}

void TestSupportPage::grantsExactlyOnce()
{
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    desk.click("personGrant");
    QVERIFY(!desk.mainButton()->isEnabled());
    desk.type("operationAmount", QStringLiteral("12.50"));
    QCOMPARE(desk.inForm<QLabel>("operationAmountNote")->text(), QStringLiteral("1,250 micro-credits"));
    desk.giveReason(QStringLiteral("it's a \"test\"; DROP TABLE credits; --"));
    QTest::keyClick(desk.mainButton(), Qt::Key_Space);
    QTRY_VERIFY(desk.inForm<QTreeWidget>("effectRows")->isVisible());
    QCOMPARE(count(QStringLiteral("SELECT count(*) FROM credit_transactions WHERE source = 'admin_grant'")), 0);
    QVERIFY(desk.inForm<QTreeWidget>("effectRows")->topLevelItemCount() >= 2);
    QVERIFY(desk.mainButton()->isEnabled());
    desk.clickForm("operationMain");
    QVERIFY(!desk.mainButton()->isEnabled());
    desk.clickForm("operationMain"); // the second click
    QTest::keyClick(desk.page.form(), Qt::Key_Return);
    QTRY_VERIFY(desk.hasReceipt());
    QCOMPARE(count(QStringLiteral("SELECT count(*) FROM credit_transactions WHERE source = 'admin_grant'")), 1);
    QCOMPARE(count(QStringLiteral("SELECT balance_micro FROM credits WHERE user_id = 'u-ann'")), 51034 + 1250);
    QTRY_COMPARE(desk.text("personBalance"), QStringLiteral("522.84 credits"));
    QCOMPARE(AuditLog(desk.auditFolder).entries()->size(), 2); // intent and outcome
    desk.clickForm("operationCopy");
    QVERIFY(QGuiApplication::clipboard()->text().contains(QLatin1String("Ledger row: ")));
    desk.clickForm("operationClose");
    desk.click("personTier"); // the name is asked for once
    QCOMPARE(desk.inForm<QLineEdit>("operationOperator")->text(), QStringLiteral("Ada"));
}

void TestSupportPage::amountsAreCheckedAsOneTypes()
{
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    desk.click("personGrant");
    desk.giveReason();
    for (const char *wrong : {"0", "-1", "1.234", "abc", "99999999999999999999", "1e3", ""}) {
        desk.inForm<QLineEdit>("operationAmount")->setText(QLatin1String(wrong));
        QVERIFY2(!desk.mainButton()->isEnabled(), wrong);
        QVERIFY2(!desk.inForm<QLabel>("operationAmountNote")->text().isEmpty(), wrong);
    }
    desk.type("operationAmount", QStringLiteral("0.01"));
    QVERIFY(desk.mainButton()->isEnabled());
    desk.inForm<QComboBox>("operationReason")->lineEdit()->clear();
    QVERIFY(!desk.mainButton()->isEnabled());
}

void TestSupportPage::refundsWhatIsLeft()
{
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    auto *ledger = desk.find<QTreeView>("ledgerList");
    ledger->setFocus();
    ledger->setCurrentIndex(ledger->model()->index(0, 0));
    QTest::keyClick(ledger, Qt::Key_Return);
    QTRY_VERIFY(desk.page.form());
    QCOMPARE(desk.inForm<QLineEdit>("operationAmount")->text(), QStringLiteral("2.00"));
    desk.type("operationAmount", QStringLiteral("2.01"));
    desk.giveReason();
    QVERIFY(!desk.mainButton()->isEnabled());
    desk.type("operationAmount", QStringLiteral("2.00"));
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.inForm<QTreeWidget>("effectRows")->isVisible());
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.hasReceipt());
    desk.clickForm("operationClose");
    QTRY_COMPARE(ledger->model()->rowCount(), 3);
    QTRY_COMPARE(ledger->model()->index(1, 3).data().toString(), QStringLiteral("2.00 credits")); // given back
    ledger->setCurrentIndex(ledger->model()->index(1, 0));
    QTRY_VERIFY(!desk.page.form());
    desk.click("ledgerEntry");
    QTRY_VERIFY(desk.page.form());
    QCOMPARE(desk.inForm<QLineEdit>("operationAmount")->text(), QStringLiteral("0.00"));
    QVERIFY(!desk.mainButton()->isEnabled()); // nothing is left of it
}

void TestSupportPage::receiptsAreReversed()
{
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    desk.click("personGrant");
    desk.type("operationAmount", QStringLiteral("3"));
    desk.giveReason();
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.inForm<QTreeWidget>("effectRows")->isVisible());
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.hasReceipt());
    desk.clickForm("operationReverse");
    QTRY_VERIFY(desk.inForm<QCheckBox>("operationPartial"));
    desk.giveReason(QStringLiteral("Correction"));
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.inForm<QTreeWidget>("effectRows")->isVisible());
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.hasReceipt());
    QCOMPARE(count(QStringLiteral("SELECT balance_micro FROM credits WHERE user_id = 'u-ann'")), 51034);
    QCOMPARE(count(QStringLiteral("SELECT count(*) FROM credit_transactions WHERE source = 'admin_reversal'")), 1);
}

void TestSupportPage::aMovedBalanceIsShownAnew()
{
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    desk.click("personGrant");
    desk.type("operationAmount", QStringLiteral("1"));
    desk.giveReason();
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.inForm<QTreeWidget>("effectRows")->isVisible());
    QVERIFY(
        m_server.runSql(m_database, QStringLiteral("UPDATE credits SET balance_micro = 100 WHERE user_id = 'u-ann'")));
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.page.form()->findChild<MessageBar *>()->kind() == MessageBar::Kind::Warning);
    QCOMPARE(count(QStringLiteral("SELECT balance_micro FROM credits WHERE user_id = 'u-ann'")), 100);
    QVERIFY(!desk.hasReceipt());
    desk.clickForm("operationMain"); // the new effect was shown, and is meant
    QTRY_VERIFY(desk.hasReceipt());
    QCOMPARE(count(QStringLiteral("SELECT balance_micro FROM credits WHERE user_id = 'u-ann'")), 200);
}

void TestSupportPage::productionNeedsItsName()
{
    Desk desk(m_server, m_database, Environment::Production);
    OPEN(desk, QStringLiteral("u-ann"));
    desk.click("personGrant");
    QVERIFY(desk.inForm<QLabel>("operationPlace")->text().contains(m_database));
    desk.type("operationAmount", QStringLiteral("1"));
    desk.giveReason();
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.inForm<QLineEdit>("operationTypedName")->isVisible());
    QVERIFY(!desk.mainButton()->isEnabled());
    QTest::keyClick(desk.page.form(), Qt::Key_Return);
    desk.type("operationTypedName", m_database.toUpper());
    QVERIFY(!desk.mainButton()->isEnabled());
    desk.type("operationTypedName", m_database);
    QVERIFY(desk.mainButton()->isEnabled());
    QCOMPARE(count(QStringLiteral("SELECT balance_micro FROM credits WHERE user_id = 'u-ann'")), 51034);
    QTest::keyClick(desk.page.form(), Qt::Key_Escape);
    QTRY_VERIFY(!desk.page.form());
    QCOMPARE(count(QStringLiteral("SELECT count(*) FROM credit_transactions WHERE source = 'admin_grant'")), 0);
}

void TestSupportPage::largeAmountsAreConfirmedTwice()
{
    Desk desk(m_server, m_database);
    desk.settings.file.setValue(QStringLiteral("operations/confirmAbove/local"), QStringLiteral("5"));
    OPEN(desk, QStringLiteral("u-ann"));
    desk.click("personGrant");
    desk.type("operationAmount", QStringLiteral("5.01"));
    desk.giveReason();
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.inForm<QCheckBox>("operationLarge")->isVisible());
    QVERIFY(!desk.mainButton()->isEnabled());
    QTest::keyClick(desk.inForm<QCheckBox>("operationLarge"), Qt::Key_Space);
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.hasReceipt());
}

void TestSupportPage::changesATier()
{
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-bob"));
    desk.click("personTier");
    desk.giveReason();
    QVERIFY(!desk.mainButton()->isEnabled()); // it is their tier
    QTest::keyClicks(desk.inForm<QComboBox>("operationTier"), QStringLiteral("lab"));
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.inForm<QTreeWidget>("effectRows")->isVisible());
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.hasReceipt());
    QTRY_VERIFY(desk.text("personAbout").contains(QLatin1String("lab")));
}

void TestSupportPage::whatIsMissingIsSaid()
{
    QVERIFY(m_server.runSql(
        m_database, QStringLiteral("ALTER TABLE credits DROP COLUMN updated_at; DROP TABLE reactions CASCADE")));
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    desk.click("personGrant");
    desk.type("operationAmount", QStringLiteral("1"));
    desk.giveReason();
    desk.clickForm("operationMain");
    QTRY_VERIFY(desk.page.form()->findChild<MessageBar *>()->kind() == MessageBar::Kind::Error);
    QVERIFY2(desk.formMessage().contains(QLatin1String("updated_at")), qPrintable(desk.formMessage()));
    QVERIFY(desk.inForm<QLineEdit>("operationAmount")->text() == QLatin1String("1")); // nothing typed is lost
}

void TestSupportPage::aNewConnectionEndsTheForm()
{
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    desk.click("personGrant");
    desk.type("operationAmount", QStringLiteral("7"));
    desk.connectTo(Environment::Production, m_database);
    QVERIFY(!desk.page.form());
    QVERIFY(!desk.find<QPushButton>("personGrant")->isVisible());
    QVERIFY(desk.find<QLineEdit>("personSearch")->text().isEmpty());
}

void TestSupportPage::everyControlHasAName()
{
    Desk desk(m_server, m_database);
    OPEN(desk, QStringLiteral("u-ann"));
    QVERIFY2(test::namelessControls(&desk.page).isEmpty(),
             qPrintable(test::namelessControls(&desk.page).join(QLatin1Char(10))));
    desk.click("personGrant");
    QVERIFY2(test::namelessControls(desk.page.form()).isEmpty(),
             qPrintable(test::namelessControls(desk.page.form()).join(QLatin1Char(10))));
}

QTEST_MAIN(TestSupportPage)
#include "tst_supportpage.moc"
