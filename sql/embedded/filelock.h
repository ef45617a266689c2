// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <utility>

namespace pitboss {

/// An advisory lock on a file between programs. It ends with the process, so a crash leaves nothing to clean up.
class FileLock
{
public:
    FileLock() = default;
    ~FileLock() { release(); }
    FileLock(FileLock &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    FileLock &operator=(FileLock &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }

    /// At once or not at all. The file is made when it is missing, and never removed.
    static FileLock tryLock(const QString &path);
    bool isHeld() const { return m_fd >= 0; }
    void release();

private:
    int m_fd = -1;
};

} // namespace pitboss
