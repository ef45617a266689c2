// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/catalogdock.h"

#include "models/catalogfilter.h"
#include "models/catalogmodel.h"
#include "ui/catalogdelegate.h"
#include "ui/controls.h"
#include "ui/emptystate.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>

namespace pitboss {

static constexpr int sizesFrom = 270; ///< px of width from which sizes are shown

CatalogDock::CatalogDock(QWidget *parent)
    : QWidget(parent)
    , m_model(new CatalogModel(this))
    , m_proxy(new CatalogFilter(this))
    , m_filter(new QLineEdit(this))
    , m_system(iconButton(QStringLiteral("catalogSystem"), QStringLiteral("system"), tr("Show system schemas"), this))
    , m_refresh(iconButton(QStringLiteral("catalogRefresh"), QStringLiteral("refresh"), tr("Read the list anew"), this))
    , m_stack(new QStackedWidget(this))
    , m_tree(new QTreeView(this))
    , m_empty(new EmptyState(this))
    , m_loading(new LoadingState(LoadingState::Shape::List, this))
{
    setObjectName(QStringLiteral("catalogDock"));
    setAccessibleName(tr("Tables and views"));
    m_proxy->setSourceModel(m_model);
    build();
    connectParts();
    clear();
}

QWidget *CatalogDock::buildHead()
{
    m_filter->setObjectName(QStringLiteral("catalogFilter"));
    m_filter->setAccessibleName(tr("Filter tables and views"));
    m_filter->setPlaceholderText(tr("Filter…"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(icon(QStringLiteral("filter"), Tint::Secondary), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    m_system->setCheckable(true);
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(8, 7, 4, 7);
    row->setSpacing(2);
    row->addWidget(m_filter, 1);
    row->addSpacing(2);
    row->addWidget(m_system);
    row->addWidget(m_refresh);
    return head;
}

void CatalogDock::build()
{
    m_tree->setObjectName(QStringLiteral("catalogTree"));
    m_tree->setAccessibleName(tr("Tables and views"));
    m_tree->setModel(m_proxy);
    m_tree->setItemDelegate(new CatalogDelegate(m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIndentation(14);
    m_tree->setExpandsOnDoubleClick(true);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setMinimumSectionSize(20);
    m_tree->header()->setSectionResizeMode(CatalogModel::NameColumn, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(CatalogModel::RowsColumn, QHeaderView::ResizeToContents);
    m_tree->header()->setSectionResizeMode(CatalogModel::SizeColumn, QHeaderView::ResizeToContents);
    m_tree->installEventFilter(this);
    m_tree->viewport()->installEventFilter(this);
    for (QWidget *state :
         {static_cast<QWidget *>(m_tree), static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_loading)}) {
        m_stack->addWidget(state);
        setGround(state, QPalette::Base);
    }
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(m_stack, 1);
    setGround(this, QPalette::Base);
    setMinimumWidth(160);
}

void CatalogDock::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // Names come first: in a narrow list sizes are left to the tooltip.
    m_tree->setColumnHidden(CatalogModel::SizeColumn, width() < sizesFrom);
}

void CatalogDock::connectParts()
{
    connect(m_filter, &QLineEdit::textChanged, this, &CatalogDock::patternChanged);
    connect(m_refresh, &QToolButton::clicked, this, [this] { emit refreshRequested(isSystemShown()); });
    connect(m_system, &QToolButton::toggled, this, [this](bool shown) {
        m_proxy->setSystemShown(shown);
        if (m_hasCatalog)
            emit refreshRequested(shown);
    });
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex &index) { open(index, false); });
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &CatalogDock::openMenu);
    connect(m_empty, &EmptyState::firstTriggered, this, [this] {
        if (m_filter->text().isEmpty())
            emit refreshRequested(isSystemShown());
        else
            m_filter->clear();
    });
    connect(m_loading, &LoadingState::cancelRequested, this, &CatalogDock::cancelRequested);
}

const Catalog &CatalogDock::catalog() const
{
    return m_model->catalog();
}

bool CatalogDock::isSystemShown() const
{
    return m_system->isChecked();
}

void CatalogDock::setCatalog(const Catalog &catalog)
{
    const QStringList expanded = m_hasCatalog ? expandedSchemas() : QStringList();
    if (!m_wanted)
        m_wanted = current();
    m_loading->end();
    m_model->setCatalog(catalog);
    if (m_hasCatalog && m_filter->text().isEmpty())
        m_expanded = expanded;
    m_hasCatalog = true;
    patternChanged();
    if (m_wanted)
        setCurrent(*m_wanted);
}

void CatalogDock::setLoading()
{
    if (m_hasCatalog)
        return;
    m_loading->begin(tr("Reading the catalog…"));
    m_stack->setCurrentWidget(m_loading);
}

void CatalogDock::setError(const Error &error)
{
    m_loading->end();
    m_hasCatalog = false;
    m_empty->setContent(QStringLiteral("error"), tr("The list could not be read"), error.text());
    m_empty->setActions(tr("Try again"));
    m_stack->setCurrentWidget(m_empty);
}

void CatalogDock::clear()
{
    m_loading->end();
    m_hasCatalog = false;
    m_expanded.reset();
    m_wanted.reset();
    m_model->setCatalog({});
    m_empty->setContent(QStringLiteral("disconnect"), tr("Not connected"));
    m_empty->setActions({});
    m_stack->setCurrentWidget(m_empty);
}

void CatalogDock::showState()
{
    if (m_proxy->rowCount() > 0 && (m_filter->text().isEmpty() || firstRelation().isValid())) {
        m_stack->setCurrentWidget(m_tree);
        return;
    }
    if (m_filter->text().isEmpty()) {
        m_empty->setContent(QStringLiteral("table"), tr("Nothing here yet"),
                            tr("This database has no schema that your role can see."));
        m_empty->setActions(tr("Refresh"));
    } else {
        m_empty->setContent(QStringLiteral("search"), tr("Nothing matches"),
                            tr("No table or view has “%1” in its name.").arg(m_filter->text()));
        m_empty->setActions(tr("Clear the filter"));
    }
    m_stack->setCurrentWidget(m_empty);
}

} // namespace pitboss
