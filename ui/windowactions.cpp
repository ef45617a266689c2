// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windowactions.h"

#include "ui/controls.h"
#include "ui/theme.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>

namespace pitboss {

static QString tr(const char *text)
{
    return QCoreApplication::translate("WindowActions", text);
}

static QAction *make(QWidget *window, const char *objectName, const char *iconName, const QString &text,
                     const QKeySequence &shortcut = {})
{
    QAction *action =
        namedAction(QString::fromLatin1(objectName), QString::fromLatin1(iconName), text, shortcut, window);
    action->setShortcutContext(Qt::WindowShortcut);
    return action;
}

WindowActions::WindowActions(QWidget *window)
    : palette(make(window, "actionPalette", "search", tr("Search tables, pages and actions"),
                   QKeySequence(Qt::CTRL | Qt::Key_K)))
    , tables(make(window, "actionTables", "table", tr("Open a table"), QKeySequence(Qt::CTRL | Qt::Key_P)))
    , find(make(window, "actionFind", "search", tr("Find on this page"), QKeySequence(QKeySequence::Find)))
    , refresh(make(window, "actionRefresh", "refresh", tr("Refresh"), QKeySequence(Qt::Key_F5)))
    , stop(make(window, "actionStop", "cancel", tr("Stop what runs"), QKeySequence(Qt::Key_Escape)))
    , back(make(window, "actionBack", "arrow-left", tr("Back"), QKeySequence(Qt::ALT | Qt::Key_Left)))
    , forward(make(window, "actionForward", "arrow-right", tr("Forward"), QKeySequence(Qt::ALT | Qt::Key_Right)))
    , reconnect(make(window, "actionReconnect", "connect", tr("Reconnect")))
    , disconnect(make(window, "actionDisconnect", "disconnect", tr("Disconnect")))
    , fullScreen(make(window, "actionFullScreen", "external", tr("Full screen"), QKeySequence(Qt::Key_F11)))
    , shortcuts(make(window, "actionShortcuts", "keyboard", tr("Keyboard shortcuts"), QKeySequence(Qt::Key_F1)))
    , about(make(window, "actionAbout", "info", tr("About Pitboss")))
    , quit(make(window, "actionQuit", "close", tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q)))
{
    // Esc belongs to whatever has the focus first (a menu, an editor, a list's search), so it is no window shortcut.
    stop->setShortcutContext(Qt::WidgetShortcut);
    auto *group = new QActionGroup(window);
    themes = {make(window, "actionThemeSystem", "settings", tr("Theme: as the system")),
              make(window, "actionThemeLight", "sun", tr("Theme: light")),
              make(window, "actionThemeDark", "moon", tr("Theme: dark"))};
    for (QAction *action : themes) {
        action->setCheckable(true);
        group->addAction(action);
    }
}

QList<QAction *> WindowActions::all() const
{
    return QList<QAction *>{palette,   tables,     find,       refresh,   stop,  back, forward,
                            reconnect, disconnect, fullScreen, shortcuts, about, quit}
    + themes;
}

void WindowActions::follow(Theme &theme)
{
    const auto show = [list = themes, &theme] { list.at(int(theme.choice()))->setChecked(true); };
    QObject::connect(&theme, &Theme::changed, themes.first(), show);
    for (int i = 0; i < themes.size(); ++i)
        QObject::connect(themes.at(i), &QAction::triggered, &theme, [&theme, i] { theme.setChoice(ThemeChoice(i)); });
    show();
}

} // namespace pitboss
