// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/blockqueue.h"

namespace pitboss {

bool BlockQueue::put(const ResultSet &block)
{
    constexpr int most = 6; // blocks: enough for the next pulls
    std::unique_lock lock(m_mutex);
    m_room.wait(lock, [this] { return m_isClosed || m_page.parts.size() < most; });
    if (!m_isClosed)
        m_page.parts << block;
    return !m_isClosed;
}

RowPage BlockQueue::take(int blocks)
{
    const std::lock_guard lock(m_mutex);
    RowPage page;
    page.parts = m_page.parts.mid(0, blocks);
    m_page.parts.remove(0, page.parts.size());
    m_room.notify_one();
    return page;
}

void BlockQueue::close()
{
    const std::lock_guard lock(m_mutex);
    m_isClosed = true;
    m_room.notify_one();
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
        cut = rows > limit || bytes > mostBytes;
        return queue.put(block) && !cut;
    });
    if (!read)
        return fail(read.error());
    return cut;
}

} // namespace pitboss
