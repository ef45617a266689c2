// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/canceler.h"

#include <libpq-fe.h>

namespace pitboss {

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
}

void Canceler::cancel(Ticket ticket)
{
    const std::lock_guard lock(m_mutex);
    if (ticket == m_running) {
        m_requested = true;
        send();
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
        send();
}

void Canceler::attach(pg_conn *connection)
{
    const std::lock_guard lock(m_mutex);
    PQfreeCancel(m_handle);
    m_handle = connection ? PQgetCancel(connection) : nullptr;
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

} // namespace pitboss
