// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include <ctime>

namespace pitboss::testing {

/// Milliseconds of the processor that this program has used: what else runs on the machine is no part of it.
inline qint64 cpuMilliseconds()
{
    return qint64(std::clock()) * 1000 / CLOCKS_PER_SEC;
}

/// Counts how often the thread that it lives on is free to do something else: once in 5 ms if it always is. A busy
/// machine makes that less often, but only work or waiting on this very thread makes it almost never.
class FreeMoments
{
public:
    FreeMoments()
    {
        QObject::connect(&m_ticker, &QTimer::timeout, &m_ticker, [this] {
            ++m_count;
            m_longest = qMax(m_longest, m_sinceLast.restart());
        });
        m_sinceLast.start();
        m_ticker.start(5);
    }
    int count() const { return m_count; }
    qint64 longestSilence() const { return m_longest; } ///< milliseconds; to be told, not to be tested

private:
    QTimer m_ticker;
    QElapsedTimer m_sinceLast;
    int m_count = 0;
    qint64 m_longest = 0;
};

} // namespace pitboss::testing
