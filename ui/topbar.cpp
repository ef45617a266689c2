// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/topbar.h"

#include "ui/colors.h"
#include "ui/connectionchip.h"
#include "ui/controls.h"
#include "ui/searchbutton.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace pitboss {

TopBar::TopBar(QWidget *parent)
    : QWidget(parent)
    , m_back(iconButton(QStringLiteral("historyBack"), QStringLiteral("arrow-left"), tr("Back"), this))
    , m_forward(iconButton(QStringLiteral("historyForward"), QStringLiteral("arrow-right"), tr("Forward"), this))
    , m_chip(new ConnectionChip(this))
    , m_search(new SearchButton(this))
    , m_theme(menuButton(QStringLiteral("themeButton"), QStringLiteral("theme"), tr("Theme")))
    , m_more(menuButton(QStringLiteral("moreButton"), QStringLiteral("more"), tr("More")))
{
    setObjectName(QStringLiteral("topBar"));
    setFixedHeight(46);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 8, 1);
    row->setSpacing(4);
    row->addWidget(m_back);
    row->addWidget(m_forward);
    row->addSpacing(4);
    row->addWidget(m_chip);
    row->addStretch(1);
    row->addWidget(m_search);
    row->addSpacing(4);
    row->addWidget(m_theme);
    row->addWidget(m_more);
}

QToolButton *TopBar::menuButton(const QString &objectName, const QString &iconName, const QString &text)
{
    QToolButton *button = iconButton(objectName, iconName, text, this);
    button->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(button);
    menu->setObjectName(objectName + QStringLiteral("Menu"));
    button->setMenu(menu);
    return button;
}

static void follow(QToolButton *button, QAction *action)
{
    QObject::connect(button, &QToolButton::clicked, action, &QAction::trigger);
    const auto update = [button, action] { button->setEnabled(action->isEnabled()); };
    QObject::connect(action, &QAction::changed, button, update);
    button->setToolTip(withShortcut(button->accessibleName(), action->shortcut()));
    update();
}

void TopBar::setHistoryActions(QAction *back, QAction *forward)
{
    follow(m_back, back);
    follow(m_forward, forward);
}

void TopBar::setSearchAction(QAction *search)
{
    m_search->setKeys(search->shortcut().toString(QKeySequence::NativeText));
    connect(m_search, &QAbstractButton::clicked, search, &QAction::trigger);
}

void TopBar::setMenus(const QList<QAction *> &themes, const QList<QAction *> &others)
{
    m_theme->menu()->addActions(themes);
    m_more->menu()->addActions(others);
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), colorsFor(palette()).hairline);
}

} // namespace pitboss
