// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/touched.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace pitboss {

namespace {

QStringList namesOf(const ResultSet &rows, int row, int column)
{
    QStringList names;
    const QJsonArray list = QJsonDocument::fromJson(rows.value(row, column).toByteArray()).array();
    for (const auto &name : list)
        names << name.toString();
    return names;
}

WriteCounts countsOf(const ResultSet &rows, int row, int first)
{
    return {rows.integer(row, first), rows.integer(row, first + 1), rows.integer(row, first + 2)};
}

QList<QByteArray> keyOf(const ResultSet &rows, int row, const QStringList &columns)
{
    QList<QByteArray> key;
    for (const QString &name : columns) {
        const int column = rows.columnIndex(name);
        key.append(column < 0 ? QByteArray() : rows.value(row, column).toByteArray());
    }
    return key;
}

int rowOfKey(const ResultSet &rows, const QList<QByteArray> &key, const QStringList &columns)
{
    for (int row = 0; row < rows.rowCount(); ++row) {
        if (keyOf(rows, row, columns) == key)
            return row;
    }
    return -1;
}

RowChange changeOf(const ResultSet &before, int old, const ResultSet &after, int row, const QStringList &generated)
{
    RowChange change;
    change.kind = old < 0 ? RowChange::Kind::Inserted : RowChange::Kind::Updated;
    for (int c = 0; c < after.columnCount(); ++c) {
        const QString name = after.columns()[c].name;
        const int column = old < 0 ? -1 : before.columnIndex(name);
        change.values.append({name, column < 0 ? std::nullopt : before.optional(old, column), after.optional(row, c),
                              generated.contains(name)});
    }
    return change;
}

} // namespace

Statement baseCountsStatement()
{
    return "SELECT relid, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables"
           " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0";
}

QHash<quint32, WriteCounts> baseCounts(const ResultSet &rows)
{
    QHash<quint32, WriteCounts> counts;
    for (int row = 0; row < rows.rowCount(); ++row)
        counts.insert(quint32(rows.integer(row, 0)), countsOf(rows, row, 1));
    return counts;
}

Statement touchedStatement()
{
    // A default that calls something (a sequence, a time, a random id) makes a new value at each run.
    return "SELECT s.relid, s.schemaname, s.relname, pg_table_is_visible(s.relid), has_table_privilege(s.relid, "
           "'SELECT'),"
           " pg_relation_size(s.relid), (SELECT json_agg(a.attname ORDER BY array_position(i.indkey::int[], "
           "a.attnum::int))"
           " FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
           " WHERE i.indrelid = s.relid AND i.indisprimary),"
           " (SELECT json_agg(a.attname) FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid"
           " AND d.adnum = a.attnum WHERE a.attrelid = s.relid AND a.attnum > 0 AND NOT a.attisdropped"
           " AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) ~ '[(]|CURRENT_')),"
           " s.n_tup_ins, s.n_tup_upd, s.n_tup_del FROM pg_stat_xact_user_tables s"
           " WHERE s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0 ORDER BY s.schemaname, s.relname";
}

QList<TouchedTable> touchedTables(const ResultSet &rows, const QHash<quint32, WriteCounts> &base)
{
    QList<TouchedTable> tables;
    for (int row = 0; row < rows.rowCount(); ++row) {
        const auto oid = quint32(rows.integer(row, 0));
        const WriteCounts now = countsOf(rows, row, 8);
        const WriteCounts then = base.value(oid);
        const WriteCounts since{now.inserted - then.inserted, now.updated - then.updated, now.deleted - then.deleted};
        if (since.inserted + since.updated + since.deleted > 0)
            tables.append({oid,
                           {rows.text(row, 1), rows.text(row, 2)},
                           rows.boolean(row, 3),
                           rows.boolean(row, 4),
                           rows.integer(row, 5),
                           namesOf(rows, row, 6),
                           namesOf(rows, row, 7),
                           since});
    }
    return tables;
}

Statement momentStatement()
{
    return "SELECT txid_current(), (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint,"
           " (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
}

Statement writtenRows(const RelationRef &table)
{
    // A visible row whose writer is still in progress can only be ours; savepoints (and a trigger's EXCEPTION block)
    // have ids of their own, a little above the transaction's. xmin has 32 bits, txid_current() has 64.
    return "SELECT t.* FROM " + table.quoted()
        + " t, (SELECT txid_current() AS id) me, LATERAL (SELECT (t.xmin::text::bigint - me.id % 4294967296"
          " + 4294967296) % 4294967296 AS since) mark WHERE CASE WHEN mark.since < 65536"
          " THEN txid_status(me.id + mark.since) = 'in progress' ELSE false END"
          " ORDER BY t.cmin::text::bigint, t.ctid LIMIT "
        + QByteArray::number(mostListedRows + 1);
}

Statement rowsByKey(const TouchedTable &table, const ResultSet &like)
{
    QByteArrayList columns;
    for (const QString &name : table.keyColumns)
        columns << quoteIdentifier(name);
    QByteArrayList keys;
    for (int row = 0; row < like.rowCount(); ++row) {
        QByteArrayList values;
        const QList<QByteArray> key = keyOf(like, row, table.keyColumns);
        for (const QByteArray &value : key)
            values << quoteLiteral(QString::fromUtf8(value));
        keys << '(' + values.join(", ") + ')';
    }
    if (columns.isEmpty() || keys.isEmpty())
        return "SELECT * FROM " + table.ref.quoted() + " WHERE false";
    return "SELECT * FROM " + table.ref.quoted() + " WHERE (" + columns.join(", ") + ") IN (" + keys.join(", ") + ')';
}

QList<RowChange> rowChanges(const QStringList &keyColumns, const QStringList &generated, const ResultSet &before,
                            const ResultSet &after)
{
    QList<RowChange> changes;
    for (int row = 0; row < after.rowCount(); ++row) {
        const int old = keyColumns.isEmpty() ? (row < before.rowCount() ? row : -1)
                                             : rowOfKey(before, keyOf(after, row, keyColumns), keyColumns);
        changes.append(changeOf(before, old, after, row, generated));
    }
    return changes;
}

} // namespace pitboss
