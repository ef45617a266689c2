// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/finding.h"

#include <QWidget>

class QSplitter;
class QTreeView;
class QToolButton;

namespace pitboss {

class EmptyState;
class FindingsModel;
class TypeLabel;

/// The findings of one migration, and of the one that is marked why it matters and what to write instead.
class FindingsTab : public QWidget
{
    Q_OBJECT
public:
    explicit FindingsTab(QWidget *parent = nullptr);

    void setFindings(const QList<Finding> &findings);
    void setUnknown();       ///< still reading
    void showLine(int line); ///< marks the first finding on it
    int count() const;       ///< without the ignored ones

signals:
    void lineActivated(int line);

private:
    QWidget *buildDetail();
    void showCurrent();

    FindingsModel *m_model;
    QTreeView *m_view;
    EmptyState *m_empty;
    QSplitter *m_splitter;
    TypeLabel *m_message;
    TypeLabel *m_why;
    TypeLabel *m_fix;
    QWidget *m_fixBox;
    QToolButton *m_copy;
};

} // namespace pitboss
