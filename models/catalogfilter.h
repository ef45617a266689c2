// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>

namespace pitboss {

/// The catalog by what was typed: every word must occur in "schema.name", whatever the case. What matches keeps its
/// parents, and a partitioned table its partitions. System schemas are left out unless asked for.
class CatalogFilter : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit CatalogFilter(QObject *parent = nullptr);

    void setPattern(const QString &pattern);
    QString pattern() const { return m_words.join(QLatin1Char(' ')); }
    void setSystemShown(bool shown);

private:
    bool filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const override;

    QStringList m_words;
    bool m_systemShown = false;
};

} // namespace pitboss
