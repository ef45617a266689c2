// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/session.h"

#include <QHash>

namespace pitboss {

/// What this database has for guarded operations, asked from the catalog: columns, rights, whether it takes writes.
/// It is read by statements that share a round trip with others.
class OperationSchema
{
public:
    static QList<Statement> statements();
    static Result<OperationSchema> fromResults(const QList<ResultSet> &results);

    bool has(const QString &table) const { return m_columns.contains(table); }
    bool has(const QString &table, const QString &column) const { return m_columns.value(table).contains(column); }
    /// Labels of an enum column, in its order; empty when it is no enum.
    QStringList enumLabels(const QString &table, const QString &column) const;
    /// ReadOnly, Missing or Permission, naming what it is. `needs` is "users.id credits.balance_micro", `rights` is
    /// "SELECT:users UPDATE:credits".
    Result<void> require(const QString &needs, const QString &rights) const;
    /// An append-only table of events that takes entries: action, actor_type and metadata at least.
    bool hasAuditEvent() const;

    /// One row of it, who did it too where there is a column for that.
    Statement auditEvent(const QString &action, const QString &operatorName, const QByteArray &metadata) const;

    QString role() const { return m_role; }
    QString database() const { return m_database; }
    bool countsRows() const { return m_countsRows; }

private:
    Result<void> requireColumns(const QString &needs) const;
    Result<void> requireRights(const QString &rights) const;

    QHash<QString, QHash<QString, QStringList>> m_columns; ///< table → column → enum labels
    QHash<QString, QStringList> m_rights;                  ///< table → SELECT, INSERT …
    QString m_role;
    QString m_database;
    bool m_countsRows = true;
    bool m_isStandby = false;
    bool m_isReadOnly = false;
};

} // namespace pitboss
