// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"
#include "ui/style/parts.h"

#include <QListView>
#include <QTabBar>
#include <QTreeView>

namespace pitboss::parts {

void focusFrame(const QStyleOption *option, QPainter *painter, const QWidget *widget)
{
    const Colors &colors = colorsFor(option->palette);
    if (qobject_cast<const QTreeView *>(widget) || qobject_cast<const QListView *>(widget))
        painter->fillRect(QRect(0, option->rect.top(), 3, option->rect.height()), colors.accent);
    else if (option->state & QStyle::State_KeyboardFocusChange)
        focusRing(painter, option->rect, qobject_cast<const QAbstractItemView *>(widget) ? 0 : 4, colors);
}

void headerSection(const QStyleOptionHeader *option, QPainter *painter)
{
    const Colors &colors = colorsFor(option->palette);
    const bool hovered = option->state & QStyle::State_MouseOver && option->state & QStyle::State_Enabled;
    painter->fillRect(option->rect,
                      option->state & QStyle::State_Sunken ? colors.pressed
                          : hovered                        ? colors.hover
                                                           : colors.window);
    painter->setPen(colors.hairline);
    const QRect rect = option->rect;
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    const bool last =
        option->position == QStyleOptionHeader::End || option->position == QStyleOptionHeader::OnlyOneSection;
    if (option->orientation == Qt::Horizontal && last)
        return;
    const int inset = option->orientation == Qt::Horizontal ? 5 : 0;
    painter->drawLine(rect.right(), rect.top() + inset, rect.right(), rect.bottom() - inset);
}

void headerArrow(const QStyleOptionHeader *option, QPainter *painter)
{
    if (option->sortIndicator == QStyleOptionHeader::None)
        return;
    // Qt's "down" arrow stands for ascending; ours points where the values grow.
    const bool ascending = option->sortIndicator == QStyleOptionHeader::SortDown;
    glyph(painter, option->rect, 12, ascending ? QStringLiteral("arrow-up") : QStringLiteral("arrow-down"),
          colorsFor(option->palette).accent);
}

void tabShape(const QStyleOptionTab *option, QPainter *painter, const QWidget *widget)
{
    const Colors &colors = colorsFor(option->palette);
    const bool selected = option->state & QStyle::State_Selected;
    const auto *bar = qobject_cast<const QTabBar *>(widget);
    const bool document = bar && bar->documentMode();
    const QRect rect = option->rect;
    if (document && selected)
        painter->fillRect(rect, colors.base);
    else if (!selected && option->state & QStyle::State_MouseOver)
        painter->fillRect(rect.adjusted(0, 0, 0, -1), colors.hover);
    if (document) {
        painter->setPen(colors.hairline);
        painter->drawLine(rect.right(), rect.top() + (selected ? 0 : 7), rect.right(),
                          rect.bottom() - (selected ? 0 : 7));
    }
    if (selected) {
        const bool focused = option->state & QStyle::State_HasFocus;
        const int thick = focused ? 3 : 2;
        const int top = document ? rect.top() : rect.bottom() - thick + 1;
        painter->fillRect(QRect(rect.left(), top, rect.width(), thick), colors.accent);
    }
}

void branch(const QStyleOption *option, QPainter *painter)
{
    if (!(option->state & QStyle::State_Children))
        return;
    const Colors &colors = colorsFor(option->palette);
    const QString name =
        option->state & QStyle::State_Open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right");
    glyph(painter, option->rect, 12, name, colors.secondary);
}

void itemPanel(const QStyleOptionViewItem *option, QPainter *painter, const QWidget *widget)
{
    const Colors &colors = colorsFor(option->palette);
    if (option->backgroundBrush.style() != Qt::NoBrush)
        painter->fillRect(option->rect, option->backgroundBrush);
    if (option->state & QStyle::State_Selected) {
        const auto group = option->state & QStyle::State_Active ? QPalette::Active : QPalette::Inactive;
        painter->fillRect(option->rect, option->palette.brush(group, QPalette::Highlight));
        return;
    }
    // A hovered row helps in lists; in a grid it would be noise under every move of the mouse.
    const bool list = qobject_cast<const QTreeView *>(widget) || qobject_cast<const QListView *>(widget);
    if (list && option->state & QStyle::State_MouseOver && option->state & QStyle::State_Enabled)
        painter->fillRect(option->rect, mixed(option->palette.color(QPalette::Base), colors.hover, 0.7));
}

void tabClose(const QStyleOption *option, QPainter *painter)
{
    const Colors &colors = colorsFor(option->palette);
    const bool hovered =
        option->state & (QStyle::State_MouseOver | QStyle::State_Raised) && option->state & QStyle::State_MouseOver;
    if (hovered)
        roundedBox(painter, option->rect, 3, colors.pressed);
    glyph(painter, option->rect, 12, QStringLiteral("close"), hovered ? colors.text : colors.secondary);
}

} // namespace pitboss::parts
