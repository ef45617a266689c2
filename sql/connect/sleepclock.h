// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace pitboss {

/// How long this computer has slept since it was started: the one clock goes on meanwhile, the other does not
/// (clock_gettime(2)). Always 0 where they cannot be told apart.
std::chrono::milliseconds timeAsleep();

} // namespace pitboss
