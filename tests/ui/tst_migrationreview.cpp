// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/findingsmodel.h"
#include "models/statementsmodel.h"
#include "support/accessibility.h"
#include "support/migrationswindow.h"

#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QTextBlock>
#include <QToolButton>
#include <QTreeWidget>

using namespace pitboss;
using namespace pitboss::test;

class TestMigrationReview : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void tellsTheSampleFromItsDatabase();
    void theForecastHasItsReasonsAndRepairs();
    void headerRollbackAndSnapshotsAreShown();
    void findingsAndLinesJumpBothWays();
    void filtersAndSearchesByKeys();
    void showsWhatWasEditedAfterItWasApplied();
    void problemsAreShownInFullAtEveryWidth();
    void everyControlHasAName();

private:
    SampleServer m_server;
};

void TestMigrationReview::initTestCase()
{
    QLocale::setDefault(QLocale::c());
    QVERIFY(m_server.start());
}

void TestMigrationReview::tellsTheSampleFromItsDatabase()
{
    QTemporaryDir folder;
    MigrationsWindow window;
    window.page.setConnection(m_server.connection());
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    QTRY_VERIFY(window.rows().value(8).endsWith("pending"_L1));
    const QStringList rows = window.rows();
    QCOMPARE(rows.size(), 9);
    QVERIFY2(rows.at(0).startsWith("0000_arena_core: applied"_L1), qPrintable(rows.at(0)));
    QCOMPARE(rows.at(6), u"0006_contact_submissions: pending"_s);
    QCOMPARE(window.current(), u"0006_contact_submissions"_s); // what is pending is what a person came for
    QVERIFY2(window.banner().startsWith("drizzle-kit migrate would run 3 files"_L1), qPrintable(window.banner()));
    QVERIFY(window.banner().contains("0008_index_bouts_by_owner"_L1));
    QVERIFY(window.sql()->toPlainText().contains("contact_submissions"_L1));
    QTRY_VERIFY(window.list()->model()->index(8, 0).data(MigrationModel::ErrorsRole).toInt() > 0);
}

void TestMigrationReview::theForecastHasItsReasonsAndRepairs()
{
    MigrationsWindow window;
    window.page.setConnection(m_server.connection());
    window.page.setFolder(fixtures + u"journal"_s);
    READ(window);
    QTRY_VERIFY(window.banner().contains("skip silently and for ever"_L1));
    QTest::mouseClick(window.find<QToolButton>("forecastDetails"), Qt::LeftButton);
    auto *copy = window.find<QToolButton>("forecastCopy0");
    QVERIFY(copy && copy->isVisible());
    QTest::mouseClick(copy, Qt::LeftButton);
    QVERIFY2(QGuiApplication::clipboard()->text().contains("\"when\": "_L1),
             qPrintable(QGuiApplication::clipboard()->text()));
    auto *tag = window.find<QToolButton>("forecastTag0");
    QTest::mouseClick(tag, Qt::LeftButton);
    QCOMPARE(window.current(), tag->text());
    QTest::mouseClick(window.find<QToolButton>("forecastCopy"), Qt::LeftButton);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(window.banner()));
}

void TestMigrationReview::headerRollbackAndSnapshotsAreShown()
{
    QTemporaryDir folder;
    MigrationsWindow window;
    window.page.setConnection(m_server.connection());
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    window.click(u"0007_one_account_per_email"_s);
    QTRY_VERIFY(window.find<QLabel>("headerPurpose"));
    QVERIFY(window.find<QLabel>("headerPurpose")->text().startsWith("One account for each e-mail"_L1));
    QVERIFY(window.find<QLabel>("headerReferences")->text().startsWith("docs/accounts.md"_L1));
    QVERIFY(window.find<QLabel>("headerIdempotent")->text().startsWith("yes"_L1));
    auto *snapshots = window.find<QTreeWidget>("snapshotChanges");
    QTRY_COMPARE(snapshots->topLevelItemCount(), 2);
    QCOMPARE(snapshots->topLevelItem(0)->text(0), u"+ column users.email_verified_at"_s);
    QCOMPARE(window.tabs()->tabText(3), u"Changes 2"_s);
    auto *rollback = window.find<CodeView>("rollbackSql");
    QVERIFY(rollback->toPlainText().startsWith("DROP INDEX IF EXISTS"_L1));
    auto *statements = window.find<QTreeView>("statementsList");
    QCOMPARE(statements->model()->index(0, StatementsModel::KindColumn).data().toString(), u"ALTER TABLE"_s);
    window.tabs()->setCurrentIndex(2);
    emit statements->activated(statements->model()->index(1, 0));
    QCOMPARE(window.tabs()->currentIndex(), 0);
    QVERIFY(window.sql()->textCursor().block().text().startsWith("CREATE UNIQUE INDEX"_L1));
}

void TestMigrationReview::findingsAndLinesJumpBothWays()
{
    QTemporaryDir folder;
    MigrationsWindow window;
    window.page.setConnection(m_server.connection());
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    window.click(u"0008_index_bouts_by_owner"_s);
    auto *findings = window.find<QTreeView>("findingsList");
    QTRY_VERIFY(findings->model()->rowCount() > 0 && window.current() == "0008_index_bouts_by_owner"_L1);
    int line = 0;
    QTRY_VERIFY((line = window.sql()->nextMark(true)) > 0);
    QVERIFY(
        window.sql()->markText(line).contains(findings->model()->index(0, FindingsModel::RuleColumn).data().toString())
        || findings->model()->rowCount() > 1);
    // From the margin to the list: a click on the mark.
    window.sql()->goToLine(line);
    auto *margin = window.find<QWidget>("codeMargin");
    const int y = window.sql()->cursorRect().center().y();
    QTest::mouseClick(margin, Qt::LeftButton, {}, {8, y});
    QCOMPARE(window.tabs()->currentIndex(), 1);
    QCOMPARE(findings->currentIndex().data(FindingsModel::LineRole).toInt(), line);
    QVERIFY(!window.find<QLabel>("findingMessage")->text().isEmpty());
    // From the list to the line: Enter.
    QTest::keyClick(findings, Qt::Key_Return);
    QCOMPARE(window.tabs()->currentIndex(), 0);
    QCOMPARE(window.sql()->currentLine(), line);
    QVERIFY(window.sql()->hasFocus());
    // F8 goes round.
    QTest::keyClick(window.sql(), Qt::Key_F8);
    QCOMPARE(window.sql()->currentLine(), window.sql()->nextMark(false) == line ? line : window.sql()->currentLine());
}

void TestMigrationReview::filtersAndSearchesByKeys()
{
    QTemporaryDir folder;
    MigrationsWindow window;
    window.page.setConnection(m_server.connection());
    window.page.setFolder(sampleCopy(folder));
    READ(window);
    QTRY_COMPARE(window.find<QComboBox>("migrationStates")->itemText(1), u"Pending (3)"_s);
    window.page.find();
    auto *search = window.find<QLineEdit>("migrationSearch");
    QVERIFY(search->hasFocus());
    QTest::keyClicks(search, u"contact"_s);
    QCOMPARE(window.rows().size(), 1);
    QTest::keyClick(search, Qt::Key_Down);
    QVERIFY(window.list()->hasFocus());
    QTest::keyClick(window.list(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"0006_contact_submissions"_s);
    QTest::keyClick(window.list(), Qt::Key_Escape);
    QCOMPARE(window.rows().size(), 9);
    window.find<QComboBox>("migrationStates")->setCurrentIndex(1);
    QCOMPARE(window.rows().size(), 3);
    QTest::keyClicks(search, u"no such words"_s);
    QCOMPARE(window.emptyTitle(), u"Nothing matches"_s);
    QTest::keyClick(search, Qt::Key_Escape);
    QCOMPARE(window.rows().size(), 9);
    QTest::keyClick(window.list(), Qt::Key_Home);
    QCOMPARE(window.current(), u"0000_arena_core"_s);
    QTest::keyClick(window.list(), Qt::Key_Return);
    QVERIFY(window.sql()->hasFocus());
}

void TestMigrationReview::showsWhatWasEditedAfterItWasApplied()
{
    QTemporaryDir folder;
    const QString project = sampleCopy(folder);
    git(project, {u"init"_s, u"-q"_s});
    git(project, {u"add"_s, u"."_s});
    git(project, {u"commit"_s, u"-qm"_s, u"First"_s});
    const QString path = project + u"/drizzle/0002_agents.sql"_s;
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    write(path, file.readAll() + "-- one line more\n");
    MigrationsWindow window;
    window.page.setConnection(m_server.connection());
    window.page.setFolder(project);
    READ(window);
    QTRY_VERIFY(window.rows().value(2).contains("edited"_L1));
    window.click(u"0002_agents"_s);
    QTRY_VERIFY(window.find<QLabel>("migrationFacts")->text().contains("not committed"_L1));
    window.tabs()->setCurrentIndex(3);
    auto *difference = window.find<CodeView>("appliedDifference");
    QTRY_VERIFY_WITH_TIMEOUT(difference->toPlainText().contains("+ -- one line more"_L1), 10000);
    QVERIFY(window.find<QLabel>("appliedNote")->text().contains("by Ada"_L1));
    window.click(u"0001_credits_and_ledger"_s);
    QTRY_VERIFY(!difference->isVisible());
}

void TestMigrationReview::problemsAreShownInFullAtEveryWidth()
{
    Settings settings;
    Theme theme(*qApp, settings.file); // its buttons are higher than Qt's own
    MigrationsWindow window;
    window.page.setConnection(m_server.connection());
    window.page.setFolder(fixtures + u"journal"_s);
    READ(window);
    QTRY_VERIFY(window.banner().contains("skip silently"_L1));
    auto *area = window.find<QWidget>("problemArea");
    auto *problems = window.find<QWidget>("problemRepairs");
    for (const int width : {1280, 1920, 1000, 1920}) {
        window.page.resize(width, 760);
        QTest::qWait(50);
        QTRY_VERIFY2(area->isVisible() && problems->height() <= area->height(),
                     qPrintable(u"%1: %2 in %3"_s.arg(width).arg(problems->height()).arg(area->height())));
    }
}

void TestMigrationReview::everyControlHasAName()
{
    QTemporaryDir folder;
    MigrationsWindow window;
    QCOMPARE(namelessControls(&window.page).join(u'\n'), QString());
    window.page.setConnection(m_server.connection());
    window.page.setFolder(fixtures + u"journal"_s);
    READ(window);
    QTRY_VERIFY(window.banner().contains("skip silently"_L1));
    QTest::mouseClick(window.find<QToolButton>("forecastDetails"), Qt::LeftButton);
    for (int tab = 0; tab < window.tabs()->count(); ++tab) {
        window.tabs()->setCurrentIndex(tab);
        QCOMPARE(namelessControls(&window.page).join(u'\n'), QString());
    }
    const QStringList order = focusOrder(&window.page);
    QVERIFY(order.indexOf(u"migrationSearch"_s) < order.indexOf(u"migrationList"_s));
    QVERIFY2(order.indexOf(u"migrationList"_s) < order.indexOf(u"migrationTabBar"_s), qPrintable(order.join(u' ')));
}

QTEST_MAIN(TestMigrationReview)
#include "tst_migrationreview.moc"
