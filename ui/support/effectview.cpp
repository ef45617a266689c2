// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/effectview.h"

#include "ui/codeview.h"
#include "ui/controls.h"

#include <QHeaderView>
#include <QTabWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace pitboss {

namespace {

QString shown(const std::optional<QByteArray> &value)
{
    constexpr int longest = 300;
    return value ? QString::fromUtf8(*value).left(longest).simplified() : QStringLiteral("null");
}

QString titleOf(const TableEffect &table)
{
    Effect one;
    one.tables = {table};
    return effectSummary(one);
}

} // namespace

EffectView::EffectView(QWidget *parent)
    : QWidget(parent)
    , m_tabs(new QTabWidget)
    , m_rows(new QTreeWidget)
    , m_statements(new CodeView)
{
    m_rows->setObjectName(QStringLiteral("effectRows"));
    m_rows->setAccessibleName(tr("Touched rows, before and after"));
    m_rows->setHeaderLabels({tr("Table and column"), tr("Before"), tr("After")});
    m_rows->setFrameShape(QFrame::NoFrame);
    m_rows->setUniformRowHeights(true);
    m_rows->header()->setStretchLastSection(true);
    m_rows->setColumnWidth(0, 230);
    m_rows->setColumnWidth(1, 170);
    m_statements->setObjectName(QStringLiteral("effectStatements"));
    m_statements->setAccessibleName(tr("Statements"));
    m_statements->setReadOnly(true);
    m_tabs->setObjectName(QStringLiteral("effectTabs"));
    m_tabs->setAccessibleName(tr("Effect"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_rows, tr("Rows"));
    m_tabs->addTab(m_statements, tr("Statements"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    setGround(this, QPalette::Base);
}

void EffectView::setEffect(const Effect &effect)
{
    m_rows->clear();
    for (const TableEffect &table : effect.tables)
        addTable(table);
    if (!effect.seesTriggers)
        m_rows->addTopLevelItem(new QTreeWidgetItem(
            {tr("The server does not count rows (track_counts is off): what triggers did is not shown.")}));
    m_rows->expandAll();
    QStringList texts;
    for (const Statement &statement : effect.statements)
        texts << QString::fromUtf8(statement.sql) + QLatin1Char(';');
    m_statements->setCode(texts.join(QStringLiteral("\n\n")));
    m_tabs->setTabText(1, tr("Statements (%1)").arg(effect.statements.size()));
}

void EffectView::addTable(const TableEffect &table)
{
    auto *top = new QTreeWidgetItem({titleOf(table)});
    for (const RowChange &row : table.rows) {
        const bool isNew = row.kind == RowChange::Kind::Inserted;
        for (const ValueChange &value : row.values) {
            if (!value.isChanged() || (isNew && !value.after))
                continue;
            const QString after = isNew && value.isGenerated ? tr("(new)") : shown(value.after);
            auto *line = new QTreeWidgetItem(top, {value.column, isNew ? QString() : shown(value.before), after});
            line->setToolTip(2, QStringLiteral("<p>%1</p>").arg(after.toHtmlEscaped()));
        }
    }
    if (!table.isListed)
        new QTreeWidgetItem(top, {tr("its rows are too many to list")});
    m_rows->addTopLevelItem(top);
    top->setFirstColumnSpanned(true);
}

} // namespace pitboss
