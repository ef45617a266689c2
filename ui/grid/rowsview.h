// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QTableView>

namespace pitboss {

/// The table view inside a TableGrid: rows of one height, no vertical scroll bar of its own. Keys that leave the
/// window (Ctrl+Home, Ctrl+End) are told to the grid.
class RowsView : public QTableView
{
    Q_OBJECT

public:
    explicit RowsView(QWidget *parent = nullptr);
    int rowHeight() const { return verticalHeader()->defaultSectionSize(); }
    int firstVisibleRow() const;
    int visibleRows() const;
    /// Puts the row at the top, after laying out what the model has become.
    void showAtTop(int row, int pixelsInto = 0);
    int pixelsIntoTopRow() const;
    void scrollByRows(int rows); ///< keeps the content where it is when rows come or go above

signals:
    void startRequested();
    void endRequested();
    void copyRequested(bool withHeaders);
    void peekRequested();

protected:
    void doItemsLayout() override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;
    void reset() override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    bool m_appended = false; ///< rows came below what is seen …
    bool m_changed = false;  ///< … and something else, since the last layout
};

} // namespace pitboss
