// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablepager.h"

#include <QWidget>

class QLineEdit;
class QMenu;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace pitboss {

class EmptyState;
class LoadingState;
class MessageBar;
class TableGrid;
class ValueInspector;

/// One open table or view: its rows, a filter, and a panel that shows one value whole. Owns its connections.
class TableTab : public QWidget
{
    Q_OBJECT

public:
    TableTab(TablePager::MakeConnection makeConnection, const RelationRef &ref, QWidget *parent = nullptr);
    ~TableTab() override;

    const RelationRef &ref() const { return m_ref; }
    void open(); ///< reads the relation, then its first page
    void refresh();
    bool cancel(); ///< false: nothing ran
    void focusFilter();
    void setFilter(const QString &filter);
    void copySelection(bool withHeaders);
    void countExactly() { m_pager.countExactly(); }
    void setInspectorShown(bool shown);
    QString statusText() const;
    QString runningText() const; ///< empty: nothing runs

    QVariantMap saveState() const;               ///< sort, filter, widths, inspector
    void restoreState(const QVariantMap &state); ///< before open()
    TableGrid *grid() const { return m_grid; }
    TablePager &pager() { return m_pager; }
    TableModel &model() { return m_model; }

signals:
    void statusChanged();

private:
    void build();
    QWidget *buildBar();
    void connectGrid();
    void show(const Relation &relation);
    void applySort(const QList<SortKey> &sort);
    void applyFilter();
    void reopen();
    void warnOfSlowSort();
    void showFailure(const Error &error);
    void positionChanged();
    void showCellMenu(const QPoint &position);
    void filterByCell(const QModelIndex &index);
    void inspectCurrent();

    RelationRef m_ref;
    TableModel m_model;
    TablePager m_pager;
    Relation m_relation;
    QList<SortKey> m_sort;
    QString m_filter;
    Newest m_copies;
    Newest m_values;
    Newest m_opens;
    bool m_opening = false;
    MessageBar *m_message;
    QLineEdit *m_filterField;
    QToolButton *m_countButton;
    QToolButton *m_inspectorButton;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    TableGrid *m_grid;
    LoadingState *m_loading;
    EmptyState *m_empty;
    ValueInspector *m_inspector;
};

} // namespace pitboss
