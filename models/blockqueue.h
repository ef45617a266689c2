// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pagereader.h"

#include <condition_variable>
#include <mutex>

namespace pitboss {

/// Blocks of rows on their way from a session's thread to the window, which pulls them when it has time. Bounded: a
/// reader that is faster than the window waits, so that it takes no processor time from painting. Thread-safe.
class BlockQueue
{
public:
    bool put(const ResultSet &block); ///< waits for room; false: nobody takes any more
    RowPage take(int blocks);         ///< the oldest ones; fewer when there are fewer
    void close();                     ///< the receiver goes: a waiting `put` returns

private:
    std::mutex m_mutex;
    std::condition_variable m_room;
    RowPage m_page;
    bool m_isClosed = false;
};

/// Streams at most `limit` rows of a relation without a key into the queue. True: there are more.
Result<bool> readForward(Session &session, const PageQuery &query, int limit, BlockQueue &queue);

} // namespace pitboss
