// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/audit/auditlog.h"

#include <QAbstractTableModel>

namespace pitboss {

/// An entry of the audit log, and all its text in lower case for the search.
struct AuditRow
{
    AuditEntry entry;
    QString text;
};

/// The audit log, newest first, narrowed by words and by action. Values in.
class AuditModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        NumberColumn,
        TimeColumn,
        StateColumn,
        ActionColumn,
        TargetColumn,
        OperatorColumn,
        DatabaseColumn,
        ReasonColumn,
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;

    static QList<AuditRow> rowsOf(const QList<AuditEntry> &entries); ///< for a thread of the pool: it takes a while

    void setRows(const QList<AuditRow> &rows); ///< in the order of the log
    /// Only entries that hold every word somewhere; `action` empty: all.
    void setFilter(const QString &words, const QString &action);
    /// The first broken entry and all after it cannot be trusted; 0: none.
    void setBroken(qint64 number);

    qsizetype total() const { return m_rows.size(); }
    QStringList actions() const;     ///< those that occur
    QList<AuditEntry> shown() const; ///< in the order shown
    AuditEntry entry(int row) const { return m_rows[m_shown[row]].entry; }
    int rowOf(qint64 number) const; ///< -1: not shown

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool fits(const AuditRow &row, const QStringList &words) const;
    void narrow();

    QList<AuditRow> m_rows;
    QList<int> m_shown;
    QString m_words;
    QString m_action;
    qint64 m_broken = 0;
};

} // namespace pitboss
