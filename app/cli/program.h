// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/interrupt.h"

#include <QStringList>

namespace pitboss::cli {

/// The whole of pitbossctl: `arguments` without the program's own name; gives back the exit status.
int runProgram(const QStringList &arguments, Interrupt &interrupt);

} // namespace pitboss::cli
