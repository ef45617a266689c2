// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/tabletab.h"

// What a person does with the cells of an open table: copy, filter by one, look at it whole.

#include "sql/condition.h"
#include "ui/data/valueinspector.h"
#include "ui/grid/rowsview.h"
#include "ui/grid/tablegrid.h"
#include "ui/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>

namespace pitboss {

void TableTab::copySelection(bool withHeaders)
{
    QList<int> rows;
    QList<int> columns;
    const QModelIndexList selected = m_grid->view()->selectionModel()->selectedIndexes();
    for (const QModelIndex &index : selected) {
        if (!rows.contains(index.row()))
            rows << index.row();
        if (!columns.contains(index.column()))
            columns << index.column();
    }
    if (rows.isEmpty())
        return;
    std::sort(rows.begin(), rows.end());
    const QHeaderView *header = m_grid->view()->horizontalHeader();
    std::sort(columns.begin(), columns.end(),
              [header](int a, int b) { return header->visualIndex(a) < header->visualIndex(b); });
    QStringList names;
    for (const int column : columns)
        names << m_relation.columns[column].name;
    m_copies.follow(m_pager.wholeRows(rows, columns), this,
                    [this, names, withHeaders](const Result<QList<QStringList>> &cells) {
                        if (!cells) {
                            showFailure(cells.error());
                            return;
                        }
                        const bool single = cells->size() == 1 && names.size() == 1 && !withHeaders;
                        const QList<QStringList> all = withHeaders ? QList<QStringList>{names} + *cells : *cells;
                        QGuiApplication::clipboard()->setText(single ? cells->first().first() : toTsv(all));
                    });
}

void TableTab::filterByCell(const QModelIndex &index)
{
    const int row = index.row();
    const int column = index.column();
    const std::optional<QByteArray> value =
        m_model.isNull(row, column) ? std::nullopt : std::optional<QByteArray>(m_model.text(row, column).toUtf8());
    setFilter(bothConditions(m_filter, equalsCondition(m_relation.columns[column], value)));
}

void TableTab::showCellMenu(const QPoint &position)
{
    const QModelIndex index = m_grid->view()->indexAt(position);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("cellMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(QStringLiteral("copy")), tr("Copy"), this, [this] { copySelection(false); })
        ->setShortcut(QKeySequence::Copy);
    menu->addAction(tr("Copy with headers"), this, [this] { copySelection(true); })
        ->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    menu->addSeparator();
    QAction *filter = menu->addAction(icon(QStringLiteral("filter")), tr("Only rows with this value"), this,
                                      [this, index] { filterByCell(index); });
    filter->setEnabled(!m_model.isCut(index.row(), index.column()));
    menu->addAction(icon(QStringLiteral("inspector")), tr("Show the whole value"), this,
                    [this] { m_inspectorButton->setChecked(true); })
        ->setShortcut(Qt::Key_Space);
    menu->popup(m_grid->view()->viewport()->mapToGlobal(position));
}

void TableTab::setInspectorShown(bool shown)
{
    m_inspectorButton->setChecked(shown);
    m_inspector->setVisible(shown);
    if (shown && m_splitter->sizes().value(1) < 80)
        m_splitter->setSizes({width() - 320, 320});
    inspectCurrent();
}

void TableTab::inspectCurrent()
{
    const QModelIndex index = m_grid->view()->currentIndex();
    if (m_inspector->isHidden() || !index.isValid())
        return;
    const Column &column = m_relation.columns[index.column()];
    if (m_model.isNull(index.row(), index.column())) {
        m_values.drop();
        m_inspector->showNull(column);
        return;
    }
    m_inspector->showValue(column, m_model.text(index.row(), index.column()));
    if (!m_model.isCut(index.row(), index.column()) || m_pager.isForwardRead())
        return;
    m_inspector->setLoading(true);
    m_values.follow(m_pager.wholeRows({index.row()}, {index.column()}), this,
                    [this, column](const Result<QList<QStringList>> &value) {
                        m_inspector->setLoading(false);
                        if (value)
                            m_inspector->showValue(column, value->first().first());
                        else
                            m_inspector->showFailure(column, value.error());
                    });
}

} // namespace pitboss
