// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/messagebar.h"
#include "ui/overview/figurecard.h"
#include "ui/overview/overviewpage.h"

#include "support/accessibility.h"
#include "support/pitdatabase.h"
#include "support/shell.h"

#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace pitboss;
using testing::Role;
using testing::TestServer;

/// A page on a real server.
struct Overview
{
    test::Settings settings;
    Theme theme{*qApp, settings.file};
    OverviewPage page;

    explicit Overview(const QString &url)
    {
        page.resize(1280, 800);
        page.show();
        page.setConnection(std::make_unique<Connection>(*ConnectionInfo::fromUrl(url)));
    }
    QString figure(const char *id) const
    {
        const auto *label = page.findChild<InkLabel *>(QStringLiteral("figure.") + QLatin1String(id));
        return label ? label->text() : QStringLiteral("(not shown)");
    }
    InkLabel::Ink ink(const char *id) const
    {
        return page.findChild<InkLabel *>(QStringLiteral("figure.") + QLatin1String(id))->ink();
    }
    bool shows(const char *card) const
    {
        return page.findChild<FigureCard *>(QStringLiteral("card.") + QLatin1String(card))->isVisible();
    }
};

class TestOverviewPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void showsEveryFigure();
    void failedFiguresSayWhy();
    void missingTablesAreSaidQuietly();
    void anotherProjectShowsGenericFigures();
    void unreachableServerSaysSoAndRetries();
    void refreshesByKeyAndButton();
    void cancelsWhatRuns();
    void opensATable();
    void destroyedWhileReading();
    void fitsEveryWidthInBothThemes();
    void everythingHasAName();

private:
    TestServer m_server;
    QString m_pit = QStringLiteral("pit");
};

void TestOverviewPage::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(testing::makePit(m_server, m_pit), qPrintable(m_server.errorText()));
}

void TestOverviewPage::showsEveryFigure()
{
    Overview overview(m_server.url(m_pit, Role::Super));
    QTRY_VERIFY(!overview.page.isLoading());
    QCOMPARE(overview.figure("users.total"), QStringLiteral("4"));
    QCOMPARE(overview.figure("users.by_tier.free"), QStringLiteral("2"));
    QCOMPARE(overview.figure("users.new_today"), QStringLiteral("1"));
    QCOMPARE(overview.figure("bouts.stuck"), QStringLiteral("1"));
    QCOMPARE(overview.ink("bouts.stuck"), InkLabel::Ink::Warning);
    QCOMPARE(overview.figure("agents.flagged"), QStringLiteral("1"));
    QCOMPARE(overview.figure("credits.total_micro"), QStringLiteral("1,511.34 credits"));
    QCOMPARE(overview.figure("credits.unreconciled"), QStringLiteral("1"));
    QCOMPARE(overview.figure("pool.used"), QStringLiteral("7"));
    QCOMPARE(overview.figure("server.database"), m_pit);
    QVERIFY(overview.figure("server.latency").endsWith(QLatin1String(" ms")));
    QVERIFY(overview.page.findChild<QToolButton *>(QStringLiteral("table.bouts")));
    QCOMPARE(overview.ink("users.new_today"), InkLabel::Ink::Normal);
}

void TestOverviewPage::failedFiguresSayWhy()
{
    Overview overview(m_server.url(m_pit, Role::Nothing));
    QTRY_VERIFY(!overview.page.isLoading());
    QVERIFY2(overview.figure("users.total").contains(QLatin1String("users")),
             qPrintable(overview.figure("users.total")));
    QCOMPARE(overview.ink("users.total"), InkLabel::Ink::Error);
    // All three failed for one reason, which is told once.
    QCOMPARE(overview.figure("users.new_today"), QStringLiteral("(not shown)"));
    QCOMPARE(overview.figure("server.database"), m_pit);
}

void TestOverviewPage::missingTablesAreSaidQuietly()
{
    const QString newer = QStringLiteral("newer");
    QVERIFY(m_server.createDatabase(newer, m_pit));
    QVERIFY(m_server.runSql(newer, QStringLiteral("DROP TABLE free_bout_pool, agent_flags")));
    Overview overview(m_server.url(newer, Role::Owner));
    QTRY_VERIFY(!overview.page.isLoading());
    QVERIFY(overview.figure("agents.flagged").contains(QLatin1String("no table agent_flags")));
    QCOMPARE(overview.ink("agents.flagged"), InkLabel::Ink::Secondary);
    QCOMPARE(overview.figure("agents.archived"), QStringLiteral("1"));
}

void TestOverviewPage::anotherProjectShowsGenericFigures()
{
    Overview overview(m_server.url(QStringLiteral("postgres"), Role::Super));
    QTRY_VERIFY(!overview.page.isLoading());
    QVERIFY(overview.shows("server") && overview.shows("tables"));
    QVERIFY(!overview.shows("users") && !overview.shows("credits"));
    const auto *note = overview.page.findChild<InkLabel *>(QStringLiteral("overviewNote"));
    QVERIFY(note->text().contains(QLatin1String("Not The Pit")));
    QVERIFY(overview.figure("server.cache_hit_percent").endsWith(QLatin1Char('%')));
}

void TestOverviewPage::unreachableServerSaysSoAndRetries()
{
    TestServer own;
    QVERIFY(own.start() && testing::makePit(own, m_pit));
    const QString url = own.url(m_pit, Role::Super);
    QVERIFY(own.stop());
    Overview overview(url);
    auto *bar = overview.page.findChild<MessageBar *>();
    QTRY_VERIFY(bar->isVisible());
    QVERIFY(!bar->text().isEmpty());
    QVERIFY(own.restart());
    emit bar->actionTriggered();
    QTRY_COMPARE(overview.figure("users.total"), QStringLiteral("4"));
    QVERIFY(!bar->isVisible());
}

void TestOverviewPage::refreshesByKeyAndButton()
{
    Overview overview(m_server.url(m_pit, Role::Super));
    QTRY_VERIFY(!overview.page.isLoading());
    QVERIFY(m_server.runSql(
        m_pit,
        QStringLiteral("INSERT INTO newsletter_signups (email) VALUES ('x'); UPDATE free_bout_pool SET used = 8")));
    QTest::mouseClick(overview.page.findChild<QPushButton *>(QStringLiteral("overviewRefresh")), Qt::LeftButton);
    QTRY_COMPARE(overview.figure("pool.used"), QStringLiteral("8"));
    QVERIFY(m_server.runSql(m_pit, QStringLiteral("UPDATE free_bout_pool SET used = 7")));
    overview.page.refresh(); // what F5 in the window calls
    QTRY_COMPARE(overview.figure("pool.used"), QStringLiteral("7"));
}

void TestOverviewPage::cancelsWhatRuns()
{
    SessionOptions writing;
    writing.readOnly = false;
    Session locker(*ConnectionInfo::fromUrl(m_server.url(m_pit)), writing);
    QVERIFY(locker.open());
    QVERIFY(locker.execute("BEGIN"));
    QVERIFY(locker.execute("LOCK TABLE users"));
    Overview overview(m_server.url(m_pit, Role::Super));
    QTRY_VERIFY(overview.figure("server.database") == m_pit);
    QTRY_COMPARE(m_server.value(m_pit, QStringLiteral("SELECT count(*) FROM pg_locks WHERE NOT granted")),
                 QStringLiteral("1"));
    QVERIFY(overview.page.cancel());
    QTRY_VERIFY(!overview.page.isLoading());
    QVERIFY(overview.figure("users.total") != QLatin1String("0"));
    QVERIFY(!overview.page.cancel());
}

void TestOverviewPage::opensATable()
{
    Overview overview(m_server.url(m_pit, Role::Super));
    QTRY_VERIFY(!overview.page.isLoading());
    QSignalSpy spy(&overview.page, &OverviewPage::tableRequested);
    overview.page.findChild<QToolButton *>(QStringLiteral("table.agents"))->click();
    QCOMPARE(spy.size(), 1);
    QCOMPARE(spy.first().first().value<RelationRef>().name, QStringLiteral("agents"));
}

void TestOverviewPage::destroyedWhileReading()
{
    for (int delay = 0; delay < 20; delay += 5) {
        auto overview = std::make_unique<Overview>(m_server.url(m_pit, Role::Super));
        QTest::qWait(delay);
        overview.reset();
    }
    QTest::qWait(50);
}

void TestOverviewPage::fitsEveryWidthInBothThemes()
{
    Overview overview(m_server.url(m_pit, Role::Nothing)); // long reasons in narrow cards
    QTRY_VERIFY(!overview.page.isLoading());
    const QString folder = qEnvironmentVariable("PITBOSS_PICTURES");
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        overview.theme.setChoice(choice);
        for (const int width : {400, 800, 1280, 1920}) {
            overview.page.resize(width, 800);
            QCoreApplication::sendPostedEvents();
            const auto *flow = overview.page.findChild<QScrollArea *>()->widget();
            for (const FigureCard *card : overview.page.findChildren<FigureCard *>())
                QVERIFY(card->isHidden() || flow->rect().contains(card->geometry()));
            if (!folder.isEmpty())
                overview.page.grab().save(
                    QStringLiteral("%1/overview-%2-%3.png").arg(folder).arg(int(choice)).arg(width));
        }
    }
}

void TestOverviewPage::everythingHasAName()
{
    Overview overview(m_server.url(m_pit, Role::Super));
    QTRY_VERIFY(!overview.page.isLoading());
    QCOMPARE(test::namelessControls(&overview.page).join(QLatin1Char('\n')), QString());
}

QTEST_MAIN(TestOverviewPage)
#include "tst_overviewpage.moc"
