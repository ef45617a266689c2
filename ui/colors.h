// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

#include <QColor>
#include <QPalette>

namespace pitboss {

/// A colour that carries a meaning: `ink` for text, icons and lines on window, base and selection (at least 4.5:1 on
/// each), `soft` as a quiet ground behind ordinary text.
struct Tone
{
    QColor ink;
    QColor soft;
};

/// `fill` is the band and the filled label, `onFill` its word and icon, `ink` the environment's colour as text.
struct EnvironmentTone
{
    QColor fill;
    QColor onFill;
    QColor ink;
};

/// All colours of one theme. Widgets take them by their own palette, so a theme change needs only a repaint.
struct Colors
{
    bool dark;
    QColor window; ///< chrome: rail, bars, page ground
    QColor base;   ///< where data stands
    QColor alternate;
    QColor raised; ///< cards, menus, the command palette
    QColor text;
    QColor secondary;
    QColor disabled;
    QColor hairline; ///< separators and grid lines
    QColor border;   ///< the frame of what can be typed in or pressed
    QColor hover;
    QColor pressed;
    QColor selection; ///< ground of selected rows and text; ordinary inks stay readable on it
    QColor selectionInactive;
    QColor accent;     ///< as ink: links, icons, focus ring, the selected tab
    QColor accentFill; ///< the main button and the checked box
    QColor onAccent;
    QColor dangerFill; ///< the main button of what destroys
    QColor onDanger;

    EnvironmentTone local, preview, staging, production;
    Tone applied, pending, edited, orphan, missing, inferred;
    Tone added, removed, changed;
    Tone error, warning, info, success;

    const EnvironmentTone &of(Environment environment) const;
};

const Colors &lightColors();
const Colors &darkColors();
/// Light or dark by the lightness of the palette's window, so it also fits a desktop's own palette.
const Colors &colorsFor(const QPalette &palette);
QPalette paletteOf(const Colors &colors);
/// WCAG 2 contrast of two opaque colours, 1 to 21.
double contrast(const QColor &one, const QColor &other);
/// `top` over `ground`, with `share` (0 to 1) of top.
QColor mixed(const QColor &ground, const QColor &top, double share);

} // namespace pitboss
