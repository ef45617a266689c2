// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/githistory.h"
#include "migrations/snapshotdiff.h"

#include <memory>
#include <optional>

namespace pitboss {

/// What the right side shows of one migration beyond its status: it costs files, parsing and git, so it is read when
/// the migration is looked at, and never on the window's thread.
struct MigrationExtras
{
    std::shared_ptr<const Script> script; ///< with trees; null without a file
    QString rollback;
    QString rollbackOrigin; ///< "rollback/003_down.sql", "the comment at line 12"
    bool rollbackIsProse = false;
    bool hasSnapshot = false;
    QList<SnapshotChange> snapshotChanges;
    QString snapshotError;
    QString snapshotBefore; ///< the tag of the migration it is compared with; empty: the first
};

/// `before`: the last migration above it that has a snapshot; may be null.
MigrationExtras readExtras(const Migration &migration, const Migration *before);

/// The applied version and what changed since, as lines to show.
struct AppliedDifference
{
    bool found = false;
    QString origin; ///< "commit 1a2b3c by Ada, 11 Feb 2026"
    QList<DiffLine> lines;
};
AppliedDifference readAppliedDifference(const Migration &migration);

} // namespace pitboss
