// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pagequery.h"

#include <QHeaderView>

namespace pitboss {

/// Column headers that sort: a click sorts by one column (up, down, by key again), Ctrl+click adds it to the sort.
/// An arrow and, with several columns, its rank show the order.
class SortHeader : public QHeaderView
{
    Q_OBJECT

public:
    explicit SortHeader(QWidget *parent = nullptr);
    void setSort(const QList<SortKey> &sort);
    const QList<SortKey> &sort() const { return m_sort; }
    /// The next sort after a click on a column: what sortRequested() would carry.
    QList<SortKey> sortAfterClick(const QString &column, bool add) const;
    QSize sectionSizeFromContents(int section) const override;

signals:
    void sortRequested(const QList<pitboss::SortKey> &sort);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    int rankOf(int section) const; ///< -1: not sorted by
    QString columnName(int section) const;

    QList<SortKey> m_sort;
    QPoint m_pressedAt;
    int m_pressedSize = 0;
};

} // namespace pitboss
