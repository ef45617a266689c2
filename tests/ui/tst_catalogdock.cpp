// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/catalogdock.h"
#include "ui/emptystate.h"

#include "support/samplecatalog.h"

#include <QAction>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QTreeView>
#include <QtTest>

using namespace pitboss;

struct Dock
{
    CatalogDock dock;
    QLineEdit *filter = dock.findChild<QLineEdit *>(QStringLiteral("catalogFilter"));
    QTreeView *tree = dock.findChild<QTreeView *>(QStringLiteral("catalogTree"));
    QSignalSpy opened{&dock, &CatalogDock::openRequested};
    QSignalSpy refreshed{&dock, &CatalogDock::refreshRequested};

    explicit Dock(bool filled = true)
    {
        dock.resize(280, 600);
        if (filled)
            dock.setCatalog(test::sampleCatalog());
        dock.show();
        dock.activateWindow();
        if (!QTest::qWaitForWindowActive(&dock))
            qFatal("the dock did not become active");
    }
    QString lastOpened() const
    {
        return opened.isEmpty() ? QString() : opened.last().first().value<RelationRef>().display();
    }
    bool lastInBackground() const { return opened.last().at(1).toBool(); }
    QRect rectOf(const char *name) const
    {
        const auto found = tree->model()->match(tree->model()->index(0, 0), Qt::DisplayRole, QString::fromLatin1(name),
                                                1, Qt::MatchExactly | Qt::MatchRecursive);
        return found.isEmpty() ? QRect() : tree->visualRect(found.first());
    }
    QString title() const { return dock.findChild<EmptyState *>()->title(); }
};

class TestCatalogDock : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QStringLiteral("en_US"))); }
    void typingFiltersAndEnterOpens();
    void downGoesIntoTheTree();
    void lettersOnTheTreeGoOnInTheFilter();
    void escClearsTheFilterOnly();
    void doubleClickOpens();
    void middleClickOpensBehind();
    void ctrlEnterOpensBehind();
    void schemasAreNotOpened();
    void menuCopies();
    void expansionSurvivesAFilterAndANewCatalog();
    void currentSurvivesANewCatalog();
    void systemSchemasAreAskedFor();
    void statesSayWhatToDo();
    void loadingOffersAWayOut();
    void stateIsRemembered();
    void namesComeBeforeSizes();
    void paletteGetsTheRelations();
};

void TestCatalogDock::typingFiltersAndEnterOpens()
{
    Dock it;
    it.dock.focusFilter();
    QTest::keyClicks(it.filter, QStringLiteral("use"));
    QCOMPARE(it.dock.current()->name, QStringLiteral("users"));
    QTest::keyClick(it.filter, Qt::Key_Return);
    QCOMPARE(it.lastOpened(), QStringLiteral("users"));
    QVERIFY(!it.lastInBackground());
}

void TestCatalogDock::downGoesIntoTheTree()
{
    Dock it;
    it.dock.focusFilter();
    QTest::keyClick(it.filter, Qt::Key_Down);
    QTRY_VERIFY(it.tree->hasFocus());
    QCOMPARE(it.dock.current()->name, QStringLiteral("bouts"));
    QTest::keyClick(it.tree, Qt::Key_Down);
    QTest::keyClick(it.tree, Qt::Key_Return);
    QCOMPARE(it.lastOpened(), QStringLiteral("events"));
    QTest::keyClick(it.tree, Qt::Key_Home);
    QTest::keyClick(it.tree, Qt::Key_Up);
    QTRY_VERIFY(it.filter->hasFocus());
}

void TestCatalogDock::lettersOnTheTreeGoOnInTheFilter()
{
    Dock it;
    it.tree->setFocus();
    QTest::keyClicks(it.tree, QStringLiteral("l"));
    QTRY_VERIFY(it.filter->hasFocus());
    QTest::keyClicks(it.filter, QStringLiteral("ed"));
    QCOMPARE(it.filter->text(), QStringLiteral("led"));
    QCOMPARE(it.dock.current()->name, QStringLiteral("ledger"));
}

void TestCatalogDock::escClearsTheFilterOnly()
{
    Dock it;
    it.filter->setText(QStringLiteral("use"));
    it.dock.focusFilter();
    QTest::keyClick(it.filter, Qt::Key_Escape);
    QCOMPARE(it.filter->text(), QString());
    QVERIFY(!it.rectOf("bouts").isEmpty());
}

void TestCatalogDock::doubleClickOpens()
{
    Dock it;
    QTest::mouseClick(it.tree->viewport(), Qt::LeftButton, {}, it.rectOf("bouts").center());
    QCOMPARE(it.opened.count(), 0);
    QTest::mouseDClick(it.tree->viewport(), Qt::LeftButton, {}, it.rectOf("bouts").center());
    QCOMPARE(it.lastOpened(), QStringLiteral("bouts"));
}

void TestCatalogDock::middleClickOpensBehind()
{
    Dock it;
    QTest::mouseClick(it.tree->viewport(), Qt::MiddleButton, {}, it.rectOf("users").center());
    QCOMPARE(it.lastOpened(), QStringLiteral("users"));
    QVERIFY(it.lastInBackground());
}

void TestCatalogDock::ctrlEnterOpensBehind()
{
    Dock it;
    it.dock.setCurrent({QStringLiteral("archive"), QStringLiteral("bouts_2024")});
    it.tree->setFocus();
    QTest::keyClick(it.tree, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(it.opened.count(), 1);
    QCOMPARE(it.lastOpened(), QStringLiteral("archive.bouts_2024"));
    QVERIFY(it.lastInBackground());
}

void TestCatalogDock::schemasAreNotOpened()
{
    Dock it;
    QTest::mouseDClick(it.tree->viewport(), Qt::LeftButton, {}, it.rectOf("public").center());
    QTest::mouseClick(it.tree->viewport(), Qt::MiddleButton, {}, it.rectOf("public").center());
    QCOMPARE(it.opened.count(), 0);
}

void TestCatalogDock::menuCopies()
{
    Dock it;
    QSignalSpy others(&it.dock, &CatalogDock::menuAboutToShow);
    emit it.tree->customContextMenuRequested(it.rectOf("users").center());
    auto *menu = it.dock.findChild<QMenu *>(QStringLiteral("catalogMenu"));
    QVERIFY(menu);
    QCOMPARE(others.count(), 1);
    menu->findChild<QAction *>(QStringLiteral("catalogCopyQualified"))->trigger();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("\"public\".\"users\""));
    menu->findChild<QAction *>(QStringLiteral("catalogCopyName"))->trigger();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("users"));
    menu->findChild<QAction *>(QStringLiteral("catalogOpenBehind"))->trigger();
    QVERIFY(it.lastInBackground());
    menu->close();
}

void TestCatalogDock::expansionSurvivesAFilterAndANewCatalog()
{
    Dock it;
    QVERIFY(!it.rectOf("bouts_2024").isEmpty());
    it.tree->collapse(it.tree->model()->index(1, 0));
    QVERIFY(it.rectOf("bouts_2024").isEmpty());
    it.filter->setText(QStringLiteral("bouts"));
    QVERIFY(!it.rectOf("bouts_2024").isEmpty());
    it.filter->clear();
    QVERIFY(it.rectOf("bouts_2024").isEmpty());
    it.dock.setCatalog(test::sampleCatalog());
    QVERIFY(it.rectOf("bouts_2024").isEmpty());
    QVERIFY(!it.rectOf("bouts").isEmpty());
}

void TestCatalogDock::currentSurvivesANewCatalog()
{
    Dock it;
    it.dock.setCurrent({QStringLiteral("public"), QStringLiteral("users")});
    Catalog newer = test::sampleCatalog();
    newer.relations.removeAt(2);
    it.dock.setCatalog(newer);
    QCOMPARE(it.dock.current()->name, QStringLiteral("users"));
}

void TestCatalogDock::systemSchemasAreAskedFor()
{
    Dock it;
    auto *button = it.dock.findChild<QToolButton *>(QStringLiteral("catalogSystem"));
    QVERIFY(it.rectOf("pg_catalog").isEmpty());
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(it.refreshed.last().first().toBool(), true);
    QVERIFY(!it.rectOf("pg_catalog").isEmpty());
    QTest::mouseClick(it.dock.findChild<QToolButton *>(QStringLiteral("catalogRefresh")), Qt::LeftButton);
    QCOMPARE(it.refreshed.count(), 2);
}

void TestCatalogDock::statesSayWhatToDo()
{
    Dock it(false);
    QCOMPARE(it.title(), QStringLiteral("Not connected"));
    it.dock.setCatalog(Catalog());
    QCOMPARE(it.title(), QStringLiteral("Nothing here yet"));
    it.dock.setError(Error::of(Error::Kind::ConnectionLost, QStringLiteral("Gone.")));
    QCOMPARE(it.title(), QStringLiteral("The list could not be read"));
    auto *action = it.dock.findChild<QPushButton *>(QStringLiteral("emptyFirstAction"));
    QTest::mouseClick(action, Qt::LeftButton);
    QCOMPARE(it.refreshed.count(), 1);
    it.dock.setCatalog(test::sampleCatalog());
    QVERIFY(it.tree->isVisible());
    it.filter->setText(QStringLiteral("zzz"));
    QCOMPARE(it.title(), QStringLiteral("Nothing matches"));
    QTest::mouseClick(action, Qt::LeftButton);
    QCOMPARE(it.filter->text(), QString());
    QVERIFY(it.tree->isVisible());
}

void TestCatalogDock::loadingOffersAWayOut()
{
    Dock it(false);
    QSignalSpy canceled(&it.dock, &CatalogDock::cancelRequested);
    it.dock.setLoading();
    auto *cancel = it.dock.findChild<QPushButton *>(QStringLiteral("loadingCancel"));
    QVERIFY(!cancel->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(cancel->isVisible(), 3000);
    QTest::mouseClick(cancel, Qt::LeftButton);
    QCOMPARE(canceled.count(), 1);
}

void TestCatalogDock::stateIsRemembered()
{
    Dock it;
    it.tree->collapse(it.tree->model()->index(0, 0));
    const QVariantMap state = it.dock.saveState();
    Dock next(false);
    next.dock.restoreState(state);
    next.dock.setCatalog(test::sampleCatalog());
    QVERIFY(next.rectOf("bouts").isEmpty());
    QVERIFY(!next.rectOf("bouts_2024").isEmpty());
}

void TestCatalogDock::namesComeBeforeSizes()
{
    Dock it;
    it.dock.resize(320, 600);
    QTRY_VERIFY(!it.tree->isColumnHidden(2));
    it.dock.resize(220, 600);
    QTRY_VERIFY(it.tree->isColumnHidden(2));
    QVERIFY(!it.tree->isColumnHidden(1));
}

void TestCatalogDock::paletteGetsTheRelations()
{
    QStringList opened;
    const auto entries =
        relationEntries(test::sampleCatalog(), [&](const RelationRef &ref) { opened << ref.display(); });
    QCOMPARE(entries.size(), 8);
    QCOMPARE(entries.first().title, QStringLiteral("archive.bouts_2024"));
    QVERIFY(entries.first().detail.contains(QLatin1String("about 120,000 rows")));
    entries.first().run();
    QCOMPARE(opened, QStringList(QStringLiteral("archive.bouts_2024")));
}

QTEST_MAIN(TestCatalogDock)
#include "tst_catalogdock.moc"
