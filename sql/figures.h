// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pit/pitschema.h"

namespace pitboss {

enum class FigureUnit { Count, Bytes, MicroCredits, Milliseconds, Seconds, Percent, Text };

struct FigureEntry
{
    QString label; ///< of a breakdown: "pass"; else empty
    QString value; ///< digits, or text
    qint64 number() const { return value.toLongLong(); }
    bool operator==(const FigureEntry &) const = default;
};

/// One thing an overview tells: a single value, or a breakdown ("by tier"). When it could not be read, `error` says
/// why and there are no entries; a value is never made up.
struct Figure
{
    QString group; ///< "users"
    QString key;   ///< "by_tier"
    FigureUnit unit = FigureUnit::Count;
    bool isBreakdown = false;
    QList<FigureEntry> entries;
    std::optional<Error> error;

    QString id() const { return group + QLatin1Char('.') + key; }
    qint64 total() const; ///< of a breakdown's counts
    bool operator==(const Figure &) const = default;
};

/// "server" is any Postgres's; "users", "bouts", "agents", "credits", "pool" are The Pit's.
QStringList figureGroups();

/// All figures of one group, each read by itself, so that one that fails leaves the others whole. Days are UTC's.
QList<Figure> readFigures(Session &session, const PitSchema &schema, const QString &group);
/// All groups, in order.
QList<Figure> readAllFigures(Session &session, const PitSchema &schema);

/// Median of several round trips, in milliseconds.
Result<double> measureLatency(Session &session);

} // namespace pitboss
