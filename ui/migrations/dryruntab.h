// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrun.h"

#include <QWidget>

class QSplitter;
class QTreeWidget;
class QTreeWidgetItem;

namespace pitboss {

class EmptyState;
class TypeLabel;

/// What a dry run measured of one migration: each statement in a line, and beneath what else it told.
class DryRunTab : public QWidget
{
    Q_OBJECT
public:
    explicit DryRunTab(QWidget *parent = nullptr);

    void setRun(const MigrationRun &run, bool isStale); ///< stale: the file has changed since
    void clear();                                       ///< it was not tried
    bool hasFailed() const { return m_hasFailed; }

signals:
    void lineActivated(int line);
    void rowsRequested(const QString &schema, const QString &table, const QString &condition);

private:
    QTreeWidget *list(const QString &objectName, const QString &title, const QStringList &columns);
    void showStatements(const MigrationRun &run);
    void showTold(const MigrationRun &run);
    void tellStatement(const StatementRun &statement);
    void tellProof(const QString &yes, const QString &no, const QString &unknown, const Proof &proof);
    void tellFindings(const MigrationRun &run, JudgedFinding::Label label);
    QTreeWidgetItem *tell(const QString &iconName, const QString &what, const QString &text, int line = 0);
    void openRows(QTreeWidgetItem *item);

    EmptyState *m_empty;
    TypeLabel *m_verdict;
    QSplitter *m_splitter;
    QTreeWidget *m_statements;
    QTreeWidget *m_told;
    bool m_hasFailed = false;
};

} // namespace pitboss
