// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/session.h"

#include <QHash>

namespace pitboss {

/// Names one relation. Names are as in the catalog, unquoted.
struct RelationRef
{
    QString schema;
    QString name;

    QString display() const { return schema == QLatin1String("public") ? name : schema + QLatin1Char('.') + name; }
    QByteArray quoted() const { return quoteIdentifier(schema, name); }
    bool operator==(const RelationRef &) const = default;
};
size_t qHash(const RelationRef &ref, size_t seed = 0);

enum class RelationKind { Table, PartitionedTable, View, MaterializedView, ForeignTable };
RelationKind relationKindOf(QByteArrayView relkind); ///< pg_class.relkind

/// One line of the catalog. Figures are the statistics' and the file sizes' at the time of reading.
struct RelationSummary
{
    RelationRef ref;
    quint32 oid = 0;
    quint32 parentOid = 0; ///< of a partition; else 0
    RelationKind kind = RelationKind::Table;
    qint64 rowsEstimate = -1; ///< pg_class.reltuples, partitions added up; -1: never analyzed, or a view
    qint64 bytes = -1;        ///< with indexes and TOAST, partitions added up; -1: a view, or not readable just now
    int columnCount = 0;
    QString comment;
    bool isSystem = false;
    bool isReadable = true; ///< has_table_privilege(SELECT), also by column
    bool operator==(const RelationSummary &) const = default;
};

struct SchemaSummary
{
    QString name;
    QString comment;
    bool isSystem = false;
    bool operator==(const SchemaSummary &) const = default;
};

struct Catalog
{
    QList<SchemaSummary> schemas;     ///< by name; "public" first
    QList<RelationSummary> relations; ///< by schema and name
    /// Sizes come from the planner's page counts where a lock kept their files from being measured.
    bool sizesAreEstimates = false;
};

/// Everything but the toast and temporary schemas. Two round trips, three when a lock is in the way.
Result<Catalog> readCatalog(Session &session, bool withSystemSchemas = false);

struct Column
{
    int number = 0; ///< pg_attribute.attnum
    QString name;
    QString type;        ///< format_type(): "character varying(128)"
    quint32 typeOid = 0; ///< a domain's base type
    QChar category;      ///< pg_type.typcategory: N numbers, S strings, D dates, B booleans, A arrays, …
    bool isNotNull = false;
    bool isSortable = true; ///< the type has a default btree operator class
    bool isWide = false;    ///< may be stored out of line and is not bounded by a short length
    QString defaultExpression;
    QString comment;
    QStringList enumLabels;
    bool operator==(const Column &) const = default;
};

struct Index
{
    QString name;
    QStringList columns; ///< key columns in order; an expression is its text
    QList<bool> descending;
    bool isUnique = false;
    bool isPrimary = false;
    bool isUsable = true;  ///< valid, and not partial
    bool isOrdered = true; ///< btree
    bool hasExpressions = false;
    bool operator==(const Index &) const = default;
};

struct ForeignKey
{
    QString name;
    QStringList columns;
    RelationRef target;
    QStringList targetColumns;
    bool operator==(const ForeignKey &) const = default;
};

struct Relation
{
    RelationSummary summary;
    QList<Column> columns;
    QList<Index> indexes;
    QList<ForeignKey> foreignKeys;
    /// Columns that tell every row apart: the primary key, else the shortest unique index over NOT NULL columns.
    /// Empty: views, foreign tables, tables without one.
    QStringList keyColumns;

    int columnIndex(const QString &name) const; ///< -1: no such column
};

/// One round trip. Error::Kind::Missing when it is not there (any more).
Result<Relation> readRelation(Session &session, const RelationRef &ref);
/// "users", "app.users" or "\"odd name\"": found by Postgres's own rules and search_path (to_regclass).
Result<RelationRef> findRelation(Session &session, const QString &text);

} // namespace pitboss
