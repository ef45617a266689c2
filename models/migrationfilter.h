// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/migration.h"

#include <QSortFilterProxyModel>

namespace pitboss {

/// Which rows of a MigrationModel are shown: by state, and by words in the name, the problems or the SQL.
class MigrationFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    /// What a person picks from; inferred states stand with the recorded ones.
    enum class Show { All, Pending, Applied, Problems, Findings, Edited, Missing, Orphan, Unknown };
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setShow(Show show);
    Show show() const { return m_show; }
    /// All of its words, in any case.
    void setPattern(const QString &pattern);
    QString pattern() const { return m_pattern; }

    static QString showText(Show show);
    static bool accepts(Show show, const QModelIndex &row);

private:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

    Show m_show = Show::All;
    QString m_pattern;
    QList<QByteArray> m_words;
};

} // namespace pitboss
