// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/sleepclock.h"

#include <ctime>

namespace pitboss {

#ifdef CLOCK_BOOTTIME

static std::chrono::nanoseconds timeOf(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

std::chrono::milliseconds timeAsleep()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(timeOf(CLOCK_BOOTTIME) - timeOf(CLOCK_MONOTONIC));
}

#else

std::chrono::milliseconds timeAsleep()
{
    return {};
}

#endif

} // namespace pitboss
