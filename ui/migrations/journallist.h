// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/migrationfilter.h"
#include "models/migrationmodel.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QStackedWidget;
class QTreeView;

namespace pitboss {

class EmptyState;

/// The left side: every migration of the folder, with a filter by state and a search.
class JournalList : public QWidget
{
    Q_OBJECT
public:
    explicit JournalList(QWidget *parent = nullptr);

    MigrationModel &model() const { return *m_model; }
    void setStatus(const JournalStatus &status);
    void setFindings(const LintResult &findings);
    /// Marks it and brings it into sight, lifting filters that hide it; false: there is no such row.
    bool setCurrent(const QString &tag);
    const Migration *current() const; ///< null: none; gone with the next setStatus()
    QString currentTag() const;
    QStringList selectedTags() const; ///< in the order of the list
    int currentRow() const;           ///< of the model
    void focusSearch();
    void focusStates();
    void focusList();
    bool clearFilter(); ///< false: there was none
    QVariantMap saveState() const;
    void restoreState(const QVariantMap &state);

signals:
    void currentChanged();
    void activated(); ///< Enter or a double click on a row

private:
    QWidget *buildHead();
    void buildView();
    void connectParts();
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool searchKey(QKeyEvent *event);
    bool listKey(QKeyEvent *event);
    void copyNames() const;
    void showState();
    void countStates();
    void chooseFirst();
    void fitColumns();

    MigrationModel *m_model;
    MigrationFilter *m_filter;
    QLineEdit *m_search;
    QComboBox *m_states;
    QStackedWidget *m_stack;
    QTreeView *m_view;
    EmptyState *m_empty;
    QString m_chosenTag; ///< chosen by chooseFirst() before the states were known
    bool m_wasFilled = false;
};

} // namespace pitboss
