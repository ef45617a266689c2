// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QVariant>
#include <QWidget>

namespace pitboss {

/// One entry of the navigation rail and what it shows. MainWindow owns the frame around it; a page owns its content,
/// its connection and its state. QActions added to a page (addAction) show in the palette and in the shortcut list
/// while the page is current, and their shortcuts work inside it.
class Page : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual QString id() const = 0;       ///< stored in settings, never shown: "data"
    virtual QString title() const = 0;    ///< shown: "Data"
    virtual QString iconName() const = 0; ///< a name in resources/icons
    /// Empty: MainWindow gives Ctrl+1 … Ctrl+9 in the order the pages were added.
    virtual QKeySequence shortcut() const { return {}; }
    virtual bool needsConnection() const { return true; } ///< grey in the rail until one is there

    virtual void activated() { }            ///< it became the current page: put the focus where work begins
    virtual void refresh() { }              ///< F5
    virtual void find() { }                 ///< Ctrl+F
    virtual bool cancel() { return false; } ///< Esc: true when something was running or open and was ended

    virtual QVariantMap saveState() const { return {}; } ///< plain values only: goes to the settings
    virtual void restoreState(const QVariantMap &) { }
    /// Back and forward: `location` is what the page itself told by visited().
    virtual void goTo(const QVariant &) { }

signals:
    void visited(const QVariant &location);  ///< a place worth coming back to by Alt+Left
    void statusChanged(const QString &text); ///< left part of the status line; remembered per page
    void running(const QString &what);       ///< "counting users…": shown with a stop button; empty: done
};

} // namespace pitboss
