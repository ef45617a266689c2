// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/fittedarea.h"

#include <QEvent>
#include <QLayout>

namespace pitboss {

FittedArea::FittedArea(QWidget *content, int highest, QWidget *parent)
    : QScrollArea(parent)
    , m_highest(highest)
{
    setWidget(content);
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // What is in it takes the focus, and the area follows.
    setFocusPolicy(Qt::NoFocus);
    viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    content->installEventFilter(this);
}

bool FittedArea::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        fit();
    return QScrollArea::eventFilter(watched, event);
}

void FittedArea::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    // Later: a scroll area that is resized while it is being resized leaves its viewport as it was.
    QMetaObject::invokeMethod(this, &FittedArea::fit, Qt::QueuedConnection);
}

void FittedArea::fit()
{
    if (!widget() || !widget()->layout())
        return;
    const int needed = widget()->layout()->totalHeightForWidth(viewport()->width());
    setFixedHeight(qMin(m_highest, qMax(needed, widget()->layout()->totalMinimumSize().height())));
}

} // namespace pitboss
