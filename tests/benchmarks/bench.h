// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace pitboss::bench {

/// Milliseconds of one call.
double timed(const std::function<void()> &work);
double quantile(QList<double> values, double q);
inline double median(const QList<double> &values)
{
    return quantile(values, 0.5);
}
/// Turns the event loop for as long as `goesOn` says; the milliseconds of the longest turn.
double longestTurn(const std::function<bool()> &goesOn);
/// A line of the table that is printed at the end: what, as seen, and the bound the project builds towards.
void report(const QString &what, const QString &seen, const QString &bound, bool within);
/// Prints all lines; the number of those out of bounds.
int printReport();
/// Resident memory of this process, bytes (/proc/self/statm); 0 where there is none.
qint64 residentBytes();

} // namespace pitboss::bench
