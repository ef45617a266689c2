// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tablepager.h"

#include "models/blockqueue.h"

namespace pitboss {

namespace {

constexpr int nearEdge = TablePager::pageRows; ///< rows from the window's edge at which more are fetched
constexpr int forward = 0;
constexpr int backward = 1;

int indexOf(PageRequest::Direction direction)
{
    return direction == PageRequest::Direction::Forward ? forward : backward;
}

} // namespace

TablePager::TablePager(MakeConnection makeConnection, TableModel &model, QObject *parent)
    : QObject(parent)
    , m_makeConnection(std::move(makeConnection))
    , m_model(model)
    , m_connection(m_makeConnection())
{
    m_pull.setInterval(16);
    connect(&m_pull, &QTimer::timeout, this, &TablePager::pullBlocks);
    m_prefixDelay.setInterval(20);
    m_prefixDelay.setSingleShot(true);
    connect(&m_prefixDelay, &QTimer::timeout, this, &TablePager::fetchPrefixes);
}

TablePager::~TablePager()
{
    closeBlocks(); // before the connection, whose thread may wait for room
}

void TablePager::open(const PageQuery &query)
{
    cancel();
    m_query = query;
    m_histograms.reset();
    m_anchors = {};
    m_total = query.filter().isEmpty() ? query.relation().summary.rowsEstimate : -1;
    m_totalExact = false;
    m_forwardCut = false;
    m_atStart = true;
    m_atEnd = false; // nobody knows yet: an empty window is not an empty table
    m_firstOrdinal = 0;
    m_ordinalExact = true;
    m_waitingJump.reset();
    m_model.reset(query, {});
    if (query.isKeyed())
        openKeyed();
    else
        openForward();
}

void TablePager::openKeyed()
{
    m_waitingJump = Jump{0, false};
    startJump();
    m_counts.follow(
        m_connection->run([query = m_query](Session &session) { return estimateRows(session, query); }).future, this,
        [this](const Result<qint64> &rows) {
            if (rows && !m_totalExact)
                m_total = qMax(*rows, m_firstOrdinal + m_model.rowCount());
            emit positionChanged();
        });
}

void TablePager::openForward()
{
    m_blocks = std::make_shared<BlockQueue>();
    const auto task = m_connection->run([query = m_query, queue = m_blocks](Session &session) {
        return readForward(session, query, forwardRows, *queue);
    });
    m_ticket = task.ticket;
    m_forwardEnd.reset();
    m_jumps.follow(task.future, this, [this](const Result<bool> &more) { m_forwardEnd = more; });
    m_firstOrdinal = 0;
    m_atStart = true;
    m_pull.start();
    emit positionChanged();
}

void TablePager::pullBlocks()
{
    constexpr int blocksPerTick = 3; // 1,500 rows: more at once would be felt
    const RowPage page = m_blocks ? m_blocks->take(blocksPerTick) : RowPage();
    if (page.parts.isEmpty()) {
        if (m_forwardEnd)
            endForward(*std::exchange(m_forwardEnd, {}));
        return;
    }
    const bool first = m_model.rowCount() == 0;
    m_model.append(page);
    if (first)
        emit jumped(0);
    emit positionChanged();
}

void TablePager::closeBlocks()
{
    if (m_blocks)
        m_blocks->close();
    m_blocks.reset();
}

void TablePager::endForward(const Result<bool> &more)
{
    m_pull.stop();
    m_forwardCut = more && *more;
    m_atEnd = more && !*more;
    m_total = m_atEnd ? m_model.rowCount() : m_total;
    m_totalExact = m_atEnd;
    emit positionChanged();
    if (!more)
        emit failed(more.error());
}

void TablePager::showOrdinal(qint64 ordinal)
{
    m_waitingJump = Jump{ordinal, m_total >= 0 && ordinal >= m_total};
    startJump();
}

void TablePager::showEnd()
{
    m_waitingJump = Jump{m_total, true};
    startJump();
}

void TablePager::startJump()
{
    if (m_jumping || !m_waitingJump || !m_query.isKeyed())
        return;
    const Jump jump = *std::exchange(m_waitingJump, {});
    m_jumping = true;
    m_growing[forward] = m_growing[backward] = false;
    m_grows[forward].drop();
    m_grows[backward].drop();
    const auto task = m_connection->run([query = m_query, jump, total = m_total, exact = m_totalExact,
                                         anchors = m_anchors, histograms = m_histograms](Session &session) {
        return land(session, query, jump, total, exact, anchors, histograms);
    });
    m_ticket = task.ticket;
    m_jumps.follow(task.future, this, [this](const Result<Landing> &landing) { finishJump(landing); });
    emit positionChanged();
}

void TablePager::finishJump(const Result<Landing> &landing)
{
    m_jumping = false;
    if (!landing) {
        emit positionChanged();
        emit failed(landing.error());
        return;
    }
    if (m_waitingJump) { // a newer wish: do not even show this one
        m_histograms = landing->histograms;
        startJump();
        return;
    }
    m_histograms = landing->histograms;
    m_milliseconds = landing->page.milliseconds;
    m_firstOrdinal = landing->ordinal;
    m_ordinalExact = landing->exact;
    m_atStart = landing->atStart;
    m_atEnd = landing->atEnd;
    m_model.reset(m_query, landing->page);
    clampOrdinals();
    emit jumped(landing->topRow);
    emit positionChanged();
    if (!m_anchors.isComplete() && !m_side)
        walk();
    else
        findOrdinal();
}

void TablePager::clampOrdinals()
{
    const qint64 rows = m_model.rowCount();
    if (m_atStart) {
        m_firstOrdinal = 0;
        m_ordinalExact = true;
    } else if (!m_ordinalExact) {
        m_firstOrdinal = qMax<qint64>(m_firstOrdinal, 1);
    }
    if (m_atEnd && m_ordinalExact) {
        m_total = m_firstOrdinal + rows;
        m_totalExact = true;
    } else if (m_atEnd && m_total >= rows) {
        m_firstOrdinal = m_total - rows;
        m_ordinalExact = m_totalExact;
    } else if (!m_atEnd && !m_totalExact) {
        m_total = qMax(m_total, m_firstOrdinal + rows + 1);
    }
    m_model.setFirstOrdinal(m_firstOrdinal, m_ordinalExact);
}

void TablePager::setViewport(int first, int last)
{
    m_firstVisible = first;
    m_lastVisible = last;
    m_prefixDelay.start();
    if (!m_query.isKeyed() || m_model.rowCount() == 0)
        return;
    if (!m_atEnd && last >= m_model.rowCount() - nearEdge)
        fetch(PageRequest::Direction::Forward);
    if (!m_atStart && first < nearEdge)
        fetch(PageRequest::Direction::Backward);
}

void TablePager::fetch(PageRequest::Direction direction)
{
    const int side = indexOf(direction);
    if (m_growing[side] || m_jumping || m_model.rowCount() == 0)
        return;
    m_growing[side] = true;
    const int edge = direction == PageRequest::Direction::Forward ? m_model.rowCount() - 1 : 0;
    const PageRequest request{direction, m_model.keyAt(edge), false, pageRows};
    const auto task =
        m_connection->run([query = m_query, request](Session &session) { return readPage(session, query, request); });
    m_ticket = task.ticket;
    m_grows[side].follow(task.future, this, [this, direction, side](const Result<RowPage> &page) {
        m_growing[side] = false;
        if (page)
            take(direction, *page);
        emit positionChanged();
        if (!page)
            emit failed(page.error());
    });
    emit positionChanged();
}

void TablePager::take(PageRequest::Direction direction, const RowPage &page)
{
    m_milliseconds = page.milliseconds;
    const int rows = page.rowCount();
    if (direction == PageRequest::Direction::Forward) {
        m_atEnd = page.reachesEnd;
        m_model.append(page);
    } else {
        m_atStart = page.reachesEnd;
        m_firstOrdinal -= rows;
        m_firstVisible += rows;
        m_lastVisible += rows;
        m_model.prepend(page);
        emit rowsPrepended(rows);
    }
    evict(direction);
    clampOrdinals();
}

void TablePager::evict(PageRequest::Direction grown)
{
    const int excess = m_model.rowCount() - windowRows;
    const bool heavy = m_model.byteCount() > windowBytes;
    if (excess <= 0 && !heavy)
        return;
    const int before = m_model.rowCount();
    const int spare = heavy ? qMax(excess, pageRows) : excess;
    if (grown == PageRequest::Direction::Forward) {
        m_model.removeFirst(qMin(spare, qMax(0, m_firstVisible - nearEdge)));
        const int removed = before - m_model.rowCount();
        if (removed == 0)
            return;
        m_firstOrdinal += removed;
        m_firstVisible -= removed;
        m_lastVisible -= removed;
        m_atStart = false;
        emit firstRowsRemoved(removed);
    } else {
        m_model.removeLast(qMin(spare, qMax(0, m_model.rowCount() - 1 - m_lastVisible - nearEdge)));
        m_atEnd = m_atEnd && m_model.rowCount() == before;
    }
}

void TablePager::refresh(int topRow)
{
    if (!m_query.isKeyed()) {
        open(m_query);
        return;
    }
    m_anchors = {};
    m_walks.drop();
    const bool known = topRow > 0 && topRow < m_model.rowCount();
    const KeyValues key = known ? m_model.keyAt(topRow) : KeyValues();
    const qint64 ordinal = known ? m_firstOrdinal + topRow : 0;
    const bool exact = m_ordinalExact;
    m_grows[forward].drop();
    m_grows[backward].drop();
    m_growing[forward] = m_growing[backward] = false;
    m_jumping = true;
    const PageRequest request{PageRequest::Direction::Forward, key, true, 2 * pageRows};
    const auto task = m_connection->run(
        [query = m_query, request, ordinal, exact, histograms = m_histograms](Session &session) -> Result<Landing> {
            auto page = readPage(session, query, request);
            if (!page)
                return fail(page.error());
            return Landing{*page, ordinal, exact, request.from.isEmpty(), page->reachesEnd, 0, histograms};
        });
    m_ticket = task.ticket;
    m_jumps.follow(task.future, this, [this](const Result<Landing> &landing) { finishJump(landing); });
    emit positionChanged();
}

void TablePager::cancel()
{
    m_connection->cancel(m_ticket);
    if (m_side)
        m_side->cancel(m_countTicket);
    m_jumps.drop();
    m_grows[forward].drop();
    m_grows[backward].drop();
    m_walks.drop();
    m_counts.drop();
    m_prefixes.drop();
    m_pull.stop();
    m_forwardEnd.reset();
    closeBlocks();
    m_waitingJump.reset();
    m_jumping = m_growing[forward] = m_growing[backward] = false;
    m_countTicket = 0;
    releaseSide();
    emit positionChanged();
}

} // namespace pitboss
