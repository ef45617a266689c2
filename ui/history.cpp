// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/history.h"

namespace pitboss {

void History::visit(const Entry &entry)
{
    if (m_current >= 0 && m_entries.at(m_current) == entry)
        return;
    m_entries.resize(m_current + 1);
    m_entries.append(entry);
    if (m_entries.size() > limit)
        m_entries.removeFirst();
    m_current = m_entries.size() - 1;
}

std::optional<History::Entry> History::back()
{
    if (!canGoBack())
        return std::nullopt;
    return m_entries.at(--m_current);
}

std::optional<History::Entry> History::forward()
{
    if (!canGoForward())
        return std::nullopt;
    return m_entries.at(++m_current);
}

void History::clear()
{
    m_entries.clear();
    m_current = -1;
}

} // namespace pitboss
