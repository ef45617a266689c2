// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/node.h"

#include <QList>

namespace pitboss {

enum class ObjectKind {
    Table,
    View,
    MaterializedView,
    Index,
    Sequence,
    Column,
    Constraint,
    Type,
    EnumValue,
    Function,
    Trigger,
    Policy,
    Schema,
    Extension,
    Other
};
enum class TouchEffect {
    Creates,
    Alters,
    Drops,  ///< its definition
    Writes, ///< rows
    Reads   ///< names it: a query, a foreign key's other side, a trigger's table
};

/// One object that a statement touches. A column, constraint, enum value, trigger or policy is a part of `name`.
struct TouchedObject
{
    TouchEffect effect = TouchEffect::Reads;
    ObjectKind kind = ObjectKind::Table;
    QualifiedName name;
    QString part;
    QString shape;        ///< for a column its type; otherwise empty
    bool guarded = false; ///< IF [NOT] EXISTS, OR REPLACE, or a DO block that swallows the error
    bool inlined = false; ///< part of its table's own CREATE TABLE
    bool renamed = false; ///< one half of a rename
    bool notNull = false; ///< a column that is made or said to be NOT NULL
    int location = -1;    ///< bytes into the statement; -1 unknown

    /// The same object has the same key: relations of every kind share a namespace, as they do in Postgres.
    QString key() const;
    /// "column public.users.email", "table users"
    QString shown() const;
    bool operator==(const TouchedObject &) const = default;
};

QString objectKindWords(ObjectKind kind);
QString effectWords(TouchEffect effect);

/// What a parsed statement touches, in the order in which it does.
QList<TouchedObject> touchedObjects(const Node &statement);

} // namespace pitboss
