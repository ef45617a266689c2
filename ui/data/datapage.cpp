// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/datapage.h"

#include "ui/catalogdock.h"
#include "ui/controls.h"
#include "ui/data/relationkey.h"
#include "ui/data/tabletab.h"
#include "ui/emptystate.h"
#include "ui/grid/tablegrid.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>

namespace pitboss {

DataPage::DataPage(QWidget *parent)
    : Page(parent)
    , m_dock(new CatalogDock)
    , m_splitter(new QSplitter(Qt::Horizontal))
    , m_stack(new QStackedWidget)
    , m_tabs(new QTabWidget)
    , m_empty(new EmptyState)
{
    setObjectName(QStringLiteral("dataPage"));
    build();
    addActions();
}

DataPage::~DataPage() = default;

void DataPage::build()
{
    m_tabs->setObjectName(QStringLiteral("openTables"));
    m_tabs->setAccessibleName(tr("Open tables"));
    m_tabs->setDocumentMode(true);
    m_tabs->setMovable(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setElideMode(Qt::ElideMiddle);
    m_tabs->tabBar()->setObjectName(QStringLiteral("openTablesBar"));
    m_tabs->tabBar()->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tabs->tabBar()->installEventFilter(this);
    m_empty->setContent(QStringLiteral("data"), tr("No table is open"),
                        tr("Choose one at the left, or press Ctrl+P and type its name."));
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_tabs);
    m_splitter->setObjectName(QStringLiteral("dataSplitter"));
    m_splitter->addWidget(m_dock);
    m_splitter->addWidget(m_stack);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setSizes({300, 960});
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);

    connect(m_dock, &CatalogDock::openRequested, this,
            [this](const RelationRef &ref, bool inBackground) { openTable(ref, inBackground); });
    connect(m_dock, &CatalogDock::refreshRequested, this, &DataPage::readCatalog);
    connect(m_dock, &CatalogDock::cancelRequested, this, [this] {
        if (m_catalogConnection)
            m_catalogConnection->cancel(m_catalogTicket);
    });
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, &DataPage::closeTab);
    connect(m_tabs, &QTabWidget::currentChanged, this, &DataPage::currentChanged);
    connect(m_tabs->tabBar(), &QWidget::customContextMenuRequested, this, &DataPage::showTabMenu);
}

void DataPage::addActions()
{
    const auto add = [this](const char *name, const QString &iconName, const QString &text, const QKeySequence &keys,
                            auto run) {
        QAction *action = namedAction(QString::fromLatin1(name), iconName, text, keys, this);
        connect(action, &QAction::triggered, this, run);
        addAction(action);
    };
    add("closeTab", QStringLiteral("close"), tr("Close the table"), QKeySequence(Qt::CTRL | Qt::Key_W),
        [this] { closeTab(m_tabs->currentIndex()); });
    add("reopenTab", QStringLiteral("undo"), tr("Open the closed table again"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T), [this] { reopenClosed(); });
    add("nextTab", QStringLiteral("chevron-right"), tr("Next table"), QKeySequence(Qt::CTRL | Qt::Key_PageDown),
        [this] { m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % qMax(1, m_tabs->count())); });
    add("previousTab", QStringLiteral("chevron-left"), tr("Previous table"), QKeySequence(Qt::CTRL | Qt::Key_PageUp),
        [this] { m_tabs->setCurrentIndex((m_tabs->currentIndex() + m_tabs->count() - 1) % qMax(1, m_tabs->count())); });
    add("filterRows", QStringLiteral("filter"), tr("Filter rows"), QKeySequence(Qt::CTRL | Qt::Key_L), [this] {
        if (currentTab())
            currentTab()->focusFilter();
    });
    add("countRowsAction", QStringLiteral("count"), tr("Count all rows exactly"),
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N), [this] {
            if (currentTab())
                currentTab()->countExactly();
        });
    add("copyWithHeaders", QStringLiteral("copy"), tr("Copy with headers"), {}, [this] {
        if (currentTab())
            currentTab()->copySelection(true);
    });
}

void DataPage::setConnection(TablePager::MakeConnection makeConnection, const QString &database)
{
    clearConnection();
    m_makeConnection = std::move(makeConnection);
    m_database = database;
    m_catalogConnection = m_makeConnection();
    readCatalog(m_dock->isSystemShown());
    reopenSession();
}

void DataPage::clearConnection()
{
    if (!m_database.isEmpty())
        m_sessions.insert(m_database, openTabs());
    m_database.clear();
    while (m_tabs->count() > 0) {
        TableTab *tab = tabAt(0);
        remember(tab);
        m_tabs->removeTab(0);
        delete tab;
    }
    m_closed.clear();
    m_catalogs.drop();
    m_catalogConnection.reset();
    m_makeConnection = {};
    m_dock->clear();
    m_stack->setCurrentWidget(m_empty);
}

void DataPage::reconnect(TablePager::MakeConnection makeConnection)
{
    if (!m_makeConnection)
        return;
    const QString database = m_database;
    const Catalog catalog = m_dock->catalog();
    clearConnection();
    m_makeConnection = std::move(makeConnection);
    m_database = database;
    m_catalogConnection = m_makeConnection();
    m_dock->setCatalog(catalog);
    reopenSession();
}

void DataPage::readCatalog(bool withSystemSchemas)
{
    if (!m_catalogConnection)
        return;
    m_dock->setLoading();
    const auto task = m_catalogConnection->run(
        [withSystemSchemas](Session &session) { return pitboss::readCatalog(session, withSystemSchemas); });
    m_catalogTicket = task.ticket;
    m_catalogs.follow(task.future, this, [this](const Result<Catalog> &catalog) {
        if (!catalog) {
            m_dock->setError(catalog.error());
            return;
        }
        m_dock->setCatalog(*catalog);
        if (currentTab())
            m_dock->setCurrent(currentTab()->ref());
        emit catalogChanged();
    });
}

TableTab *DataPage::tabAt(int index) const
{
    return qobject_cast<TableTab *>(m_tabs->widget(index));
}

TableTab *DataPage::currentTab() const
{
    return tabAt(m_tabs->currentIndex());
}

const Catalog &DataPage::catalog() const
{
    return m_dock->catalog();
}

TableTab *DataPage::findTab(const RelationRef &ref) const
{
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (tabAt(i)->ref() == ref)
            return tabAt(i);
    }
    return nullptr;
}

TableTab *DataPage::openTable(const RelationRef &ref, bool inBackground)
{
    if (!m_makeConnection)
        return nullptr;
    TableTab *tab = findTab(ref);
    if (!tab)
        tab = addTab(ref, m_tables.value(keyOf(ref)).toMap(), inBackground);
    else if (!inBackground)
        m_tabs->setCurrentWidget(tab);
    if (!inBackground) {
        tab->setFocus();
        emit visited(QVariantMap{{QStringLiteral("schema"), ref.schema}, {QStringLiteral("name"), ref.name}});
    }
    return tab;
}

TableTab *DataPage::openRows(const RelationRef &ref, const QString &filter)
{
    if (!m_makeConnection)
        return nullptr;
    return addTab(ref, {{QStringLiteral("filter"), filter}}, false);
}

TableTab *DataPage::addTab(const RelationRef &ref, const QVariantMap &state, bool inBackground)
{
    auto *tab = new TableTab(m_makeConnection, ref);
    tab->restoreState(state);
    connect(tab, &TableTab::statusChanged, this, &DataPage::tellStatus);
    const auto &relations = catalog().relations;
    const auto known = std::find_if(relations.begin(), relations.end(),
                                    [&](const RelationSummary &summary) { return summary.ref == ref; });
    const bool view =
        known != relations.end() && known->kind != RelationKind::Table && known->kind != RelationKind::PartitionedTable;
    const int index = m_tabs->insertTab(m_tabs->currentIndex() + 1, tab,
                                        icon(view ? QStringLiteral("view") : QStringLiteral("table"), Tint::Secondary),
                                        QString(ref.display()).replace(QLatin1Char('&'), QLatin1String("&&")));
    m_tabs->setTabToolTip(index, keyOf(ref));
    m_stack->setCurrentWidget(m_tabs);
    if (!inBackground || m_tabs->count() == 1)
        m_tabs->setCurrentIndex(index);
    tab->open();
    return tab;
}

void DataPage::remember(const TableTab *tab)
{
    QVariantMap state = tab->saveState();
    state.remove(QStringLiteral("filter")); // a filter is for today
    m_tables.insert(keyOf(tab->ref()), state);
}

void DataPage::closeTab(int index)
{
    TableTab *tab = tabAt(index);
    if (!tab)
        return;
    remember(tab);
    m_closed << tab->saveState();
    m_tabs->removeTab(index);
    tab->deleteLater();
    if (m_tabs->count() == 0)
        m_stack->setCurrentWidget(m_empty);
    tellStatus();
}

void DataPage::closeOthers(int index)
{
    for (int i = m_tabs->count() - 1; i >= 0; --i) {
        if (i != index)
            closeTab(i);
    }
}

void DataPage::reopenClosed()
{
    if (!m_closed.isEmpty() && m_makeConnection) {
        const QVariantMap state = m_closed.takeLast();
        addTab(refOf(state), state, false);
    }
}

void DataPage::showTabMenu(const QPoint &position)
{
    const int index = m_tabs->tabBar()->tabAt(position);
    if (index < 0)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("tabMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Close"), this, [this, index] { closeTab(index); });
    menu->addAction(tr("Close others"), this, [this, index] { closeOthers(index); })->setEnabled(m_tabs->count() > 1);
    menu->addAction(tr("Copy name"), this,
                    [this, index] { QGuiApplication::clipboard()->setText(keyOf(tabAt(index)->ref())); });
    menu->addSeparator();
    menu->addAction(tr("Open the closed table again"), this, &DataPage::reopenClosed)->setEnabled(!m_closed.isEmpty());
    menu->popup(m_tabs->tabBar()->mapToGlobal(position));
}

bool DataPage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_tabs->tabBar() && event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const int index = m_tabs->tabBar()->tabAt(mouse->pos());
        if (mouse->button() == Qt::MiddleButton && index >= 0) {
            closeTab(index);
            return true;
        }
    }
    return Page::eventFilter(watched, event);
}

void DataPage::currentChanged()
{
    if (TableTab *tab = currentTab())
        m_dock->setCurrent(tab->ref());
    tellStatus();
}

void DataPage::tellStatus()
{
    const TableTab *tab = currentTab();
    emit statusChanged(tab ? tab->statusText() : QString());
    emit running(tab ? tab->runningText() : QString());
}

void DataPage::activated()
{
    if (currentTab())
        currentTab()->setFocus();
    else
        m_dock->focusFilter();
    tellStatus();
}

void DataPage::refresh()
{
    readCatalog(m_dock->isSystemShown());
    if (currentTab())
        currentTab()->refresh();
}

void DataPage::find()
{
    m_dock->focusFilter();
}

bool DataPage::cancel()
{
    return currentTab() && currentTab()->cancel();
}

void DataPage::goTo(const QVariant &location)
{
    const RelationRef ref = refOf(location.toMap());
    if (!ref.name.isEmpty())
        openTable(ref);
}

} // namespace pitboss
