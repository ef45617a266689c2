// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"

namespace pitboss {

struct SortKey
{
    QString column;
    bool descending = false;
    bool operator==(const SortKey &) const = default;
};

/// Values of the order's columns of one row, as Postgres text: a place between rows.
using KeyValues = QList<std::optional<QByteArray>>;

struct PageRequest
{
    enum class Direction { Forward, Backward };
    Direction direction = Direction::Forward;
    /// Where to begin; empty: at the very start (end, when backward). May hold fewer values than the order has columns.
    KeyValues from;
    bool inclusive = false; ///< the row at `from` itself too
    int limit = 256;
};

/// How the rows of one relation are read: which columns, in which order, under which filter. A value.
///
/// Order is always total: the sort columns, then the key. NULLs count as largest, as Postgres orders by default, so
/// that ordinary indexes serve both directions. Never an OFFSET from the table's start.
class PageQuery
{
public:
    struct OrderColumn
    {
        QString name;
        QByteArray type; ///< for casts
        bool descending = false;
        bool isNullable = false;
        int output = -1; ///< its column in the rows read
    };
    struct Output
    {
        int value = -1; ///< column in the rows read; NULL there while `size` is negative
        int size = -1;  ///< column with the value's size, or -1 when values always come whole
    };
    /// How values come: large ones as a size to be fetched later; all of them whole; or whole with those of types that
    /// JsonFormat does not know by heart as to_json(). Then the first columns read are the relation's.
    enum class Values { Shortened, Whole, Json };
    static constexpr int prefixLength = 400; ///< characters of a large value shown in a cell
    static constexpr int storedLimit = 2000; ///< bytes as stored; larger values are fetched by key when visible

    PageQuery() = default;
    PageQuery(Relation relation, QList<SortKey> sort = {}, QString filter = {}, Values values = Values::Shortened);

    const Relation &relation() const { return m_relation; }
    const QList<SortKey> &sort() const { return m_sort; }
    const QString &filter() const { return m_filter; }
    /// False: no key tells the rows apart, so there are no pages: one forward read, bounded by its limit.
    bool isKeyed() const { return !m_relation.keyColumns.isEmpty(); }
    const QList<OrderColumn> &order() const { return m_order; }
    const QList<Output> &outputs() const { return m_outputs; } ///< one for each of the relation's columns
    bool isServedByIndex() const;                              ///< some index gives this order without a sort
    bool hasNullableOrder() const;
    bool isUniform() const; ///< one direction and no NULLs: a plain row comparison tells the order

    KeyValues keyOf(const ResultSet &rows, int row) const;

    /// One or two statements; the second continues where the first ends (NULLs lie in a range of their own), and is
    /// needed only when the first gave fewer rows than asked for. Parameters are bound. $LIMIT is the last parameter.
    QList<Statement> statements(const PageRequest &request) const;
    /// Forward read of an unkeyed relation.
    Statement forwardRead(qint64 limit) const;
    /// Key of the row `distance` places after `from` (an index-only step); `from` empty: from the start.
    Statement keyStep(const KeyValues &from, qint64 distance) const;
    /// Keys at `from` + i * step for i in 1…count, then fewer at the end (one index walk inside the server).
    Statement keyWalk(const KeyValues &from, qint64 step, int count) const;
    /// Number of rows at and after `from`, counting at most `most`.
    Statement countFrom(const KeyValues &from, qint64 most) const;
    Statement countAll() const;
    /// Whether row `a` stands at or before row `b` in this order; and how many rows lie from `a` up to before `b`.
    Statement compareKeys(const KeyValues &a, const KeyValues &b) const;
    Statement countBetween(const KeyValues &a, const KeyValues &b) const;
    /// Prefix and byte size of the wide columns' values of some rows: key columns, then (prefix, size) for each column.
    Statement prefixes(const QList<KeyValues> &keys, const QList<int> &columns) const;
    /// The whole value of one cell.
    Statement wholeValue(const KeyValues &key, int column) const;
    /// The planner's idea of how many rows the filter leaves (EXPLAIN, JSON).
    Statement estimate() const;

private:
    void select(const Column &column, Values values);
    QByteArray selectList() const;
    QByteArray from(const QByteArray &condition) const;
    QByteArray orderBy(bool backward) const;
    QByteArray after(const PageRequest &request, int column, Statement &statement) const;
    QByteArray rowComparison(const PageRequest &request, Statement &statement) const;
    QByteArray keyList(const QByteArray &prefix = {}) const;
    QByteArray keyEquals(const KeyValues &key, Statement &statement) const;
    QByteArray row(const KeyValues &key, Statement &statement) const;

    Relation m_relation;
    QList<SortKey> m_sort;
    QString m_filter;
    QList<OrderColumn> m_order;
    QList<Output> m_outputs;
    QList<QByteArray> m_select;
};

} // namespace pitboss
