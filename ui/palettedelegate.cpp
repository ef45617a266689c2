// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palettedelegate.h"

#include "ui/colors.h"
#include "ui/icons.h"
#include "ui/labels.h"
#include "ui/palettemodel.h"
#include "ui/style/parts.h"

#include <QPainter>

namespace pitboss {

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {100, rowHeight};
}

/// Draws the title piece by piece, matched letters in the accent and bold; gives the width used.
static int drawTitle(QPainter *painter, const QRect &rect, const QString &title, const QList<int> &matches,
                     const Colors &colors)
{
    const QFont plain = painter->font();
    const QFont bold = scaledFont(plain, 1, QFont::DemiBold);
    int x = rect.left();
    for (int at = 0; at < title.size() && x < rect.right();) {
        const bool matched = matches.contains(at);
        int end = at + 1;
        while (end < title.size() && matches.contains(end) == matched)
            ++end;
        painter->setFont(matched ? bold : plain);
        painter->setPen(matched ? colors.accent : colors.text);
        const QString piece =
            painter->fontMetrics().elidedText(title.mid(at, end - at), Qt::ElideRight, rect.right() - x);
        painter->drawText(QRect(x, rect.top(), rect.right() - x, rect.height()), Qt::AlignVCenter | Qt::AlignLeft,
                          piece);
        x += painter->fontMetrics().horizontalAdvance(piece);
        at = end;
    }
    painter->setFont(plain);
    return x - rect.left();
}

/// Keys as small caps in boxes, right-aligned; gives the room they take.
static int drawShortcut(QPainter *painter, const QRect &rect, const QString &shortcut, const Colors &colors)
{
    if (shortcut.isEmpty())
        return 0;
    const QFont plain = painter->font();
    painter->setFont(scaledFont(plain, 0.88, QFont::Normal));
    const int width = painter->fontMetrics().horizontalAdvance(shortcut) + 12;
    const QRect box(rect.right() - width, rect.center().y() - 9, width, 19);
    parts::roundedBox(painter, box, 4, colors.window, colors.hairline);
    painter->setPen(colors.secondary);
    painter->drawText(box, Qt::AlignCenter, shortcut);
    painter->setFont(plain);
    return width + 8;
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &colors = colorsFor(option.palette);
    const QRect box = option.rect.adjusted(5, 0, -5, 0);
    painter->save();
    painter->setFont(option.font);
    if (option.state & QStyle::State_Selected)
        parts::roundedBox(painter, box, 5, colors.selection);
    else if (option.state & QStyle::State_MouseOver)
        parts::roundedBox(painter, box, 5, colors.hover);
    paintIcon(painter, QRect(box.left() + 9, box.center().y() - 7, 16, 16),
              index.data(PaletteModel::IconNameRole).toString(), colors.secondary);
    const QRect words = box.adjusted(36, 0, -8, 0);
    const int taken = drawShortcut(painter, words, index.data(PaletteModel::ShortcutRole).toString(), colors);
    const QRect title = words.adjusted(0, 0, -taken, 0);
    const int used = drawTitle(painter, title, index.data().toString(),
                               index.data(PaletteModel::MatchesRole).value<QList<int>>(), colors);
    painter->setPen(colors.secondary);
    const QRect rest = title.adjusted(used + 10, 0, 0, 0);
    if (rest.width() > 20)
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(index.data(PaletteModel::DetailRole).toString(),
                                                            Qt::ElideRight, rest.width()));
    painter->restore();
}

} // namespace pitboss
