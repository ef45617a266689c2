// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/layout.h"

#include <QHash>

namespace pitboss {

/// The row of the tracking table in words: its name, or "row 7".
QString rowTag(const TrackingRow &row);

/// Sets applied or edited by comparing hashes, the time and the cosmetic problem. `repair` is offered for an edit.
void applyRow(Migration &migration, const TrackingRow &row, const TrackingSource &source);

/// A migration for a row that no file belongs to.
Migration missingFor(const TrackingRow &row);

/// Marks rows that stand there twice: two runners started together and executed the file twice.
void markRepeatedRows(JournalStatus &status, const QList<TrackingRow> &rows);

} // namespace pitboss
