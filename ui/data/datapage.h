// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablepager.h"
#include "ui/page.h"

class QSplitter;
class QStackedWidget;
class QTabWidget;

namespace pitboss {

class CatalogDock;
class EmptyState;
class TableTab;

/// The catalog at the left, open tables as tabs. Each tab has connections of its own; the catalog has one.
class DataPage : public Page
{
    Q_OBJECT

public:
    explicit DataPage(QWidget *parent = nullptr);
    ~DataPage() override;

    QString id() const override { return QStringLiteral("data"); }
    QString title() const override { return tr("Data"); }
    QString iconName() const override { return QStringLiteral("data"); }
    void activated() override;
    void refresh() override;
    void find() override;
    bool cancel() override;
    QVariantMap saveState() const override;
    void restoreState(const QVariantMap &state) override;
    void goTo(const QVariant &location) override;

    /// `database` names what is connected to: tabs of the last session come back when it is the same.
    void setConnection(TablePager::MakeConnection makeConnection, const QString &database);
    void clearConnection(); ///< closes all tabs; they come back with the next connection to the same database
    /// All sessions anew, with what the factory makes now: after a change of the time zone.
    void reconnect(TablePager::MakeConnection makeConnection);

    TableTab *openTable(const RelationRef &ref, bool inBackground = false);
    /// A tab of its own, filtered: for "show me these rows" from other pages.
    TableTab *openRows(const RelationRef &ref, const QString &filter);
    TableTab *currentTab() const;
    const Catalog &catalog() const;
    CatalogDock *dock() const { return m_dock; }

signals:
    void catalogChanged();

private:
    void build();
    void addActions();
    void readCatalog(bool withSystemSchemas);
    TableTab *findTab(const RelationRef &ref) const;
    TableTab *tabAt(int index) const;
    TableTab *addTab(const RelationRef &ref, const QVariantMap &state, bool inBackground);
    void closeTab(int index);
    void closeOthers(int index);
    void reopenClosed();
    void remember(const TableTab *tab);
    void showTabMenu(const QPoint &position);
    void currentChanged();
    void tellStatus();
    void reopenSession();
    QVariantList openTabs() const;
    bool eventFilter(QObject *watched, QEvent *event) override;

    TablePager::MakeConnection m_makeConnection;
    std::unique_ptr<Connection> m_catalogConnection;
    Newest m_catalogs;
    Ticket m_catalogTicket = 0;
    QString m_database;
    QVariantMap m_tables;   ///< state by relation, for the next time it is opened
    QVariantMap m_sessions; ///< open tabs by database
    QList<QVariantMap> m_closed;
    CatalogDock *m_dock;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    QTabWidget *m_tabs;
    EmptyState *m_empty;
};

} // namespace pitboss
