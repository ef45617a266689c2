// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/placedelegate.h"

#include "ui/colors.h"
#include "ui/environment.h"
#include "ui/style/parts.h"

#include <QPainter>

namespace pitboss {

void PlaceDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Colors &colors = colorsFor(option.palette);
    const auto environment = Environment(index.data(EnvironmentRole).toInt());
    const QRect box = option.rect.adjusted(0, 1, 0, -1);
    painter->save();
    if (option.state & QStyle::State_Selected && option.state & QStyle::State_HasFocus)
        parts::roundedBox(painter, box, 6, colors.selection);
    else if (option.state & QStyle::State_MouseOver)
        parts::roundedBox(painter, box, 6, colors.hover);
    const QRect chip(box.left() + 8, box.center().y() - 13, 28, 28);
    parts::roundedBox(painter, chip, 6, colors.of(environment).fill);
    parts::glyph(painter, chip, 16, environmentIconName(environment), colors.of(environment).onFill);
    const QRect words(box.left() + 46, box.top(), box.width() - 54, box.height());
    const QFontMetrics metrics(option.font);
    painter->setPen(colors.text);
    painter->drawText(words.adjusted(0, 6, 0, 0), Qt::AlignTop | Qt::AlignLeft,
                      metrics.elidedText(index.data().toString(), Qt::ElideMiddle, words.width()));
    painter->setPen(colors.secondary);
    const QString second = environmentWord(environment) + QStringLiteral(" · ") + index.data(PlaceRole).toString();
    painter->drawText(words.adjusted(0, 0, 0, -7), Qt::AlignBottom | Qt::AlignLeft,
                      metrics.elidedText(second, Qt::ElideMiddle, words.width()));
    painter->restore();
}

} // namespace pitboss
