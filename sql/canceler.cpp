// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/canceler.h"

#include <libpq-fe.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace pitboss {

using namespace std::chrono_literals;

Canceler::~Canceler()
{
    PQfreeCancel(m_handle);
}

bool Canceler::begin(Ticket ticket)
{
    const std::lock_guard lock(m_mutex);
    m_running = ticket;
    m_requested = m_canceledWaiting.erase(ticket) > 0 || m_refusing;
    return !m_requested;
}

void Canceler::end()
{
    const std::lock_guard lock(m_mutex);
    m_running = 0;
    m_requested = m_refusing.load();
    moveOn();
}

// Without the mutex: a request on its way into a dead network must not keep a ROLLBACK back, and all else is refused.
void Canceler::moveOn()
{
    ++m_turn;
    m_movedOn.notify_all();
}

void Canceler::cancel(Ticket ticket)
{
    const std::lock_guard lock(m_mutex);
    if (ticket == m_running) {
        m_requested = true;
        insist();
    } else if (ticket > m_running) {
        m_canceledWaiting.insert(ticket);
    }
}

void Canceler::refuse()
{
    m_refusing = true;
    m_requested = true;
}

void Canceler::shutDown()
{
    refuse();
    const std::lock_guard lock(m_mutex);
    if (m_running)
        insist();
}

void Canceler::attach(pg_conn *connection)
{
    const std::lock_guard lock(m_mutex);
    PQfreeCancel(m_handle);
    m_handle = connection ? PQgetCancel(connection) : nullptr;
    moveOn();
}

void Canceler::interruptStatement()
{
    const std::lock_guard lock(m_mutex);
    send();
}

void Canceler::send()
{
    char message[256];
    if (m_handle)
        PQcancel(m_handle, message, sizeof message);
}

// The first time at once; then by a thread of its own, which lives as long as the session does not move on.
void Canceler::insist()
{
    const quint64 turn = m_turn;
    send();
    std::thread([self = shared_from_this(), turn] {
        std::unique_lock lock(self->m_mutex);
        const auto heeded = [&] { return self->m_turn != turn; };
        for (auto pause = 200ms; !self->m_movedOn.wait_for(lock, pause, heeded); pause = std::min(2 * pause, 2000ms))
            self->send();
    }).detach();
}

} // namespace pitboss
