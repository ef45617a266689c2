// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/result.h"

#include <QList>
#include <QMap>
#include <QString>

namespace pitboss {

class Session;

/// Every object of the database as one line of text: "column public.users.email" → "text not null". Names are always
/// qualified, whatever the search path. Postgres's own schemas and temporary objects are left out.
using CatalogSnapshot = QMap<QString, QString>;

/// To be called in a transaction; one query. What it sets it takes back.
Result<CatalogSnapshot> readCatalogSnapshot(Session &session);

struct SchemaChange
{
    enum class Kind { Added, Removed, Changed };
    Kind kind = Kind::Changed;
    QString object;
    QString before; ///< empty when added
    QString after;  ///< empty when removed

    bool operator==(const SchemaChange &) const = default;
};

/// In the order of the objects' names. What goes with its table is not told line by line; what comes with it is.
QList<SchemaChange> schemaChanges(const CatalogSnapshot &before, const CatalogSnapshot &after);

/// "added", "removed", "changed": fixed words.
QString toString(SchemaChange::Kind kind);

} // namespace pitboss
