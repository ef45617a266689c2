// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/resultset.h"

#include <QAbstractTableModel>

namespace pitboss {

/// Some columns of a result, with titles and in the form people read: the short lists of a page. GUI thread.
class ResultModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Kind {
        Text,
        Credits,       ///< micro-credits, shown as credits
        SignedCredits, ///< with its sign, also +
        Time,          ///< to the second
        YesNo
    };
    struct Shown
    {
        QString column; ///< of the result
        QString title;
        Kind kind = Kind::Text;
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setColumns(const QList<Shown> &columns);
    void setRows(const ResultSet &rows);
    void appendRows(const ResultSet &rows); ///< of the same shape
    /// The whole value as the server gave it; nullopt is NULL, also where there is no such column.
    std::optional<QString> value(int row, const QString &column) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static QString shown(Kind kind, const QString &text);

    QList<Shown> m_columns;
    QList<ResultSet> m_parts;
};

} // namespace pitboss
