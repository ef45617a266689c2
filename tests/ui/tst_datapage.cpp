// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testserver.h"
#include "ui/catalogdock.h"
#include "ui/data/datapage.h"
#include "ui/data/tabletab.h"
#include "ui/emptystate.h"
#include "ui/grid/rowsview.h"
#include "ui/grid/sortheader.h"
#include "ui/grid/tablegrid.h"
#include "ui/messagebar.h"

#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QtTest>

using namespace pitboss;
using testing::Role;
using testing::TestServer;

/// The Data page as a person uses it: clicked and typed into, offscreen, on a real server.
class TestDataPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void opensATableAndShowsItsRows();
    void sortsByHeaderClicks();
    void filtersAndTellsErrors();
    void jumpsByTheScrollBar();
    void keysGoToBothEnds();
    void keepsItsPlaceWhileRowsComeAbove();
    void copiesAsTsv();
    void inspectsALargeValueWhole();
    void tabsBehaveLikeAnEditors();
    void remembersItsTabs();
    void cancelsAndGoesOn();
    void tellsMissingRights();
    void viewsSayTheyAreReadForward();
    void cellsMatchPsql();
    void hostileNames();
    void sixtyColumns();

private:
    TablePager::MakeConnection factory(Role role = Role::Owner);
    TableTab *open(const char *name);
    RowsView *rows() { return m_page->currentTab()->grid()->view(); }
    template <typename T> T *child(const char *name) { return m_page->findChild<T *>(QString::fromLatin1(name)); }
    QString cell(int row, int column) { return m_page->currentTab()->model().index(row, column).data().toString(); }

    TestServer m_server;
    std::unique_ptr<DataPage> m_page;
};

void TestDataPage::initTestCase()
{
    QVERIFY(!QFontInfo(qApp->font()).family().isEmpty());
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(QStringLiteral("pit")));
    const QString sql = QStringLiteral(R"(
        CREATE TABLE users (id int PRIMARY KEY, email text, tier text NOT NULL);
        INSERT INTO users SELECT g, 'u' || g || '@example.org', (ARRAY['free', 'pass', 'lab'])[1 + g % 3]
        FROM generate_series(1, 20000) g;
        UPDATE users SET email = NULL WHERE id = 2;
        UPDATE users SET email = E'tab\there' WHERE id = 3;
        CREATE TABLE docs (id int PRIMARY KEY, body jsonb);
        INSERT INTO docs SELECT i, (SELECT jsonb_object_agg('k' || g, md5(i::text || g)) FROM generate_series(1, 300) g)
        FROM generate_series(1, 50) i;
        CREATE VIEW lab_users AS SELECT * FROM users WHERE tier = 'lab';
        CREATE TABLE kinds (id int PRIMARY KEY, b int8, n numeric, t timestamptz, a text[], i interval, y bytea, z boolean, f float8);
        INSERT INTO kinds VALUES (1, 9223372036854775807, 12345678901234567.890123, '2026-02-11 01:02:03.123456+00',
            ARRAY['a', NULL, 'b,c'], '1 year 2 mons', '\x00ff', true, 0.1::float8 + 0.2::float8),
            (2, -9223372036854775808, 'NaN', 'infinity', '{}', '-1 day', '', false, '-Infinity');
        CREATE TABLE "odd "";' name" ("co""l" int PRIMARY KEY, "ünï 🥊" text);
        INSERT INTO "odd "";' name" VALUES (1, 'ʕ•ᴥ•ʔ שלום');
        ANALYZE;)");
    QVERIFY2(m_server.runSql(QStringLiteral("pit"), sql), qPrintable(m_server.errorText()));
}

void TestDataPage::init()
{
    m_page = std::make_unique<DataPage>();
    m_page->resize(1280, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    m_page->setConnection(factory(), QStringLiteral("pit"));
    QTRY_VERIFY(!m_page->catalog().relations.isEmpty());
}

void TestDataPage::cleanup()
{
    m_page.reset();
}

TablePager::MakeConnection TestDataPage::factory(Role role)
{
    const QString url = m_server.url(QStringLiteral("pit"), role);
    return [url] {
        SessionOptions options;
        options.timeZone = QStringLiteral("UTC");
        return std::make_unique<Connection>(*ConnectionInfo::fromUrl(url), options);
    };
}

TableTab *TestDataPage::open(const char *name)
{
    TableTab *tab = m_page->openTable({QStringLiteral("public"), QString::fromUtf8(name)});
    const bool came = QTest::qWaitFor([tab] { return tab->model().rowCount() > 0 && !tab->pager().isLoading(); });
    return came ? tab : nullptr;
}

void TestDataPage::opensATableAndShowsItsRows()
{
    auto *filter = m_page->dock()->findChild<QLineEdit *>();
    QVERIFY(filter);
    QTest::keyClicks(filter, QStringLiteral("users"));
    QTest::keyClick(filter, Qt::Key_Return);
    QTRY_VERIFY(m_page->currentTab());
    TableTab *tab = m_page->currentTab();
    QTRY_COMPARE(tab->model().rowCount() > 100, true);
    QCOMPARE(tab->ref().name, QStringLiteral("users"));
    QCOMPARE(cell(0, 1), QStringLiteral("u1@example.org"));
    QTRY_VERIFY2(tab->statusText().contains(QLatin1String("of 20,000"))
                     || tab->statusText().contains(QLatin1String("of 20000")),
                 qPrintable(tab->statusText()));
}

void TestDataPage::sortsByHeaderClicks()
{
    TableTab *tab = open("users");
    QVERIFY(tab);
    SortHeader *header = tab->grid()->header();
    const auto clickOn = [&](int column, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        const QPoint place(header->sectionViewportPosition(column) + 10, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, modifiers, place);
    };
    clickOn(2);
    QTRY_COMPARE(cell(0, 2), QStringLiteral("free"));
    QTRY_COMPARE(cell(0, 0), QStringLiteral("3"));
    clickOn(2);
    QTRY_COMPARE(cell(0, 2), QStringLiteral("pass"));
    clickOn(0, Qt::ControlModifier);
    QTRY_COMPARE(cell(0, 0), QStringLiteral("1"));
    QCOMPARE(header->sort().size(), 2);
    clickOn(0, Qt::ControlModifier);
    QTRY_COMPARE(cell(0, 0), QStringLiteral("19999"));
    clickOn(2);
    QTRY_COMPARE(header->sort().size(), 0); // descending, alone: the third click takes it away
    QTRY_COMPARE(cell(0, 0), QStringLiteral("1"));
}

void TestDataPage::filtersAndTellsErrors()
{
    TableTab *tab = open("users");
    QVERIFY(tab);
    auto *field = child<QLineEdit>("rowFilter");
    QTest::keyClick(m_page.get(), Qt::Key_L, Qt::ControlModifier);
    tab->focusFilter();
    QTest::keyClicks(field, QStringLiteral("tier = 'lab' and id > 100"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(cell(0, 0), QStringLiteral("101"));
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("sauce = 1"));
    QTest::keyClick(field, Qt::Key_Return);
    auto *message = tab->findChild<MessageBar *>();
    QTRY_VERIFY(message->isVisible());
    QVERIFY2(message->text().contains(QLatin1String("sauce")), qPrintable(message->text()));
    QCOMPARE(tab->findChild<EmptyState *>()->title(), QStringLiteral("The rows could not be read"));
    field->clear();
    QTRY_COMPARE(cell(0, 0), QStringLiteral("1"));
    QVERIFY(!message->isVisible());
    QTest::keyClicks(field, QStringLiteral("id < 0"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(tab->model().rowCount() == 0 && tab->pager().isAtEnd());
    QCOMPARE(tab->findChild<EmptyState *>()->title(), QStringLiteral("No row matches the filter"));
}

void TestDataPage::jumpsByTheScrollBar()
{
    TableTab *tab = open("users");
    QVERIFY(tab);
    QTRY_VERIFY(tab->pager().isTotalExact());
    QScrollBar *bar = tab->grid()->scrollBar();
    QVERIFY(bar->maximum() > 19900);
    bar->setValue(10000);
    QTRY_COMPARE(tab->grid()->topOrdinal(), 10000);
    QTRY_COMPARE(tab->model().text(rows()->firstVisibleRow(), 0), QStringLiteral("10001"));
    bar->setValue(bar->maximum());
    QTRY_COMPARE(tab->model().text(tab->model().rowCount() - 1, 0), QStringLiteral("20000"));
    QTRY_COMPARE(rows()->verticalScrollBar()->value(), rows()->verticalScrollBar()->maximum());
    bar->setValue(0);
    QTRY_COMPARE(tab->model().text(rows()->firstVisibleRow(), 0), QStringLiteral("1"));
    for (int value = 100; value < 19000; value += 900) // a thumb dragged in a hurry
        bar->setValue(value);
    QTRY_COMPARE(tab->model().text(rows()->firstVisibleRow(), 0), QString::number(bar->value() + 1));
}

void TestDataPage::keysGoToBothEnds()
{
    TableTab *tab = open("users");
    QVERIFY(tab);
    QTest::keyClick(rows(), Qt::Key_End, Qt::ControlModifier);
    QTRY_COMPARE(tab->model().text(tab->model().rowCount() - 1, 0), QStringLiteral("20000"));
    QTest::keyClick(rows(), Qt::Key_Home, Qt::ControlModifier);
    QTRY_COMPARE(tab->model().text(0, 0), QStringLiteral("1"));
    for (int i = 0; i < 40; ++i) {
        QTest::keyClick(rows(), Qt::Key_PageDown);
        QTRY_VERIFY(!tab->pager().isLoading());
    }
    QVERIFY(tab->grid()->topOrdinal() > 500);
    QCOMPARE(tab->model().text(rows()->firstVisibleRow(), 0).toLongLong(), tab->grid()->topOrdinal() + 1);
}

void TestDataPage::keepsItsPlaceWhileRowsComeAbove()
{
    TableTab *tab = open("users");
    QVERIFY(tab);
    QTRY_VERIFY(tab->pager().isTotalExact());
    tab->pager().showOrdinal(7000);
    QTRY_COMPARE(tab->model().text(rows()->firstVisibleRow(), 0), QStringLiteral("7001"));
    QTRY_VERIFY(tab->pager().firstOrdinal() < 7000);                                   // a page was put above …
    QCOMPARE(tab->model().text(rows()->firstVisibleRow(), 0), QStringLiteral("7001")); // … and nothing moved
    for (int i = 0; i < 60; ++i) {
        rows()->verticalScrollBar()->setValue(rows()->verticalScrollBar()->value() - 40 * rows()->rowHeight());
        QTRY_VERIFY(!tab->pager().isLoading());
    }
    QCOMPARE(tab->model().text(rows()->firstVisibleRow(), 0).toLongLong(), tab->grid()->topOrdinal() + 1);
}

void TestDataPage::copiesAsTsv()
{
    TableTab *tab = open("users");
    QVERIFY(tab);
    rows()->setFocus();
    rows()->selectionModel()->select({tab->model().index(1, 0), tab->model().index(2, 1)}, QItemSelectionModel::Select);
    QTest::keyClick(rows(), Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("2\t\n3\t\"tab\there\"\n"));
    QTest::keyClick(rows(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("id\temail\n2\t\n3\t\"tab\there\"\n"));
}

void TestDataPage::inspectsALargeValueWhole()
{
    TableTab *tab = open("docs");
    QVERIFY(tab);
    rows()->setCurrentIndex(tab->model().index(4, 1));
    QTest::keyClick(rows(), Qt::Key_Space);
    auto *value = tab->findChild<QPlainTextEdit *>(QStringLiteral("inspectedValue"));
    QTRY_VERIFY(value->isVisible());
    QTRY_VERIFY(value->toPlainText().contains(QLatin1String("\"k300\": ")));
    QCOMPARE(value->toPlainText().count(QLatin1Char('\n')), 301);
    QTest::mouseClick(tab->findChild<QToolButton *>(QStringLiteral("copyValue")), Qt::LeftButton);
    QTRY_VERIFY(QGuiApplication::clipboard()->text().size() > 300 * 40);
}

void TestDataPage::tabsBehaveLikeAnEditors()
{
    open("users");
    open("docs");
    open("kinds");
    auto *tabs = child<QTabWidget>("openTables");
    QCOMPARE(tabs->count(), 3);
    m_page->openTable({QStringLiteral("public"), QStringLiteral("users")});
    QCOMPARE(tabs->count(), 3); // it was open already
    QCOMPARE(m_page->currentTab()->ref().name, QStringLiteral("users"));
    QTest::mouseClick(tabs->tabBar(), Qt::MiddleButton, {}, tabs->tabBar()->tabRect(1).center());
    QTRY_COMPARE(tabs->count(), 2);
    QTest::keyClick(m_page.get(), Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(tabs->count(), 3);
    QTest::keyClick(m_page.get(), Qt::Key_W, Qt::ControlModifier);
    QTRY_COMPARE(tabs->count(), 2);
}

void TestDataPage::remembersItsTabs()
{
    TableTab *tab = open("users");
    QVERIFY(tab);
    emit tab->grid()->header()->sortRequested({{QStringLiteral("tier"), true}});
    QVERIFY(open("docs"));
    const QVariantMap state = m_page->saveState();
    m_page = std::make_unique<DataPage>();
    m_page->restoreState(state);
    m_page->resize(1000, 700);
    m_page->show();
    m_page->setConnection(factory(), QStringLiteral("pit"));
    auto *tabs = child<QTabWidget>("openTables");
    QCOMPARE(tabs->count(), 2);
    QCOMPARE(m_page->currentTab()->ref().name, QStringLiteral("docs"));
    m_page->openTable({QStringLiteral("public"), QStringLiteral("users")});
    QTRY_COMPARE(cell(0, 2), QStringLiteral("pass"));
    m_page->setConnection(factory(), QStringLiteral("another database"));
    QCOMPARE(tabs->count(), 0);
}

void TestDataPage::cancelsAndGoesOn()
{
    TableTab *tab = open("users");
    QVERIFY(tab);
    tab->setFilter(QStringLiteral("pg_sleep(100) IS NULL"));
    QTRY_VERIFY(tab->pager().isLoading());
    QTest::qWait(100);
    QVERIFY(!tab->runningText().isEmpty());
    QVERIFY(m_page->cancel());
    QVERIFY(tab->runningText().isEmpty());
    tab->setFilter({});
    QTRY_COMPARE(cell(0, 0), QStringLiteral("1"));
}

void TestDataPage::tellsMissingRights()
{
    m_page->setConnection(factory(Role::Nothing), QStringLiteral("nothing"));
    TableTab *tab = m_page->openTable({QStringLiteral("public"), QStringLiteral("users")});
    auto *message = tab->findChild<MessageBar *>();
    QTRY_VERIFY(message->isVisible());
    QVERIFY2(message->text().contains(QLatin1String("permission denied")), qPrintable(message->text()));
}

void TestDataPage::viewsSayTheyAreReadForward()
{
    TableTab *tab = open("lab_users");
    QVERIFY(tab);
    auto *message = tab->findChild<MessageBar *>();
    QTRY_VERIFY(message->isVisible());
    QVERIFY(message->text().contains(QLatin1String("no key")));
    QTRY_COMPARE(tab->pager().total(), 6667);
}

void TestDataPage::cellsMatchPsql()
{
    TableTab *tab = open("kinds");
    QVERIFY(tab);
    const QStringList lines = m_server
                                  .psql(QStringLiteral("pit"),
                                        {QStringLiteral("-At"), QStringLiteral("-F"), QStringLiteral("|"),
                                         QStringLiteral("-c"), QStringLiteral("SET TimeZone = 'UTC'"),
                                         QStringLiteral("-c"), QStringLiteral("SELECT * FROM kinds ORDER BY id")})
                                  .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (int row = 0; row < 2; ++row) {
        QStringList shown;
        for (int column = 0; column < tab->model().columnCount(); ++column)
            shown << cell(row, column);
        QCOMPARE(shown.join(QLatin1Char('|')), lines[row + (lines.first() == QLatin1String("SET") ? 1 : 0)]);
    }
}

void TestDataPage::hostileNames()
{
    TableTab *tab = open("odd \";' name");
    QVERIFY(tab);
    QCOMPARE(cell(0, 1), QStringLiteral("ʕ•ᴥ•ʔ שלום"));
    emit tab->grid()->header()->sortRequested({{QStringLiteral("ünï 🥊"), true}});
    QTRY_COMPARE(tab->model().rowCount(), 1);
    QVERIFY(!tab->findChild<MessageBar *>()->isVisible());
}

void TestDataPage::sixtyColumns()
{
    QVERIFY(m_server.runSql(QStringLiteral("pit"), QStringLiteral(R"(
        DO $$ BEGIN EXECUTE 'CREATE TABLE broad (id int PRIMARY KEY, ' ||
            (SELECT string_agg('column_number_' || g || ' text DEFAULT repeat(''x'', ' || g || ')', ', ') FROM generate_series(1, 60) g) || ')'; END $$;
        INSERT INTO broad (id) SELECT generate_series(1, 300);)")));
    TableTab *tab = open("broad");
    QVERIFY(tab);
    QCOMPARE(tab->model().columnCount(), 61);
    QVERIFY(rows()->columnWidth(60) <= 340);
}

QTEST_MAIN(TestDataPage)
#include "tst_datapage.moc"
