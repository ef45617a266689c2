// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/folderwatch.h"

#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QSet>
#include <QTimer>

namespace pitboss {

FolderWatch::FolderWatch(QObject *parent)
    : QObject(parent)
    , m_watcher(new QFileSystemWatcher(this))
    , m_quiet(new QTimer(this))
{
    m_quiet->setSingleShot(true);
    m_quiet->setInterval(200);
    const auto restart = qOverload<>(&QTimer::start);
    connect(m_watcher, &QFileSystemWatcher::directoryChanged, m_quiet, restart);
    connect(m_watcher, &QFileSystemWatcher::fileChanged, m_quiet, restart);
    connect(m_quiet, &QTimer::timeout, this, &FolderWatch::changed);
}

QStringList FolderWatch::watched() const
{
    return m_watcher->directories() + m_watcher->files();
}

void FolderWatch::watch(const QStringList &paths)
{
    const QStringList now = watched();
    const QSet<QString> old(now.begin(), now.end());
    const QSet<QString> wanted(paths.begin(), paths.end());
    if (const QSet<QString> gone = old - wanted; !gone.isEmpty())
        m_watcher->removePaths(gone.values());
    QStringList added;
    for (const QString &path : wanted - old) {
        if (QFileInfo::exists(path))
            added << path;
    }
    if (!added.isEmpty())
        m_watcher->addPaths(added);
}

} // namespace pitboss
