// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/catalogmodel.h"

#include "models/figures.h"

#include <QHash>

namespace pitboss {

void CatalogModel::setCatalog(Catalog catalog)
{
    beginResetModel();
    m_catalog = std::move(catalog);
    build();
    endResetModel();
}

void CatalogModel::addChild(int parent, int node)
{
    QList<int> &siblings = parent < 0 ? m_top : m_nodes[parent].children;
    m_nodes[node].parent = parent;
    m_nodes[node].row = int(siblings.size());
    siblings.append(node);
}

int CatalogModel::homeOf(int relation, const QHash<quint32, int> &nodeByOid,
                         const QHash<QString, int> &nodeBySchema) const
{
    const RelationSummary &summary = m_catalog.relations.at(relation);
    // A parent that this role cannot see leaves its partitions on their own.
    const int parent = summary.parentOid ? nodeByOid.value(summary.parentOid, -1) : -1;
    return parent >= 0 ? parent : nodeBySchema.value(summary.ref.schema, -1);
}

void CatalogModel::build()
{
    m_nodes.clear();
    m_top.clear();
    QHash<QString, int> nodeBySchema;
    QHash<quint32, int> nodeByOid;
    for (int i = 0; i < m_catalog.schemas.size(); ++i) {
        m_nodes.append(Node{-1, 0, i, -1, {}});
        nodeBySchema.insert(m_catalog.schemas.at(i).name, int(m_nodes.size()) - 1);
        addChild(-1, int(m_nodes.size()) - 1);
    }
    const auto first = int(m_nodes.size());
    for (int i = 0; i < m_catalog.relations.size(); ++i) {
        m_nodes.append(Node{-1, 0, -1, i, {}});
        nodeByOid.insert(m_catalog.relations.at(i).oid, first + i);
    }
    for (int i = 0; i < m_catalog.relations.size(); ++i)
        addChild(homeOf(i, nodeByOid, nodeBySchema), first + i);
}

const QList<int> &CatalogModel::childrenOf(const QModelIndex &parent) const
{
    return parent.isValid() ? m_nodes.at(qsizetype(parent.internalId())).children : m_top;
}

QModelIndex CatalogModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, quintptr(childrenOf(parent).at(row)));
}

QModelIndex CatalogModel::parent(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const int parent = m_nodes.at(qsizetype(index.internalId())).parent;
    return parent < 0 ? QModelIndex() : createIndex(m_nodes.at(parent).row, 0, quintptr(parent));
}

int CatalogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() && parent.column() != 0 ? 0 : int(childrenOf(parent).size());
}

int CatalogModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QModelIndex CatalogModel::indexOf(const RelationRef &ref) const
{
    for (int i = 0; i < m_nodes.size(); ++i) {
        const int relation = m_nodes.at(i).relation;
        if (relation >= 0 && m_catalog.relations.at(relation).ref == ref)
            return createIndex(m_nodes.at(i).row, 0, quintptr(i));
    }
    return {};
}

QVariant CatalogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Name");
    case RowsColumn:
        return tr("Rows");
    case SizeColumn:
        return tr("Size");
    default:
        return {};
    }
}

QVariant CatalogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == NameColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    const Node &node = m_nodes.at(qsizetype(index.internalId()));
    if (role == PartitionRole)
        return node.parent >= 0 && m_nodes.at(node.parent).relation >= 0;
    return node.schema >= 0 ? schemaData(m_catalog.schemas.at(node.schema), index.column(), role)
                            : relationData(m_catalog.relations.at(node.relation), index.column(), role);
}

QVariant CatalogModel::schemaData(const SchemaSummary &schema, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return column == NameColumn ? QVariant(schema.name) : QVariant();
    case Qt::AccessibleTextRole:
        return column == NameColumn ? QVariant(tr("Schema %1").arg(schema.name)) : QVariant();
    case Qt::ToolTipRole:
        return schema.comment.isEmpty() ? tr("Schema %1").arg(schema.name)
                                        : tr("Schema %1\n%2").arg(schema.name, schema.comment);
    case SchemaRole:
        return schema.name;
    case SystemRole:
        return schema.isSystem;
    case ReadableRole:
        return true;
    default:
        return {};
    }
}

QVariant CatalogModel::relationText(const RelationSummary &relation, int column)
{
    switch (column) {
    case NameColumn:
        return relation.ref.name;
    case RowsColumn:
        return compactCount(relation.rowsEstimate);
    case SizeColumn:
        return compactBytes(relation.bytes);
    default:
        return {};
    }
}

QVariant CatalogModel::relationData(const RelationSummary &relation, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return relationText(relation, column);
    case Qt::AccessibleTextRole:
        return column == NameColumn ? QVariant(QStringLiteral("%1 %2").arg(kindWord(relation.kind), relation.ref.name))
                                    : relationText(relation, column);
    case Qt::ToolTipRole:
        return toolTip(relation);
    case RelationRole:
        return QVariant::fromValue(relation.ref);
    case KindRole:
        return int(relation.kind);
    case SchemaRole:
        return relation.ref.schema;
    case SystemRole:
        return relation.isSystem;
    case ReadableRole:
        return relation.isReadable;
    default:
        return {};
    }
}

QString CatalogModel::kindWord(RelationKind kind)
{
    switch (kind) {
    case RelationKind::Table:
        return tr("Table");
    case RelationKind::PartitionedTable:
        return tr("Partitioned table");
    case RelationKind::View:
        return tr("View");
    case RelationKind::MaterializedView:
        return tr("Materialized view");
    case RelationKind::ForeignTable:
        break;
    }
    return tr("Foreign table");
}

QString CatalogModel::toolTip(const RelationSummary &relation) const
{
    QStringList lines{QStringLiteral("%1 %2.%3").arg(kindWord(relation.kind), relation.ref.schema, relation.ref.name)};
    QStringList figures;
    if (relation.rowsEstimate >= 0)
        figures << tr("%1 rows (statistics)").arg(aboutRows(relation.rowsEstimate));
    if (relation.bytes >= 0)
        figures << tr("%1 with indexes").arg(compactBytes(relation.bytes));
    figures << tr("columns: %1").arg(relation.columnCount);
    lines << figures.join(QStringLiteral(" · "));
    if (!relation.isReadable)
        lines << tr("Your role may not read it.");
    if (!relation.comment.isEmpty())
        lines << QString() << relation.comment;
    return lines.join(QLatin1Char('\n'));
}

} // namespace pitboss
