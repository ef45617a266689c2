// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/studio.h"
#include "support/pitdatabase.h"
#include "support/testproxy.h"
#include "ui/connect/passworddialog.h"
#include "ui/connectionchip.h"
#include "ui/data/datapage.h"
#include "ui/data/tabletab.h"
#include "ui/guarded/guardeddialog.h"
#include "ui/mainwindow.h"
#include "ui/messagebar.h"
#include "ui/support/supportpage.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// From one connection to another in the real window: one that fails takes nothing away, one that works carries nothing
/// over.
class TestSwitching : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void aFailedOneTakesNothingAway_data();
    void aFailedOneTakesNothingAway();
    void aCanceledOneTakesNothingAway();
    void meanwhileWorkGoesOn();
    void aWrongPasswordTakesNothingAway();
    void carriesNothingOver();
    void aFormThatWritesIsNotLeft();
    void cleanup() { m_studio.reset(); }

private:
    QWidget *start() const { return m_studio->window()->page(u"start"_s); }
    QString place() const { return m_studio->window()->windowTitle(); }
    QString url(const char *database) const { return m_server.url(QLatin1String(database)); }
    /// As a person does: the page, the field, the button.
    void connectByUrl(const QString &url)
    {
        m_studio->window()->showPage(u"start"_s);
        auto *field = start()->findChild<QLineEdit *>(u"urlField"_s);
        field->setText(url);
        QTest::mouseClick(start()->findChild<QPushButton *>(u"urlConnect"_s), Qt::LeftButton);
    }
    void fillSomething();
    void verifyFilled();
    void openGrant(const QString &amount);
    QPushButton *formMain() const
    {
        return m_studio->supportPage()->form()->findChild<QPushButton *>(u"operationMain"_s);
    }

    TestServer m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Studio> m_studio;
    TableTab *m_tab = nullptr;
};

void TestSwitching::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, u"first"_s), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, u"second"_s), qPrintable(m_server.errorText()));
}

void TestSwitching::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_DATA_HOME", QFile::encodeName(m_folder->filePath(u"data"_s)));
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_studio = std::make_unique<Studio>(*qApp, *m_settings, EmbeddedServer::Setup{m_folder->filePath(u"demo"_s), {}},
                                        std::make_unique<MemorySecrets>());
    m_studio->show();
    m_studio->window()->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_studio->window()));
    QSignalSpy connected(m_studio.get(), &Studio::connected);
    connectByUrl(url("first"));
    QVERIFY(connected.wait(30000));
    QVERIFY2(place().contains(u"first"_s), qPrintable(place()));
}

void TestSwitching::fillSomething()
{
    m_studio->window()->showPage(u"data"_s);
    m_tab = m_studio->dataPage()->openTable({u"public"_s, u"users"_s});
    QTRY_COMPARE_WITH_TIMEOUT(m_tab->model().rowCount(), 4, 30000);
    m_tab->findChild<QLineEdit *>(u"rowFilter"_s)->setText(u"half a filt"_s);
    m_studio->window()->showPage(u"support"_s);
    m_studio->supportPage()->findChild<QLineEdit *>(u"personSearch"_s)->setText(u"An"_s);
}

void TestSwitching::verifyFilled()
{
    QVERIFY(m_studio->isConnected());
    QVERIFY2(place().contains(u"first"_s), qPrintable(place()));
    QCOMPARE(m_studio->dataPage()->currentTab(), m_tab);
    QCOMPARE(m_tab->findChild<QLineEdit *>(u"rowFilter"_s)->text(), u"half a filt"_s);
    QCOMPARE(m_studio->supportPage()->findChild<QLineEdit *>(u"personSearch"_s)->text(), u"An"_s);
    QVERIFY(m_studio->mayWrite());
    m_tab->refresh();
    QTRY_COMPARE_WITH_TIMEOUT(m_tab->model().rowCount(), 4, 30000); // and it is still there to be read
    QVERIFY(!m_tab->findChild<MessageBar *>()->isVisibleTo(m_tab));
    // Also what is written from here on goes to the first one.
    QCOMPARE(m_server.value(u"second"_s,
                            u"SELECT count(*) FROM pg_stat_activity WHERE datname = 'second'"
                            " AND application_name = 'Pitboss'"_s,
                            Role::Super),
             u"0"_s);
}

void TestSwitching::aFailedOneTakesNothingAway_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::newRow("no such database") << u"/first"_s << u"/nowhere"_s;
    QTest::newRow("refused") << u":%1/"_s.arg(m_server.port()) << u":1/"_s;
    QTest::newRow("name") << u"127.0.0.1"_s << u"no.such.invalid"_s;
    QTest::newRow("no TLS") << u"/first"_s << u"/second?sslmode=require"_s;
}

void TestSwitching::aFailedOneTakesNothingAway()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    fillSomething();
    QSignalSpy failed(m_studio.get(), &Studio::connectFailed);
    connectByUrl(url("first").replace(from, to));
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 30000);
    auto *message = start()->findChild<MessageBar *>();
    QVERIFY(message->isVisible() && message->kind() == MessageBar::Kind::Error);
    const QString consequence = message->findChild<QLabel *>(u"messageConsequence"_s)->text();
    QVERIFY2(consequence.contains(u"“first @ 127.0.0.1” stays connected."_s), qPrintable(consequence));
    const QString chip = m_studio->window()->findChild<ConnectionChip *>()->accessibleName();
    QVERIFY2(chip.contains(u"first @ 127.0.0.1"_s), qPrintable(chip)); // an address is not cut at its first dot
    verifyFilled();
}

void TestSwitching::aCanceledOneTakesNothingAway()
{
    fillSomething();
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    proxy.setFrozen(true);
    connectByUrl(proxy.url(url("second")));
    QTRY_VERIFY_WITH_TIMEOUT(proxy.counts().connections > 0, 30000);
    auto *message = start()->findChild<MessageBar *>();
    QTest::mouseClick(message->findChild<QPushButton *>(u"messageAction"_s), Qt::LeftButton);
    QVERIFY(!message->isVisible());
    verifyFilled();
    proxy.setFrozen(false);
    QTest::qWait(200);
    verifyFilled(); // what answers too late is not heard
}

void TestSwitching::meanwhileWorkGoesOn()
{
    fillSomething();
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    proxy.setFrozen(true);
    QSignalSpy connected(m_studio.get(), &Studio::connected);
    connectByUrl(proxy.url(url("second")));
    QTRY_VERIFY_WITH_TIMEOUT(proxy.counts().connections > 0, 30000);
    m_studio->window()->showPage(u"data"_s);
    m_tab->refresh();
    QTRY_COMPARE_WITH_TIMEOUT(m_tab->model().rowCount(), 4, 30000);
    QVERIFY(place().contains(u"first"_s));
    proxy.setFrozen(false);
    QTRY_COMPARE_WITH_TIMEOUT(connected.count(), 1, 30000);
    QVERIFY2(place().contains(u"second"_s), qPrintable(place()));
}

void TestSwitching::aWrongPasswordTakesNothingAway()
{
    fillSomething();
    qputenv("PGPASSFILE", "/nowhere/pgpass");
    QSignalSpy failed(m_studio.get(), &Studio::connectFailed);
    connectByUrl(u"postgresql://pit_owner:wrong@127.0.0.1:%1/second"_s.arg(m_server.port()));
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 30000);
    PasswordDialog *dialog = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((dialog = m_studio->window()->findChild<PasswordDialog *>()), 30000);
    dialog->reject();
    verifyFilled();
    qunsetenv("PGPASSFILE");
}

void TestSwitching::openGrant(const QString &amount)
{
    m_studio->window()->showPage(u"support"_s);
    m_studio->supportPage()->search(u"u-ann"_s);
    auto *grant = m_studio->supportPage()->findChild<QPushButton *>(u"personGrant"_s);
    QTRY_VERIFY_WITH_TIMEOUT(grant->isVisible() && grant->isEnabled(), 30000);
    QTest::mouseClick(grant, Qt::LeftButton);
    GuardedDialog *form = m_studio->supportPage()->form();
    QVERIFY(form);
    QTest::keyClicks(form->findChild<QLineEdit *>(u"operationAmount"_s), amount);
    QTest::keyClicks(form->findChild<QComboBox *>(u"operationReason"_s)->lineEdit(), u"Goodwill"_s);
    auto *who = form->findChild<QLineEdit *>(u"operationOperator"_s);
    who->clear();
    QTest::keyClicks(who, u"Ada"_s);
}

void TestSwitching::carriesNothingOver()
{
    fillSomething();
    openGrant(u"5"_s);
    QPointer<GuardedDialog> form = m_studio->supportPage()->form();
    QTest::mouseClick(formMain(), Qt::LeftButton); // previewed, and not confirmed
    QTRY_VERIFY_WITH_TIMEOUT(form->findChild<QWidget *>(u"operationSummary"_s)->isVisible(), 30000);
    QSignalSpy connected(m_studio.get(), &Studio::connected);
    // The form is modal: a switch comes from what was begun before it was opened.
    m_studio->connectTo(*ConnectionInfo::fromUrl(url("second")), {RecentConnection::Kind::Url, u"second"_s, {}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(connected.count(), 1, 30000);
    QVERIFY2(place().contains(u"second"_s), qPrintable(place()));
    QTRY_VERIFY_WITH_TIMEOUT(!form || form->isHidden(), 30000);
    QVERIFY(!m_studio->supportPage()->form() || m_studio->supportPage()->form()->isHidden());
    QVERIFY(m_studio->supportPage()->findChild<QLineEdit *>(u"personSearch"_s)->text().isEmpty());
    QVERIFY(!m_studio->supportPage()->findChild<QPushButton *>(u"personGrant"_s)->isVisibleTo(m_studio->supportPage()));
    QVERIFY(!m_studio->dataPage()->currentTab());
    for (const char *database : {"first", "second"})
        QCOMPARE(m_server.value(QLatin1String(database), u"SELECT count(*) FROM credit_transactions"_s), u"2"_s);
    TableTab *tab = m_studio->dataPage()->openTable({u"public"_s, u"users"_s});
    QVERIFY(tab->findChild<QLineEdit *>(u"rowFilter"_s)->text().isEmpty());
    // A new form stands empty, and writes to the second one.
    openGrant(u"7"_s);
    QTest::mouseClick(formMain(), Qt::LeftButton);
    form = m_studio->supportPage()->form();
    QTRY_VERIFY_WITH_TIMEOUT(form->findChild<QWidget *>(u"operationSummary"_s)->isVisible(), 30000);
    QTest::mouseClick(formMain(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(form->findChild<QLabel *>(u"operationReceipt"_s)->isVisible(), 30000);
    QCOMPARE(m_server.value(u"second"_s, u"SELECT count(*) FROM credit_transactions WHERE delta_micro = 700"_s),
             u"1"_s);
    QCOMPARE(m_server.value(u"first"_s, u"SELECT count(*) FROM credit_transactions"_s), u"2"_s);
}

void TestSwitching::aFormThatWritesIsNotLeft()
{
    openGrant(u"3"_s);
    GuardedDialog *form = m_studio->supportPage()->form();
    QTest::mouseClick(formMain(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(form->findChild<QWidget *>(u"operationSummary"_s)->isVisible(), 30000);
    QVERIFY(m_server.runSql(u"first"_s,
                            u"CREATE TABLE gate AS SELECT 1; CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql "
                            u"AS $$ BEGIN WHILE EXISTS"
                            " (SELECT FROM gate) LOOP PERFORM pg_sleep(0.02); END LOOP;"
                            " RETURN NULL; END $$; CREATE TRIGGER slow AFTER INSERT ON credit_transactions"
                            " FOR EACH ROW EXECUTE FUNCTION slow()"_s));
    QTest::mouseClick(formMain(), Qt::LeftButton); // waits at the gate
    QSignalSpy connected(m_studio.get(), &Studio::connected);
    QSignalSpy failed(m_studio.get(), &Studio::connectFailed);
    m_studio->connectTo(*ConnectionInfo::fromUrl(url("second")), {RecentConnection::Kind::Url, u"second"_s, {}, {}});
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 30000);
    QVERIFY2(m_studio->lastError()->message.contains(u"still writing"_s), qPrintable(m_studio->lastError()->text()));
    QVERIFY(place().contains(u"first"_s));
    QVERIFY(m_server.runSql(u"first"_s, u"DELETE FROM gate"_s));
    QTRY_VERIFY_WITH_TIMEOUT(form->findChild<QLabel *>(u"operationReceipt"_s)->isVisible(), 30000); // it got its answer
    QCOMPARE(m_server.value(u"first"_s, u"SELECT count(*) FROM credit_transactions"_s), u"3"_s);
    QCOMPARE(connected.count(), 0);
    form->close();
    connectByUrl(url("second"));
    QTRY_COMPARE_WITH_TIMEOUT(connected.count(), 1, 30000);
}

QTEST_MAIN(TestSwitching)
#include "tst_switching.moc"
