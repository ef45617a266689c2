// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "ui/commandpalette.h"
#include "ui/controls.h"
#include "ui/environment.h"
#include "ui/environmentband.h"
#include "ui/icons.h"
#include "ui/navigationrail.h"
#include "ui/page.h"
#include "ui/shortcutsdialog.h"
#include "ui/statusline.h"
#include "ui/theme.h"
#include "ui/topbar.h"

#include <QAction>
#include <QCloseEvent>
#include <QDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStackedWidget>

namespace pitboss {

MainWindow::MainWindow(QSettings &settings, Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_band(new EnvironmentBand(this))
    , m_rail(new NavigationRail(this))
    , m_topBar(new TopBar(this))
    , m_stack(new QStackedWidget(this))
    , m_status(new StatusLine(this))
    , m_actions(this)
    , m_palette(new CommandPalette(settings, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(applicationIcon());
    setMinimumSize(720, 480);
    resize(1280, 800);
    build();
    connectActions();
    m_actions.follow(theme);
    updateTitle();
    updateEnabled();
    updateHistory();
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    m_stack->setObjectName(QStringLiteral("pageStack"));
    auto *right = new QVBoxLayout;
    right->setContentsMargins(0, 0, 0, 0);
    right->setSpacing(0);
    right->addWidget(m_topBar);
    right->addWidget(m_stack, 1);
    auto *middle = new QHBoxLayout;
    middle->setContentsMargins(0, 0, 0, 0);
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addLayout(right, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_band);
    column->addLayout(middle, 1);
    column->addWidget(m_status);
}

void MainWindow::connectActions()
{
    const WindowActions &a = m_actions;
    connect(a.palette, &QAction::triggered, this, &MainWindow::openPalette);
    connect(a.tables, &QAction::triggered, this, &MainWindow::openTables);
    connect(a.find, &QAction::triggered, this, [this] { currentPage()->find(); });
    connect(a.refresh, &QAction::triggered, this, [this] { currentPage()->refresh(); });
    connect(a.stop, &QAction::triggered, this, &MainWindow::stopWhatRuns);
    connect(a.back, &QAction::triggered, this, &MainWindow::goBack);
    connect(a.forward, &QAction::triggered, this, &MainWindow::goForward);
    connect(a.reconnect, &QAction::triggered, this, &MainWindow::reconnectRequested);
    connect(a.disconnect, &QAction::triggered, this, &MainWindow::disconnectRequested);
    connect(a.fullScreen, &QAction::triggered, this, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    connect(a.shortcuts, &QAction::triggered, this, &MainWindow::showShortcuts);
    connect(a.about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(a.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_rail, &NavigationRail::chosen, this, &MainWindow::showPage);
    connect(m_status, &StatusLine::stopRequested, this, &MainWindow::stopWhatRuns);
    ConnectionChip *chip = m_topBar->chip();
    connect(chip, &ConnectionChip::reconnectRequested, this, &MainWindow::reconnectRequested);
    connect(chip, &ConnectionChip::disconnectRequested, this, &MainWindow::disconnectRequested);
    connect(chip, &ConnectionChip::connectRequested, this, [this] { showPage(QStringLiteral("start")); });
    m_topBar->setHistoryActions(a.back, a.forward);
    m_topBar->setSearchAction(a.palette);
    m_topBar->setMenus(a.themes, {a.shortcuts, a.fullScreen, a.about, a.quit});
}

void MainWindow::addPage(Page *page)
{
    QKeySequence shortcut = page->shortcut();
    int numbered = 0;
    for (const Page *other : std::as_const(m_pages))
        numbered += other->shortcut().isEmpty() ? 1 : 0;
    if (shortcut.isEmpty() && numbered < 9)
        shortcut = QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + numbered));
    m_pages.insert(page->id(), page);
    m_stack->addWidget(page);
    m_rail->addEntry(page->id(), page->iconName(), page->title(), shortcut);
    QAction *action =
        namedAction(QStringLiteral("page-") + page->id(), page->iconName(), page->title(), shortcut, this);
    action->setShortcutContext(Qt::WindowShortcut);
    connect(action, &QAction::triggered, this, [this, id = page->id()] { showPage(id); });
    connectPage(page);
    updateEnabled();
    if (m_pages.size() == 1)
        showPage(page->id());
}

void MainWindow::connectPage(Page *page)
{
    connect(page, &Page::visited, this, [this, page](const QVariant &location) {
        if (page == currentPage())
            visit({page->id(), location});
    });
    connect(page, &Page::statusChanged, this, [this, page](const QString &text) {
        m_statusTexts.insert(page, text);
        showStatus();
    });
    connect(page, &Page::running, this, [this, page](const QString &what) {
        m_running.insert(page, what);
        showStatus();
    });
}

Page *MainWindow::currentPage() const
{
    return static_cast<Page *>(m_stack->currentWidget());
}

void MainWindow::showPage(const QString &id)
{
    Page *page = m_pages.value(id);
    if (!page || !m_rail->isEntryEnabled(id)) {
        m_rail->setCurrent(currentPage() ? currentPage()->id() : QString());
        return;
    }
    bringForward(page);
    visit({id, {}});
}

void MainWindow::bringForward(Page *page)
{
    m_stack->setCurrentWidget(page);
    m_rail->setCurrent(page->id());
    showStatus();
    updateTitle();
    page->activated();
}

void MainWindow::visit(const History::Entry &entry)
{
    if (m_traveling)
        return;
    m_history.visit(entry);
    updateHistory();
}

void MainWindow::goTo(const History::Entry &entry)
{
    Page *page = m_pages.value(entry.pageId);
    if (!page || !m_rail->isEntryEnabled(entry.pageId))
        return;
    m_traveling = true;
    if (page != currentPage())
        bringForward(page);
    if (entry.location.isValid())
        page->goTo(entry.location);
    m_traveling = false;
}

void MainWindow::goBack()
{
    if (const auto entry = m_history.back())
        goTo(*entry);
    updateHistory();
}

void MainWindow::goForward()
{
    if (const auto entry = m_history.forward())
        goTo(*entry);
    updateHistory();
}

void MainWindow::updateHistory()
{
    m_actions.back->setEnabled(m_history.canGoBack());
    m_actions.forward->setEnabled(m_history.canGoForward());
}

void MainWindow::stopWhatRuns()
{
    if (!currentPage() || !currentPage()->cancel())
        emit stopRequested();
}

void MainWindow::showStatus()
{
    m_status->setText(m_statusTexts.value(currentPage()));
    m_status->setRunning(m_running.value(currentPage()));
}

void MainWindow::setConnection(const std::optional<ConnectionSummary> &summary)
{
    const bool wasConnected = m_summary.has_value();
    m_summary = summary;
    m_band->setEnvironment(summary ? std::optional(summary->environment) : std::nullopt);
    m_topBar->chip()->setSummary(summary);
    updateEnabled();
    updateTitle();
    if (!summary && wasConnected) {
        m_history.clear();
        updateHistory();
    }
}

void MainWindow::updateEnabled()
{
    m_actions.reconnect->setEnabled(m_summary.has_value());
    m_actions.disconnect->setEnabled(m_summary.has_value());
    m_actions.tables->setEnabled(m_summary.has_value());
    Page *fallback = nullptr;
    for (int i = 0; i < m_stack->count(); ++i) {
        auto *page = static_cast<Page *>(m_stack->widget(i));
        const bool enabled = m_summary || !page->needsConnection();
        m_rail->setEntryEnabled(page->id(), enabled, tr("Connect to a database first."));
        if (enabled && !fallback)
            fallback = page;
    }
    if (fallback && currentPage() && !m_rail->isEntryEnabled(currentPage()->id()))
        showPage(fallback->id());
}

void MainWindow::updateTitle()
{
    QStringList parts;
    if (m_summary)
        parts << QStringLiteral("%1 (%2)").arg(m_summary->database, environmentWord(m_summary->environment));
    if (currentPage())
        parts << currentPage()->title();
    parts << QStringLiteral("Pitboss");
    setWindowTitle(parts.join(QStringLiteral(" – ")));
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    // Only keys that nobody nearer to the focus wanted arrive here.
    if (event->key() == Qt::Key_Escape)
        stopWhatRuns();
    else
        QWidget::keyPressEvent(event);
}

static bool takesTab(const QWidget *widget, const QWidget *window)
{
    return (widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy() && widget->isEnabled()
        && widget->isVisibleTo(window) && widget->window() == window;
}

QList<QWidget *> MainWindow::focusStops() const
{
    // Qt's own chain is in order of creation, and pages come and grow later than the lines around them.
    QList<QWidget *> stops;
    for (QWidget *part : {static_cast<QWidget *>(m_rail), static_cast<QWidget *>(m_topBar), m_stack->currentWidget(),
                          static_cast<QWidget *>(m_status)}) {
        if (!part)
            continue;
        for (QWidget *widget = part->nextInFocusChain(); widget != part; widget = widget->nextInFocusChain())
            if (part->isAncestorOf(widget) && takesTab(widget, this))
                stops << widget;
    }
    return stops;
}

bool MainWindow::focusNextPrevChild(bool next)
{
    const QList<QWidget *> stops = focusStops();
    if (stops.isEmpty())
        return false;
    const qsizetype at = stops.indexOf(focusWidget());
    const qsizetype count = stops.size();
    const qsizetype to = at < 0 ? (next ? 0 : count - 1) : (at + (next ? 1 : -1) + count) % count;
    stops.at(to)->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

// A form that is writing does not close before the answer is known, and then neither does the window.
bool MainWindow::closeForms()
{
    const QList<QDialog *> forms = findChildren<QDialog *>();
    return std::all_of(forms.begin(), forms.end(), [](QDialog *form) { return form->isHidden() || form->close(); });
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!closeForms())
        return event->ignore();
    saveSession();
    QWidget::closeEvent(event);
}

} // namespace pitboss
