// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pagequery.h"

namespace pitboss {

/// Rows read in one go. Backward reads keep the server's order: `reversed` says that the last row is the topmost.
struct RowPage
{
    QList<ResultSet> parts; ///< in reading order
    bool reversed = false;
    bool reachesEnd = false; ///< nothing lies beyond in the direction of reading
    double milliseconds = 0; ///< at the server and on the way

    int rowCount() const;
    qint64 byteCount() const;
};

Result<RowPage> readPage(Session &session, const PageQuery &query, const PageRequest &request);

/// Where the values of one column lie, by the planner's statistics (pg_stats): NULLs last.
class Histogram
{
public:
    struct Point
    {
        QByteArray value;
        double mass = 0;       ///< share of the rows from here to the next point
        bool isCommon = false; ///< one value that many rows share
    };
    struct Place
    {
        QByteArray low;    ///< the value, or where its bucket begins
        QByteArray high;   ///< where the bucket ends; equals `low` for a common value
        double within = 0; ///< 0…1 between the two, or within the common value's rows
        bool isNull = false;
        bool isCommon = false;
    };
    bool isEmpty() const { return m_points.isEmpty(); }
    /// `fraction` of all rows lie before the place, in ascending order.
    Place at(double fraction) const;

private:
    friend Result<Histogram> readHistogram(Session &session, const PageQuery &query, int column);
    QList<Point> m_points;
    double m_nullFraction = 0;
};

/// Statistics of order column `column`; empty when there are none or they may not be read. One round trip.
Result<Histogram> readHistogram(Session &session, const PageQuery &query, int column);

/// Statistics for a query's order, read once and handed from jump to jump.
using Histograms = QList<Histogram>;
Result<Histograms> readHistograms(Session &session, const PageQuery &query);

/// The place before which about `fraction` of the rows lie: a key to begin a page at, inclusive. Empty KeyValues when
/// the statistics do not tell. At most one round trip (types whose middle the server must compute).
Result<KeyValues> placeAt(Session &session, const PageQuery &query, const Histograms &histograms, double fraction);

/// Rows the filter leaves by the planner's estimate; the relation's own estimate without a filter.
Result<qint64> estimateRows(Session &session, const PageQuery &query);

} // namespace pitboss
