// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablepager.h"

#include <QSet>
#include <QWidget>

class QScrollBar;

namespace pitboss {

class RowsView;
class SortHeader;

/// A view on a table of any size: a RowsView over the pager's window, and a scroll bar of its own that spans the whole
/// table. Dragging it jumps; scrolling inside the window is the view's own.
class TableGrid : public QWidget
{
    Q_OBJECT

public:
    TableGrid(TableModel &model, TablePager &pager, QWidget *parent = nullptr);

    RowsView *view() const { return m_view; }
    SortHeader *header() const { return m_header; }
    QScrollBar *scrollBar() const { return m_bar; }
    /// Widths by column name, as a person left them; columns not named get one that fits their first values.
    QVariantMap columnWidths() const;
    void setColumnWidths(const QVariantMap &widths) { m_widths = widths; }
    qint64 topOrdinal() const; ///< row number of the first visible row
    void fitColumn(int column);

private:
    void resizeEvent(QResizeEvent *event) override;
    void layoutBar();
    void followView();
    void followBar(int value);
    void updateBar();
    void reserveRowNumbers(qint64 most);
    void landOn(int row);
    void dressColumns();
    void widenColumns();
    int fittingWidth(int column, int firstRow) const;

    TableModel &m_model;
    TablePager &m_pager;
    RowsView *m_view;
    SortHeader *m_header;
    QScrollBar *m_bar;
    QVariantMap m_widths;
    QString m_dressedFor;     ///< the relation whose columns have their widths
    qint64 m_rowsPerStep = 1; ///< of the bar: an int must span the table
    QSet<int> m_ownWidths;    ///< columns whose width a person chose
    int m_currentColumn = 0;  ///< survives a jump, which resets the model
    bool m_syncing = false;
    bool m_dressing = false;
};

} // namespace pitboss
