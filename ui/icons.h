// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

class QPainter;
class QRect;

namespace pitboss {

/// Which colour of the theme an icon takes; resolved each time it is painted, so a theme change needs only a repaint.
enum class Tint { Text, Secondary, Accent, OnAccent, Error, Warning, Success, Info, Orphan };

/// A line icon of resources/icons by its file name without ".svg", tinted by the application's palette in its normal,
/// disabled and selected mode, drawn anew for each size and scale. An unknown name gives a null icon.
QIcon icon(const QString &name, Tint tint = Tint::Text);
/// The same in a fixed colour, for own-painted parts. `size` is in logical pixels.
QPixmap iconPixmap(const QString &name, const QSize &size, const QColor &color, qreal devicePixelRatio);
void paintIcon(QPainter *painter, const QRect &rect, const QString &name, const QColor &color);
/// All names, sorted.
QStringList iconNames();
/// The program's own mark, in its own colours.
QIcon applicationIcon();

} // namespace pitboss
