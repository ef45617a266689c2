// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/result.h"

#include <QDateTime>
#include <QList>
#include <QStringList>

#include <optional>

namespace pitboss {

class Session;

/// Where a layout's runner keeps its record. An empty schema means: found along the search path.
struct TrackingSource
{
    QString schema;
    QString table;

    bool isEmpty() const { return table.isEmpty(); }
    /// "drizzle.__drizzle_migrations", "schema_migrations"
    QString shown() const { return schema.isEmpty() ? table : schema + QLatin1Char('.') + table; }
    /// The same, quoted for SQL.
    QString quoted() const;
    bool operator==(const TrackingSource &) const = default;
};

/// One row; what its table has no column for stays empty.
struct TrackingRow
{
    qint64 id = 0;
    QString hash;
    std::optional<qint64> createdAt; ///< milliseconds since 1970, as Drizzle keeps it
    QString name;
    QString version;
    std::optional<QDateTime> appliedAt; ///< UTC
};

struct TrackingTable
{
    enum class State {
        NotAsked,    ///< there is no database at hand
        Missing,     ///< no such schema or table: nothing was ever applied
        NotReadable, ///< it is there, and this role may not read it; `error` says so
        Read
    };
    State state = State::NotAsked;
    TrackingSource source;
    QStringList columns;
    QList<TrackingRow> rows; ///< by id where there is one, else by version
    Error error;
    bool mayCreateSchema = true; ///< this role has CREATE on the database

    bool isKnown() const { return state == State::Missing || state == State::Read; }
};

/// Reads it and writes nothing; a connection that breaks is an error, a missing or unreadable table is an answer.
Result<TrackingTable> readTrackingTable(Session &session, const TrackingSource &source);

} // namespace pitboss
