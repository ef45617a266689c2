// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inklabel.h"

#include "ui/colors.h"

#include <QPainter>
#include <QStyle>

namespace pitboss {

InkLabel::InkLabel(Ink ink, const QString &text, QWidget *parent)
    : QLabel(text, parent)
{
    setTextFormat(Qt::PlainText);
    setInk(ink);
}

void InkLabel::setInk(Ink ink)
{
    m_ink = ink;
    setForegroundRole(ink == Ink::Secondary ? QPalette::PlaceholderText : QPalette::WindowText);
    update();
}

void InkLabel::paintEvent(QPaintEvent *event)
{
    if (m_ink == Ink::Normal || m_ink == Ink::Secondary)
        return QLabel::paintEvent(event);
    // Asked of the palette at each paint, so that a change of theme needs nothing.
    const Colors &colors = colorsFor(palette());
    QPainter painter(this);
    painter.setPen(m_ink == Ink::Warning ? colors.warning.ink : colors.error.ink);
    const int flags =
        int(QStyle::visualAlignment(layoutDirection(), alignment())) | (wordWrap() ? Qt::TextWordWrap : 0);
    style()->drawItemText(&painter, contentsRect(), flags, palette(), isEnabled(), text());
}

} // namespace pitboss
