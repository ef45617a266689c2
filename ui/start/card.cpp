// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/card.h"

#include "ui/colors.h"
#include "ui/iconlabel.h"
#include "ui/labels.h"
#include "ui/style/parts.h"

#include <QHBoxLayout>
#include <QPainter>

namespace pitboss {

Card::Card(const QString &iconName, const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_body(new QVBoxLayout)
{
    auto *words = new QVBoxLayout;
    words->setSpacing(3);
    words->addWidget(new TypeLabel(TypeLabel::Kind::Section, title, this));
    auto *sentence = new TypeLabel(TypeLabel::Kind::Secondary, text, this);
    sentence->setWordWrap(true);
    words->addWidget(sentence);
    m_body->setContentsMargins(0, 9, 0, 0);
    m_body->setSpacing(8);
    words->addLayout(m_body);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 14, 16, 16);
    row->setSpacing(14);
    row->addWidget(new IconLabel(iconName, 24, Tint::Accent, this), 0, Qt::AlignTop);
    row->addLayout(words, 1);
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = colorsFor(palette());
    parts::roundedBox(&painter, rect(), 8, colors.raised, colors.hairline);
}

} // namespace pitboss
