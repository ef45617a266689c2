// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/catalog.h"

#include <QCoreApplication>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Catalog", text);
}

constexpr const char *schemasSql = R"(
SELECT n.nspname, obj_description(n.oid, 'pg_namespace'),
       n.nspname = 'information_schema' OR n.nspname LIKE 'pg\_%'
FROM pg_namespace n
WHERE n.nspname NOT LIKE 'pg\_toast%' AND n.nspname NOT LIKE 'pg\_temp\_%'
  AND ($1 OR NOT (n.nspname = 'information_schema' OR n.nspname LIKE 'pg\_%'))
ORDER BY n.nspname <> 'public', n.nspname)";

// %1: how bytes are measured. A parent's figures are its partitions', added up by the caller.
constexpr const char *relationsSql = R"(
SELECT c.oid, n.nspname, c.relname, c.relkind, coalesce(i.inhparent, 0),
       CASE WHEN c.relkind IN ('r', 'm', 'f') AND NOT (c.reltuples = 0 AND c.relpages = 0) AND c.reltuples >= 0
            THEN c.reltuples::int8
            WHEN c.relkind IN ('r', 'm') AND pg_stat_get_live_tuples(c.oid) > 0 THEN pg_stat_get_live_tuples(c.oid)
            ELSE -1 END,
       CASE WHEN c.relkind IN ('r', 'm') THEN %1 ELSE -1 END,
       (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
       obj_description(c.oid, 'pg_class'),
       n.nspname = 'information_schema' OR n.nspname LIKE 'pg\_%',
       has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname NOT LIKE 'pg\_toast%' AND n.nspname NOT LIKE 'pg\_temp\_%'
  AND ($1 OR NOT (n.nspname = 'information_schema' OR n.nspname LIKE 'pg\_%'))
ORDER BY n.nspname, c.relname)";

constexpr const char *exactBytes = "pg_total_relation_size(c.oid)";
// Without touching the files, so without waiting for anybody's lock.
constexpr const char *estimatedBytes = R"(
    (c.relpages + coalesce((SELECT sum(t.relpages) FROM pg_class t WHERE t.oid = c.reltoastrelid), 0)
     + coalesce((SELECT sum(x.relpages) FROM pg_index ix JOIN pg_class x ON x.oid = ix.indexrelid
                 WHERE ix.indrelid = c.oid), 0)) * current_setting('block_size')::int8)";

RelationSummary summaryOf(const ResultSet &rows, int row)
{
    RelationSummary summary;
    summary.oid = rows.value(row, 0).toByteArray().toUInt();
    summary.ref = {rows.text(row, 1), rows.text(row, 2)};
    summary.kind = relationKindOf(rows.value(row, 3));
    summary.parentOid = rows.value(row, 4).toByteArray().toUInt();
    summary.rowsEstimate = rows.integer(row, 5);
    summary.bytes = rows.isNull(row, 6) ? -1 : rows.integer(row, 6);
    summary.columnCount = int(rows.integer(row, 7));
    summary.comment = rows.text(row, 8);
    summary.isSystem = rows.boolean(row, 9);
    summary.isReadable = rows.boolean(row, 10);
    return summary;
}

void addTo(qint64 &sum, qint64 value)
{
    if (value >= 0)
        sum = qMax<qint64>(sum, 0) + value;
}

/// Gives every partition's figures to all its parents.
void addUpPartitions(QList<RelationSummary> &relations)
{
    QHash<quint32, qsizetype> places;
    for (qsizetype i = 0; i < relations.size(); ++i)
        places.insert(relations[i].oid, i);
    for (const RelationSummary &leaf : QList<RelationSummary>(relations)) {
        if (leaf.kind == RelationKind::PartitionedTable)
            continue;
        for (quint32 parent = leaf.parentOid; places.contains(parent); parent = relations[places[parent]].parentOid) {
            addTo(relations[places[parent]].rowsEstimate, leaf.rowsEstimate);
            addTo(relations[places[parent]].bytes, leaf.bytes);
        }
    }
}

Statement relationsStatement(const char *bytes, bool withSystemSchemas)
{
    Statement statement(QString::fromLatin1(relationsSql).replace(QLatin1String("%1"), QLatin1String(bytes)));
    statement.bind(withSystemSchemas ? "true" : "false");
    return statement;
}

} // namespace

RelationKind relationKindOf(QByteArrayView relkind)
{
    switch (relkind.isEmpty() ? 'r' : relkind.at(0)) {
    case 'p':
        return RelationKind::PartitionedTable;
    case 'v':
        return RelationKind::View;
    case 'm':
        return RelationKind::MaterializedView;
    case 'f':
        return RelationKind::ForeignTable;
    default:
        return RelationKind::Table;
    }
}

size_t qHash(const RelationRef &ref, size_t seed)
{
    return qHashMulti(seed, ref.schema, ref.name);
}

Result<Catalog> readCatalog(Session &session, bool withSystemSchemas)
{
    Statement schemas(schemasSql);
    schemas.bind(withSystemSchemas ? "true" : "false");
    const auto schemaRows = session.execute(schemas);
    if (!schemaRows)
        return fail(schemaRows.error());
    Catalog catalog;
    for (int r = 0; r < schemaRows->rowCount(); ++r)
        catalog.schemas.append({schemaRows->text(r, 0), schemaRows->text(r, 1), schemaRows->boolean(r, 2)});
    auto rows = session.execute(relationsStatement(exactBytes, withSystemSchemas));
    if (!rows && rows.error().kind == Error::Kind::Timeout) {
        catalog.sizesAreEstimates = true;
        rows = session.execute(relationsStatement(estimatedBytes, withSystemSchemas));
    }
    if (!rows)
        return fail(rows.error());
    for (int r = 0; r < rows->rowCount(); ++r)
        catalog.relations.append(summaryOf(*rows, r));
    addUpPartitions(catalog.relations);
    return catalog;
}

Result<RelationRef> findRelation(Session &session, const QString &text)
{
    const auto rows = session.execute(
        Statement("SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                  " WHERE c.oid = to_regclass($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')")
            .bind(text));
    if (!rows)
        return fail(rows.error());
    if (rows->isEmpty())
        return fail(Error::Kind::Missing, say("There is no table or view %1.").arg(text), {},
                    say("Names with capitals, spaces or signs need double quotes; a schema stands before a dot."));
    return RelationRef{rows->text(0, 0), rows->text(0, 1)};
}

} // namespace pitboss
