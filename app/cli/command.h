// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/result.h"

#include <QStringList>

namespace pitboss::cli {

class Context;

struct Option
{
    QString name;        ///< without dashes
    QString value;       ///< what stands for its value in the help: "N"; empty: a switch
    QString description; ///< a sentence
    QChar letter = {};   ///< -o
    QStringList choices = {};
};

struct Argument
{
    QString name; ///< "USER"
    QString description;
    bool isOptional = false;
    bool repeats = false; ///< the last one only: any number of words
};

/// What a script may rely on (exit status).
enum ExitStatus { Done = 0, Failed = 1, BadUsage = 2, NotClean = 3, Interrupted = 130 };

/// One command of pitbossctl as data. `run` gives back an ExitStatus, or an Error that is told on standard error:
/// Usage ends with 2 and the command's usage, anything else with 1.
struct Command
{
    QString name; ///< one or two words: "credits ledger"
    QString summary;
    QList<Argument> arguments = {};
    QList<Option> options = {};
    QString notes = {}; ///< more for its help; empty: nothing
    Result<int> (*run)(Context &) = nullptr;
};

/// All commands of this program, in the order of the help.
QList<Command> allCommands();
QList<Option> globalOptions();

} // namespace pitboss::cli
