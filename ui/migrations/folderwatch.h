// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QFileSystemWatcher;
class QTimer;

namespace pitboss {

/// Tells once that something below the watched paths changed, when it has been quiet for a moment: an editor's save or
/// a git checkout is many events.
class FolderWatch : public QObject
{
    Q_OBJECT
public:
    explicit FolderWatch(QObject *parent = nullptr);
    /// Folders and files; what does not exist is left out.
    void watch(const QStringList &paths);
    QStringList watched() const;

signals:
    void changed();

private:
    QFileSystemWatcher *m_watcher;
    QTimer *m_quiet;
};

} // namespace pitboss
