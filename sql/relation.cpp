// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/catalog.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace pitboss {

namespace {

// One row of JSON documents: one round trip instead of four.
constexpr const char *relationSql = R"(
SELECT c.oid, n.nspname, c.relname, c.relkind,
  CASE WHEN c.reltuples >= 0 AND NOT (c.reltuples = 0 AND c.relpages = 0) THEN c.reltuples::int8
       WHEN pg_stat_get_live_tuples(c.oid) > 0 THEN pg_stat_get_live_tuples(c.oid) ELSE -1 END,
  coalesce(obj_description(c.oid, 'pg_class'), ''),
  has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT'),
  coalesce((SELECT json_agg(json_build_object(
      'number', a.attnum, 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'oid', b.oid::int8,
      'category', b.typcategory, 'notNull', a.attnotnull, 'length', a.atttypmod,
      'sortable', NOT (b.typcategory = 'G' OR b.oid IN (114, 142, 28, 29) OR b.typelem IN (114, 142, 28, 29)),
      'toasted', b.typlen = -1 AND a.attstorage <> 'p', 'default', pg_get_expr(d.adbin, d.adrelid),
      'comment', col_description(c.oid, a.attnum),
      'labels', (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = b.oid))
      ORDER BY a.attnum)
    FROM pg_attribute a
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]'),
  coalesce((SELECT json_agg(json_build_object(
      'name', x.relname, 'unique', i.indisunique, 'primary', i.indisprimary, 'btree', m.amname = 'btree',
      'usable', i.indisvalid AND i.indpred IS NULL, 'expressions', i.indexprs IS NOT NULL,
      'columns', (SELECT json_agg(pg_get_indexdef(x.oid, k, true) ORDER BY k)
                  FROM generate_series(1, i.indnkeyatts) k),
      'names', (SELECT json_agg(a.attname ORDER BY k) FROM generate_series(1, i.indnkeyatts) k
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[k - 1] AND a.attnum > 0),
      'descending', (SELECT json_agg((i.indoption[k - 1] & 1) = 1 ORDER BY k)
                     FROM generate_series(1, i.indnkeyatts) k)) ORDER BY i.indisprimary DESC, x.relname)
    FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
    WHERE i.indrelid = c.oid), '[]'),
  coalesce((SELECT json_agg(json_build_object('name', f.conname, 'schema', fn.nspname, 'table', fc.relname,
      'columns', (SELECT json_agg(a.attname ORDER BY k) FROM unnest(f.conkey) WITH ORDINALITY u(num, k)
                  JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = u.num),
      'targets', (SELECT json_agg(a.attname ORDER BY k) FROM unnest(f.confkey) WITH ORDINALITY u(num, k)
                  JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = u.num)) ORDER BY f.conname)
    FROM pg_constraint f JOIN pg_class fc ON fc.oid = f.confrelid JOIN pg_namespace fn ON fn.oid = fc.relnamespace
    WHERE f.conrelid = c.oid AND f.contype = 'f'), '[]')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))";

QStringList strings(const QJsonValue &value)
{
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array)
        list << item.toString();
    return list;
}

Column columnOf(const QJsonObject &object)
{
    constexpr int varcharHeader = 4; // atttypmod of varchar(n) is n + 4
    constexpr int shortLength = 512;
    const int length = object[QLatin1String("length")].toInt();
    Column column;
    column.number = object[QLatin1String("number")].toInt();
    column.name = object[QLatin1String("name")].toString();
    column.type = object[QLatin1String("type")].toString();
    column.typeOid = quint32(object[QLatin1String("oid")].toDouble());
    column.category = object[QLatin1String("category")].toString().at(0);
    column.isNotNull = object[QLatin1String("notNull")].toBool();
    column.isSortable = object[QLatin1String("sortable")].toBool();
    const bool numeric = column.category == QLatin1Char('N');
    const bool bounded = length > 0 && length <= shortLength + varcharHeader;
    column.isWide = object[QLatin1String("toasted")].toBool() && !numeric && !bounded;
    column.defaultExpression = object[QLatin1String("default")].toString();
    column.comment = object[QLatin1String("comment")].toString();
    column.enumLabels = strings(object[QLatin1String("labels")]);
    return column;
}

Index indexOf(const QJsonObject &object)
{
    Index index;
    index.name = object[QLatin1String("name")].toString();
    index.isUnique = object[QLatin1String("unique")].toBool();
    index.isPrimary = object[QLatin1String("primary")].toBool();
    index.isUsable = object[QLatin1String("usable")].toBool();
    index.isOrdered = object[QLatin1String("btree")].toBool();
    index.hasExpressions = object[QLatin1String("expressions")].toBool();
    const QStringList names = strings(object[QLatin1String("names")]);
    const QStringList definitions = strings(object[QLatin1String("columns")]);
    for (qsizetype i = 0; i < definitions.size(); ++i)
        index.columns << (names.value(i).isEmpty() ? definitions[i] : names[i]);
    const QJsonArray descending = object[QLatin1String("descending")].toArray();
    for (const QJsonValue &value : descending)
        index.descending << value.toBool();
    return index;
}

ForeignKey foreignKeyOf(const QJsonObject &object)
{
    return {object[QLatin1String("name")].toString(),
            strings(object[QLatin1String("columns")]),
            {object[QLatin1String("schema")].toString(), object[QLatin1String("table")].toString()},
            strings(object[QLatin1String("targets")])};
}

template <typename T> QList<T> listOf(const ResultSet &rows, int column, T (*convert)(const QJsonObject &))
{
    QList<T> list;
    const QJsonArray array = QJsonDocument::fromJson(rows.value(0, column).toByteArray()).array();
    for (const QJsonValue &value : array)
        list.append(convert(value.toObject()));
    return list;
}

bool tellsRowsApart(const Relation &relation, const Index &index)
{
    const auto notNull = [&](const QString &name) {
        const int column = relation.columnIndex(name);
        return column >= 0 && relation.columns[column].isNotNull;
    };
    return index.isUnique && index.isUsable && index.isOrdered && !index.hasExpressions
        && std::all_of(index.columns.begin(), index.columns.end(), notNull);
}

QStringList keyOf(const Relation &relation)
{
    const Index *best = nullptr;
    for (const Index &index : relation.indexes) {
        if (!tellsRowsApart(relation, index))
            continue;
        if (index.isPrimary)
            return index.columns;
        if (!best || index.columns.size() < best->columns.size())
            best = &index;
    }
    return best ? best->columns : QStringList();
}

} // namespace

int Relation::columnIndex(const QString &name) const
{
    for (int i = 0; i < columns.size(); ++i) {
        if (columns[i].name == name)
            return i;
    }
    return -1;
}

Result<Relation> readRelation(Session &session, const RelationRef &ref)
{
    const auto rows = session.execute(Statement(relationSql).bind(ref.schema).bind(ref.name));
    if (!rows)
        return fail(rows.error());
    if (rows->isEmpty())
        return fail(
            Error::Kind::Missing,
            QCoreApplication::translate("Catalog", "There is no table or view %1.").arg(ref.display()), {},
            QCoreApplication::translate("Catalog", "It may have been dropped or renamed: refresh the catalog."));
    Relation relation;
    relation.summary.oid = rows->value(0, 0).toByteArray().toUInt();
    relation.summary.ref = ref;
    relation.summary.kind = relationKindOf(rows->value(0, 3));
    relation.summary.rowsEstimate = rows->integer(0, 4);
    relation.summary.comment = rows->text(0, 5);
    relation.summary.isReadable = rows->boolean(0, 6);
    relation.columns = listOf<Column>(*rows, 7, &columnOf);
    relation.indexes = listOf<Index>(*rows, 8, &indexOf);
    relation.foreignKeys = listOf<ForeignKey>(*rows, 9, &foreignKeyOf);
    relation.summary.columnCount = int(relation.columns.size());
    relation.keyColumns = keyOf(relation);
    return relation;
}

} // namespace pitboss
