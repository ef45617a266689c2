// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/childprocess.h"

#include <QDir>
#include <QString>

namespace pitboss::testing {

/// Folder of the newest installed server's programs, empty when there is none.
QString installedServerPrograms();

/// An advisory lock that ends with the process, so that a kill -9 leaves nothing to clean up by hand.
class FolderLock
{
public:
    enum Mode { Wait, Try };
    FolderLock() = default;
    FolderLock(const QString &file, Mode mode);
    ~FolderLock();
    FolderLock(FolderLock &&other) noexcept;
    FolderLock &operator=(FolderLock &&other) noexcept;
    bool isHeld() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// The folder `<temp>/pitboss-tests-<uid>` with one prepared cluster for each server version and the clusters of
/// running tests. initdb takes 0.5 s, a copy of a prepared cluster 0.05 s.
class ServerTemplate
{
public:
    ServerTemplate(const QString &programs, const ServerUser &user);

    /// A fresh copy in a folder of its own; `lock` is to be held while it is in use. Empty on failure.
    QString newCluster(FolderLock *lock);
    QString errorText() const { return m_error; }

private:
    bool prepareBase();
    bool makeTemplate(const QString &path);
    bool initialize(const QString &data);
    bool createRoles(const QString &data, const QString &folder);
    bool run(const QStringList &command, const QString &logFile);
    void setLeftoversAside();
    bool failed(const QString &what);

    QString m_programs;
    ServerUser m_user;
    QDir m_base;
    QString m_error;
};

/// Starts `postgres` on `data` and waits until it answers on the socket in `socketDirectory`. Returns its process
/// id, or -1 with `error` told.
pid_t startPostgres(const QString &programs, const ServerUser &user, const QString &data,
                    const QString &socketDirectory, int port, const QString &listen, QString *error);

/// Fast shutdown, then immediate. True when the process is gone.
bool stopPostgres(pid_t pid);

} // namespace pitboss::testing
