// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalogfilter.h"

#include "models/catalogmodel.h"

#include <algorithm>

namespace pitboss {

CatalogFilter::CatalogFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
    setAutoAcceptChildRows(false);
}

void CatalogFilter::setPattern(const QString &pattern)
{
    const QStringList words = pattern.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (words == m_words)
        return;
    m_words = words;
    invalidateFilter();
}

void CatalogFilter::setSystemShown(bool shown)
{
    if (shown == m_systemShown)
        return;
    m_systemShown = shown;
    invalidateFilter();
}

bool CatalogFilter::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    const QModelIndex index = sourceModel()->index(sourceRow, 0, sourceParent);
    if (!m_systemShown && index.data(CatalogModel::SystemRole).toBool())
        return false;
    if (m_words.isEmpty())
        return true;
    const QVariant relation = index.data(CatalogModel::RelationRole);
    // A schema stays for what is in it; recursive filtering sees to that.
    if (!relation.isValid())
        return false;
    const auto ref = relation.value<RelationRef>();
    const QString name = ref.schema + QLatin1Char('.') + ref.name;
    const auto occurs = [&name](const QString &word) { return name.contains(word, Qt::CaseInsensitive); };
    if (std::all_of(m_words.begin(), m_words.end(), occurs))
        return true;
    return index.data(CatalogModel::PartitionRole).toBool()
        && filterAcceptsRow(sourceParent.row(), sourceParent.parent());
}

} // namespace pitboss
