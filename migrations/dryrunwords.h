// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrun.h"

namespace pitboss {

/// What a dry run measured, in words: the same on the command line, in the report and in the window.
QString millisecondsWords(double value);
QString stateWords(const StatementRun &run); ///< "3.4 ms", "failed", "not reached" …
/// What others would wait for: one entry for each relation that was there before the file, with its strongest lock.
QString lockWords(const MigrationRun &migration, const StatementRun &run);
/// How long a statement's locks are kept at the least: from it to the end of its file.
QString heldWords(const MigrationRun &migration, int statement);
QString rowWords(const StatementRun &run); ///< "rewrites x; public.users: 12 read, 3 new"
QString placeWords(int line, int column);  ///< of an error: "line 3, column 7"; a column of 0 is not known

} // namespace pitboss
