// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/session.h"

#include <QHash>
#include <QSet>

namespace pitboss {

/// Which of The Pit's tables and columns this database has, as its search_path finds them. Older and newer schemas
/// differ, so everything that reads The Pit asks here first and names what is missing.
class PitSchema
{
public:
    static Result<PitSchema> read(Session &session); ///< one round trip

    bool has(const QString &table) const { return m_columns.contains(table); }
    bool has(const QString &table, const QString &column) const { return m_columns.value(table).contains(column); }
    /// Whether an equality on the column, or on lower() of it, is found over an index.
    bool isIndexed(const QString &table, const QString &column) const
    {
        return m_indexed.contains(table + QLatin1Char('.') + column);
    }
    bool isIndexedLower(const QString &table, const QString &column) const
    {
        return m_indexedLower.contains(table + QLatin1Char('.') + column);
    }
    /// At least two of the tables only The Pit has. Else it is some other project's database.
    bool isPit() const;

    /// `needs` is "users.id users.email credits": columns and tables by blanks. Missing, which names those not there.
    Result<void> require(const QString &needs) const;
    QStringList missing(const QString &needs) const;

private:
    QHash<QString, QSet<QString>> m_columns;
    QSet<QString> m_indexed;
    QSet<QString> m_indexedLower;
};

} // namespace pitboss
