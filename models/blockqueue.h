// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pagereader.h"

#include <mutex>

namespace pitboss {

/// Blocks of rows on their way from a session's thread to the window, which pulls them when it has time. Thread-safe.
struct BlockQueue
{
    void put(const ResultSet &block);
    RowPage take(int blocks); ///< the oldest ones; fewer when there are fewer

private:
    std::mutex m_mutex;
    RowPage m_page;
};

/// Streams at most `limit` rows of a relation without a key into the queue. True: there are more.
Result<bool> readForward(Session &session, const PageQuery &query, int limit, BlockQueue &queue);

} // namespace pitboss
