// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/operations/effect.h"

#include <QWidget>

class QTabWidget;
class QTreeWidget;

namespace pitboss {

class CodeView;

/// What an operation does to the database: every touched row of every table before → after, and the statements.
class EffectView : public QWidget
{
    Q_OBJECT
public:
    explicit EffectView(QWidget *parent = nullptr);
    void setEffect(const Effect &effect);

private:
    void addTable(const TableEffect &table);

    QTabWidget *m_tabs;
    QTreeWidget *m_rows;
    CodeView *m_statements;
};

} // namespace pitboss
