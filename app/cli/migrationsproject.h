// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/context.h"
#include "migrations/layout.h"

namespace pitboss::cli {

/// The likeliest layout in the call's folder: its first word when it is one, else the profile's, else the
/// demo's project, else here.
Result<std::unique_ptr<Layout>> layoutOf(Context &context);

/// The call's other words; Missing when one is no migration of this folder.
Result<QStringList> tagsOf(const Context &context, const FolderContents &folder);

/// "3s", "500ms", "2min" → milliseconds; Usage when it is none of these.
Result<std::chrono::milliseconds> durationOf(const Context &context, const char *option,
                                             std::chrono::milliseconds otherwise);

Argument folderArgument();
Argument tagsArgument();

/// Those that work on the database, for migrationsCommands().
Command dryRunCommand();
Command applyCommand();
Command reportCommand();

} // namespace pitboss::cli
