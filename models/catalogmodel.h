// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"

#include <QAbstractItemModel>

namespace pitboss {

/// Schemas, their relations, and partitions under their parents. Takes a Catalog value; knows no connection.
class CatalogModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, RowsColumn, SizeColumn, ColumnCount };
    enum Role {
        RelationRole = Qt::UserRole, ///< RelationRef; invalid for a schema
        KindRole,                    ///< RelationKind as int; invalid for a schema
        SchemaRole,                  ///< the schema's name
        SystemRole,
        ReadableRole,
        PartitionRole, ///< true below a partitioned table
    };
    using QAbstractItemModel::QAbstractItemModel;

    void setCatalog(Catalog catalog);
    const Catalog &catalog() const { return m_catalog; }
    QModelIndex indexOf(const RelationRef &ref) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    static QString kindWord(RelationKind kind);

private:
    struct Node
    {
        int parent = -1;   ///< a node; -1: the root
        int row = 0;       ///< among its siblings
        int schema = -1;   ///< index in the catalog, for a schema node
        int relation = -1; ///< index in the catalog, for a relation node
        QList<int> children;
    };
    void build();
    void addChild(int parent, int node);
    int homeOf(int relation, const QHash<quint32, int> &nodeByOid, const QHash<QString, int> &nodeBySchema) const;
    const QList<int> &childrenOf(const QModelIndex &parent) const;
    QVariant schemaData(const SchemaSummary &schema, int column, int role) const;
    QVariant relationData(const RelationSummary &relation, int column, int role) const;
    static QVariant relationText(const RelationSummary &relation, int column);
    QString toolTip(const RelationSummary &relation) const;

    Catalog m_catalog;
    QList<Node> m_nodes;
    QList<int> m_top;
};

} // namespace pitboss

Q_DECLARE_METATYPE(pitboss::RelationRef)
