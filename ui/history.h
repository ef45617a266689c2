// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QVariant>

#include <optional>

namespace pitboss {

/// Where the person has been, as a browser keeps it: a new visit drops what lay ahead; the same place twice is one.
class History
{
public:
    struct Entry
    {
        QString pageId;
        QVariant location;
        bool operator==(const Entry &) const = default;
    };

    void visit(const Entry &entry);
    std::optional<Entry> back();
    std::optional<Entry> forward();
    bool canGoBack() const { return m_current > 0; }
    bool canGoForward() const { return m_current + 1 < m_entries.size(); }
    void clear();

private:
    static constexpr int limit = 100;
    QList<Entry> m_entries;
    qsizetype m_current = -1;
};

} // namespace pitboss
