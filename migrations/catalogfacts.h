// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/script.h"
#include "sql/result.h"

#include <QHash>

namespace pitboss {

class Session;

/// What a script leaves behind in the catalog: for each object its last fate in the file.
struct ExpectedObject
{
    QString key; ///< TouchedObject::key()
    QString shown;
    bool present = true;  ///< else it is gone
    QString shape;        ///< a column's type as Postgres prints it; empty: not looked at
    bool notNull = false; ///< a column must be NOT NULL
    bool inlined = false; ///< part of its table's CREATE TABLE

    bool operator==(const ExpectedObject &) const = default;
};

QList<ExpectedObject> expectedObjects(const Script &script);

/// What is in the catalog, as far as it was asked for.
struct CatalogFacts
{
    struct Object
    {
        QString shape;
        bool notNull = false;
    };
    bool asked = false;
    QHash<QString, Object> objects; ///< by TouchedObject::key(); what is not in it does not exist

    bool satisfies(const ExpectedObject &expected) const;
};

/// Asks for the objects with these names, whatever their kind, in every schema but Postgres's own. One query.
Result<CatalogFacts> readCatalogFacts(Session &session, const QList<ExpectedObject> &expected);

} // namespace pitboss
