// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/layout.h"

namespace pitboss {

/// Drizzle 1.0: <14 digits>_<name>/migration.sql; a folder is pending when its name is not in the tracking table.
/// A table without the column `name` is upgraded by the runner first, row by row. (drizzle-orm 1.0.0-rc)
class DrizzleFolders : public Layout
{
public:
    explicit DrizzleFolders(LayoutSettings settings);

    QString id() const override { return QStringLiteral("drizzle"); }
    QString title() const override;
    RunnerTraits runner() const override;
    Result<FolderContents> read() const override;
    JournalStatus evaluate(const FolderContents &folder, const DatabaseFacts &database) const override;
};

/// The moment in a folder's name as the runner reads it: milliseconds since 1970, UTC; none where it reads NaN.
std::optional<qint64> folderMillis(const QString &name);

} // namespace pitboss
