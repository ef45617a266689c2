// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/session.h"

namespace pitboss {

/// How long somebody waits for a server that is waking up.
struct Patience
{
    int attempts = 6;                     ///< in all
    std::chrono::milliseconds first{400}; ///< before the second; doubled each time, and shortened at random
    std::chrono::milliseconds most{5000};
    std::function<bool()> isCanceled; ///< asked every few ms while waiting
    /// Before each pause: what went wrong and which attempt comes next, of how many.
    std::function<void(const Error &, int next, int of)> tell;
};

/// Opens the session, trying again only while the failure is one that passes (isPassing). Canceled: Error::canceled().
Result<void> openPatiently(Session &session, const Patience &patience);

/// The pause before attempt `next` (2, 3 …): between half of the doubled pause and the whole of it, so that many
/// clients do not come back at the same moment.
std::chrono::milliseconds pauseBefore(int next, const Patience &patience, double random);

/// "The database is waking up: attempt 2 of 6…"
QString wakingText(int next, int of);

} // namespace pitboss
