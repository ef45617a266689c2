// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/tablegrid.h"

#include "ui/grid/celldelegate.h"
#include "ui/grid/rowsview.h"
#include "ui/grid/sortheader.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStyle>

namespace pitboss {

namespace {
constexpr qint64 barSteps = 1 << 30;
}

TableGrid::TableGrid(TableModel &model, TablePager &pager, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_pager(pager)
    , m_view(new RowsView)
    , m_header(new SortHeader)
    , m_bar(new QScrollBar(Qt::Vertical))
{
    m_view->setHorizontalHeader(m_header);
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new CellDelegate(m_view));
    m_bar->setObjectName(QStringLiteral("tableScrollBar"));
    m_bar->setAccessibleName(tr("Place in the table"));
    m_bar->setFocusPolicy(Qt::NoFocus);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_view);
    layout->addWidget(m_bar);
    setFocusProxy(m_view);

    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, this, &TableGrid::followView);
    connect(m_view->verticalScrollBar(), &QScrollBar::rangeChanged, this, &TableGrid::followView);
    connect(m_bar, &QScrollBar::valueChanged, this, &TableGrid::followBar);
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this,
            [this] { m_currentColumn = qMax(0, m_view->currentIndex().column()); });
    connect(&m_model, &QAbstractItemModel::modelReset, this, &TableGrid::dressColumns);
    connect(m_header, &QHeaderView::sectionResized, this, [this](int column) {
        if (!m_dressing && m_model.rowCount() > 0)
            m_ownWidths.insert(column);
    });
    connect(&m_pager, &TablePager::positionChanged, this, &TableGrid::updateBar);
    connect(&m_pager, &TablePager::jumped, this, &TableGrid::landOn);
    connect(&m_pager, &TablePager::rowsPrepended, this, [this](int rows) {
        const QScopedValueRollback syncing(m_syncing, true);
        m_view->scrollByRows(rows);
    });
    connect(&m_pager, &TablePager::firstRowsRemoved, this, [this](int rows) {
        const QScopedValueRollback syncing(m_syncing, true);
        m_view->scrollByRows(-rows);
    });
    connect(m_view, &RowsView::startRequested, this, [this] { m_pager.showOrdinal(0); });
    connect(m_view, &RowsView::endRequested, this, [this] {
        if (m_pager.isForwardRead())
            m_view->showAtTop(m_model.rowCount());
        else
            m_pager.showEnd();
    });
    connect(m_header, &QHeaderView::sectionHandleDoubleClicked, this, &TableGrid::fitColumn);
}

void TableGrid::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    followView();
}

qint64 TableGrid::topOrdinal() const
{
    return m_pager.firstOrdinal() + m_view->firstVisibleRow();
}

void TableGrid::followView()
{
    if (m_syncing)
        return;
    const int first = m_view->firstVisibleRow();
    m_pager.setViewport(first, first + m_view->visibleRows());
    updateBar();
}

void TableGrid::updateBar()
{
    const QScopedValueRollback syncing(m_syncing, true);
    const qint64 known = m_pager.firstOrdinal() + m_model.rowCount();
    const qint64 total = m_pager.isForwardRead() ? known : qMax(m_pager.total(), known);
    const int visible = m_view->visibleRows();
    m_rowsPerStep = 1 + total / barSteps;
    m_bar->setRange(0, int(qMax<qint64>(0, total - visible) / m_rowsPerStep));
    m_bar->setPageStep(qMax(1, int(visible / m_rowsPerStep)));
    m_bar->setSingleStep(3);
    // While a thumb is held it is the person's: the view comes to it, not it to the view.
    if (!m_bar->isSliderDown())
        m_bar->setValue(int(topOrdinal() / m_rowsPerStep));
    m_bar->setEnabled(m_bar->maximum() > 0);
    const bool grows = m_pager.isForwardRead() && !m_pager.isAtEnd() && known > TablePager::pageRows;
    reserveRowNumbers(grows ? qMax<qint64>(total, TablePager::forwardRows) : total);
}

/// Room for the last row's number from the start: a header that widens while one scrolls moves every column.
void TableGrid::reserveRowNumbers(qint64 most)
{
    QHeaderView *header = m_view->verticalHeader();
    const int margin = header->style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, header);
    const int width = header->fontMetrics().horizontalAdvance(QLocale().toString(most)) + 4 * margin;
    if (header->minimumWidth() != width)
        header->setMinimumWidth(width);
}

void TableGrid::followBar(int value)
{
    if (m_syncing)
        return;
    const bool atEnd = value == m_bar->maximum() && !m_pager.isAtEnd();
    const qint64 wanted = qint64(value) * m_rowsPerStep;
    const qint64 inside = wanted - m_pager.firstOrdinal();
    const bool here = inside >= 0 && inside + m_view->visibleRows() <= m_model.rowCount();
    if (m_pager.isForwardRead() || (here && !atEnd) || (m_pager.isAtEnd() && inside >= 0))
        m_view->showAtTop(int(qMax<qint64>(0, inside)));
    else if (atEnd)
        m_pager.showEnd();
    else
        m_pager.showOrdinal(wanted);
}

void TableGrid::landOn(int row)
{
    {
        const QScopedValueRollback syncing(m_syncing, true);
        m_view->showAtTop(row);
        if (m_model.rowCount() > 0 && m_view->selectionModel()) {
            const int column = qMin(m_currentColumn, m_model.columnCount() - 1);
            m_view->selectionModel()->setCurrentIndex(m_model.index(qMin(row, m_model.rowCount() - 1), column),
                                                      QItemSelectionModel::NoUpdate);
        }
    }
    widenColumns();
    followView();
}

int TableGrid::fittingWidth(int column, int firstRow) const
{
    constexpr int sampled = 60;
    constexpr int most = 340;
    QStyleOptionViewItem option;
    option.initFrom(m_view);
    option.font = m_view->font();
    option.fontMetrics = m_view->fontMetrics();
    int width = m_header->sectionSizeFromContents(column).width();
    for (int row = firstRow; row < qMin(firstRow + sampled, m_model.rowCount()); ++row)
        width = qMax(width, m_view->itemDelegate()->sizeHint(option, m_model.index(row, column)).width());
    return qMin(width, most);
}

void TableGrid::fitColumn(int column)
{
    m_view->setColumnWidth(column, fittingWidth(column, qMax(0, m_view->firstVisibleRow())));
}

void TableGrid::dressColumns()
{
    const RelationRef &ref = m_model.query().relation().summary.ref;
    const QString relation = ref.schema + QLatin1Char('.') + ref.name;
    if (m_model.rowCount() == 0 || m_dressedFor == relation)
        return;
    m_dressedFor = relation;
    const QScopedValueRollback dressing(m_dressing, true);
    const QList<Column> &columns = m_model.query().relation().columns;
    for (int i = 0; i < columns.size(); ++i) {
        const int remembered = m_widths.value(columns[i].name).toInt();
        if (remembered > 0)
            m_ownWidths.insert(i);
        m_view->setColumnWidth(i, remembered > 0 ? remembered : fittingWidth(i, 0));
    }
}

/// After a jump: numbers may have more digits here. Widths that a person chose stay.
void TableGrid::widenColumns()
{
    const QScopedValueRollback dressing(m_dressing, true);
    const QList<Column> &columns = m_model.query().relation().columns;
    for (int i = 0; i < columns.size() && m_model.rowCount() > 0; ++i) {
        if (columns[i].category != QLatin1Char('N') || m_ownWidths.contains(i))
            continue;
        m_view->setColumnWidth(i, qMax(m_view->columnWidth(i), fittingWidth(i, m_view->firstVisibleRow())));
    }
}

QVariantMap TableGrid::columnWidths() const
{
    QVariantMap widths;
    const QList<Column> &columns = m_model.query().relation().columns;
    for (const int column : m_ownWidths)
        widths.insert(columns.value(column).name, m_view->columnWidth(column));
    return widths;
}

} // namespace pitboss
