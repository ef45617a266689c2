// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"
#include "ui/palettemodel.h"

#include <QWidget>

#include <functional>
#include <optional>

class QLineEdit;
class QMenu;
class QStackedWidget;
class QToolButton;
class QTreeView;

namespace pitboss {

class CatalogFilter;
class CatalogModel;
class EmptyState;
class LoadingState;

/// The list of schemas and relations beside the grid. It shows a Catalog it is given and asks for a newer one; who
/// reads it is not its business.
class CatalogDock : public QWidget
{
    Q_OBJECT
public:
    explicit CatalogDock(QWidget *parent = nullptr);

    void setCatalog(const Catalog &catalog);
    void setLoading(); ///< the old list stays in sight while a newer one is read
    void setError(const Error &error);
    void clear(); ///< not connected
    const Catalog &catalog() const;

    void focusFilter();
    /// Marks a relation without opening it: the tab in front has changed.
    void setCurrent(const RelationRef &ref);
    std::optional<RelationRef> current() const;
    bool isSystemShown() const;

    QVariantMap saveState() const;
    void restoreState(const QVariantMap &state);

signals:
    void openRequested(const pitboss::RelationRef &ref, bool inBackground);
    void refreshRequested(bool withSystemSchemas);
    void cancelRequested();
    /// Others may add their actions before it is shown.
    void menuAboutToShow(QMenu *menu, const pitboss::RelationRef &ref);

private:
    void build();
    QWidget *buildHead();
    void connectParts();
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool filterKey(QKeyEvent *event);
    bool treeKey(QKeyEvent *event);
    void patternChanged();
    void showState();
    void open(const QModelIndex &index, bool inBackground);
    void openMenu(const QPoint &position);
    void fillMenu(QMenu *menu, const RelationRef &ref);
    QModelIndex firstRelation(const QModelIndex &parent = {}) const;
    QModelIndex bestRelation() const;
    QStringList expandedSchemas() const;
    void expandSchemas(const QStringList &names);
    std::optional<RelationRef> refAt(const QModelIndex &index) const;

    CatalogModel *m_model;
    CatalogFilter *m_proxy;
    QLineEdit *m_filter;
    QToolButton *m_system;
    QToolButton *m_refresh;
    QStackedWidget *m_stack;
    QTreeView *m_tree;
    EmptyState *m_empty;
    LoadingState *m_loading;
    std::optional<QStringList> m_expanded; ///< as the person left it; nullopt: nothing chosen yet
    std::optional<RelationRef> m_wanted;   ///< marked again after a newer catalog came
    bool m_hasCatalog = false;
};

/// The relations as lines of the command palette.
QList<PaletteEntry> relationEntries(const Catalog &catalog, const std::function<void(RelationRef)> &open);

} // namespace pitboss
