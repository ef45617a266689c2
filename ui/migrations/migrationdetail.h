// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrun.h"
#include "migrations/lint.h"
#include "ui/migrations/migrationextras.h"

#include "sql/whenfinished.h"

#include <QWidget>

class QStackedWidget;
class QTabWidget;
class QTreeView;

namespace pitboss {

class ChangesTab;
class CodeHighlighter;
class CodeView;
class DryRunTab;
class ElidedLabel;
class EmptyState;
class FindingsTab;
class FittedArea;
class RepairList;
class SqlTab;
class StatementsModel;
class TypeLabel;

/// The right side: one migration from all sides.
class MigrationDetail : public QWidget
{
    Q_OBJECT
public:
    enum Tab { SqlTabIndex, FindingsTabIndex, StatementsTabIndex, ChangesTabIndex, RollbackTabIndex, DryRunTabIndex };
    explicit MigrationDetail(QWidget *parent = nullptr);
    ~MigrationDetail() override;

    /// `before`: the last migration above it that has a snapshot; may be null. Both are copied.
    void setMigration(const Migration &migration, const Migration *before);
    void setFindings(const std::optional<QList<Finding>> &findings); ///< nullopt: not read yet
    void setRun(const MigrationRun *run);                            ///< of a dry run; null: it was not tried
    void clear();
    void goToLine(int line);
    void goToFinding(bool forward);
    void showTab(Tab tab);
    Tab currentTab() const;
    void focusSql();

signals:
    void rowsRequested(const QString &schema, const QString &table, const QString &condition);

private:
    void showMarks();
    void build();
    QWidget *buildHead();
    void buildTabs();
    QWidget *buildRollback();
    void connectTabs();
    void showHead(const Migration &migration);
    void readMore(const Migration &migration, const Migration *before);
    void takeExtras(const Migration &migration, const MigrationExtras &extras);
    void nameTabs();

    QStackedWidget *m_stack;
    EmptyState *m_empty;
    ElidedLabel *m_name;
    TypeLabel *m_state;
    TypeLabel *m_facts;
    RepairList *m_problems;
    FittedArea *m_problemArea;
    QTabWidget *m_tabs;
    SqlTab *m_sql;
    FindingsTab *m_findings;
    QTreeView *m_statements;
    StatementsModel *m_statementsModel;
    ChangesTab *m_changes;
    DryRunTab *m_dryRun;
    QStackedWidget *m_rollbackStack;
    EmptyState *m_noRollback;
    TypeLabel *m_rollbackOrigin;
    CodeView *m_rollback;
    std::unique_ptr<CodeHighlighter> m_rollbackColors; ///< goes before the view whose text it colours
    Newest m_newestExtras, m_newestDifference;
    QList<Finding> m_found;  ///< by the rules
    QList<Finding> m_failed; ///< by the dry run, for the margin
    QString m_hash;
    QString m_shown; ///< tag and hashes of what is shown
    std::shared_ptr<const Script> m_script;
};

} // namespace pitboss
