// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/lockholders.h"

#include <condition_variable>
#include <thread>

namespace pitboss {

/// Looks, by a session and a thread of its own, at who blocks another session while that one waits. It connects only
/// when something has run for longer than a moment.
class LockWatcher
{
public:
    using Found = std::function<void(const QList<LockHolder> &)>;
    LockWatcher(ConnectionInfo info, Found found);
    ~LockWatcher();
    Q_DISABLE_COPY_MOVE(LockWatcher)

    void watch(int backendPid); ///< from now on
    void rest();
    QList<LockHolder> last() const; ///< found since watch()

private:
    void work();
    bool awaitWork(std::unique_lock<std::mutex> &lock);
    void look(class Session &session, int pid);

    const ConnectionInfo m_info;
    const Found m_found;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    QList<LockHolder> m_last;
    int m_pid = 0;
    int m_turn = 0; ///< counts what was watched
    bool m_ending = false;
    std::thread m_thread;
};

} // namespace pitboss
