// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace pitboss {

/// What the project's own runner would do if it ran now.
struct Forecast
{
    struct Run
    {
        QString tag;
        int transaction = 1; ///< number of the transaction it runs in; 0: each statement commits by itself
        bool again = false;  ///< it is applied already and would be executed a second time
        QString note;
    };
    struct Skip
    {
        QString tag;
        QString why;
        QString repair;
        bool forEver = true;
    };
    struct Stop
    {
        QString tag; ///< empty: the run does not even begin
        int line = 0;
        QString code; ///< SQLSTATE where the server would say it, else a word of ours ("missing-file")
        QString why;
        QString repair;
        bool certain = true; ///< false: likely, the server judges
    };

    QString runner;    ///< "drizzle-kit migrate"
    bool known = true; ///< false: the database was not asked or not readable, so nothing is foretold
    QList<Run> runs;   ///< in the runner's order
    QList<Skip> skips;
    QList<Stop> stops;
    QStringList warnings;
    QString consequence; ///< what a stop leaves behind, in a sentence

    bool nothingToDo() const { return known && runs.isEmpty() && stops.isEmpty(); }
    int transactions() const;
    /// One or two sentences for the top of the page.
    QString sentence() const;
};

} // namespace pitboss
