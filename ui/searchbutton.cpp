// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/searchbutton.h"

#include "ui/colors.h"
#include "ui/icons.h"
#include "ui/style/parts.h"

#include <QPainter>

namespace pitboss {

SearchButton::SearchButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setObjectName(QStringLiteral("searchButton"));
    setText(tr("Search tables and actions"));
    setAccessibleName(text());
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void SearchButton::setKeys(const QString &keys)
{
    m_keys = keys;
    setToolTip(QStringLiteral("%1 (%2)").arg(text(), keys));
}

void SearchButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = colorsFor(palette());
    parts::roundedBox(&painter, rect(), 6, underMouse() || isDown() ? colors.hover : colors.raised, colors.hairline);
    if (hasFocus())
        parts::focusRing(&painter, rect(), 6, colors);
    paintIcon(&painter, QRect(9, (height() - 14) / 2, 14, 14), QStringLiteral("search"), colors.secondary);
    if (width() < 120)
        return;
    const int keysWidth = fontMetrics().horizontalAdvance(m_keys);
    const QRect words = rect().adjusted(31, 0, -10, 0);
    painter.setPen(colors.secondary);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignRight, m_keys);
    const int room = words.width() - keysWidth - 10;
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft, fontMetrics().elidedText(text(), Qt::ElideRight, room));
}

} // namespace pitboss
