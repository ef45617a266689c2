// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

/// What each file of commands has; allCommands() gathers them.
namespace pitboss::cli {

Command statusCommand();
Command tablesCommand();
Command rowsCommand();
Command exportCommand();
QList<Command> migrationsCommands();
QList<Command> creditsCommands();
QList<Command> usersCommands();
QList<Command> agentsCommands();
QList<Command> boutsCommands();

QList<Command> auditCommands();
QList<Command> connectionsCommands();
Command envCommand();

/// Those that write; their files' lists end with them.
QList<Command> creditsWriteCommands();
QList<Command> usersWriteCommands();
QList<Command> agentsWriteCommands();

constexpr int mostRows = 1'000'000; ///< of a list: they are held in memory
Option limitOption(int otherwise);

} // namespace pitboss::cli
