// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

#include <QJsonArray>

namespace pitboss::cli {

QString programHelp(const QList<Command> &commands, const QList<Option> &global);
QString commandHelp(const Command &command, const QList<Option> &global);
/// One line: "Usage: pitbossctl [options] rows TABLE [--limit N] …". nullptr: of the program.
QString usageLine(const Command *command);

/// All commands with their arguments and options, for whatever must know every one: completions, manual pages, tests.
QJsonArray describe(const QList<Command> &commands);

} // namespace pitboss::cli
