// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pagereader.h"

namespace pitboss {

/// Keys of every `step`-th row in a query's order: exact places, gathered in the background by walking an index.
/// Bounded: when there are too many, every second one is dropped and the step doubles. A value.
class Anchors
{
public:
    static constexpr int most = 2048;

    qint64 step() const { return m_step; }
    bool isComplete() const { return m_total >= 0; }
    qint64 total() const { return m_total; } ///< exact number of rows when the walk was over; -1 before
    qint64 walked() const { return m_keys.isEmpty() ? 0 : (m_keys.size() - 1) * m_step; }
    const KeyValues &key(int index) const { return m_keys[index]; }
    int count() const { return int(m_keys.size()); }
    qint64 byteCount() const;

private:
    friend Result<Anchors> extendAnchors(Session &session, const PageQuery &query, Anchors anchors, int steps);
    void add(const KeyValues &key);
    QList<KeyValues> m_keys; ///< of rows 0, step, 2 step …
    qint64 m_step = 1000;
    qint64 m_total = -1;
};

/// Whether the order can be walked cheaply: an index gives it, no NULLs, no filter.
bool canWalk(const PageQuery &query);
/// Goes `steps` further; afterwards complete when the end came. One or two round trips, half a ms a step.
Result<Anchors> extendAnchors(Session &session, const PageQuery &query, Anchors anchors, int steps);
/// Exactly the key of the row with this number (0-based), while nobody writes. Needs walked() >= ordinal or a complete
/// walk. Empty when the table has become shorter. One round trip.
Result<KeyValues> keyAtOrdinal(Session &session, const PageQuery &query, const Anchors &anchors, qint64 ordinal);
/// The number of rows before `key`, exactly. `guess` only makes it quicker.
Result<qint64> ordinalOfKey(Session &session, const PageQuery &query, const Anchors &anchors, const KeyValues &key,
                            qint64 guess);

} // namespace pitboss
