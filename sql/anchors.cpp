// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/anchors.h"

namespace pitboss {

namespace {

KeyValues keyFrom(const ResultSet &rows, int row)
{
    KeyValues key;
    for (int c = 0; c < rows.columnCount(); ++c)
        key << rows.optional(row, c);
    return key;
}

} // namespace

qint64 Anchors::byteCount() const
{
    qint64 bytes = 0;
    for (const KeyValues &key : m_keys) {
        for (const auto &value : key)
            bytes += qint64(sizeof(value)) + (value ? value->size() : 0);
    }
    return bytes;
}

void Anchors::add(const KeyValues &key)
{
    m_keys << key;
    if (m_keys.size() <= most || m_keys.size() % 2 == 0)
        return; // an odd number keeps the last one when every second goes
    QList<KeyValues> kept;
    for (qsizetype i = 0; i < m_keys.size(); i += 2)
        kept << m_keys[i];
    m_keys = kept;
    m_step *= 2;
}

bool canWalk(const PageQuery &query)
{
    return query.isKeyed() && query.filter().trimmed().isEmpty() && !query.hasNullableOrder() && query.isUniform()
        && query.isServedByIndex();
}

Result<Anchors> extendAnchors(Session &session, const PageQuery &query, Anchors anchors, int steps)
{
    if (anchors.m_keys.isEmpty()) {
        const auto first = session.execute(query.keyStep({}, 0));
        if (!first)
            return fail(first.error());
        if (first->isEmpty()) {
            anchors.m_total = 0;
            return anchors;
        }
        anchors.add(keyFrom(*first, 0));
    }
    const auto walked = session.execute(query.keyWalk(anchors.m_keys.last(), anchors.m_step, steps));
    if (!walked)
        return fail(walked.error());
    const qint64 step = anchors.m_step;
    const qint64 begin = anchors.walked();
    for (int r = 0; r < walked->rowCount(); ++r) {
        // The anchors' step may double on the way; what was walked keeps the one it was asked with.
        if (begin + (r + 1) * step == anchors.walked() + anchors.m_step)
            anchors.add(keyFrom(*walked, r));
    }
    if (walked->rowCount() == steps)
        return anchors;
    const auto rest = session.execute(query.countFrom(anchors.m_keys.last(), 2 * anchors.m_step));
    if (!rest)
        return fail(rest.error());
    anchors.m_total = anchors.walked() + rest->integer(0, 0);
    return anchors;
}

Result<KeyValues> keyAtOrdinal(Session &session, const PageQuery &query, const Anchors &anchors, qint64 ordinal)
{
    if (anchors.count() == 0)
        return KeyValues();
    const qint64 index = qBound<qint64>(0, ordinal / anchors.step(), qint64(anchors.count()) - 1);
    const auto row = session.execute(query.keyStep(anchors.key(int(index)), ordinal - index * anchors.step()));
    if (!row)
        return fail(row.error());
    return row->isEmpty() ? KeyValues() : keyFrom(*row, 0);
}

Result<qint64> ordinalOfKey(Session &session, const PageQuery &query, const Anchors &anchors, const KeyValues &key,
                            qint64 guess)
{
    // The last anchor at or before the key: first close around the guess, doubling, then by halves.
    const auto isBefore = [&](qint64 index) -> Result<bool> {
        const auto answer = session.execute(query.compareKeys(anchors.key(int(index)), key));
        if (!answer)
            return fail(answer.error());
        return answer->boolean(0, 0);
    };
    qint64 low = 0;
    qint64 high = anchors.count();
    qint64 reach = 1;
    qint64 probe = qBound<qint64>(0, guess / anchors.step(), qint64(anchors.count()) - 1);
    while (high - low > 1) {
        const auto before = isBefore(probe);
        if (!before)
            return fail(before.error());
        (*before ? low : high) = probe;
        reach *= 2;
        const qint64 near = *before ? low + reach : high - reach;
        probe = near > low && near < high ? near : (low + high) / 2;
    }
    const auto rest = session.execute(query.countBetween(anchors.key(int(low)), key));
    if (!rest)
        return fail(rest.error());
    return low * anchors.step() + rest->integer(0, 0);
}

} // namespace pitboss
