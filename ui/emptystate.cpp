// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/emptystate.h"

#include "ui/colors.h"
#include "ui/controls.h"
#include "ui/iconlabel.h"
#include "ui/labels.h"
#include "ui/style/parts.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QTimer>

namespace pitboss {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new IconLabel(QStringLiteral("info"), 32, Tint::Secondary, this))
    , m_title(new TypeLabel(TypeLabel::Kind::Section, {}, this))
    , m_text(new TypeLabel(TypeLabel::Kind::Secondary, {}, this))
    , m_first(textButton(QStringLiteral("emptyFirstAction"), {}, this))
    , m_second(textButton(QStringLiteral("emptySecondAction"), {}, this))
{
    for (TypeLabel *label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setMaximumWidth(420);
    }
    m_title->setObjectName(QStringLiteral("emptyTitle"));
    m_text->setObjectName(QStringLiteral("emptyText"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_first);
    buttons->addWidget(m_second);
    buttons->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->addStretch(2);
    column->addWidget(m_icon, 0, Qt::AlignHCenter);
    column->addSpacing(4);
    for (TypeLabel *label : {m_title, m_text}) {
        auto *row = new QHBoxLayout;
        row->addStretch(1);
        row->addWidget(label, 100);
        row->addStretch(1);
        column->addLayout(row);
    }
    column->addSpacing(8);
    column->addLayout(buttons);
    column->addStretch(3);
    connect(m_first, &QPushButton::clicked, this, &EmptyState::firstTriggered);
    connect(m_second, &QPushButton::clicked, this, &EmptyState::secondTriggered);
    setActions({});
}

void EmptyState::setContent(const QString &iconName, const QString &title, const QString &text)
{
    m_icon->setIcon(iconName, Tint::Secondary);
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
}

void EmptyState::setActions(const QString &first, const QString &second)
{
    m_first->setText(first);
    m_first->setVisible(!first.isEmpty());
    m_second->setText(second);
    m_second->setVisible(!second.isEmpty());
}

QString EmptyState::title() const
{
    return m_title->text();
}

LoadingState::LoadingState(Shape shape, QWidget *parent)
    : QWidget(parent)
    , m_shape(shape)
    , m_shapeTimer(new QTimer(this))
    , m_cancelTimer(new QTimer(this))
    , m_what(new TypeLabel(TypeLabel::Kind::Secondary, {}, this))
    , m_cancel(textButton(QStringLiteral("loadingCancel"), tr("Cancel"), this))
{
    m_shapeTimer->setSingleShot(true);
    m_shapeTimer->setInterval(150);
    m_cancelTimer->setSingleShot(true);
    m_cancelTimer->setInterval(1000);
    auto *column = new QVBoxLayout(this);
    column->addStretch();
    column->addWidget(m_what, 0, Qt::AlignHCenter);
    column->addWidget(m_cancel, 0, Qt::AlignHCenter);
    column->addStretch();
    m_what->hide();
    m_cancel->hide();
    connect(m_shapeTimer, &QTimer::timeout, this, [this] {
        m_visibleShape = true;
        update();
    });
    connect(m_cancelTimer, &QTimer::timeout, this, [this] {
        m_what->show();
        m_cancel->show();
        update();
    });
    connect(m_cancel, &QPushButton::clicked, this, &LoadingState::cancelRequested);
}

void LoadingState::begin(const QString &what)
{
    m_what->setText(what);
    setAccessibleName(what);
    m_what->hide();
    m_cancel->hide();
    m_visibleShape = false;
    m_shapeTimer->start();
    m_cancelTimer->start();
}

void LoadingState::end()
{
    m_shapeTimer->stop();
    m_cancelTimer->stop();
}

void LoadingState::paintEvent(QPaintEvent *)
{
    if (!m_visibleShape)
        return;
    QPainter painter(this);
    const Colors &colors = colorsFor(palette());
    const QColor ink = mixed(palette().color(QPalette::Window), colors.secondary, 0.14);
    const int columns = m_shape == Shape::Table ? qMax(1, width() / 180) : 1;
    static constexpr int lengths[] = {62, 44, 71, 38, 55, 49, 66, 41};
    for (int row = 0; row * 24 + 24 < height(); ++row) {
        for (int column = 0; column < columns; ++column) {
            const int room = (width() - 24) / columns;
            const int length = room * lengths[(row * 3 + column * 5) % 8] / 100;
            parts::roundedBox(&painter, QRectF(12 + column * room, row * 24 + 8, length, 8), 4, ink);
        }
    }
    if (m_what->isVisible())
        painter.fillRect(m_what->geometry().united(m_cancel->geometry()).adjusted(-16, -12, 16, 12),
                         palette().color(backgroundRole()));
}

} // namespace pitboss
