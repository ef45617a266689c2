// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"
#include "sql/money.h"

#include <QStringList>

namespace pitboss {

/// One column of a row that an operation touched; nullopt is NULL (or: the row was not there).
struct ValueChange
{
    QString column;
    std::optional<QByteArray> before;
    std::optional<QByteArray> after;
    bool isGenerated = false; ///< its default makes a new value each time: a key, a time
    bool isChanged() const { return before != after; }
};

struct RowChange
{
    enum class Kind { Inserted, Updated };
    Kind kind = Kind::Updated;
    QList<ValueChange> values; ///< all columns, in the table's order
};

/// What happened to one table, by whatever way: the operation's own statements, triggers, cascades.
struct TableEffect
{
    RelationRef table;
    qint64 inserted = 0; ///< by the server's own count
    qint64 updated = 0;
    qint64 deleted = 0;
    QList<RowChange> rows;   ///< deleted rows are counted and not listed
    bool isSearched = false; ///< touched by triggers or cascades: its rows were found by the transaction's marks
    bool isListed = true;    ///< false: too many rows or too large a table to list them
};

/// All that one run of an operation did to the database.
struct Effect
{
    QList<TableEffect> tables; ///< by name
    QList<Statement> statements;
    QByteArray transactionId; ///< txid_current()
    qint64 began = 0;         ///< microseconds since 1970, by the server's clock
    qint64 ended = 0;
    bool seesTriggers = true; ///< false: the server does not count (track_counts is off)
};

/// Whether two runs did the same. What a run makes anew each time (its times, new keys, its transaction's id) may
/// differ wherever it turns up, also inside texts and jsonb.
bool isSameEffect(const Effect &one, const Effect &other);

/// "credits: 1 updated; credit_transactions: 1 inserted".
QString effectSummary(const Effect &effect);

} // namespace pitboss
