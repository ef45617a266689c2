// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"
#include "ui/style/parts.h"
#include "ui/style/pitbossstyle.h"

#include <QPushButton>
#include <QTabBar>
#include <QToolButton>

namespace pitboss {

static const char roleProperty[] = "pitbossButtonRole";

void setButtonRole(QPushButton *button, ButtonRole role)
{
    button->setProperty(roleProperty, int(role));
    button->update();
}

static ButtonRole roleOf(const QWidget *widget)
{
    return widget ? ButtonRole(widget->property(roleProperty).toInt()) : ButtonRole::Plain;
}

namespace parts {

void roundedBox(QPainter *painter, const QRectF &rect, qreal corner, const QColor &fill, const QColor &line)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter->setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    const qreal inset = line.isValid() ? 0.5 : 0;
    painter->drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), corner, corner);
    painter->restore();
}

void focusRing(QPainter *painter, const QRectF &rect, qreal corner, const Colors &colors)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(colors.accent, 2));
    painter->drawRoundedRect(rect.adjusted(1, 1, -1, -1), corner, corner);
    painter->restore();
}

void glyph(QPainter *painter, const QRect &rect, int side, const QString &name, const QColor &color)
{
    QRect square(0, 0, side, side);
    square.moveCenter(rect.center());
    paintIcon(painter, square, name, color);
}

static QColor filled(const QColor &fill, const QStyleOption *option)
{
    if (option->state & QStyle::State_Sunken)
        return fill.darker(118);
    return option->state & QStyle::State_MouseOver ? fill.lighter(110) : fill;
}

static QColor plainFill(const Colors &colors, const QStyleOption *option)
{
    if (option->state & (QStyle::State_Sunken | QStyle::State_On))
        return colors.pressed;
    return option->state & QStyle::State_MouseOver ? mixed(colors.raised, colors.hover, 0.8) : colors.raised;
}

void pushButton(const QStyleOption *option, QPainter *painter, const QWidget *widget)
{
    const Colors &colors = colorsFor(option->palette);
    const ButtonRole role = roleOf(widget);
    const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
    const bool flat = button && (button->features & QStyleOptionButton::Flat);
    if (!(option->state & QStyle::State_Enabled))
        roundedBox(painter, option->rect, radius, flat ? QColor() : colors.window, flat ? QColor() : colors.hairline);
    else if (role != ButtonRole::Plain)
        roundedBox(painter, option->rect, radius,
                   filled(role == ButtonRole::Main ? colors.accentFill : colors.dangerFill, option));
    else if (!flat)
        roundedBox(painter, option->rect, radius, plainFill(colors, option), colors.border);
    else if (option->state & (QStyle::State_MouseOver | QStyle::State_Sunken))
        roundedBox(painter, option->rect, radius, option->state & QStyle::State_Sunken ? colors.pressed : colors.hover);
}

QColor buttonText(const QStyleOption *option, const QWidget *widget)
{
    const Colors &colors = colorsFor(option->palette);
    if (!(option->state & QStyle::State_Enabled))
        return colors.disabled;
    switch (roleOf(widget)) {
    case ButtonRole::Main:
        return colors.onAccent;
    case ButtonRole::Danger:
        return colors.onDanger;
    case ButtonRole::Plain:
        break;
    }
    return option->palette.color(QPalette::ButtonText);
}

void toolButton(const QStyleOption *option, QPainter *painter, const QWidget *widget)
{
    const Colors &colors = colorsFor(option->palette);
    const auto *button = qobject_cast<const QToolButton *>(widget);
    const bool inTabBar = button && qobject_cast<const QTabBar *>(button->parentWidget());
    const bool raised = button && !button->autoRaise() && !inTabBar;
    if (inTabBar) // it stands over the tabs that have no room
        painter->fillRect(option->rect, option->palette.brush(QPalette::Window));
    if (!(option->state & QStyle::State_Enabled))
        return;
    if (option->state & QStyle::State_Sunken)
        roundedBox(painter, option->rect, radius, colors.pressed);
    else if (option->state & QStyle::State_On)
        roundedBox(painter, option->rect, radius, colors.selection);
    else if (option->state & QStyle::State_MouseOver)
        roundedBox(painter, option->rect, radius, colors.hover, raised ? colors.border : QColor());
    else if (raised)
        roundedBox(painter, option->rect, radius, colors.raised, colors.border);
}

static QColor markFill(const QStyleOption *option, const Colors &colors)
{
    const bool on = option->state & (QStyle::State_On | QStyle::State_NoChange);
    if (!(option->state & QStyle::State_Enabled))
        return on ? colors.disabled : colors.window;
    return on ? colors.accentFill : colors.base;
}

static QColor markLine(const QStyleOption *option, const Colors &colors)
{
    if (option->state & (QStyle::State_On | QStyle::State_NoChange))
        return markFill(option, colors);
    return option->state & QStyle::State_MouseOver ? colors.secondary : mixed(colors.border, colors.secondary, 0.4);
}

void checkBox(const QStyleOption *option, QPainter *painter)
{
    const Colors &colors = colorsFor(option->palette);
    roundedBox(painter, option->rect, 3.5, markFill(option, colors), markLine(option, colors));
    const QColor ink = option->state & QStyle::State_Enabled ? colors.onAccent : colors.window;
    if (option->state & QStyle::State_On)
        glyph(painter, option->rect, 12, QStringLiteral("check"), ink);
    else if (option->state & QStyle::State_NoChange)
        glyph(painter, option->rect, 12, QStringLiteral("minus"), ink);
}

void radioButton(const QStyleOption *option, QPainter *painter)
{
    const Colors &colors = colorsFor(option->palette);
    const QRectF rect(option->rect);
    roundedBox(painter, rect, rect.width() / 2, markFill(option, colors), markLine(option, colors));
    if (!(option->state & QStyle::State_On))
        return;
    const QPointF center = rect.center();
    roundedBox(painter, QRectF(center.x() - 3, center.y() - 3, 6, 6), 3, colors.onAccent);
}

} // namespace parts
} // namespace pitboss
