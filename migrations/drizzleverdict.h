// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/layout.h"

namespace pitboss {

/// Drizzle's own names where the settings say none.
LayoutSettings withDrizzleNames(LayoutSettings settings, const QString &format);

/// Fill in migrations and forecast of a status. Pure.
void judgeDrizzleJournal(JournalStatus &status, const FolderContents &folder, const TrackingTable &table);
void judgeDrizzleFolders(JournalStatus &status, const FolderContents &folder, const TrackingTable &table);

/// The SQL that records a migration as applied, as the runner itself would have.
QString recordRowSql(const TrackingSource &source, const QString &hash, qint64 createdAt, const QString &name = {});

/// To be called last of what would stop the runner before it begins; says what all of it comes to.
void stopWhereTheSchemaCannotBeMade(Forecast &forecast, const TrackingTable &table);

} // namespace pitboss
