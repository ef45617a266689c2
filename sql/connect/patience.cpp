// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/patience.h"

#include "sql/connect/connectfailure.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QRandomGenerator>
#include <QThread>

#include <algorithm>

namespace pitboss {

namespace {

bool pause(std::chrono::milliseconds length, const Patience &patience)
{
    const QDeadlineTimer end(length, Qt::PreciseTimer);
    while (!end.hasExpired()) {
        if (patience.isCanceled && patience.isCanceled())
            return false;
        QThread::msleep(ulong(std::clamp<qint64>(end.remainingTime(), 1, 20)));
    }
    return !(patience.isCanceled && patience.isCanceled());
}

} // namespace

std::chrono::milliseconds pauseBefore(int next, const Patience &patience, double random)
{
    const qint64 doubled = qint64(patience.first.count()) << std::clamp(next - 2, 0, 20);
    const qint64 longest = std::min<qint64>(doubled, patience.most.count());
    return std::chrono::milliseconds(longest / 2 + qint64(double(longest - longest / 2) * random));
}

QString wakingText(int next, int of)
{
    return QCoreApplication::translate("Connect", "The database is waking up: attempt %1 of %2…").arg(next).arg(of);
}

bool mayTryAgain(const Error &error, int attempt, const ConnectionInfo &info, const Patience &patience)
{
    return attempt < patience.attempts && isPassing(error, info);
}

bool pauseFor(const Error &error, int next, const Patience &patience)
{
    if (patience.tell)
        patience.tell(error, next, patience.attempts);
    return pause(pauseBefore(next, patience, QRandomGenerator::global()->generateDouble()), patience);
}

Result<void> openPatiently(Session &session, const Patience &patience)
{
    return patiently<void>(session.info(), patience, [&] { return session.open(); });
}

} // namespace pitboss
