// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunner.h"

namespace pitboss {

/// A relation that was not there before the file is the file's own.
void DryRunner::noteMade(const DryRunProbe::Mark &before, MigrationRun &run)
{
    for (const StatementRun &statement : std::as_const(run.statements)) {
        for (const LockTaken &lock : statement.locks) {
            if (!before.knows(lock.relation) && !run.made.contains(lock.relation))
                run.made << lock.relation;
        }
    }
}

} // namespace pitboss
