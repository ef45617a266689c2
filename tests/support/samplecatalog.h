// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"

/// A catalog as a value, for tests of what shows it.
namespace pitboss::test {

inline RelationSummary relation(const char *schema, const char *name, RelationKind kind, qint64 rows, quint32 oid)
{
    RelationSummary summary;
    summary.ref = {QString::fromUtf8(schema), QString::fromUtf8(name)};
    summary.kind = kind;
    summary.rowsEstimate = rows;
    summary.bytes = rows < 0 ? -1 : rows * 200 + 8192;
    summary.oid = oid;
    summary.columnCount = 3;
    return summary;
}

inline Catalog sampleCatalog()
{
    using Kind = RelationKind;
    Catalog catalog;
    catalog.schemas = {{QStringLiteral("public"), QStringLiteral("standard public schema"), false},
                       {QStringLiteral("archive"), {}, false},
                       {QStringLiteral("pg_catalog"), {}, true}};
    catalog.relations = {relation("archive", "bouts_2024", Kind::Table, 120034, 1),
                         relation("pg_catalog", "pg_class", Kind::Table, 400, 2),
                         relation("public", "bouts", Kind::Table, 8000, 3),
                         relation("public", "events", Kind::PartitionedTable, 5123456, 4),
                         relation("public", "events_2026_01", Kind::Table, 2123456, 5),
                         relation("public", "ledger", Kind::View, -1, 6),
                         relation("public", "secrets", Kind::Table, 44, 7),
                         relation("public", "users", Kind::Table, 2000, 8)};
    catalog.relations[1].isSystem = true;
    catalog.relations[4].parentOid = 4;
    catalog.relations[6].isReadable = false;
    catalog.relations[7].comment = QStringLiteral("people of the arena");
    return catalog;
}

} // namespace pitboss::test
