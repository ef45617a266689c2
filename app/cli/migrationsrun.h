// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/context.h"
#include "migrations/dryrun.h"

namespace pitboss::cli {

/// A dry run with the call's options, told while it goes on, and remembered for apply.
Result<DryRunResult> measure(Context &context, Session &session, const Layout &layout, const JournalStatus &status,
                             const QStringList &tags);

/// The migrations that the call names, else all that are pending.
Result<QStringList> wantedTags(const Context &context, const Layout &layout, const JournalStatus &status);
/// --on, --with-data, --no-proofs and the time-outs.
QList<Option> measureOptions();

} // namespace pitboss::cli
