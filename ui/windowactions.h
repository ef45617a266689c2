// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QAction;
class QWidget;

namespace pitboss {

class Theme;

/// The window's own commands: made once, added to the window so that their shortcuts work everywhere in it.
struct WindowActions
{
    explicit WindowActions(QWidget *window);

    QAction *palette; ///< Ctrl+K
    QAction *tables;  ///< Ctrl+P
    QAction *find;    ///< Ctrl+F
    QAction *refresh; ///< F5
    QAction *stop;    ///< Esc, but only when nothing nearer wants it: MainWindow hands the key on
    QAction *back;
    QAction *forward;
    QAction *reconnect;
    QAction *disconnect;
    QAction *fullScreen;
    QAction *shortcuts; ///< F1
    QAction *about;
    QAction *quit;
    QList<QAction *> themes; ///< System, Light, Dark: exclusive, checkable

    /// All of them, in the order of the shortcut list.
    QList<QAction *> all() const;
    void follow(Theme &theme);
};

} // namespace pitboss
