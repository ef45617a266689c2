// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pit/pitschema.h"

namespace pitboss {

/// One thing told about a person, an agent, a bout or all of them: a single value or a list of rows, read by itself.
struct PitPart
{
    QString name; ///< "ledger"; ends in "_micro" when the value is micro-credits
    bool isList = false;
    ResultSet rows;             ///< a value: one row, one column, or no row when there is none
    std::optional<Error> error; ///< why it could not be read: a missing table, a missing right …
};

/// One row of a table with every column it has, and the parts around it.
struct PitDetail
{
    ResultSet fields; ///< exactly one row
    QList<PitPart> parts;
};

/// How a part is read. `needs` as PitSchema::require; `sql` takes the thing's id as $1 where it holds that.
struct PitPartDefinition
{
    const char *name;
    bool isList;
    const char *needs;
    const char *sql;
};

PitPart readPart(Session &session, const PitSchema &schema, const PitPartDefinition &definition, const QString &id);

template <size_t n>
QList<PitPart> readParts(Session &session, const PitSchema &schema, const PitPartDefinition (&definitions)[n],
                         const QString &id = {})
{
    QList<PitPart> parts;
    for (const PitPartDefinition &definition : definitions)
        parts.append(readPart(session, schema, definition, id));
    return parts;
}

/// The row of `table` whose `id` this is. Missing when there is none; the hint then names up to three ids like it.
Result<ResultSet> readById(Session &session, const PitSchema &schema, const QString &table, const QString &id);

/// For LIKE and ILIKE: any text that holds `text` literally.
QString containsPattern(const QString &text);

} // namespace pitboss
