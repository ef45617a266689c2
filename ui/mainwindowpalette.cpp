// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commandpalette.h"
#include "ui/mainwindow.h"
#include "ui/navigationrail.h"
#include "ui/page.h"
#include "ui/shortcutsdialog.h"
#include "ui/statusline.h"

#include <QAction>
#include <QSettings>
#include <QStackedWidget>

namespace pitboss {

QList<PaletteEntry> MainWindow::pageEntries() const
{
    QList<PaletteEntry> entries;
    for (int i = 0; i < m_stack->count(); ++i) {
        auto *page = static_cast<Page *>(m_stack->widget(i));
        if (!m_rail->isEntryEnabled(page->id()))
            continue;
        const QAction *action = findChild<QAction *>(QStringLiteral("page-") + page->id());
        entries.append({PaletteEntry::Kind::Page, QStringLiteral("page:") + page->id(), page->title(),
                        PaletteModel::kindWord(PaletteEntry::Kind::Page), page->iconName(),
                        action ? action->shortcut().toString(QKeySequence::NativeText) : QString(),
                        [window = const_cast<MainWindow *>(this), id = page->id()] { window->showPage(id); }});
    }
    return entries;
}

static PaletteEntry entryOf(QAction *action)
{
    return {PaletteEntry::Kind::Action,
            QStringLiteral("action:") + action->objectName(),
            plainText(*action),
            {},
            action->icon().name(),
            action->shortcut().toString(QKeySequence::NativeText),
            [action] { action->trigger(); }};
}

QList<PaletteEntry> MainWindow::actionEntries() const
{
    QList<PaletteEntry> entries;
    QList<QAction *> actions = currentPage() ? currentPage()->actions() : QList<QAction *>();
    actions += m_actions.all();
    for (QAction *action : std::as_const(actions))
        if (action->isEnabled() && action != m_actions.palette && !action->text().isEmpty())
            entries.append(entryOf(action));
    return entries;
}

void MainWindow::openPalette()
{
    QList<PaletteEntry> entries = pageEntries() + actionEntries();
    if (m_tableEntries)
        entries += m_tableEntries();
    m_palette->open(std::move(entries), tr("Search tables, pages and actions"));
}

void MainWindow::openTables()
{
    m_palette->open(m_tableEntries ? m_tableEntries() : QList<PaletteEntry>(), tr("Open a table or view"));
}

void MainWindow::showShortcuts()
{
    const auto withKeys = [](const QList<QAction *> &actions) {
        QList<QAction *> kept;
        for (QAction *action : actions)
            if (!action->shortcut().isEmpty())
                kept << action;
        return kept;
    };
    QList<QAction *> pages;
    for (int i = 0; i < m_stack->count(); ++i)
        pages << findChild<QAction *>(QStringLiteral("page-") + static_cast<Page *>(m_stack->widget(i))->id());
    QList<ShortcutGroup> groups{{tr("Pages"), withKeys(pages)}, {tr("Window"), withKeys(m_actions.all())}};
    const QList<QAction *> own = currentPage() ? withKeys(currentPage()->actions()) : QList<QAction *>();
    if (!own.isEmpty())
        groups.prepend({currentPage()->title(), own});
    auto *dialog = new ShortcutsDialog(groups, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showAbout()
{
    QList<VersionLine> versions = ownVersions();
    if (m_versions)
        versions += m_versions();
    auto *dialog = new AboutDialog(versions, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

static const QLatin1String geometryKey("window/geometry");
static const QLatin1String pageKey("window/page");
static const QLatin1String zoneKey("window/timeZone");

void MainWindow::restoreSession()
{
    restoreGeometry(m_settings.value(geometryKey).toByteArray());
    const QTimeZone zone(m_settings.value(zoneKey).toByteArray());
    if (zone.isValid())
        m_status->setTimeZone(zone);
    for (Page *page : std::as_const(m_pages))
        page->restoreState(m_settings.value(QStringLiteral("pages/") + page->id()).toMap());
}

void MainWindow::saveSession()
{
    m_settings.setValue(geometryKey, saveGeometry());
    m_settings.setValue(zoneKey, m_status->timeZone().id());
    if (currentPage() && m_summary)
        m_settings.setValue(pageKey, currentPage()->id());
    for (const Page *page : std::as_const(m_pages))
        m_settings.setValue(QStringLiteral("pages/") + page->id(), page->saveState());
}

QString MainWindow::lastPage() const
{
    return m_settings.value(pageKey).toString();
}

} // namespace pitboss
