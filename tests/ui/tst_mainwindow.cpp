// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/colors.h"
#include "ui/connectionchip.h"
#include "ui/environmentband.h"
#include "ui/history.h"
#include "ui/navigationrail.h"
#include "ui/shortcutsdialog.h"
#include "ui/statusline.h"

#include "support/shell.h"

#include <QAction>
#include <QClipboard>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>
#include <QTreeWidget>
#include <QtTest>

using namespace pitboss;
using test::FakePage;
using test::Shell;

class TestMainWindow : public QObject
{
    Q_OBJECT

private slots:
    void historyIsABrowsers();
    void staysWithAFormThatWrites();
    void pagesThatNeedAConnectionWait();
    void disconnectingGoesBackToTheStart();
    void numbersSwitchPages();
    void railIsClickedAndReached();
    void backAndForwardRememberPlaces();
    void pageCommandsReachThePageInFront();
    void escStopsThePageThenTellsTheOwner();
    void escInAFieldStillReachesThePage();
    void bandAndChipSayWhere();
    void chipMenuActs();
    void statusIsThePagesOwn();
    void stopButtonStops();
    void timeZoneIsChosenAndRemembered();
    void themeIsSwitchedFromTheMenu();
    void shortcutsAreListed();
    void aboutTellsVersions();
    void sessionIsRemembered();
};

static void press(Shell &shell, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
{
    QTest::keyClick(&shell.window, key, modifiers);
}

static QString front(const Shell &shell)
{
    return shell.window.currentPage()->id();
}

void TestMainWindow::historyIsABrowsers()
{
    History history;
    QVERIFY(!history.canGoBack());
    QVERIFY(!history.back());
    for (const char *place : {"a", "b", "b", "c"})
        history.visit({QString::fromLatin1(place), {}});
    QCOMPARE(history.back()->pageId, QStringLiteral("b"));
    QCOMPARE(history.back()->pageId, QStringLiteral("a"));
    QVERIFY(!history.canGoBack());
    QCOMPARE(history.forward()->pageId, QStringLiteral("b"));
    history.visit({QStringLiteral("d"), {}});
    QVERIFY(!history.canGoForward());
    QCOMPARE(history.back()->pageId, QStringLiteral("b"));
    for (int i = 0; i < 500; ++i)
        history.visit({QString::number(i), {}});
    int steps = 0;
    while (history.back())
        ++steps;
    QCOMPARE(steps, 99);
}

void TestMainWindow::pagesThatNeedAConnectionWait()
{
    Shell shell;
    QCOMPARE(front(shell), QStringLiteral("start"));
    press(shell, Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(front(shell), QStringLiteral("start"));
    auto *rail = shell.window.findChild<NavigationRail *>();
    QVERIFY(!rail->isEntryEnabled(QStringLiteral("data")));
    QCOMPARE(rail->current(), QStringLiteral("start"));
    shell.window.setConnection(test::productionSummary());
    QVERIFY(rail->isEntryEnabled(QStringLiteral("data")));
}

void TestMainWindow::disconnectingGoesBackToTheStart()
{
    Shell shell;
    shell.window.setConnection(test::productionSummary());
    shell.window.showPage(QStringLiteral("data"));
    QCOMPARE(front(shell), QStringLiteral("data"));
    shell.window.setConnection(std::nullopt);
    QCOMPARE(front(shell), QStringLiteral("start"));
    press(shell, Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(front(shell), QStringLiteral("start"));
}

void TestMainWindow::numbersSwitchPages()
{
    Shell shell;
    shell.window.setConnection(test::productionSummary());
    press(shell, Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(front(shell), QStringLiteral("support"));
    QCOMPARE(shell.support->calls, QStringList(QStringLiteral("activated")));
    press(shell, Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(front(shell), QStringLiteral("data"));
    QVERIFY(shell.window.windowTitle().contains(QLatin1String("pit_prod (Production)")));
    QVERIFY(shell.window.windowTitle().contains(QLatin1String("Data")));
}

void TestMainWindow::railIsClickedAndReached()
{
    Shell shell;
    shell.window.setConnection(test::productionSummary());
    auto *button = shell.window.findChild<QAbstractButton *>(QStringLiteral("rail-data"));
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(front(shell), QStringLiteral("data"));
    QVERIFY(button->isChecked());
    QVERIFY(button->toolTip().contains(QLatin1String("Ctrl+2")));
    QTest::keyClick(shell.window.findChild<QAbstractButton *>(QStringLiteral("rail-support")), Qt::Key_Space);
    QCOMPARE(front(shell), QStringLiteral("support"));
}

void TestMainWindow::backAndForwardRememberPlaces()
{
    Shell shell;
    shell.window.setConnection(test::productionSummary());
    shell.window.showPage(QStringLiteral("data"));
    emit shell.data->visited(QStringLiteral("users"));
    emit shell.data->visited(QStringLiteral("bouts"));
    shell.window.showPage(QStringLiteral("support"));
    shell.data->calls.clear();
    press(shell, Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(front(shell), QStringLiteral("data"));
    QVERIFY(shell.data->calls.contains(QStringLiteral("go to bouts")));
    QTest::mouseClick(shell.window.findChild<QToolButton *>(QStringLiteral("historyBack")), Qt::LeftButton);
    QCOMPARE(shell.data->calls.constLast(), QStringLiteral("go to users"));
    press(shell, Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(shell.data->calls.constLast(), QStringLiteral("go to bouts"));
    press(shell, Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(front(shell), QStringLiteral("support"));
    QVERIFY(!shell.window.findChild<QToolButton *>(QStringLiteral("historyForward"))->isEnabled());
}

void TestMainWindow::pageCommandsReachThePageInFront()
{
    Shell shell;
    shell.window.setConnection(test::productionSummary());
    shell.window.showPage(QStringLiteral("data"));
    shell.data->calls.clear();
    press(shell, Qt::Key_F5);
    press(shell, Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(shell.data->calls, QStringList({QStringLiteral("refresh"), QStringLiteral("find")}));
    QVERIFY(!shell.start->calls.contains(QStringLiteral("refresh")));
}

void TestMainWindow::escStopsThePageThenTellsTheOwner()
{
    Shell shell;
    QSignalSpy stopped(&shell.window, &MainWindow::stopRequested);
    shell.start->cancels = true;
    press(shell, Qt::Key_Escape);
    QCOMPARE(shell.start->calls.constLast(), QStringLiteral("cancel"));
    QCOMPARE(stopped.count(), 0);
    shell.start->cancels = false;
    press(shell, Qt::Key_Escape);
    QCOMPARE(stopped.count(), 1);
}

void TestMainWindow::escInAFieldStillReachesThePage()
{
    Shell shell;
    auto *field = new QLineEdit(shell.start);
    field->show();
    field->setFocus();
    QTest::keyClick(field, Qt::Key_Escape);
    QCOMPARE(shell.start->calls.constLast(), QStringLiteral("cancel"));
}

void TestMainWindow::bandAndChipSayWhere()
{
    Shell shell;
    auto *band = shell.window.findChild<EnvironmentBand *>();
    auto *chip = shell.window.findChild<ConnectionChip *>();
    QVERIFY(!band->environment());
    QCOMPARE(chip->accessibleName(), QStringLiteral("Not connected"));
    shell.window.setConnection(test::productionSummary());
    QCOMPARE(band->environment(), Environment::Production);
    QCOMPARE(chip->accessibleName(),
             QStringLiteral("Connection: Production, pit_prod @ ep-cool-darkness · direct, read-only"));
    // In colour too: the band is the first three rows of the window.
    const QImage picture = shell.window.grab().toImage();
    QCOMPARE(picture.pixelColor(500, 1), colorsFor(shell.window.palette()).production.fill);
}

void TestMainWindow::chipMenuActs()
{
    Shell shell;
    shell.window.setConnection(test::productionSummary());
    QSignalSpy disconnected(&shell.window, &MainWindow::disconnectRequested);
    QSignalSpy reconnected(&shell.window, &MainWindow::reconnectRequested);
    auto *chip = shell.window.findChild<ConnectionChip *>();
    auto *menu = chip->findChild<QMenu *>(QStringLiteral("connectionMenu"));
    QTest::mouseClick(chip, Qt::LeftButton);
    QTRY_VERIFY(menu->isVisible());
    menu->findChild<QAction *>(QStringLiteral("chipCopy"))->trigger();
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("pit_prod @ ep-cool-darkness"));
    menu->findChild<QAction *>(QStringLiteral("chipReconnect"))->trigger();
    menu->findChild<QAction *>(QStringLiteral("chipDisconnect"))->trigger();
    QCOMPARE(reconnected.count(), 1);
    QCOMPARE(disconnected.count(), 1);
    menu->close();
}

void TestMainWindow::statusIsThePagesOwn()
{
    Shell shell;
    shell.window.setConnection(test::productionSummary());
    shell.window.showPage(QStringLiteral("data"));
    emit shell.data->statusChanged(QStringLiteral("about 2,000 rows"));
    emit shell.data->running(QStringLiteral("counting…"));
    emit shell.support->statusChanged(QStringLiteral("nobody found"));
    StatusLine *line = shell.window.statusLine();
    QCOMPARE(line->text(), QStringLiteral("about 2,000 rows"));
    QCOMPARE(line->running(), QStringLiteral("counting…"));
    shell.window.showPage(QStringLiteral("support"));
    QCOMPARE(line->text(), QStringLiteral("nobody found"));
    QCOMPARE(line->running(), QString());
}

void TestMainWindow::stopButtonStops()
{
    Shell shell;
    auto *stop = shell.window.findChild<QToolButton *>(QStringLiteral("statusStop"));
    QVERIFY(!stop->isVisible());
    emit shell.start->running(QStringLiteral("connecting…"));
    QVERIFY(stop->isVisible());
    QTest::mouseClick(stop, Qt::LeftButton);
    QCOMPARE(shell.start->calls.constLast(), QStringLiteral("cancel"));
    emit shell.start->running({});
    QVERIFY(!stop->isVisible());
}

void TestMainWindow::timeZoneIsChosenAndRemembered()
{
    QCOMPARE(StatusLine::zoneLabel(QTimeZone(3600)), QStringLiteral("UTC+1"));
    QCOMPARE(StatusLine::zoneLabel(QTimeZone(-12600)), QStringLiteral("UTC-3:30"));
    QCOMPARE(StatusLine::zoneLabel(QTimeZone::utc()), QStringLiteral("UTC"));
    Shell shell;
    shell.window.statusLine()->setTimeZone(QTimeZone("Asia/Kathmandu"));
    shell.window.saveSession();
    MainWindow next(shell.settings.file, shell.theme);
    next.restoreSession();
    QCOMPARE(next.statusLine()->timeZone().id(), QByteArray("Asia/Kathmandu"));
}

void TestMainWindow::themeIsSwitchedFromTheMenu()
{
    Shell shell;
    shell.window.actions().themes.at(2)->trigger();
    QVERIFY(shell.theme.isDark());
    const auto ground = [&shell] { return shell.window.grab().toImage().pixelColor(500, 400); };
    QTRY_COMPARE(ground(), darkColors().window);
    shell.window.actions().themes.at(1)->trigger();
    QTRY_COMPARE(ground(), lightColors().window);
    QVERIFY(shell.window.actions().themes.at(1)->isChecked());
}

void TestMainWindow::shortcutsAreListed()
{
    Shell shell;
    press(shell, Qt::Key_F1);
    auto *dialog = shell.window.findChild<QDialog *>(QStringLiteral("shortcutsDialog"));
    QVERIFY(dialog);
    auto *list = dialog->findChild<QTreeWidget *>();
    for (const char *keys : {"Ctrl+K", "Ctrl+P", "Ctrl+1", "F1", "F5", "Alt+Left", "Esc"})
        QVERIFY2(!list->findItems(QString::fromLatin1(keys), Qt::MatchExactly | Qt::MatchRecursive, 1).isEmpty(), keys);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(QStringLiteral("shortcutsFilter")), QStringLiteral("refresh"));
    int shown = 0;
    for (QTreeWidgetItemIterator it(list); *it; ++it)
        shown += (*it)->parent() && !(*it)->isHidden() ? 1 : 0;
    QCOMPARE(shown, 1);
    dialog->close();
}

void TestMainWindow::aboutTellsVersions()
{
    Shell shell;
    shell.window.setVersions([] {
        return QList<VersionLine>{{QStringLiteral("libpq"), QStringLiteral("15.18"), QStringLiteral("PostgreSQL")}};
    });
    shell.window.actions().about->trigger();
    auto *dialog = shell.window.findChild<QDialog *>(QStringLiteral("aboutDialog"));
    QVERIFY(dialog);
    QTest::mouseClick(dialog->findChild<QAbstractButton *>(QStringLiteral("aboutCopy")), Qt::LeftButton);
    const QString copied = QApplication::clipboard()->text();
    QVERIFY(copied.contains(QLatin1String("Pitboss " PITBOSS_VERSION)));
    QVERIFY(copied.contains(QLatin1String("Qt 6.")));
    QVERIFY(copied.contains(QLatin1String("libpq 15.18")));
    dialog->close();
}

void TestMainWindow::staysWithAFormThatWrites()
{
    struct Form : QDialog
    {
        using QDialog::QDialog;
        void reject() override
        {
            if (!writes)
                QDialog::reject();
        }
        bool writes = true;
    };
    test::Shell shell;
    auto *form = new Form(&shell.window);
    form->open();
    QVERIFY(!shell.window.close());
    QVERIFY(shell.window.isVisible() && form->isVisible());
    form->writes = false;
    QVERIFY(shell.window.close());
    QVERIFY(!form->isVisible());
}

void TestMainWindow::sessionIsRemembered()
{
    test::Settings settings;
    Theme theme(*qApp, settings.file);
    {
        MainWindow window(settings.file, theme);
        auto *page = new FakePage(QStringLiteral("data"), true);
        window.addPage(page);
        window.setConnection(test::productionSummary());
        page->note = QStringLiteral("tab users");
        window.resize(900, 650);
        window.show();
        window.close();
    }
    MainWindow window(settings.file, theme);
    auto *page = new FakePage(QStringLiteral("data"), true);
    window.addPage(page);
    window.restoreSession();
    QCOMPARE(window.size(), QSize(900, 650));
    QCOMPARE(page->note, QStringLiteral("tab users"));
    QCOMPARE(window.lastPage(), QStringLiteral("data"));
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
