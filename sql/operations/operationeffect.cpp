// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/operationrun.h"

#include <algorithm>

namespace pitboss {

namespace {

bool isBeyond(const WriteCounts &counts, const WriteCounts &expected)
{
    return counts.inserted > expected.inserted || counts.updated > expected.updated || counts.deleted > 0;
}

bool holdsRow(const QList<RowChange> &rows, const RowChange &row, const QStringList &keyColumns)
{
    const auto key = [&keyColumns](const RowChange &change) {
        QList<std::optional<QByteArray>> values;
        for (const ValueChange &value : change.values) {
            if (keyColumns.contains(value.column))
                values.append(value.after);
        }
        return values;
    };
    return !keyColumns.isEmpty()
        && std::any_of(rows.begin(), rows.end(), [&](const RowChange &known) { return key(known) == key(row); });
}

} // namespace

const TouchedTable *OperationRun::touchedByName(const QString &table) const
{
    const auto found = std::find_if(m_touched.begin(), m_touched.end(), [&table](const TouchedTable &touched) {
        return touched.isOnPath && touched.ref.name == table;
    });
    return found == m_touched.end() ? nullptr : &*found;
}

TableEffect &OperationRun::effectOf(const RelationRef &ref)
{
    for (TableEffect &table : m_effect.tables) {
        if (table.table == ref)
            return table;
    }
    TableEffect table;
    table.table = ref;
    return m_effect.tables.emplaceBack(table);
}

bool OperationRun::isSearched(const TouchedTable &table) const
{
    return table.isReadable && table.bytes <= largestSearched;
}

Result<void> OperationRun::readMoment(const ResultSet &rows)
{
    if (rows.rowCount() != 1)
        return fail(Error::Kind::Internal, QStringLiteral("the server did not tell its time"));
    m_effect.transactionId = rows.value(0, 0).toByteArray();
    m_effect.began = rows.integer(0, 1);
    m_effect.ended = rows.integer(0, 2);
    m_effect.seesTriggers = m_schema->countsRows();
    return {};
}

Result<void> OperationRun::readTouched(const QList<ResultSet> &looks)
{
    if (auto read = readMoment(looks[0]); !read)
        return read;
    m_touched = touchedTables(looks[1], m_base);
    QHash<QString, WriteCounts> expected;
    for (qsizetype i = 0; i < m_plan.own.size(); ++i) {
        const OwnRow &own = m_plan.own[i];
        describeOwn(looks[2 + i], own);
        expected[own.table].inserted += own.inserted;
        expected[own.table].updated += own.updated;
    }
    for (const TouchedTable &table : std::as_const(m_touched)) {
        TableEffect &effect = effectOf(table.ref);
        effect.inserted = table.counts.inserted;
        effect.updated = table.counts.updated;
        effect.deleted = table.counts.deleted;
        if (!table.isOnPath || isBeyond(table.counts, expected.value(table.ref.name)))
            m_others.append(table);
    }
    m_otherRows = looks.mid(2 + m_plan.own.size());
    return searchOthers();
}

void OperationRun::describeOwn(const ResultSet &rows, const OwnRow &own)
{
    const TouchedTable *touched = touchedByName(own.table);
    TableEffect &effect = effectOf(touched ? touched->ref : RelationRef{QStringLiteral("public"), own.table});
    effect.inserted = own.inserted;
    effect.updated = own.updated;
    effect.rows += rowChanges(touched ? touched->keyColumns : QStringList(),
                              touched ? touched->generatedColumns : QStringList(), own.before, rows);
}

/// In a preview they are looked for now; in a commit the preview's tables were looked at already.
Result<void> OperationRun::searchOthers()
{
    QList<Statement> searches;
    QList<TouchedTable> searched;
    for (const TouchedTable &table : std::as_const(m_others)) {
        TableEffect &effect = effectOf(table.ref);
        effect.isSearched = isSearched(table);
        effect.isListed = effect.isSearched;
        if (effect.isSearched) {
            searches << writtenRows(table.ref);
            searched << table;
        }
    }
    m_others = searched;
    if (!m_seen && !searches.isEmpty()) {
        auto rows = inOneGo(searches);
        if (!rows)
            return fail(explained(rows.error()));
        m_otherRows = *rows;
    }
    if (m_seen)
        describeOthers({});
    std::sort(m_effect.tables.begin(), m_effect.tables.end(),
              [](const TableEffect &a, const TableEffect &b) { return a.table.display() < b.table.display(); });
    return {};
}

/// `before` is empty in a commit: the preview showed it, and what stands after must be the same.
void OperationRun::describeOthers(const QList<ResultSet> &before)
{
    for (qsizetype i = 0; i < qMin(m_others.size(), m_otherRows.size()); ++i) {
        const TouchedTable &table = m_others[i];
        TableEffect &effect = effectOf(table.ref);
        QList<RowChange> rows = rowChanges(table.keyColumns, table.generatedColumns, before.value(i),
                                           m_otherRows[i].rowCount() > 0 ? m_otherRows[i] : ResultSet());
        effect.isListed = rows.size() <= mostListedRows;
        for (RowChange &row : rows.mid(0, mostListedRows)) {
            if (effect.updated == 0)
                row.kind = RowChange::Kind::Inserted;
            else if (effect.inserted == 0 || before.isEmpty())
                row.kind = RowChange::Kind::Updated;
            if (!holdsRow(effect.rows, row, table.keyColumns))
                effect.rows.append(row);
        }
    }
}

Result<void> OperationRun::rollBack()
{
    if (!m_transaction)
        return {};
    if (m_others.isEmpty() || m_seen)
        return m_transaction->rollback();
    // Back to where nothing was written yet, the rows of the same keys are what they were before.
    QList<Statement> statements{"ROLLBACK TO SAVEPOINT pitboss_preview"};
    for (qsizetype i = 0; i < m_others.size(); ++i)
        statements << rowsByKey(m_others[i], m_otherRows.value(i));
    statements << "ROLLBACK";
    const auto results = inOneGo(statements);
    if (!results)
        return fail(explained(results.error()));
    describeOthers(results->mid(1, m_others.size()));
    return m_transaction->rollback();
}

} // namespace pitboss
