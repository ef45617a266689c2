// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/linetext.h"

#include <QStyledItemDelegate>

namespace pitboss {

/// Paints one line of a value: NULL told apart by words and slant, the size of a value that is shown in part at the
/// right, numbers to the right. No layout of rich text: a screenful of cells must fit in a frame.
class CellDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

    static constexpr int padding = 8; ///< px left and right of the text

private:
    void paintGround(QPainter *painter, const QStyleOptionViewItem &option) const;
    void useFont(const QFont &font) const;
    int paintSize(QPainter *painter, const QRect &rect, qint64 bytes, const QColor &color) const;

    mutable LineText m_text; ///< of the view's font, made anew when that changes
    mutable LineText m_slanted;
};

/// "812 B", "8.2 kB": decimal units as pg_size_pretty's readers know them, in the locale's digits.
QString sizeText(qint64 bytes);

} // namespace pitboss
