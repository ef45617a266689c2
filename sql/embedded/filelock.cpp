// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/embedded/filelock.h"

#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace pitboss {

FileLock FileLock::tryLock(const QString &path)
{
    FileLock lock;
    // Not for children: a server that held it too would outlive its owner's death by the time it needs to stop.
    lock.m_fd = open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock.m_fd >= 0 && flock(lock.m_fd, LOCK_EX | LOCK_NB) != 0)
        lock.release();
    return lock;
}

void FileLock::release()
{
    if (m_fd >= 0)
        close(std::exchange(m_fd, -1));
}

} // namespace pitboss
