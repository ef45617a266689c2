// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/catalogdelegate.h"

#include "models/catalogmodel.h"
#include "ui/icons.h"
#include "ui/labels.h"

namespace pitboss {

QString relationIconName(RelationKind kind, bool isPartition)
{
    switch (kind) {
    case RelationKind::Table:
        return isPartition ? QStringLiteral("partition") : QStringLiteral("table");
    case RelationKind::PartitionedTable:
        return QStringLiteral("partitioned-table");
    case RelationKind::View:
        return QStringLiteral("view");
    case RelationKind::MaterializedView:
        return QStringLiteral("materialized-view");
    case RelationKind::ForeignTable:
        break;
    }
    return QStringLiteral("foreign-table");
}

static QString iconNameFor(const QModelIndex &index)
{
    const QVariant kind = index.data(CatalogModel::KindRole);
    if (!kind.isValid())
        return QStringLiteral("schema");
    if (!index.data(CatalogModel::ReadableRole).toBool())
        return QStringLiteral("lock");
    return relationIconName(RelationKind(kind.toInt()), index.data(CatalogModel::PartitionRole).toBool());
}

void CatalogDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QColor secondary = option->palette.color(QPalette::PlaceholderText);
    if (index.column() == CatalogModel::NameColumn) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->icon = icon(iconNameFor(index), Tint::Secondary);
        option->decorationSize = {16, 16};
        option->textElideMode = Qt::ElideMiddle;
        if (!index.data(CatalogModel::KindRole).isValid())
            option->font = scaledFont(option->font, 1, QFont::DemiBold);
        if (index.data(CatalogModel::ReadableRole).toBool())
            return;
    } else {
        option->font = scaledFont(option->font, 0.9, QFont::Normal);
    }
    option->palette.setColor(QPalette::Text, secondary);
    option->palette.setColor(QPalette::HighlightedText, secondary);
}

QSize CatalogDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width(), 24};
}

} // namespace pitboss
