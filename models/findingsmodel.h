// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/finding.h"

#include <QAbstractTableModel>

namespace pitboss {

/// The findings of one file, those that a comment silences at the end. Values in.
class FindingsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { SeverityColumn, LineColumn, MessageColumn, RuleColumn, ColumnCount };
    enum Role {
        SeverityRole = Qt::UserRole, ///< Severity as int
        LineRole,                    ///< from 1
        IgnoredRole,
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setFindings(const QList<Finding> &findings);
    const QList<Finding> &findings() const { return m_findings; }
    int rowAtLine(int line) const; ///< the first finding on it; -1: none

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString severityText(Severity severity); ///< for a person
    static QString severityIconName(Severity severity);

private:
    QList<Finding> m_findings;
};

} // namespace pitboss
