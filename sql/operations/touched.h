// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/operations/body.h"

#include <QHash>

namespace pitboss {

/// What the server counted in this session's running transaction, by table.
struct WriteCounts
{
    qint64 inserted = 0;
    qint64 updated = 0;
    qint64 deleted = 0;
};

/// A table that was touched since the base counts were taken.
struct TouchedTable
{
    quint32 oid = 0;
    RelationRef ref;
    bool isOnPath = false; ///< its bare name means it
    bool isReadable = true;
    qint64 bytes = 0;
    QStringList keyColumns;
    QStringList generatedColumns;
    WriteCounts counts;
};

/// Finds out what a transaction did to all tables, from the server's own counts and the rows' own marks. Counts of
/// earlier transactions may not be reported yet (they wait up to a second), hence the base.
Statement baseCountsStatement();
QHash<quint32, WriteCounts> baseCounts(const ResultSet &rows);
Statement touchedStatement();
QList<TouchedTable> touchedTables(const ResultSet &rows, const QHash<quint32, WriteCounts> &base);
/// One row: the transaction's id, when it began, now; microseconds since 1970.
Statement momentStatement();

/// The rows that the running transaction wrote, in the order in which it wrote them.
Statement writtenRows(const RelationRef &table);
/// The rows of those keys, as they are when it runs.
Statement rowsByKey(const TouchedTable &table, const ResultSet &like);
constexpr int mostListedRows = 200;
constexpr qint64 largestSearched = 256LL * 1024 * 1024; ///< bytes; a search by marks reads the whole table

/// One change for each row of `after`, compared with the row of the same key before.
QList<RowChange> rowChanges(const QStringList &keyColumns, const QStringList &generated, const ResultSet &before,
                            const ResultSet &after);

} // namespace pitboss
