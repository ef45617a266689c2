// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/studio.h"
#include "support/pitdatabase.h"
#include "support/testproxy.h"
#include "ui/connectionchip.h"
#include "ui/data/datapage.h"
#include "ui/data/tabletab.h"
#include "ui/mainwindow.h"
#include "ui/messagebar.h"

#include <QAction>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// The server goes away while the window is open: shown at once, mended by the next use, nothing typed is lost.
class TestLostWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void shownAtOnceAndMendedByUse();
    void silenceIsShown();
    void aReadThatIsCut();
    void reconnectedByHand();
    void wakesNobody();
    void cleanup() { m_studio.reset(); }

private:
    bool settles();
    bool usedUntilMended();
    bool saysLost() const
    {
        auto *chip = m_studio->window()->findChild<ConnectionChip *>();
        return (chip->accessibleName() + chip->toolTip() + chip->accessibleDescription()).contains(u"lost"_s);
    }
    /// The statements with it that the server was given.
    QStringList statements(const QString &marker) const
    {
        QStringList entries = m_server.log().split(u"LOG:  execute"_s);
        entries.replaceInStrings(QRegularExpression(u"\n\\d{4}-[^$]*"_s), QString()); // the next line's time
        return entries.filter(marker);
    }

    TestServer m_server;
    std::unique_ptr<TestProxy> m_proxy;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<Studio> m_studio;
    TableTab *m_tab = nullptr;
};

void TestLostWindow::initTestCase()
{
    m_server.setConfiguration({u"log_statement=all"_s});
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, u"pit"_s), qPrintable(m_server.errorText()));
}

void TestLostWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_proxy = std::make_unique<TestProxy>(m_server.host(), m_server.port());
    QVERIFY(m_proxy->start());
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_studio = std::make_unique<Studio>(*qApp, *m_settings, EmbeddedServer::Setup{m_folder->filePath(u"demo"_s), {}},
                                        std::make_unique<MemorySecrets>());
    m_studio->show();
    QSignalSpy connected(m_studio.get(), &Studio::connected);
    const QString url = m_proxy->url(m_server.url(u"pit"_s))
        + u"?sslmode=disable&keepalives_idle=1&keepalives_interval=1&keepalives_count=2&tcp_user_timeout=2000"_s;
    m_studio->connectTo(*ConnectionInfo::fromUrl(url), {RecentConnection::Kind::Url, u"pit"_s, {}, {}});
    QVERIFY(connected.wait(10000));
    m_studio->window()->showPage(u"data"_s);
    m_tab = m_studio->dataPage()->openTable({u"public"_s, u"users"_s});
    QTRY_COMPARE_WITH_TIMEOUT(m_tab->model().rowCount(), 4, 30000);
    QVERIFY(!saysLost());
    QVERIFY(settles());
}

/// Nothing more is on its way: what a page still has to do would be a use of its own, and open the connection again.
bool TestLostWindow::settles()
{
    qint64 before = -1;
    return QTest::qWaitFor(
        [&] {
            QTest::qWait(400);
            const auto now = m_proxy->counts();
            return std::exchange(before, now.toServer + now.toClient) == now.toServer + now.toClient;
        },
        60000);
}

/// Uses the tab until the server has answered it: a use that still meets the dead connection says so, and is not
/// repeated but by the person.
bool TestLostWindow::usedUntilMended()
{
    auto *message = m_tab->findChild<MessageBar *>();
    m_tab->refresh();
    return QTest::qWaitFor(
        [&] {
            if (message->isVisibleTo(m_tab))
                QTest::mouseClick(message->findChild<QPushButton *>(u"messageAction"_s), Qt::LeftButton);
            return !saysLost();
        },
        60000);
}

void TestLostWindow::shownAtOnceAndMendedByUse()
{
    m_tab->findChild<QLineEdit *>(u"rowFilter"_s)->setText(u"half a filt"_s);
    m_proxy->cutAll();
    QTRY_VERIFY_WITH_TIMEOUT(saysLost(), 10000);
    QCOMPARE(m_tab->model().rowCount(), 4); // what was read stays to be read
    m_tab->refresh();
    QTRY_COMPARE_WITH_TIMEOUT(m_tab->model().rowCount(), 4, 30000);
    QTRY_VERIFY_WITH_TIMEOUT(!saysLost(), 30000);
    QVERIFY(!m_tab->findChild<MessageBar *>()->isVisibleTo(m_tab));
    QCOMPARE(m_tab->findChild<QLineEdit *>(u"rowFilter"_s)->text(), u"half a filt"_s);
    QVERIFY(settles());
    m_proxy->cutAll(); // and it is watched again
    QTRY_VERIFY_WITH_TIMEOUT(saysLost(), 10000);
}

void TestLostWindow::silenceIsShown()
{
    if (!m_proxy->makeDeaf())
        QSKIP("only root may drop a socket's packets here");
    QTRY_VERIFY_WITH_TIMEOUT(saysLost(), 30000);
    QVERIFY(usedUntilMended());
    QTRY_COMPARE_WITH_TIMEOUT(m_tab->model().rowCount(), 4, 30000);
}

void TestLostWindow::aReadThatIsCut()
{
    const QString marker = u"id <> 'marked once'"_s;
    auto *field = m_tab->findChild<QLineEdit *>(u"rowFilter"_s);
    m_proxy->cutOn(TestProxy::Side::Client, marker.toUtf8(), TestProxy::Cut::After);
    field->setText(marker);
    QTest::keyClick(field, Qt::Key_Return);
    auto *message = m_tab->findChild<MessageBar *>();
    QTRY_VERIFY_WITH_TIMEOUT(message->isVisibleTo(m_tab), 30000);
    QVERIFY(m_proxy->hasCut());
    QVERIFY(settles());
    QStringList once = statements(marker);
    QVERIFY(!once.isEmpty());
    QVERIFY2(once.removeDuplicates() == 0, qPrintable(once.join(u'\n'))); // nobody has sent it again
    QCOMPARE(field->text(), marker);
    QTest::mouseClick(message->findChild<QPushButton *>(u"messageAction"_s), Qt::LeftButton); // but the person may
    QTRY_COMPARE_WITH_TIMEOUT(m_tab->model().rowCount(), 4, 30000);
    QVERIFY(!message->isVisibleTo(m_tab));
}

void TestLostWindow::reconnectedByHand()
{
    m_proxy->setRefusing(true);
    m_proxy->cutAll();
    QTRY_VERIFY_WITH_TIMEOUT(saysLost(), 30000);
    m_tab->refresh();
    QTRY_VERIFY_WITH_TIMEOUT(m_tab->findChild<MessageBar *>()->isVisibleTo(m_tab), 30000);
    QVERIFY(saysLost());
    m_proxy->setRefusing(false);
    emit m_studio->window()->reconnectRequested();
    QTRY_VERIFY_WITH_TIMEOUT(!saysLost(), 30000);
}

void TestLostWindow::wakesNobody()
{
    // A compute that went to sleep hangs up; nothing of ours may keep it awake.
    m_proxy->cutAll();
    QTRY_VERIFY_WITH_TIMEOUT(saysLost(), 30000);
    m_proxy->resetCounts();
    QTest::qWait(1500);
    QCOMPARE(m_proxy->counts().connections, 0);
}

QTEST_MAIN(TestLostWindow)
#include "tst_lostwindow.moc"
