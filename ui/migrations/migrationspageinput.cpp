// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the window and the desktop ask of the page: keys, drops, what it remembers.
#include "ui/emptystate.h"
#include "ui/messagebar.h"
#include "ui/migrations/journallist.h"
#include "ui/migrations/migrationdetail.h"
#include "ui/migrations/migrationspage.h"

#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

void MigrationsPage::activated()
{
    if (m_stack->currentWidget() == m_content)
        m_list->focusList();
}

void MigrationsPage::refresh()
{
    m_message->clear();
    m_reader->refresh();
}

void MigrationsPage::find()
{
    if (m_stack->currentWidget() == m_content)
        m_list->focusSearch();
}

bool MigrationsPage::cancel()
{
    if (m_job->isRunning()) {
        m_job->cancel();
        return true;
    }
    if (!isReading())
        return m_list->clearFilter();
    m_reader->cancel();
    m_loading->end();
    if (!m_hasStatus)
        showNoFolder();
    return true;
}

QVariantMap MigrationsPage::saveState() const
{
    QVariantMap state = m_list->saveState();
    state.insert(u"folder"_s, folder());
    state.insert(u"splitter"_s, m_splitter->saveState());
    state.insert(u"tab"_s, int(m_detail->currentTab()));
    return state;
}

void MigrationsPage::restoreState(const QVariantMap &state)
{
    m_list->restoreState(state);
    m_splitter->restoreState(state.value(u"splitter"_s).toByteArray());
    m_detail->showTab(MigrationDetail::Tab(state.value(u"tab"_s).toInt()));
    m_wantedTag = state.value(u"tag"_s).toString();
    const QString folder = state.value(u"folder"_s).toString();
    if (!folder.isEmpty() && QFileInfo(folder).isDir())
        setFolder(folder);
}

void MigrationsPage::goTo(const QVariant &location)
{
    m_list->setCurrent(location.toString());
}

// A folder, or a file in one.
static QString droppedFolder(const QMimeData *data)
{
    const QString path = data->hasUrls() ? data->urls().value(0).toLocalFile() : QString();
    const QFileInfo info(path);
    return path.isEmpty() ? QString() : info.isDir() ? path : info.path();
}

void MigrationsPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedFolder(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MigrationsPage::dropEvent(QDropEvent *event)
{
    setFolder(droppedFolder(event->mimeData()));
    event->acceptProposedAction();
}

} // namespace pitboss
