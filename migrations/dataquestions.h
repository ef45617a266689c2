// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/script.h"

namespace pitboss {

/// A question about the rows that a statement depends on, or does away with.
struct DataQuestion
{
    enum class Kind {
        Offending, ///< rows for which the statement fails
        Lost       ///< rows or values that it removes for good
    };
    Kind kind = Kind::Offending;
    QString what;             ///< "rows of users whose email is NULL"
    QByteArray rows;          ///< SELECT * FROM … of exactly these rows; names are quoted
    QualifiedName table = {}; ///< whose rows they are

    QByteArray count() const { return "SELECT count(*) FROM (" + rows + ") counted"; }
    /// The same rows as a condition on the table, to be opened in the grid. Holds while nothing writes to them.
    QByteArray condition() const;
};

/// Asked before the statement runs. Expressions are the file's own text. Empty where the tree does not tell enough (a
/// foreign key that does not name the other side's columns) or nothing depends on data.
QList<DataQuestion> dataQuestions(const ScriptStatement &statement);

} // namespace pitboss
