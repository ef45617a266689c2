// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/tour.h"

#include "app/window/studio.h"
#include "ui/commandpalette.h"
#include "ui/data/datapage.h"
#include "ui/data/tabletab.h"
#include "ui/grid/rowsview.h"
#include "ui/grid/sortheader.h"
#include "ui/grid/tablegrid.h"
#include "ui/mainwindow.h"
#include "ui/migrations/migrationspage.h"
#include "ui/page.h"
#include "ui/support/supportpage.h"
#include "ui/theme.h"

#include <QAction>
#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QLineEdit>
#include <QPainter>
#include <QPixmap>
#include <QPushButton>

#include <cstdio>

namespace pitboss {

namespace {
constexpr int stepLimit = 60000; ///< ms: the first start builds the demo
constexpr int settleTime = 250;  ///< ms between "done" and its picture: what is painted later is painted
} // namespace

Tour::Tour(Studio &studio, const QString &folder)
    : m_studio(studio)
    , m_folder(QDir(folder).absolutePath())
{
    if (!QDir().mkpath(m_folder)) {
        std::fprintf(stderr, "pitboss: the folder %s cannot be made.\n", qPrintable(m_folder));
        QTimer::singleShot(0, qApp, [] { QCoreApplication::exit(1); });
        return;
    }
    connect(&m_studio, &Studio::connectFailed, this, [this](const Error &error) { fail(error.text()); });
    m_studio.window()->resize(1280, 800);
    plan();
    m_timer.setInterval(20);
    connect(&m_timer, &QTimer::timeout, this, &Tour::look);
    m_timer.start();
    next();
}

void Tour::add(Step step)
{
    m_steps << std::move(step);
}

void Tour::plan()
{
    Studio &studio = m_studio;
    add({QStringLiteral("the start page"), [&studio] { studio.theme().setChoice(ThemeChoice::Light); },
         [&studio] { return studio.window()->isVisible(); }, QStringLiteral("start-light")});
    add({QStringLiteral("the start page, dark"),
         [&studio] { studio.theme().setChoice(ThemeChoice::Dark); },
         {},
         QStringLiteral("start-dark")});
    add({QStringLiteral("the demo database"),
         [&studio] { studio.openDemo(); },
         [&studio] { return studio.isConnected(); },
         {}});
    add({QStringLiteral("its catalog"),
         [&studio] { studio.window()->showPage(studio.dataPage()->id()); },
         [&studio] { return studio.dataPage()->catalog().relations.size() >= 12; },
         {}});
    planData(QStringLiteral("-dark"));
    planPages(QStringLiteral("-dark"));
    add({QStringLiteral("light colours"), [&studio] { studio.theme().setChoice(ThemeChoice::Light); }, {}, {}});
    planData(QStringLiteral("-light"));
    planPages(QStringLiteral("-light"));
}

void Tour::planData(const QString &suffix)
{
    DataPage *data = m_studio.dataPage();
    MainWindow *window = m_studio.window();
    const auto tab = [data] { return data->currentTab(); };
    const auto loaded = [tab] { return tab() && tab()->model().rowCount() > 0 && !tab()->pager().isLoading(); };
    const auto open = [data, window](const char *name) {
        return [data, window, name] {
            window->showPage(data->id());
            data->openTable({QStringLiteral("public"), QString::fromLatin1(name)});
        };
    };
    add({QStringLiteral("users"), open("users"), loaded, QStringLiteral("data-users") + suffix});
    add({QStringLiteral("bouts, sorted by creation"), open("bouts"), loaded, {}});
    add({QStringLiteral("newest bouts first"),
         [tab] {
             emit tab()->grid()->header()->sortRequested({{QStringLiteral("created_at"), true}});
         },
         loaded, QStringLiteral("data-bouts") + suffix});
    add({QStringLiteral("a transcript, whole"),
         [tab] {
             tab()->setInspectorShown(true);
             const int column = tab()->model().query().relation().columnIndex(QStringLiteral("transcript"));
             tab()->grid()->view()->setCurrentIndex(tab()->model().index(3, column));
         },
         loaded, QStringLiteral("data-transcript") + suffix});
    add({QStringLiteral("the ledger"), open("credit_transactions"), loaded, {}});
    add({QStringLiteral("the middle of the ledger"), [tab] { tab()->pager().showOrdinal(tab()->pager().total() / 2); },
         [tab, loaded] { return loaded() && tab()->pager().firstOrdinal() > 1000; },
         QStringLiteral("data-ledger") + suffix});
    add({QStringLiteral("its end"),
         [tab] { tab()->pager().showEnd(); },
         [tab, loaded] { return loaded() && tab()->pager().isAtEnd(); },
         {}});
    add({QStringLiteral("grants only"), [tab] { tab()->setFilter(QStringLiteral("source = 'admin_grant'")); }, loaded,
         QStringLiteral("data-filter") + suffix});
    add({QStringLiteral("an error, told"), [tab] { tab()->setFilter(QStringLiteral("sauce = 'admin_grant'")); },
         [tab] { return tab()->model().rowCount() == 0 && !tab()->pager().isLoading(); },
         QStringLiteral("data-error") + suffix});
    add({QStringLiteral("all rows again"), [tab] { tab()->setFilter({}); }, loaded, {}});
}

void Tour::planMigrations(const QString &suffix)
{
    MigrationsPage *page = m_studio.migrationsPage();
    const auto action = [page](const char *name) { return page->findChild<QAction *>(QLatin1String(name)); };
    add({QStringLiteral("what is applied"),
         [this, page] { m_studio.window()->showPage(page->id()); },
         [action] { return action("migrationsTryPending")->isEnabled(); },
         {}});
    add({QStringLiteral("a dry run of all that is pending"), [action] { action("migrationsTryPending")->trigger(); },
         [action] { return action("migrationsTryPending")->isEnabled(); },
         QStringLiteral("migrations-dry-run") + suffix});
}

void Tour::planSupport(const QString &suffix)
{
    SupportPage *support = m_studio.supportPage();
    const auto child = [support](const char *name) { return support->findChild<QPushButton *>(QLatin1String(name)); };
    add({QStringLiteral("a person"),
         [this, support] {
             m_studio.window()->showPage(support->id());
             support->search(QStringLiteral("mariapilar.nunez2@plazamayor.example"));
         },
         [child] { return child("personGrant")->isVisible(); }, QStringLiteral("support-person") + suffix});
    add({QStringLiteral("the form of a grant"),
         [child] { child("personGrant")->click(); },
         [support] { return support->form() != nullptr; },
         {}});
    add({QStringLiteral("a filled form is closed again"),
         [support] {
             auto *amount = support->form()->findChild<QLineEdit *>(QStringLiteral("operationAmount"));
             amount->setText(QStringLiteral("12.50"));
             support->form()->reject();
         },
         [support] { return support->form() == nullptr; },
         {}});
}

void Tour::planPages(const QString &suffix)
{
    MainWindow *window = m_studio.window();
    for (const char *id : {"overview", "migrations", "support", "activity"}) {
        const QString name = QString::fromLatin1(id);
        if (!window->page(name))
            continue;
        const auto idle = [window, name] { return window->currentPage() == window->page(name); };
        add({window->page(name)->title(), [window, name] { window->showPage(name); }, idle, name + suffix});
    }
    planMigrations(suffix);
    planSupport(suffix);
    add({QStringLiteral("the command palette"),
         [window] { window->openPalette(); },
         {},
         QStringLiteral("palette") + suffix});
    add({QStringLiteral("the palette closed"), [window] { window->findChild<CommandPalette *>()->dismiss(); }, {}, {}});
}

void Tour::next()
{
    if (++m_current >= m_steps.size()) {
        m_timer.stop();
        say(QStringLiteral("The tour is over: pictures in %1").arg(m_folder));
        QCoreApplication::exit(0);
        return;
    }
    m_began = QDateTime::currentMSecsSinceEpoch();
    m_settling = false;
    if (m_steps[m_current].act)
        m_steps[m_current].act();
}

void Tour::look()
{
    if (m_current < 0 || m_current >= m_steps.size())
        return;
    const Step &step = m_steps[m_current];
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (!m_settling && step.done && !step.done()) {
        if (now - m_began > stepLimit)
            fail(QStringLiteral("%1 did not come within %2 s").arg(step.what).arg(stepLimit / 1000));
        return;
    }
    if (!std::exchange(m_settling, true)) {
        say(QStringLiteral("%1: %2 ms").arg(step.what).arg(now - m_began));
        m_began = now;
    }
    if (!step.picture.isEmpty() && now - m_began < settleTime)
        return;
    if (!step.picture.isEmpty())
        takePicture(step.picture);
    next();
}

void Tour::takePicture(const QString &name)
{
    const QString path = QDir(m_folder).filePath(name + QStringLiteral(".png"));
    QPixmap picture = m_studio.window()->grab();
    if (QWidget *popup = QApplication::activePopupWidget()) { // a window of its own: draw it where it stands
        QPainter painter(&picture);
        painter.drawPixmap(m_studio.window()->mapFromGlobal(popup->mapToGlobal(QPoint())), popup->grab());
    }
    if (picture.save(path))
        say(QStringLiteral("  picture %1").arg(path));
    else
        fail(QStringLiteral("the picture %1 could not be written").arg(path));
}

void Tour::say(const QString &text) const
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

void Tour::fail(const QString &why)
{
    m_timer.stop();
    m_steps.clear();
    std::fprintf(stderr, "pitboss: the tour ended early: %s\n", qPrintable(why));
    QCoreApplication::exit(1);
}

} // namespace pitboss
