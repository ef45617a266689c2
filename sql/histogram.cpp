// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pagereader.h"

namespace pitboss {

namespace {

// A bucket's mass stands at its lower bound; common values lie between the bounds at their own place.
constexpr const char *histogramSql = R"(
WITH s AS (SELECT null_frac, most_common_vals::text::%1[] AS mcv, most_common_freqs AS mcf,
                  histogram_bounds::text::%1[] AS bounds
           FROM pg_stats WHERE schemaname = $1 AND tablename = $2 AND attname = $3 ORDER BY inherited DESC LIMIT 1),
rest AS (SELECT greatest(0, 1 - null_frac - coalesce((SELECT sum(f) FROM unnest(mcf) f), 0)) AS mass,
                greatest(1, coalesce(cardinality(bounds), 0) - 1) AS buckets FROM s)
SELECT v::text, mass, common, (SELECT null_frac FROM s) FROM (
  SELECT v, f::float8 AS mass, true AS common FROM s, unnest(mcv, mcf) u(v, f)
  UNION ALL
  SELECT v, CASE WHEN k < cardinality(bounds) THEN rest.mass / rest.buckets ELSE 0 END, false
  FROM s CROSS JOIN rest CROSS JOIN unnest(bounds) WITH ORDINALITY b(v, k)) points
ORDER BY points.v, common)";

/// How the server computes a value between two others; empty: it cannot be computed.
QByteArray middleSql(QByteArray type)
{
    type = type.left(type.indexOf('('));
    if (type == "smallint" || type == "integer" || type == "bigint")
        return "round($1::numeric + ($2::numeric - $1::numeric) * $3::numeric)::" + type;
    if (type.startsWith("numeric") || type == "real" || type == "double precision")
        return "$1::" + type + " + ($2::" + type + " - $1::" + type + ") * $3::" + type;
    if (type.startsWith("timestamp"))
        return "$1::timestamptz + ($2::timestamptz - $1::timestamptz) * $3::float8";
    if (type == "date")
        return "$1::date + round(($2::date - $1::date) * $3::float8)::int";
    return {};
}

} // namespace

Histogram::Place Histogram::at(double fraction) const
{
    double before = 0;
    for (qsizetype i = 0; i < m_points.size(); ++i) {
        const Point &point = m_points[i];
        if (point.mass > 0 && before + point.mass > fraction) {
            const double within = qMax(0.0, (fraction - before) / point.mass);
            if (point.isCommon)
                return {point.value, point.value, within, false, true};
            const auto ends = std::find_if(m_points.begin() + i + 1, m_points.end(),
                                           [](const Point &next) { return !next.isCommon; });
            return {point.value, ends == m_points.end() ? point.value : ends->value, within, false, false};
        }
        before += point.mass;
    }
    if (m_nullFraction > 0 && fraction > before)
        return {{}, {}, (fraction - before) / m_nullFraction, true, true};
    if (m_points.isEmpty())
        return {};
    const Point &last = m_points.last();
    return {last.value, last.value, 1, false, last.isCommon};
}

Result<Histogram> readHistogram(Session &session, const PageQuery &query, int column)
{
    const PageQuery::OrderColumn &order = query.order()[column];
    const RelationRef &ref = query.relation().summary.ref;
    QByteArray sql = histogramSql;
    sql.replace("%1", order.type);
    const auto rows = session.execute(Statement(sql).bind(ref.schema).bind(ref.name).bind(order.name));
    if (!rows)
        return fail(rows.error());
    Histogram histogram;
    for (int r = 0; r < rows->rowCount(); ++r) {
        histogram.m_points << Histogram::Point{rows->value(r, 0).toByteArray(),
                                               rows->value(r, 1).toByteArray().toDouble(), rows->boolean(r, 2)};
        histogram.m_nullFraction = rows->value(r, 3).toByteArray().toDouble();
    }
    return histogram;
}

Result<Histograms> readHistograms(Session &session, const PageQuery &query)
{
    Histograms histograms;
    for (int i = 0; i < int(query.order().size()); ++i) {
        auto histogram = readHistogram(session, query, i);
        if (histogram)
            histograms << *histogram;
        else if (session.isOpen() && histogram.error().kind != Error::Kind::Canceled)
            histograms << Histogram(); // a type without an array form, say: jumps are coarser, and that is all
        else
            return fail(histogram.error());
    }
    return histograms;
}

Result<KeyValues> placeAt(Session &session, const PageQuery &query, const Histograms &histograms, double fraction)
{
    KeyValues key;
    for (int i = 0; i < int(query.order().size()) && i < int(histograms.size()); ++i) {
        if (histograms[i].isEmpty())
            return key;
        const PageQuery::OrderColumn &order = query.order()[i];
        const double ascending = order.descending ? 1 - fraction : fraction;
        const Histogram::Place place = histograms[i].at(qBound(0.0, ascending, 1.0));
        const QByteArray middle = middleSql(order.type);
        if (place.isNull) {
            key << std::nullopt;
        } else if (place.low == place.high || middle.isEmpty()) {
            key << (place.within < 0.5 ? place.low : place.high);
        } else {
            const auto value = session.execute(Statement(QByteArray("SELECT (" + middle + ")::text"))
                                                   .bind(place.low)
                                                   .bind(place.high)
                                                   .bind(QByteArray::number(place.within, 'g', 17)));
            if (!value && !session.isOpen())
                return fail(value.error());
            key << (value ? value->optional(0, 0) : std::optional<QByteArray>(place.low));
        }
        if (!place.isCommon)
            return key;
        // Many rows share this value: go on within them by the next column, as if the two were independent.
        fraction = order.descending ? 1 - place.within : place.within;
    }
    return key;
}

} // namespace pitboss
