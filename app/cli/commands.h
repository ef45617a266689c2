// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

/// What each file of commands has; allCommands() gathers them.
namespace pitboss::cli {

Command statusCommand();
Command tablesCommand();

} // namespace pitboss::cli
