// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/context.h"
#include "migrations/dryrun.h"

namespace pitboss::cli {

/// A dry run with the call's options, told while it goes on, and remembered for apply.
Result<DryRunResult> measure(Context &context, Session &session, const Layout &layout, const JournalStatus &status,
                             const QStringList &tags);

} // namespace pitboss::cli
