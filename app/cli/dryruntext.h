// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/terminal.h"
#include "migrations/apply/apply.h"

namespace pitboss::cli {

/// What a dry run measured, file by file, for people.
void printDryRun(Terminal &terminal, const DryRunResult &result);
/// What apply would do: files, locks, what is lost, what speaks against it.
void printPlan(Terminal &terminal, const ApplyPlan &plan);
/// Locks that somebody would feel, and who is in the way of them now.
void printLocks(Terminal &terminal, const LockForecast &forecast);
/// What apply did, statement by statement where it did not do all.
void printApplied(Terminal &terminal, const ApplyResult &result);

} // namespace pitboss::cli
