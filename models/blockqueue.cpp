// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blockqueue.h"

namespace pitboss {

void BlockQueue::put(const ResultSet &block)
{
    const std::lock_guard lock(m_mutex);
    m_page.parts << block;
}

RowPage BlockQueue::take(int blocks)
{
    const std::lock_guard lock(m_mutex);
    RowPage page;
    page.parts = m_page.parts.mid(0, blocks);
    m_page.parts.remove(0, page.parts.size());
    return page;
}

Result<bool> readForward(Session &session, const PageQuery &query, int limit, BlockQueue &queue)
{
    constexpr int blockRows = 512;
    constexpr qint64 mostBytes = 256LL << 20;
    qint64 rows = 0;
    qint64 bytes = 0;
    bool cut = false;
    const auto read = session.stream(query.forwardRead(qint64(limit) + 1), blockRows, [&](const ResultSet &block) {
        rows += block.rowCount();
        bytes += block.byteCount();
        queue.put(block);
        cut = rows > limit || bytes > mostBytes;
        return !cut;
    });
    if (!read)
        return fail(read.error());
    return cut;
}

} // namespace pitboss
