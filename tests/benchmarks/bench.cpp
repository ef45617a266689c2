// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "benchmarks/bench.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace pitboss::bench {

namespace {

struct Line
{
    QString what, seen, bound;
    bool within;
};
QList<Line> lines;

} // namespace

double timed(const std::function<void()> &work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    return double(clock.nsecsElapsed()) / 1e6;
}

double quantile(QList<double> values, double q)
{
    if (values.isEmpty())
        return 0;
    std::sort(values.begin(), values.end());
    return values[qMin(values.size() - 1, qsizetype(q * double(values.size())))];
}

double longestTurn(const std::function<bool()> &goesOn)
{
    QElapsedTimer clock;
    clock.start();
    double longest = 0, last = 0;
    while (goesOn()) {
        QCoreApplication::processEvents();
        const double now = double(clock.nsecsElapsed()) / 1e6;
        longest = qMax(longest, now - last);
        last = now;
    }
    return longest;
}

void report(const QString &what, const QString &seen, const QString &bound, bool within)
{
    lines.append({what, seen, bound, within});
    std::fprintf(stderr, "%s: %s\n", qPrintable(what), qPrintable(seen));
}

int printReport()
{
    int outside = 0;
    std::printf("\n%-52s %-44s %-24s\n", "what", "seen", "bound");
    for (const Line &line : qAsConst(lines)) {
        std::printf("%-52s %-44s %-24s%s\n", qPrintable(line.what), qPrintable(line.seen), qPrintable(line.bound),
                    line.within ? "" : "  over");
        outside += line.within ? 0 : 1;
    }
    return outside;
}

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * sysconf(_SC_PAGESIZE);
}

} // namespace pitboss::bench
