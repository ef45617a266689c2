// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"

#include <QStyledItemDelegate>

namespace pitboss {

/// The icon of a kind of relation.
QString relationIconName(RelationKind kind, bool isPartition = false);

/// Names with their kind's icon; figures smaller and in the secondary colour; a lock where there is no right to read.
class CatalogDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

private:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace pitboss
