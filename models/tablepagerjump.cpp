// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tablepager.h"

#include <QCoreApplication>

namespace pitboss {

namespace {

/// Without statistics and without an index to walk, the n-th key is found by counting, but only in small tables.
constexpr qint64 countable = 200000;

} // namespace

/// The key to begin at: exact by the anchors, at once by the statistics, by counting in small tables. Empty: nobody
/// knows, so the start.
Result<KeyValues> TablePager::placeOf(Session &session, const PageQuery &query, Landing &landing, qint64 total,
                                      const Anchors &anchors)
{
    const qint64 ordinal = landing.ordinal;
    if (anchors.count() > 0 && (anchors.isComplete() || anchors.walked() >= ordinal)) {
        landing.exact = true;
        return keyAtOrdinal(session, query, anchors, ordinal);
    }
    landing.exact = false;
    if (!landing.histograms) {
        auto histograms = readHistograms(session, query);
        if (!histograms)
            return fail(histograms.error());
        landing.histograms = std::make_shared<const Histograms>(*histograms);
    }
    const double fraction = total > 0 ? double(ordinal) / double(total) : 0;
    auto key = placeAt(session, query, *landing.histograms, fraction);
    if (!key || !key->isEmpty() || total > countable)
        return key;
    const auto row = session.execute(query.keyStep({}, ordinal));
    if (!row)
        return fail(row.error());
    landing.exact = true;
    KeyValues counted;
    for (int c = 0; c < row->columnCount() && !row->isEmpty(); ++c)
        counted << row->optional(0, c);
    return counted;
}

Result<TablePager::Landing> TablePager::land(Session &session, const PageQuery &query, const Jump &jump, qint64 total,
                                             bool totalExact, const Anchors &anchors,
                                             std::shared_ptr<const Histograms> histograms)
{
    Landing landing;
    landing.histograms = std::move(histograms);
    landing.ordinal = jump.ordinal;
    landing.exact = true;
    PageRequest request{PageRequest::Direction::Forward, {}, true, pageRows};
    if (!jump.toEnd && jump.ordinal > 0) {
        auto key = placeOf(session, query, landing, total, anchors);
        if (!key)
            return fail(key.error());
        request.from = *key;
    }
    landing.atStart = request.from.isEmpty();
    landing.ordinal = landing.atStart ? 0 : jump.ordinal;
    constexpr int screenful = 64;
    Result<RowPage> page = RowPage();
    if (!jump.toEnd) {
        page = readPage(session, query, request);
        if (!page)
            return fail(page.error());
        landing.atEnd = page->reachesEnd;
    }
    if (jump.toEnd || (page->reachesEnd && !landing.atStart && page->rowCount() < screenful)) {
        page = readPage(session, query, {PageRequest::Direction::Backward, {}, false, pageRows});
        if (!page)
            return fail(page.error());
        landing.atStart = page->reachesEnd;
        landing.atEnd = true;
        landing.exact = totalExact || landing.atStart;
        landing.ordinal = qMax<qint64>(0, landing.atStart ? 0 : total - page->rowCount());
        landing.topRow = qMax(0, page->rowCount() - 1);
    }
    landing.page = *page;
    return landing;
}

Connection &TablePager::side()
{
    if (!m_side)
        m_side = m_makeConnection();
    return *m_side;
}

void TablePager::releaseSide()
{
    // Not at once: we may be in an answer of this very connection.
    if (m_side)
        m_side.release()->deleteLater();
}

void TablePager::walk()
{
    constexpr int steps = 50; // about 25 ms of the server's time
    if (!canWalk(m_query) || m_anchors.isComplete() || m_total > walkRows)
        return;
    m_walks.follow(side()
                       .run([query = m_query, anchors = m_anchors](Session &session) {
                           return extendAnchors(session, query, anchors, steps);
                       })
                       .future,
                   this, [this](const Result<Anchors> &anchors) {
                       if (!anchors) { // estimates go on being estimates
                           releaseSide();
                           return;
                       }
                       m_anchors = *anchors;
                       if (!m_anchors.isComplete()) {
                           walk();
                           return;
                       }
                       m_total = m_anchors.total();
                       m_totalExact = true;
                       findOrdinal();
                       if (m_countTicket == 0)
                           releaseSide();
                       clampOrdinals();
                       emit positionChanged();
                   });
}

void TablePager::findOrdinal()
{
    if (m_ordinalExact || !m_anchors.isComplete() || m_model.rowCount() == 0)
        return;
    const KeyValues key = m_model.keyAt(0);
    m_walks.follow(m_connection
                       ->run([query = m_query, anchors = m_anchors, key, guess = m_firstOrdinal](Session &session) {
                           return ordinalOfKey(session, query, anchors, key, guess);
                       })
                       .future,
                   this, [this, key](const Result<qint64> &ordinal) {
                       if (!ordinal || m_model.rowCount() == 0)
                           return;
                       if (m_model.keyAt(0) != key) {
                           findOrdinal();
                           return;
                       }
                       m_firstOrdinal = *ordinal;
                       m_ordinalExact = true;
                       clampOrdinals();
                       emit positionChanged();
                   });
}

void TablePager::countExactly()
{
    if (m_countTicket != 0)
        return;
    const auto task = side().run([query = m_query](Session &session) -> Result<qint64> {
        const auto rows = session.execute(query.countAll());
        if (!rows)
            return fail(rows.error());
        return rows->integer(0, 0);
    });
    m_countTicket = task.ticket;
    m_counts.follow(task.future, this, [this](const Result<qint64> &count) {
        m_countTicket = 0;
        releaseSide();
        if (count) {
            m_total = *count;
            m_totalExact = true;
            clampOrdinals();
        }
        emit positionChanged();
        if (!count)
            emit failed(count.error());
    });
    emit positionChanged();
}

void TablePager::fetchPrefixes()
{
    if (!m_query.isKeyed() || m_jumping)
        return;
    QList<KeyValues> keys;
    QList<int> columns;
    const int last = qMin(m_lastVisible, m_model.rowCount() - 1);
    constexpr int mostKeys = 100;
    for (int row = qMax(0, m_firstVisible); row <= last && keys.size() < mostKeys; ++row) {
        bool wanted = false;
        for (int column = 0; column < m_model.columnCount(); ++column) {
            if (!m_model.isPending(row, column))
                continue;
            wanted = true;
            if (!columns.contains(column))
                columns << column;
        }
        if (wanted)
            keys << m_model.keyAt(row);
    }
    if (keys.isEmpty())
        return;
    m_prefixes.follow(m_connection
                          ->run([query = m_query, keys, columns](Session &session) {
                              return session.execute(query.prefixes(keys, columns));
                          })
                          .future,
                      this, [this, columns](const Result<ResultSet> &rows) {
                          if (rows)
                              m_model.setPrefixes(columns, *rows);
                      });
}

QFuture<Result<QList<QStringList>>> TablePager::wholeRows(const QList<int> &rows, const QList<int> &columns)
{
    QList<QStringList> texts;
    QList<std::pair<KeyValues, QList<int>>> missing; // for each row: its key and the cut columns' places
    for (const int row : rows) {
        QStringList line;
        QList<int> cut;
        for (int i = 0; i < columns.size(); ++i) {
            line << (m_model.isNull(row, columns[i]) ? QString() : m_model.text(row, columns[i]));
            if (m_model.isCut(row, columns[i]) && m_query.isKeyed())
                cut << i;
        }
        texts << line;
        missing.append({cut.isEmpty() ? KeyValues() : m_model.keyAt(row), cut});
    }
    return m_connection
        ->run([query = m_query, texts, missing, columns](Session &session) mutable -> Result<QList<QStringList>> {
            for (int row = 0; row < texts.size(); ++row) {
                for (const int place : missing[row].second) {
                    const auto value = session.execute(query.wholeValue(missing[row].first, columns[place]));
                    if (!value)
                        return fail(value.error());
                    if (value->isEmpty())
                        return fail(
                            Error::Kind::Missing,
                            QCoreApplication::translate("TablePager", "A row was deleted meanwhile."), {},
                            QCoreApplication::translate("TablePager", "Nothing was copied. Refresh and try again."));
                    texts[row][place] = value->text(0, 0);
                }
            }
            return texts;
        })
        .future;
}

} // namespace pitboss
