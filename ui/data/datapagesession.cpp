// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/datapage.h"

// What the Data page remembers: open tables of each database, and how each table was looked at.

#include "ui/catalogdock.h"
#include "ui/data/relationkey.h"
#include "ui/data/tabletab.h"

#include <QSplitter>
#include <QTabWidget>

namespace pitboss {

QVariantList DataPage::openTabs() const
{
    QVariantList tabs;
    for (int i = 0; i < m_tabs->count(); ++i) {
        QVariantMap state = tabAt(i)->saveState();
        state.insert(QStringLiteral("current"), i == m_tabs->currentIndex());
        tabs << state;
    }
    return tabs;
}

void DataPage::reopenSession()
{
    TableTab *front = nullptr;
    const QVariantList tabs = m_sessions.value(m_database).toList();
    for (const QVariant &entry : tabs) {
        const QVariantMap state = entry.toMap();
        m_tabs->setCurrentIndex(m_tabs->count() - 1);
        TableTab *tab = addTab(refOf(state), state, true);
        if (state.value(QStringLiteral("current")).toBool())
            front = tab;
    }
    if (front)
        m_tabs->setCurrentWidget(front);
}

QVariantMap DataPage::saveState() const
{
    QVariantMap sessions = m_sessions;
    if (!m_database.isEmpty())
        sessions.insert(m_database, openTabs());
    QVariantMap tables = m_tables;
    for (int i = 0; i < m_tabs->count(); ++i) {
        QVariantMap state = tabAt(i)->saveState();
        state.remove(QStringLiteral("filter"));
        tables.insert(keyOf(tabAt(i)->ref()), state);
    }
    return {{QStringLiteral("splitter"), m_splitter->saveState()},
            {QStringLiteral("dock"), m_dock->saveState()},
            {QStringLiteral("sessions"), sessions},
            {QStringLiteral("tables"), tables}};
}

void DataPage::restoreState(const QVariantMap &state)
{
    const QByteArray sizes = state.value(QStringLiteral("splitter")).toByteArray();
    if (!sizes.isEmpty())
        m_splitter->restoreState(sizes);
    m_dock->restoreState(state.value(QStringLiteral("dock")).toMap());
    m_sessions = state.value(QStringLiteral("sessions")).toMap();
    m_tables = state.value(QStringLiteral("tables")).toMap();
}

} // namespace pitboss
