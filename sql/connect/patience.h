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

/// Pauses before attempt `next`, after telling. False: it was canceled.
bool pauseFor(const Error &error, int next, const Patience &patience);
bool mayTryAgain(const Error &error, int attempt, const ConnectionInfo &info, const Patience &patience);

/// Calls connect() → Result<T>, again only while the failure is one that passes (isPassing). Canceled:
/// Error::canceled().
template <typename T, typename Fn> Result<T> patiently(const ConnectionInfo &info, const Patience &patience, Fn connect)
{
    for (int attempt = 1;; ++attempt) {
        Result<T> opened = connect();
        if (opened || !mayTryAgain(opened.error(), attempt, info, patience))
            return opened;
        if (!pauseFor(opened.error(), attempt + 1, patience))
            return fail(Error::canceled());
    }
}

Result<void> openPatiently(Session &session, const Patience &patience);

/// The pause before attempt `next` (2, 3 …): between half of the doubled pause and the whole of it, so that many
/// clients do not come back at the same moment.
std::chrono::milliseconds pauseBefore(int next, const Patience &patience, double random);

/// "The database is waking up: attempt 2 of 6…"
QString wakingText(int next, int of);

} // namespace pitboss
