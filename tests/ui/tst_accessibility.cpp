// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/aboutdialog.h"
#include "ui/catalogdock.h"
#include "ui/shortcutsdialog.h"
#include "ui/start/startpage.h"

#include "support/accessibility.h"
#include "support/shell.h"

#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QtTest>

using namespace pitboss;

#define COMPARE_NAMES(nameless)                                                                                        \
    QVERIFY2((nameless).isEmpty(), qPrintable(QLatin1Char('\n') + (nameless).join(QLatin1Char('\n'))))

class TestAccessibility : public QObject
{
    Q_OBJECT

private slots:
    void theWalkFindsWhatIsNameless();
    void everyControlOfTheWindowHasAName();
    void everyControlOfTheDialogsHasAName();
    void everyControlOfTheCatalogHasAName();
    void namesAreUniqueInTheWindow();
    void tabGoesInReadingOrder();
    void everyFontIsThere();
};

void TestAccessibility::theWalkFindsWhatIsNameless()
{
    QWidget window;
    auto *bare = new QToolButton(&window);
    window.show(); // what is not shown needs no words yet
    QCOMPARE(test::namelessControls(&window).size(), 2);
    bare->setObjectName(QStringLiteral("bare"));
    QCOMPARE(test::namelessControls(&window).size(), 1);
    bare->setAccessibleName(QStringLiteral("Bare"));
    COMPARE_NAMES(test::namelessControls(&window));
}

/// The real start page in a real window, with everything on it shown.
struct Whole
{
    test::Settings settings;
    Theme theme{*qApp, settings.file};
    MainWindow window{settings.file, theme};
    StartPage *start = new StartPage(settings.file);

    Whole()
    {
        window.addPage(start);
        window.addPage(new test::FakePage(QStringLiteral("data"), true));
        start->remember({RecentConnection::Kind::Demo, QStringLiteral("Demo"), {}, Environment::Local});
        start->setDemo({DemoStatus::State::Ready, {}, -1});
        start->findChild<QLineEdit *>(QStringLiteral("urlField"))
            ->setText(QStringLiteral("postgresql://a@localhost/b"));
        start->showError(Error::of(Error::Kind::Connect, QStringLiteral("No session."), QStringLiteral("FATAL")));
        emit start->running(QStringLiteral("connecting…"));
        window.setConnection(test::productionSummary());
        window.resize(1280, 900);
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            qFatal("the window did not become active");
    }
};

void TestAccessibility::everyControlOfTheWindowHasAName()
{
    Whole whole;
    whole.window.openPalette();
    COMPARE_NAMES(test::namelessControls(&whole.window));
}

void TestAccessibility::everyControlOfTheDialogsHasAName()
{
    Whole whole;
    AboutDialog about(ownVersions());
    COMPARE_NAMES(test::namelessControls(&about));
    ShortcutsDialog shortcuts({{QStringLiteral("Window"), whole.window.actions().all()}});
    COMPARE_NAMES(test::namelessControls(&shortcuts));
    QTest::mouseClick(whole.start->findChild<QPushButton *>(QStringLiteral("demoReset")), Qt::LeftButton);
    auto *reset = whole.start->findChild<QWidget *>(QStringLiteral("resetDialog"));
    QVERIFY(reset);
    COMPARE_NAMES(test::namelessControls(reset));
    reset->close();
}

void TestAccessibility::everyControlOfTheCatalogHasAName()
{
    CatalogDock dock;
    COMPARE_NAMES(test::namelessControls(&dock));
}

void TestAccessibility::namesAreUniqueInTheWindow()
{
    // Tools that drive the window from outside find a control by its name and nothing else.
    Whole whole;
    QStringList seen;
    const auto widgets = whole.window.findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        if (!test::isInteractive(widget) || test::isPartOfControl(widget) || !widget->isVisible())
            continue;
        const QString name = widget->objectName();
        QVERIFY2(!seen.contains(name), qPrintable(name));
        seen << name;
    }
    QVERIFY(seen.size() > 15);
}

void TestAccessibility::tabGoesInReadingOrder()
{
    Whole whole;
    const QStringList expected{
        QStringLiteral("rail-start"),     QStringLiteral("connectionChip"), QStringLiteral("searchButton"),
        QStringLiteral("themeButton"),    QStringLiteral("moreButton"),     QStringLiteral("messageDetails"),
        QStringLiteral("demoOpen"),       QStringLiteral("urlField"),       QStringLiteral("urlConnect"),
        QStringLiteral("urlEnvironment"), QStringLiteral("projectField"),   QStringLiteral("projectBrowse"),
        QStringLiteral("recentList"),     QStringLiteral("statusStop"),     QStringLiteral("statusTimeZone")};
    QStringList met;
    whole.window.findChild<QWidget *>(QStringLiteral("rail-start"))->setFocus();
    for (int i = 0; i < 60 && (i == 0 || QApplication::focusWidget()->objectName() != QLatin1String("rail-start"));
         ++i) {
        if (expected.contains(QApplication::focusWidget()->objectName()))
            met << QApplication::focusWidget()->objectName();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(met, expected);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab, Qt::ShiftModifier);
    QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("statusTimeZone"));
}

void TestAccessibility::everyFontIsThere()
{
    // Without any font every letter is a box, and pictures and widths mean nothing.
    QVERIFY(!QFontInfo(qApp->font()).family().isEmpty());
    QVERIFY(QFontMetrics(qApp->font()).horizontalAdvance(QStringLiteral("Pitboss")) > 20);
}

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
