// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/tabletab.h"

#include "ui/controls.h"
#include "ui/data/valueinspector.h"
#include "ui/emptystate.h"
#include "ui/grid/rowsview.h"
#include "ui/grid/sortheader.h"
#include "ui/grid/tablegrid.h"
#include "ui/labels.h"
#include "ui/messagebar.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

namespace pitboss {

TableTab::TableTab(TablePager::MakeConnection makeConnection, const RelationRef &ref, QWidget *parent)
    : QWidget(parent)
    , m_ref(ref)
    , m_pager(std::move(makeConnection), m_model)
    , m_message(new MessageBar)
    , m_splitter(new QSplitter(Qt::Horizontal))
    , m_stack(new QStackedWidget)
    , m_grid(new TableGrid(m_model, m_pager))
    , m_loading(new LoadingState(LoadingState::Shape::Table))
    , m_empty(new EmptyState)
    , m_inspector(new ValueInspector)
{
    setObjectName(QStringLiteral("table:") + ref.display());
    build();
    connectGrid();
}

TableTab::~TableTab() = default;

void TableTab::build()
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildBar());
    layout->addWidget(m_message);
    layout->addWidget(m_splitter, 1);
    m_message->setOuterMargins({8, 0, 8, 6});
    m_message->hide();
    m_stack->addWidget(m_loading);
    m_stack->addWidget(m_grid);
    m_stack->addWidget(m_empty);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setChildrenCollapsible(false);
    m_inspector->hide();
    setFocusProxy(m_grid);
}

QWidget *TableTab::buildBar()
{
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(4);
    m_filterField = new QLineEdit;
    m_filterField->setObjectName(QStringLiteral("rowFilter"));
    m_filterField->setAccessibleName(tr("Filter rows by a SQL condition"));
    m_filterField->setPlaceholderText(tr("Filter by a SQL condition, e.g. created_at > now() - interval '1 day'"));
    m_filterField->setToolTip(
        withShortcut(tr("Only rows for which this is true; Enter applies it"), Qt::CTRL | Qt::Key_L));
    m_filterField->setFont(monospaceFont());
    m_filterField->setClearButtonEnabled(true);
    m_filterField->addAction(icon(QStringLiteral("filter"), Tint::Secondary), QLineEdit::LeadingPosition);
    m_countButton = iconButton(QStringLiteral("countRows"), QStringLiteral("count"), tr("Count all rows exactly"));
    auto *refreshButton = iconButton(QStringLiteral("refreshRows"), QStringLiteral("refresh"),
                                     withShortcut(tr("Read the rows again"), Qt::Key_F5));
    m_inspectorButton = iconButton(QStringLiteral("toggleInspector"), QStringLiteral("inspector"),
                                   withShortcut(tr("Show the whole value beside the rows"), Qt::Key_Space));
    m_inspectorButton->setCheckable(true);
    layout->addWidget(m_filterField, 1);
    layout->addWidget(m_countButton);
    layout->addWidget(refreshButton);
    layout->addWidget(m_inspectorButton);
    connect(m_filterField, &QLineEdit::returnPressed, this, &TableTab::applyFilter);
    connect(m_filterField, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty() && !m_filter.isEmpty())
            applyFilter();
    });
    connect(m_countButton, &QToolButton::clicked, this, &TableTab::countExactly);
    connect(refreshButton, &QToolButton::clicked, this, &TableTab::refresh);
    connect(m_inspectorButton, &QToolButton::toggled, this, &TableTab::setInspectorShown);
    return bar;
}

void TableTab::connectGrid()
{
    connect(&m_pager, &TablePager::positionChanged, this, &TableTab::positionChanged);
    connect(&m_pager, &TablePager::failed, this, &TableTab::showFailure);
    connect(m_message, &MessageBar::actionTriggered, this, &TableTab::open);
    connect(m_loading, &LoadingState::cancelRequested, this, &TableTab::cancel);
    connect(m_empty, &EmptyState::firstTriggered, this, [this] { setFilter({}); });
    connect(m_grid->header(), &SortHeader::sortRequested, this, &TableTab::applySort);
    connect(m_grid->view(), &RowsView::copyRequested, this, &TableTab::copySelection);
    connect(m_grid->view(), &RowsView::peekRequested, m_inspectorButton, &QToolButton::toggle);
    connect(m_grid->view(), &QWidget::customContextMenuRequested, this, &TableTab::showCellMenu);
    connect(m_grid->view(), &QAbstractItemView::activated, this, [this] { m_inspectorButton->setChecked(true); });
    connect(m_grid->view()->selectionModel(), &QItemSelectionModel::currentChanged, this, &TableTab::inspectCurrent);
    connect(m_grid->view()->verticalScrollBar(), &QScrollBar::valueChanged, this, &TableTab::statusChanged);
}

void TableTab::open()
{
    m_message->hide();
    m_opening = true;
    m_stack->setCurrentWidget(m_loading);
    m_loading->begin(tr("Reading %1…").arg(m_ref.display()));
    m_opens.follow(
        m_pager.connection().run([ref = m_ref](Session &session) { return readRelation(session, ref); }).future, this,
        [this](const Result<Relation> &relation) {
            m_opening = false;
            if (relation)
                show(*relation);
            else
                showFailure(relation.error());
        });
    emit statusChanged();
}

void TableTab::show(const Relation &relation)
{
    m_relation = relation;
    m_sort.removeIf([&](const SortKey &key) { return relation.columnIndex(key.column) < 0; });
    reopen();
    if (!m_pager.isForwardRead())
        return;
    const bool table =
        relation.summary.kind == RelationKind::Table || relation.summary.kind == RelationKind::PartitionedTable;
    const QString most = QLocale().toString(TablePager::forwardRows);
    m_message->showMessage(MessageBar::Kind::Info,
                           table ? tr("This table has no key: rows are read once from the start, at most %1.").arg(most)
                                 : tr("A view has no key: rows are read once from the start, at most %1.").arg(most),
                           tr("Without a primary key, or a unique index over NOT NULL columns, no row has a place to "
                              "come back to. A filter or a sort narrows what is read."));
    m_message->show();
}

void TableTab::reopen()
{
    m_grid->header()->setSort(m_sort);
    m_pager.open(PageQuery(m_relation, m_sort, m_filter));
    positionChanged();
}

void TableTab::refresh()
{
    if (m_relation.columns.isEmpty() || m_pager.connection().state() != Connection::State::Open) {
        open();
        return;
    }
    m_message->hide();
    m_pager.refresh(m_grid->view()->firstVisibleRow());
}

bool TableTab::cancel()
{
    if (!m_opening && !m_pager.isLoading() && !m_pager.isCounting())
        return false;
    m_opens.drop();
    m_opening = false;
    m_pager.cancel();
    m_loading->end();
    if (m_model.rowCount() == 0)
        showFailure(Error::canceled());
    return true;
}

void TableTab::applySort(const QList<SortKey> &sort)
{
    for (const SortKey &key : sort) {
        const int column = m_relation.columnIndex(key.column);
        if (column >= 0 && m_relation.columns[column].isSortable)
            continue;
        m_message->showMessage(MessageBar::Kind::Info,
                               tr("Values of %1 have no order, so it cannot be sorted by.").arg(key.column));
        m_message->show();
        return;
    }
    m_message->hide();
    m_sort = sort;
    warnOfSlowSort();
    reopen();
}

void TableTab::warnOfSlowSort()
{
    constexpr qint64 large = 200000; // rows: below, a sort is over before one has read the warning
    const PageQuery query(m_relation, m_sort, m_filter);
    if (m_sort.isEmpty() || m_pager.total() < large || query.isServedByIndex())
        return;
    m_message->showMessage(MessageBar::Kind::Warning,
                           tr("No index serves this order: the server reads all of about %1 rows for each page.")
                               .arg(QLocale().toString(m_pager.total())),
                           {}, tr("Sort by key"));
    m_message->show();
}

void TableTab::setFilter(const QString &filter)
{
    m_filterField->setText(filter);
    applyFilter();
}

void TableTab::applyFilter()
{
    const QString filter = m_filterField->text().trimmed();
    if (filter == m_filter && m_message->isHidden())
        return;
    m_filter = filter;
    m_message->hide();
    if (m_relation.columns.isEmpty())
        open();
    else
        reopen();
}

void TableTab::focusFilter()
{
    m_filterField->setFocus(Qt::ShortcutFocusReason);
    m_filterField->selectAll();
}

void TableTab::showFailure(const Error &error)
{
    m_loading->end();
    const bool nothing = m_model.rowCount() == 0;
    if (nothing) {
        m_empty->setContent(QStringLiteral("error"), tr("The rows could not be read"), tr("The reason stands above."));
        m_empty->setActions(m_filter.isEmpty() ? QString() : tr("Remove the filter"));
        m_stack->setCurrentWidget(m_empty);
    }
    if (error.kind == Error::Kind::Canceled)
        m_message->showMessage(MessageBar::Kind::Info, tr("Canceled. Nothing was changed."), {}, tr("Read again"));
    else
        m_message->showError(error, tr("Nothing was changed."), tr("Try again"));
    m_message->show();
    emit statusChanged();
}

void TableTab::positionChanged()
{
    const bool waiting = m_model.rowCount() == 0 && (m_opening || m_pager.isLoading());
    if (waiting) {
        if (m_stack->currentWidget() != m_loading)
            m_loading->begin(tr("Reading %1…").arg(m_ref.display()));
        m_stack->setCurrentWidget(m_loading);
    } else if (m_model.rowCount() > 0) {
        m_loading->end();
        m_stack->setCurrentWidget(m_grid);
    } else if (m_pager.isAtEnd()) {
        m_loading->end();
        const bool filtered = !m_filter.isEmpty();
        m_empty->setContent(filtered ? QStringLiteral("filter") : QStringLiteral("table"),
                            filtered ? tr("No row matches the filter") : tr("%1 is empty").arg(m_ref.display()),
                            filtered ? m_filter
                                     : tr("It has %n column(s) and no row.", nullptr, m_model.columnCount()));
        m_empty->setActions(filtered ? tr("Remove the filter") : QString());
        m_stack->setCurrentWidget(m_empty);
    }
    m_countButton->setEnabled(!m_pager.isTotalExact() && !m_pager.isCounting() && m_model.rowCount() > 0);
    emit statusChanged();
}

QString TableTab::statusText() const
{
    const QLocale locale;
    if (m_model.rowCount() == 0)
        return {};
    const auto number = [&](qint64 value) { return locale.toString(value); };
    const qint64 first = m_grid->topOrdinal() + 1;
    const qint64 last = qMin(first + m_grid->view()->visibleRows() - 1, m_pager.firstOrdinal() + m_model.rowCount());
    QString total = tr("an unknown number of");
    if (m_pager.isTotalExact())
        total = number(m_pager.total());
    else if (m_pager.total() >= 0)
        total = tr("about %1").arg(number(m_pager.total()));
    QString text = m_pager.isOrdinalExact() ? tr("Rows %1–%2 of %3").arg(number(first), number(last), total)
                                            : tr("Near row %1 of %2").arg(number(first), total);
    if (m_pager.isForwardReadCut())
        text = tr("The first %1 rows, read forward").arg(number(m_model.rowCount()));
    text += tr(" · %1 loaded").arg(number(m_model.rowCount()));
    if (m_pager.lastMilliseconds() > 0)
        text += tr(" · %1 ms").arg(locale.toString(m_pager.lastMilliseconds(), 'f', 1));
    return text;
}

QString TableTab::runningText() const
{
    if (m_pager.isCounting())
        return tr("counting %1…").arg(m_ref.display());
    return m_opening || m_pager.isLoading() ? tr("reading %1…").arg(m_ref.display()) : QString();
}

QVariantMap TableTab::saveState() const
{
    QVariantList sort;
    for (const SortKey &key : m_sort)
        sort << QVariantMap{{QStringLiteral("column"), key.column}, {QStringLiteral("descending"), key.descending}};
    return {{QStringLiteral("schema"), m_ref.schema},
            {QStringLiteral("name"), m_ref.name},
            {QStringLiteral("sort"), sort},
            {QStringLiteral("filter"), m_filter},
            {QStringLiteral("widths"), m_grid->columnWidths()},
            {QStringLiteral("inspector"), m_inspectorButton->isChecked()}};
}

void TableTab::restoreState(const QVariantMap &state)
{
    m_sort.clear();
    const QVariantList sort = state.value(QStringLiteral("sort")).toList();
    for (const QVariant &key : sort) {
        const QVariantMap map = key.toMap();
        m_sort << SortKey{map.value(QStringLiteral("column")).toString(),
                          map.value(QStringLiteral("descending")).toBool()};
    }
    m_filter = state.value(QStringLiteral("filter")).toString();
    m_filterField->setText(m_filter);
    m_grid->setColumnWidths(state.value(QStringLiteral("widths")).toMap());
    m_inspectorButton->setChecked(state.value(QStringLiteral("inspector")).toBool());
}

} // namespace pitboss
