// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/pagereader.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace pitboss {

int RowPage::rowCount() const
{
    int count = 0;
    for (const ResultSet &part : parts)
        count += part.rowCount();
    return count;
}

qint64 RowPage::byteCount() const
{
    qint64 bytes = 0;
    for (const ResultSet &part : parts)
        bytes += part.byteCount();
    return bytes;
}

Result<RowPage> readPage(Session &session, const PageQuery &query, const PageRequest &request)
{
    QElapsedTimer clock;
    clock.start();
    RowPage page;
    page.reversed = request.direction == PageRequest::Direction::Backward;
    const QList<Statement> statements = query.statements(request);
    for (Statement statement : statements) {
        const int missing = request.limit - page.rowCount();
        if (missing <= 0)
            break;
        statement.parameters.last() = QByteArray::number(missing);
        auto rows = session.execute(statement);
        if (!rows)
            return fail(rows.error());
        if (!rows->isEmpty() || page.parts.isEmpty())
            page.parts << *rows;
    }
    page.reachesEnd = page.rowCount() < request.limit;
    page.milliseconds = double(clock.nsecsElapsed()) / 1e6;
    return page;
}

Result<qint64> estimateRows(Session &session, const PageQuery &query)
{
    if (query.filter().trimmed().isEmpty() && query.relation().summary.rowsEstimate >= 0)
        return query.relation().summary.rowsEstimate;
    const auto plan = session.execute(query.estimate());
    if (!plan)
        return fail(plan.error());
    const QJsonArray root = QJsonDocument::fromJson(plan->value(0, 0).toByteArray()).array();
    return qint64(root.at(0)[QLatin1String("Plan")][QLatin1String("Plan Rows")].toDouble(-1));
}

} // namespace pitboss
