// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QTimer>

namespace pitboss::testing {

/// Built to look for faults, and many times slower for it, unevenly: how long something takes is no figure of the
/// program's then, only how that grows.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool isSanitized = true;
#else
constexpr bool isSanitized = false;
#endif

/// Time that passes for the thread that asks, without what it stood in line for a processor, so that what else runs on
/// the machine is no part of it; work and waiting for anything else are. The line is Linux's (the kernel's
/// documentation, "Scheduler Statistics": the second figure of schedstat, in nanoseconds); elsewhere it is all time.
class OwnTime
{
public:
    OwnTime() { restart(); }

    qint64 elapsed() const { return m_timer.elapsed() - (inLine() - m_inLine) / 1'000'000; } ///< milliseconds
    qint64 restart()
    {
        const qint64 passed = m_timer.isValid() ? elapsed() : 0;
        m_timer.start();
        m_inLine = inLine();
        return passed;
    }

private:
    static qint64 inLine()
    {
        QFile file(QStringLiteral("/proc/thread-self/schedstat"));
        return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() : 0;
    }

    QElapsedTimer m_timer;
    qint64 m_inLine = 0;
};

/// How long the thread that it lives on was never free to do something else: the window's thread must be.
class LongestSilence
{
public:
    LongestSilence()
    {
        QObject::connect(&m_ticker, &QTimer::timeout, &m_ticker,
                         [this] { m_longest = qMax(m_longest, m_sinceLast.restart()); });
        m_ticker.start(5);
    }
    qint64 milliseconds() const { return m_longest; }

private:
    QTimer m_ticker;
    OwnTime m_sinceLast;
    qint64 m_longest = 0;
};

} // namespace pitboss::testing
