// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/aboutdialog.h"
#include "ui/connectionchip.h"
#include "ui/history.h"
#include "ui/palettemodel.h"
#include "ui/windowactions.h"

#include <QHash>
#include <QWidget>

#include <functional>

class QSettings;
class QStackedWidget;

namespace pitboss {

class CommandPalette;
class EnvironmentBand;
class NavigationRail;
class Page;
class StatusLine;
class Theme;
class TopBar;

/// The frame around the pages: band, rail, top bar, status line, palette, shortcuts, history and the remembered
/// session. It knows no database: the composition root tells it what it is connected to and acts on its signals.
class MainWindow : public QWidget
{
    Q_OBJECT
public:
    MainWindow(QSettings &settings, Theme &theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Takes ownership. Only pages that were added are shown, in this order.
    void addPage(Page *page);
    void showPage(const QString &id);
    Page *currentPage() const;
    Page *page(const QString &id) const { return m_pages.value(id); }

    /// nullopt: not connected; pages that need a connection turn grey, and the first that needs none comes forward.
    void setConnection(const std::optional<ConnectionSummary> &summary);
    /// What Ctrl+P and Ctrl+K offer as tables; asked each time they open.
    void setTableEntries(std::function<QList<PaletteEntry>()> provider) { m_tableEntries = std::move(provider); }
    /// Lines under Pitboss and Qt in the About dialog; asked when it opens.
    void setVersions(std::function<QList<VersionLine>()> provider) { m_versions = std::move(provider); }
    StatusLine *statusLine() const { return m_status; }
    const WindowActions &actions() const { return m_actions; }

    /// Size, page and what pages remember. Call it once, after the pages were added and before show().
    void restoreSession();
    void saveSession();
    /// The page that was open when the last session ended.
    QString lastPage() const;

public slots:
    void openPalette();
    void openTables();
    void goBack();
    void goForward();
    void stopWhatRuns();

signals:
    void reconnectRequested();
    void disconnectRequested();
    void stopRequested(); ///< stop pressed and the page had nothing to stop

private:
    void build();
    void connectActions();
    void connectPage(Page *page);
    void keyPressEvent(QKeyEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    QList<QWidget *> focusStops() const;
    bool closeForms();
    void closeEvent(QCloseEvent *event) override;
    void visit(const History::Entry &entry);
    void goTo(const History::Entry &entry);
    void bringForward(Page *page);
    void showStatus();
    void updateHistory();
    void updateTitle();
    void updateEnabled();
    void showShortcuts();
    void showAbout();
    QList<PaletteEntry> pageEntries() const;
    QList<PaletteEntry> actionEntries() const;

    QSettings &m_settings;
    EnvironmentBand *m_band;
    NavigationRail *m_rail;
    TopBar *m_topBar;
    QStackedWidget *m_stack;
    StatusLine *m_status;
    WindowActions m_actions;
    CommandPalette *m_palette;
    History m_history;
    std::optional<ConnectionSummary> m_summary;
    QHash<QString, Page *> m_pages;
    QHash<Page *, QString> m_statusTexts;
    QHash<Page *, QString> m_running;
    std::function<QList<PaletteEntry>()> m_tableEntries;
    std::function<QList<VersionLine>()> m_versions;
    bool m_traveling = false; ///< going back or forward is no new visit
};

} // namespace pitboss
