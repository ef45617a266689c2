// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/colors.h"

#include <QPainter>
#include <QStyleOption>

class QWidget;

/// The painted parts of PitbossStyle: each draws one thing into `option->rect` and keeps no state.
namespace pitboss::parts {

constexpr qreal radius = 5;

void roundedBox(QPainter *painter, const QRectF &rect, qreal corner, const QColor &fill, const QColor &line = {});
void focusRing(QPainter *painter, const QRectF &rect, qreal corner, const Colors &colors);
/// A ring around what has the focus; in lists, where whole rows are chosen, a bar at the row's left edge.
void focusFrame(const QStyleOption *option, QPainter *painter, const QWidget *widget);
void glyph(QPainter *painter, const QRect &rect, int side, const QString &name, const QColor &color);

void pushButton(const QStyleOption *option, QPainter *painter, const QWidget *widget);
QColor buttonText(const QStyleOption *option, const QWidget *widget);
void toolButton(const QStyleOption *option, QPainter *painter, const QWidget *widget);
void checkBox(const QStyleOption *option, QPainter *painter);
void radioButton(const QStyleOption *option, QPainter *painter);

void inputFrame(const QStyleOption *option, QPainter *painter);
void inputPanel(const QStyleOption *option, QPainter *painter);

void headerSection(const QStyleOptionHeader *option, QPainter *painter);
void headerArrow(const QStyleOptionHeader *option, QPainter *painter);
void tabShape(const QStyleOptionTab *option, QPainter *painter, const QWidget *widget);
void branch(const QStyleOption *option, QPainter *painter);
void itemPanel(const QStyleOptionViewItem *option, QPainter *painter, const QWidget *widget);
void tabClose(const QStyleOption *option, QPainter *painter);

void scrollBar(const QStyleOptionSlider *option, const QRect &slider, QPainter *painter);
QRect scrollSlider(const QStyleOptionSlider *option);
void progressGroove(const QStyleOption *option, QPainter *painter);
void progressContents(const QStyleOptionProgressBar *option, QPainter *painter);
void menuItem(const QStyleOptionMenuItem *option, QPainter *painter);
void panel(const QStyleOption *option, QPainter *painter);
void hairlineFrame(const QStyleOption *option, QPainter *painter);

} // namespace pitboss::parts
