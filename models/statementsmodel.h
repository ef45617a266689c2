// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/script.h"

#include <QAbstractTableModel>

#include <memory>

namespace pitboss {

/// A script's statements: what they are and what they touch. Wants a script with trees; without them it knows only
/// where the statements stand.
class StatementsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { NumberColumn, LineColumn, KindColumn, ObjectsColumn, ColumnCount };
    enum Role {
        LineRole = Qt::UserRole, ///< from 1
        WarningRole,             ///< what a person should know of it: cannot run in a transaction, does not parse
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setScript(std::shared_ptr<const Script> script);
    int rowAtLine(int line) const; ///< the statement that covers it; -1: none

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString warning(const ScriptStatement &statement) const;
    QVariant text(int row, int column) const;

    std::shared_ptr<const Script> m_script;
};

} // namespace pitboss
