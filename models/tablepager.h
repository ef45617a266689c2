// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tablemodel.h"
#include "sql/anchors.h"
#include "sql/connection.h"

#include <QTimer>

#include <functional>
#include <memory>

namespace pitboss {

class BlockQueue;

/// Moves a TableModel's window over a whole table. GUI thread; all SQL runs on connections of its own: one for pages,
/// one more, only while it is needed, for counting and for walking the key.
///
/// Row numbers ("ordinals", 0-based) are estimates from the planner's statistics until the background walk knows them.
class TablePager : public QObject
{
    Q_OBJECT

public:
    using MakeConnection = std::function<std::unique_ptr<Connection>()>;
    static constexpr int pageRows = 256;
    static constexpr int windowRows = 8192;
    static constexpr qint64 windowBytes = 48LL << 20;
    static constexpr int forwardRows = 100000;   ///< most rows of a forward read
    static constexpr qint64 walkRows = 10000000; ///< larger tables are walked only when a count is asked for

    TablePager(MakeConnection makeConnection, TableModel &model, QObject *parent = nullptr);
    ~TablePager() override;

    void open(const PageQuery &query);
    void showOrdinal(qint64 ordinal); ///< jump: the newest wish wins
    void showEnd();
    void refresh(int topRow); ///< reads again from the row that stands at the top
    /// What the view shows now, as rows of the model.
    void setViewport(int first, int last);
    void countExactly();
    void cancel(); ///< everything under way; what is here stays

    qint64 total() const { return m_total; } ///< -1: unknown
    bool isTotalExact() const { return m_totalExact; }
    qint64 firstOrdinal() const { return m_firstOrdinal; }
    bool isOrdinalExact() const { return m_ordinalExact; }
    bool isAtStart() const { return m_atStart; }
    bool isAtEnd() const { return m_atEnd; }
    bool isLoading() const { return m_jumping || m_growing[0] || m_growing[1] || m_pull.isActive(); }
    bool isCounting() const { return m_countTicket != 0; }
    bool isForwardRead() const { return !m_query.isKeyed(); }
    bool isForwardReadCut() const { return m_forwardCut; } ///< more rows than a forward read takes
    double lastMilliseconds() const { return m_milliseconds; }
    Connection &connection() { return *m_connection; }

    /// Whole values of the given cells, row by row, also of those that are here only in part.
    QFuture<Result<QList<QStringList>>> wholeRows(const QList<int> &rows, const QList<int> &columns);

signals:
    void positionChanged();       ///< total, ordinals, loading or counting changed
    void jumped(int row);         ///< the window was replaced: this row belongs at the top
    void rowsPrepended(int rows); ///< the view keeps its content where it is
    void firstRowsRemoved(int rows);
    void failed(const pitboss::Error &error);

private:
    struct Jump
    {
        qint64 ordinal = 0;
        bool toEnd = false;
    };
    struct Landing
    {
        RowPage page;
        qint64 ordinal = 0;
        bool exact = false;
        bool atStart = false;
        bool atEnd = false;
        int topRow = 0;
        std::shared_ptr<const Histograms> histograms;
    };
    static Result<Landing> land(Session &session, const PageQuery &query, const Jump &jump, qint64 total,
                                bool totalExact, const Anchors &anchors, std::shared_ptr<const Histograms> histograms);
    static Result<KeyValues> placeOf(Session &session, const PageQuery &query, Landing &landing, qint64 total,
                                     const Anchors &anchors);
    void startJump();
    void finishJump(const Result<Landing> &landing);
    void openKeyed();
    void openForward();
    void pullBlocks();
    void closeBlocks();
    void endForward(const Result<bool> &more);
    void fetch(PageRequest::Direction direction);
    void take(PageRequest::Direction direction, const RowPage &page);
    void evict(PageRequest::Direction grown);
    void fetchPrefixes();
    void walk();
    void findOrdinal();
    void clampOrdinals();
    Connection &side();
    void releaseSide();

    MakeConnection m_makeConnection;
    TableModel &m_model;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<Connection> m_side;
    PageQuery m_query;
    std::shared_ptr<const Histograms> m_histograms;
    Anchors m_anchors;
    std::shared_ptr<BlockQueue> m_blocks;
    std::optional<Result<bool>> m_forwardEnd; ///< the read is over; its last blocks may still wait
    QTimer m_pull;
    QTimer m_prefixDelay;
    Newest m_jumps;
    Newest m_grows[2];
    Newest m_prefixes;
    Newest m_walks;
    Newest m_counts;
    std::optional<Jump> m_waitingJump;
    bool m_jumping = false;
    bool m_growing[2] = {false, false};
    Ticket m_ticket = 0;
    Ticket m_countTicket = 0;
    int m_firstVisible = 0;
    int m_lastVisible = 0;
    qint64 m_total = -1;
    qint64 m_firstOrdinal = 0;
    double m_milliseconds = 0;
    bool m_totalExact = false;
    bool m_ordinalExact = true;
    bool m_atStart = true;
    bool m_atEnd = false;
    bool m_forwardCut = false;
};

} // namespace pitboss
