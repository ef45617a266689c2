// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/result.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>

namespace pitboss {

/// One object of the schema that differs between two of the generator's snapshots.
struct SnapshotChange
{
    enum class Kind { Added, Removed, Changed };
    Kind kind = Kind::Changed;
    QString object; ///< "column users.email", "index bouts_owner_idx on bouts"
    QString before; ///< "varchar(128) not null"; empty for what was added
    QString after;

    bool operator==(const SnapshotChange &) const = default;
};

/// What stands in a snapshot: object → how it is defined. Reads Drizzle's version 7 (a tree of tables) and version 8
/// (a list of entities); what is of neither kind is an error that says so.
using Snapshot = QMap<QString, QString>;
Result<Snapshot> readSnapshot(const QByteArray &json);

/// By object; a column of a new or dropped table is not told apart from it.
QList<SnapshotChange> compareSnapshots(const Snapshot &before, const Snapshot &after);

/// The file of the migration, compared with the one before it; without one, with an empty schema.
Result<QList<SnapshotChange>> compareSnapshotFiles(const QString &before, const QString &after);

} // namespace pitboss
