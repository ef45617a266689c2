// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pagequery.h"

#include "sql/rowformat.h"

#include <QSet>

namespace pitboss {

namespace {

QByteArray name(const QString &column)
{
    return quoteIdentifier(column);
}

QByteArray parameter(Statement &statement, const std::optional<QByteArray> &value, const QByteArray &type)
{
    statement.parameters.append(value);
    return QByteArray("$" + QByteArray::number(statement.parameters.size()) + "::" + type);
}

/// Bytes as Postgres stores them come from the row itself or its TOAST pointer: asking does not fetch the value.
QByteArray valueExpression(const QByteArray &column)
{
    return QByteArray("CASE WHEN pg_column_size(" + column + ") <= " + QByteArray::number(PageQuery::storedLimit)
                      + " THEN left(" + column + "::text, " + QByteArray::number(PageQuery::prefixLength) + ") END");
}

/// NULL: the value came whole. Positive: its bytes, of which a prefix came. Negative: bytes as stored, nothing came.
QByteArray sizeExpression(const QByteArray &column)
{
    return QByteArray("CASE WHEN pg_column_size(" + column + ") > " + QByteArray::number(PageQuery::storedLimit)
                      + " THEN -pg_column_size(" + column + ") WHEN length(" + column + "::text) > "
                      + QByteArray::number(PageQuery::prefixLength) + " THEN octet_length(" + column + "::text) END");
}

} // namespace

void PageQuery::select(const Column &column, Values values)
{
    const QByteArray quoted = name(column.name);
    const bool asJson = values == Values::Json && !JsonFormat::isExact(column.typeOid);
    Output output;
    output.value = int(m_select.size());
    if (values == Values::Shortened && column.isWide) {
        output.size = output.value + 1;
        m_select << valueExpression(quoted) << sizeExpression(quoted);
    } else {
        // Not under the column's own name: ORDER BY would mean the JSON.
        m_select << (asJson ? QByteArray("to_json(" + quoted + ") AS \"as JSON\"") : quoted);
    }
    m_outputs << output;
}

PageQuery::PageQuery(Relation relation, QList<SortKey> sort, QString filter, Values values)
    : m_relation(std::move(relation))
    , m_sort(std::move(sort))
    , m_filter(std::move(filter))
{
    for (const Column &column : std::as_const(m_relation.columns))
        select(column, values);
    QList<SortKey> all = m_sort;
    for (const QString &key : m_relation.keyColumns)
        all << SortKey{key, !m_sort.isEmpty() && m_sort.last().descending};
    QSet<QString> seen;
    for (const SortKey &key : all) {
        const int index = m_relation.columnIndex(key.column);
        if (index < 0 || seen.contains(key.column))
            continue;
        seen.insert(key.column);
        const Column &column = m_relation.columns[index];
        int output = m_outputs[index].value;
        if (m_select[output] != name(column.name)) { // a place needs the exact value
            output = int(m_select.size());
            m_select << name(column.name);
        }
        m_order << OrderColumn{key.column, column.type.toUtf8(), key.descending, !column.isNotNull, output};
    }
}

bool PageQuery::isUniform() const
{
    return std::all_of(m_order.begin(), m_order.end(), [this](const OrderColumn &column) {
        return column.descending == m_order.first().descending && !column.isNullable;
    });
}

bool PageQuery::hasNullableOrder() const
{
    return std::any_of(m_order.begin(), m_order.end(), [](const OrderColumn &column) { return column.isNullable; });
}

bool PageQuery::isServedByIndex() const
{
    const auto serves = [this](const Index &index) {
        if (!index.isOrdered || !index.isUsable || m_order.isEmpty())
            return false;
        bool same = true;
        bool opposite = true;
        for (qsizetype i = 0; i < m_order.size(); ++i) {
            // Behind the sort columns the key only breaks ties: a unique index has none, and for the few of another
            // an incremental sort will do.
            if (i >= index.columns.size() || index.columns[i] != m_order[i].name)
                return i > 0 && (same || opposite)
                    && (i >= m_sort.size() || (index.isUnique && i >= index.columns.size()));
            (index.descending.value(i) == m_order[i].descending ? opposite : same) = false;
        }
        return same || opposite;
    };
    return std::any_of(m_relation.indexes.begin(), m_relation.indexes.end(), serves);
}

KeyValues PageQuery::keyOf(const ResultSet &rows, int row) const
{
    KeyValues values;
    for (const OrderColumn &column : m_order)
        values << rows.optional(row, column.output);
    return values;
}

QByteArray PageQuery::selectList() const
{
    return m_select.isEmpty() ? QByteArray() : m_select.join(", ");
}

QByteArray PageQuery::from(const QByteArray &condition) const
{
    QByteArray sql = " FROM " + m_relation.summary.ref.quoted();
    QList<QByteArray> conditions;
    if (!m_filter.trimmed().isEmpty())
        conditions << QByteArray("(" + m_filter.toUtf8() + "\n)"); // a line comment must not swallow the bracket
    if (!condition.isEmpty())
        conditions << condition;
    if (!conditions.isEmpty())
        sql += " WHERE " + conditions.join(" AND ");
    return sql;
}

QByteArray PageQuery::orderBy(bool backward) const
{
    QList<QByteArray> columns;
    for (const OrderColumn &column : m_order)
        columns << QByteArray(name(column.name) + (column.descending != backward ? " DESC" : " ASC"));
    return columns.isEmpty() ? QByteArray() : QByteArray(" ORDER BY " + columns.join(", "));
}

QByteArray PageQuery::keyList(const QByteArray &prefix) const
{
    QList<QByteArray> columns;
    for (const OrderColumn &column : m_order)
        columns << QByteArray(prefix + name(column.name));
    return columns.join(", ");
}

QByteArray PageQuery::rowComparison(const PageRequest &request, Statement &statement) const
{
    const bool backward = request.direction == PageRequest::Direction::Backward;
    const bool less = m_order.first().descending != backward;
    QList<QByteArray> columns;
    for (qsizetype i = 0; i < request.from.size(); ++i)
        columns << name(m_order[i].name);
    const QByteArray comparison = QByteArray(less ? " <" : " >") + (request.inclusive ? "= " : " ");
    return QByteArray("(" + columns.join(", ") + ")" + comparison + row(request.from, statement));
}

QByteArray PageQuery::row(const KeyValues &key, Statement &statement) const
{
    QList<QByteArray> values;
    for (qsizetype i = 0; i < key.size(); ++i)
        values << parameter(statement, key[i], m_order[i].type);
    return QByteArray("(" + values.join(", ") + ")");
}

/// Rows behind request.from, judged from `column` on; NULLs largest.
QByteArray PageQuery::after(const PageRequest &request, int column, Statement &statement) const
{
    if (column >= request.from.size())
        return request.inclusive ? "TRUE" : "FALSE";
    const OrderColumn &order = m_order[column];
    const bool downwards = order.descending != (request.direction == PageRequest::Direction::Backward);
    const auto &value = request.from[column];
    const QByteArray quoted = name(order.name);
    if (!value) {
        const QByteArray tie = quoted + " IS NULL AND (" + after(request, column + 1, statement) + ")";
        return downwards ? QByteArray(quoted + " IS NOT NULL OR (" + tie + ")") : tie;
    }
    const QByteArray bound = parameter(statement, value, order.type);
    QByteArray beyond = quoted + (downwards ? " < " : " > ") + bound;
    if (!downwards && order.isNullable)
        beyond = "(" + beyond + " OR " + quoted + " IS NULL)";
    return QByteArray(beyond + " OR (" + quoted + " = " + bound + " AND (" + after(request, column + 1, statement)
                      + "))");
}

QList<Statement> PageQuery::statements(const PageRequest &request) const
{
    const bool backward = request.direction == PageRequest::Direction::Backward;
    const auto finish = [&](Statement &statement, const QByteArray &condition) {
        statement.sql = "SELECT " + selectList() + from(condition) + orderBy(backward) + " LIMIT "
            + parameter(statement, QByteArray::number(request.limit), "int8");
        return statement;
    };
    Statement first;
    if (request.from.isEmpty())
        return {finish(first, {})};
    if (isUniform())
        return {finish(first, rowComparison(request, first))};
    // The leading column's range is spelled out so that its index can be entered there; its NULLs, which lie behind
    // all values going up and before them going down, make a range of their own.
    const OrderColumn &lead = m_order.first();
    const bool downwards = lead.descending != backward;
    const QByteArray leading = name(lead.name);
    Statement second;
    if (!request.from.first()) {
        finish(first, leading + " IS NULL AND (" + after(request, 0, first) + ")");
        if (!downwards)
            return {first};
        return {first, finish(second, leading + " IS NOT NULL")};
    }
    const QByteArray bound = parameter(first, request.from.first(), lead.type);
    finish(first, leading + (downwards ? " <= " : " >= ") + bound + " AND (" + after(request, 0, first) + ")");
    if (downwards || !lead.isNullable)
        return {first};
    return {first, finish(second, leading + " IS NULL")};
}

Statement PageQuery::forwardRead(qint64 limit) const
{
    Statement statement;
    statement.sql = "SELECT " + selectList() + from({}) + orderBy(false) + " LIMIT "
        + parameter(statement, QByteArray::number(limit), "int8");
    return statement;
}

Statement PageQuery::keyStep(const KeyValues &start, qint64 distance) const
{
    PageRequest request;
    request.from = start;
    request.inclusive = true;
    Statement statement;
    const QByteArray condition = start.isEmpty() ? QByteArray() : rowComparison(request, statement);
    statement.sql = "SELECT " + keyList() + from(condition) + orderBy(false) + " OFFSET "
        + parameter(statement, QByteArray::number(distance), "int8") + " LIMIT 1";
    return statement;
}

Statement PageQuery::keyWalk(const KeyValues &start, qint64 step, int count) const
{
    Statement statement;
    QList<QByteArray> seeds;
    for (qsizetype i = 0; i < start.size(); ++i)
        seeds << QByteArray(parameter(statement, start[i], m_order[i].type) + " AS " + name(m_order[i].name));
    const QByteArray offset = parameter(statement, QByteArray::number(step), "int8");
    const QByteArray most = parameter(statement, QByteArray::number(count), "int4");
    const QByteArray comparison = m_order.first().descending ? " <= " : " >= ";
    const QByteArray inner = "SELECT " + keyList()
        + from("(" + keyList() + ")" + comparison + "(" + keyList("walk.") + ")") + orderBy(false) + " OFFSET " + offset
        + " LIMIT 1";
    statement.sql = "WITH RECURSIVE walk AS (SELECT 0 AS \"walk step\", " + seeds.join(", ")
        + " UNION ALL SELECT walk.\"walk step\" + 1, " + keyList("next.") + " FROM walk, LATERAL (" + inner
        + ") next WHERE walk.\"walk step\" < " + most + ") SELECT " + keyList()
        + " FROM walk WHERE \"walk step\" > 0 ORDER BY \"walk step\"";
    return statement;
}

Statement PageQuery::countFrom(const KeyValues &start, qint64 most) const
{
    PageRequest request;
    request.from = start;
    request.inclusive = true;
    Statement statement;
    const QByteArray condition = start.isEmpty() ? QByteArray() : rowComparison(request, statement);
    statement.sql = "SELECT count(*) FROM (SELECT 1" + from(condition) + " LIMIT "
        + parameter(statement, QByteArray::number(most), "int8") + ") counted";
    return statement;
}

Statement PageQuery::countAll() const
{
    return Statement(QByteArray("SELECT count(*)" + from({})));
}

Statement PageQuery::compareKeys(const KeyValues &a, const KeyValues &b) const
{
    Statement statement;
    const QByteArray comparison = m_order.first().descending ? " >= " : " <= ";
    const QByteArray left = row(a, statement);
    statement.sql = "SELECT " + left + comparison + row(b, statement);
    return statement;
}

Statement PageQuery::countBetween(const KeyValues &a, const KeyValues &b) const
{
    Statement statement;
    const bool down = m_order.first().descending;
    const QByteArray columns = "(" + keyList() + ")";
    const QByteArray lower = columns + (down ? " <= " : " >= ") + row(a, statement);
    const QByteArray upper = columns + (down ? " > " : " < ") + row(b, statement);
    statement.sql = "SELECT count(*)" + from(QByteArray(lower + " AND " + upper));
    return statement;
}

QByteArray PageQuery::keyEquals(const KeyValues &key, Statement &statement) const
{
    QList<QByteArray> parts;
    for (qsizetype i = 0; i < m_order.size(); ++i) {
        if (m_relation.keyColumns.contains(m_order[i].name))
            parts << QByteArray(name(m_order[i].name) + " = " + parameter(statement, key.value(i), m_order[i].type));
    }
    return QByteArray("(" + parts.join(" AND ") + ")");
}

Statement PageQuery::prefixes(const QList<KeyValues> &keys, const QList<int> &columns) const
{
    Statement statement;
    QList<QByteArray> wanted{keyList()};
    for (const int column : columns) {
        const QByteArray quoted = name(m_relation.columns[column].name);
        wanted << QByteArray("left(" + quoted + "::text, " + QByteArray::number(prefixLength) + ")")
               << QByteArray("octet_length(" + quoted + "::text)");
    }
    QList<QByteArray> rows;
    for (const KeyValues &key : keys)
        rows << keyEquals(key, statement);
    statement.sql = "SELECT " + wanted.join(", ") + " FROM " + m_relation.summary.ref.quoted() + " WHERE "
        + (rows.isEmpty() ? QByteArray("FALSE") : rows.join(" OR "));
    return statement;
}

Statement PageQuery::wholeValue(const KeyValues &key, int column) const
{
    Statement statement;
    const QByteArray condition = keyEquals(key, statement);
    statement.sql = "SELECT " + name(m_relation.columns[column].name) + " FROM " + m_relation.summary.ref.quoted()
        + " WHERE " + condition;
    return statement;
}

Statement PageQuery::estimate() const
{
    return Statement(QByteArray("EXPLAIN (FORMAT JSON) SELECT 1" + from({})));
}

} // namespace pitboss
