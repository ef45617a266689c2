// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/rowsview.h"

#include <QKeyEvent>
#include <QScrollBar>

namespace pitboss {

RowsView::RowsView(QWidget *parent)
    : QTableView(parent)
{
    constexpr int rowHeightPx = 24;
    setObjectName(QStringLiteral("rows"));
    setAccessibleName(tr("Rows"));
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setWordWrap(false);
    setTabKeyNavigation(false); // Tab leaves the grid, as in every other view
    setCornerButtonEnabled(false);
    setAlternatingRowColors(false);
    verticalHeader()->setObjectName(QStringLiteral("rowNumbers"));
    verticalHeader()->setAccessibleName(tr("Row numbers"));
    verticalHeader()->setMinimumSectionSize(16);
    verticalHeader()->setDefaultSectionSize(rowHeightPx);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setHighlightSections(false);
    setContextMenuPolicy(Qt::CustomContextMenu);
}

int RowsView::firstVisibleRow() const
{
    return verticalScrollBar()->value() / rowHeight();
}

int RowsView::pixelsIntoTopRow() const
{
    return verticalScrollBar()->value() % rowHeight();
}

int RowsView::visibleRows() const
{
    return qMax(1, viewport()->height() / rowHeight());
}

void RowsView::showAtTop(int row, int pixelsInto)
{
    executeDelayedItemsLayout();
    updateGeometries();
    verticalScrollBar()->setValue(row * rowHeight() + pixelsInto);
}

void RowsView::scrollByRows(int rows)
{
    executeDelayedItemsLayout();
    const int target = verticalScrollBar()->value() + rows * rowHeight();
    updateGeometries();
    verticalScrollBar()->setValue(target);
}

/// A layout is followed by a repaint of everything, also when rows came that nobody sees: while a table streams in,
/// that would double the painting.
void RowsView::doItemsLayout()
{
    if (m_appended && !m_changed)
        updateGeometries();
    else
        QTableView::doItemsLayout();
    m_appended = m_changed = false;
}

void RowsView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    const bool below = start > firstVisibleRow() + visibleRows() + 1;
    (below ? m_appended : m_changed) = true;
    QTableView::rowsInserted(parent, start, end);
}

void RowsView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    m_changed = true;
    QTableView::rowsAboutToBeRemoved(parent, start, end);
}

void RowsView::reset()
{
    m_changed = true;
    QTableView::reset();
}

void RowsView::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    if (control && event->key() == Qt::Key_Home) {
        emit startRequested();
    } else if (control && event->key() == Qt::Key_End) {
        emit endRequested();
    } else if (control && event->key() == Qt::Key_C) {
        emit copyRequested(shift);
    } else if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier) {
        emit peekRequested();
    } else {
        QTableView::keyPressEvent(event);
        return;
    }
    event->accept();
}

} // namespace pitboss
