// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/lockwatcher.h"

#include "sql/session.h"

namespace pitboss {

using namespace std::chrono_literals;

LockWatcher::LockWatcher(ConnectionInfo info, Found found)
    : m_info(std::move(info))
    , m_found(std::move(found))
    , m_thread([this] { work(); })
{
}

LockWatcher::~LockWatcher()
{
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void LockWatcher::watch(int backendPid)
{
    const std::lock_guard lock(m_mutex);
    m_pid = backendPid;
    ++m_turn;
    m_last.clear();
    m_changed.notify_all();
}

void LockWatcher::rest()
{
    const std::lock_guard lock(m_mutex);
    m_pid = 0;
    m_changed.notify_all();
}

QList<LockHolder> LockWatcher::last() const
{
    const std::lock_guard lock(m_mutex);
    return m_last;
}

/// True: the session is at the same thing for a while already.
bool LockWatcher::awaitWork(std::unique_lock<std::mutex> &lock)
{
    m_changed.wait(lock, [this] { return m_ending || m_pid != 0; });
    const auto isOver = [this, turn = m_turn] { return m_ending || m_pid == 0 || m_turn != turn; };
    return !m_ending && !m_changed.wait_for(lock, 250ms, isOver);
}

void LockWatcher::work()
{
    SessionOptions options;
    options.statementTimeout = 5s;
    options.connectTimeout = 5s;
    Session session(m_info, options);
    std::unique_lock lock(m_mutex);
    while (!m_ending) {
        if (!awaitWork(lock))
            continue;
        const int pid = m_pid;
        lock.unlock();
        look(session, pid);
        lock.lock();
    }
}

void LockWatcher::look(Session &session, int pid)
{
    const auto holders = session.open() ? blockersOf(session, pid) : Result<QList<LockHolder>>();
    if (!holders || holders->isEmpty())
        return;
    {
        const std::lock_guard lock(m_mutex);
        if (m_pid != pid)
            return;
        m_last = *holders;
    }
    m_found(*holders);
}

} // namespace pitboss
