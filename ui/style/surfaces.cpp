// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/icons.h"
#include "ui/style/parts.h"

#include <QStyle>

namespace pitboss::parts {

void inputFrame(const QStyleOption *option, QPainter *painter)
{
    const Colors &colors = colorsFor(option->palette);
    if (option->state & QStyle::State_HasFocus && option->state & QStyle::State_Enabled) {
        focusRing(painter, option->rect, radius, colors);
        return;
    }
    const bool hovered = option->state & QStyle::State_MouseOver;
    roundedBox(painter, option->rect, radius, {},
               !(option->state & QStyle::State_Enabled) ? colors.hairline
                   : hovered                            ? mixed(colors.border, colors.secondary, 0.5)
                                                        : colors.border);
}

void inputPanel(const QStyleOption *option, QPainter *painter)
{
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    if (frame && frame->lineWidth <= 0) {
        painter->fillRect(option->rect, option->palette.brush(QPalette::Base));
        return;
    }
    roundedBox(painter, QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), radius,
               option->palette.color(QPalette::Base));
    inputFrame(option, painter);
}

QRect scrollSlider(const QStyleOptionSlider *option)
{
    const bool horizontal = option->orientation == Qt::Horizontal;
    const int length = horizontal ? option->rect.width() : option->rect.height();
    const qint64 range = qint64(option->maximum) - option->minimum;
    int handle = length;
    if (range > 0)
        handle = int(qBound(qint64(qMin(28, length)), length * qint64(option->pageStep) / (range + option->pageStep),
                            qint64(length)));
    const int start = QStyle::sliderPositionFromValue(option->minimum, option->maximum, option->sliderPosition,
                                                      length - handle, option->upsideDown);
    const QRect rect = option->rect;
    return horizontal ? QRect(rect.left() + start, rect.top(), handle, rect.height())
                      : QRect(rect.left(), rect.top() + start, rect.width(), handle);
}

void scrollBar(const QStyleOptionSlider *option, const QRect &slider, QPainter *painter)
{
    const Colors &colors = colorsFor(option->palette);
    painter->fillRect(option->rect, option->palette.brush(QPalette::Base));
    if (!(option->state & QStyle::State_Enabled) || option->maximum <= option->minimum)
        return;
    const bool active = option->activeSubControls & QStyle::SC_ScrollBarSlider
        && option->state & (QStyle::State_MouseOver | QStyle::State_Sunken);
    const bool near = option->state & QStyle::State_MouseOver;
    const int inset = near ? 2 : 3;
    const QRectF handle = QRectF(slider).adjusted(inset, inset, -inset, -inset);
    const QColor color = mixed(colors.base, colors.secondary, active ? 0.75 : near ? 0.55 : 0.38);
    roundedBox(painter, handle, qMin(handle.width(), handle.height()) / 2, color);
}

void progressGroove(const QStyleOption *option, QPainter *painter)
{
    const Colors &colors = colorsFor(option->palette);
    QRectF rect(option->rect);
    rect.setTop(rect.center().y() - 2);
    rect.setHeight(4);
    roundedBox(painter, rect, 2, mixed(colors.window, colors.secondary, 0.25));
}

static QRectF busySpan(const QRectF &rect)
{
    // Without a known end the bar shows its middle third: still, so that nothing moves for hours.
    return QRectF(rect.left() + rect.width() / 3, rect.top(), rect.width() / 3, rect.height());
}

void progressContents(const QStyleOptionProgressBar *option, QPainter *painter)
{
    QRectF rect(option->rect);
    rect.setTop(rect.center().y() - 2);
    rect.setHeight(4);
    const qint64 range = qint64(option->maximum) - option->minimum;
    if (range > 0)
        rect.setWidth(rect.width() * double(option->progress - option->minimum) / double(range));
    else
        rect = busySpan(rect);
    if (rect.width() >= 1)
        roundedBox(painter, rect, 2, colorsFor(option->palette).accent);
}

static void menuLabel(const QStyleOptionMenuItem *option, QPainter *painter, const Colors &colors)
{
    const bool enabled = option->state & QStyle::State_Enabled;
    QRect rect = option->rect.adjusted(32, 0, -12, 0);
    const int tab = option->text.indexOf(QLatin1Char('\t'));
    painter->setFont(option->font);
    painter->setPen(enabled ? option->palette.color(QPalette::WindowText) : colors.disabled);
    painter->drawText(rect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | Qt::TextShowMnemonic,
                      option->text.left(tab));
    if (option->menuItemType == QStyleOptionMenuItem::SubMenu)
        glyph(painter, QRect(rect.right() - 12, rect.top(), 12, rect.height()), 12, QStringLiteral("chevron-right"),
              colors.secondary);
    if (tab < 0)
        return;
    painter->setPen(enabled ? colors.secondary : colors.disabled);
    painter->drawText(rect, Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine, option->text.mid(tab + 1));
}

static void menuMark(const QStyleOptionMenuItem *option, QPainter *painter, const Colors &colors)
{
    const QRect square = QRect(option->rect.left() + 4, option->rect.top(), 28, option->rect.height());
    const bool enabled = option->state & QStyle::State_Enabled;
    if (option->checkType != QStyleOptionMenuItem::NotCheckable && option->checked) {
        glyph(painter, square, 16, QStringLiteral("check"), enabled ? colors.accent : colors.disabled);
    } else if (!option->icon.isNull()) {
        QRect place(0, 0, 16, 16);
        place.moveCenter(square.center());
        option->icon.paint(painter, place, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    }
}

void menuItem(const QStyleOptionMenuItem *option, QPainter *painter)
{
    const Colors &colors = colorsFor(option->palette);
    if (option->menuItemType == QStyleOptionMenuItem::Separator) {
        const int y = option->rect.center().y();
        painter->fillRect(QRect(option->rect.left() + 8, y, option->rect.width() - 16, 1), colors.hairline);
        return;
    }
    if (option->state & QStyle::State_Selected && option->state & QStyle::State_Enabled)
        roundedBox(painter, QRectF(option->rect).adjusted(4, 0, -4, 0), 4, colors.selection);
    menuMark(option, painter, colors);
    menuLabel(option, painter, colors);
}

void panel(const QStyleOption *option, QPainter *painter)
{
    const Colors &colors = colorsFor(option->palette);
    painter->fillRect(option->rect, colors.raised);
    painter->setPen(colors.border);
    painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
}

void hairlineFrame(const QStyleOption *option, QPainter *painter)
{
    painter->setPen(colorsFor(option->palette).hairline);
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
}

} // namespace pitboss::parts
