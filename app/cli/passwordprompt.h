// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/interrupt.h"

#include <QString>

#include <optional>

namespace pitboss::cli {

/// Asks on the controlling terminal, with the echo off as long as it waits; an interrupt ends the program and turns it
/// on again. Nothing when standard input is no terminal (a script, CI: nobody would answer), or nothing was typed.
std::optional<QString> askForPassword(const QString &prompt, Interrupt &interrupt);

} // namespace pitboss::cli
