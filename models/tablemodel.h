// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pagereader.h"

#include <QAbstractTableModel>

namespace pitboss {

/// A window of consecutive rows of one query, as they were read: blocks come in and go at both ends. It knows nothing
/// of connections; a TablePager feeds it.
///
/// Values stay in the buffers they came in; data() makes a string only for what is asked.
class TableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        NullRole = Qt::UserRole, ///< bool
        SizeRole,                ///< qint64: bytes of a value of which only a prefix is here; -1 when it is whole
        PendingRole,             ///< bool: too large to come with its row, not fetched yet
    };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    const PageQuery &query() const { return m_query; }
    /// Everything anew.
    void reset(const PageQuery &query, const RowPage &page);
    void append(const RowPage &page);
    void prepend(const RowPage &page);
    void removeFirst(int rows); ///< rounded down to whole blocks
    void removeLast(int rows);
    /// Answer to PageQuery::prefixes().
    void setPrefixes(const QList<int> &columns, const ResultSet &rows);

    KeyValues keyAt(int row) const;
    bool isNull(int row, int column) const;
    bool isPending(int row, int column) const;
    bool isCut(int row, int column) const;   ///< only a prefix is here
    QString text(int row, int column) const; ///< what is here of the value, unshortened
    qint64 size(int row, int column) const;  ///< see SizeRole
    qint64 byteCount() const;
    /// Row number from which the vertical header counts, and whether it is exact.
    void setFirstOrdinal(qint64 ordinal, bool exact);

private:
    struct Prefix
    {
        QByteArray text;
        qint64 size;
        bool isNull;
    };
    struct Block
    {
        ResultSet rows;
        bool reversed = false;
        QHash<quint64, Prefix> prefixes; ///< by row << 16 | column
    };
    struct Place
    {
        const Block *block;
        int blockIndex;
        int row; ///< in the block's own rows
    };
    Place place(int row) const;
    QString display(int row, int column) const;
    QVariant headerToolTip(int column) const;
    void renumber();
    static QList<Block> blocksOf(const RowPage &page);

    PageQuery m_query;
    QList<Block> m_blocks;
    std::vector<int> m_starts; ///< first row of each block, and the number of rows
    mutable int m_lastBlock = 0;
    qint64 m_firstOrdinal = 0;
    bool m_ordinalIsExact = true;
};

/// Tab-separated text as spreadsheets read it: a cell with a tab, a line break or a quote is quoted. NULL is empty.
QString toTsv(const QList<QStringList> &rows);

} // namespace pitboss
