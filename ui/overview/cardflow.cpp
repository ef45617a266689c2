// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/cardflow.h"

#include <QEvent>

#include <algorithm>

namespace pitboss {

namespace {

constexpr int gap = 12;
constexpr int leastWidth = 300;
constexpr int mostColumns = 4;

} // namespace

CardFlow::CardFlow(QWidget *parent)
    : QWidget(parent)
{
    setMinimumWidth(leastWidth);
}

void CardFlow::addCard(QWidget *card)
{
    card->setParent(this);
    card->installEventFilter(this);
    m_cards.append(card);
}

void CardFlow::relayout()
{
    const int columns = std::clamp((width() + gap) / (leastWidth + gap), 1, mostColumns);
    const int cardWidth = (width() - (columns - 1) * gap) / columns;
    QList<int> heights(columns, 0);
    for (QWidget *card : std::as_const(m_cards)) {
        if (card->isHidden())
            continue;
        const auto shortest = std::min_element(heights.begin(), heights.end());
        const int column = int(shortest - heights.begin());
        const int height = card->hasHeightForWidth() ? card->heightForWidth(cardWidth) : card->sizeHint().height();
        card->setGeometry(column * (cardWidth + gap), *shortest, cardWidth, height);
        *shortest += height + gap;
    }
    setMinimumHeight(std::max(0, *std::max_element(heights.begin(), heights.end()) - gap));
}

bool CardFlow::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        relayout();
    return QWidget::event(event);
}

void CardFlow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    relayout();
}

bool CardFlow::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::ShowToParent
        || event->type() == QEvent::HideToParent)
        relayout();
    return QWidget::eventFilter(watched, event);
}

} // namespace pitboss
