// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/exporter.h"

#include "sql/rowformat.h"

namespace pitboss {

namespace {

constexpr int blockRows = 1000;
using Sink = std::function<bool(const QByteArray &, const ExportCount &)>;

QByteArray sourceOf(const ExportRequest &request)
{
    QByteArray query = request.query.trimmed().toUtf8();
    while (query.endsWith(';'))
        query = query.chopped(1).trimmed();
    return request.table ? request.table->quoted() : QByteArray("(" + query + "\n)");
}

/// The rows as they are, with to_json() around the columns whose JSON only the server knows.
Statement jsonStatement(const ExportRequest &request, const QList<ResultColumn> &columns)
{
    QList<QByteArray> list;
    QList<QByteArray> names; // of our own: a query's may stand twice
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const QByteArray name = "c" + QByteArray::number(i);
        const QByteArray title = quoteIdentifier(columns[i].name);
        names << name;
        list << (JsonFormat::isExact(columns[i].typeOid) ? QByteArray(name + " AS " + title)
                                                         : QByteArray("to_json(" + name + ") AS " + title));
    }
    if (names.isEmpty())
        return Statement(QByteArray("SELECT FROM " + sourceOf(request) + " AS exported"));
    return Statement(QByteArray("SELECT " + list.join(", ") + " FROM " + sourceOf(request) + " AS exported ("
                                + names.join(", ") + ")"));
}

Statement plainStatement(const ExportRequest &request)
{
    return request.table ? Statement(QByteArray("SELECT * FROM " + request.table->quoted())) : Statement(request.query);
}

/// What SHOW, EXPLAIN and the like give is taken as it comes; so is a query that fails, for its own error.
Statement statementOf(Session &session, const ExportRequest &request)
{
    if (request.format == ExportRequest::Format::Csv)
        return plainStatement(request);
    const auto shape =
        session.execute(Statement(QByteArray("SELECT * FROM " + sourceOf(request) + " AS exported LIMIT 0")));
    return shape ? jsonStatement(request, shape->columns()) : plainStatement(request);
}

class Writer
{
public:
    Writer(const ExportRequest &request, const Sink &sink)
        : m_request(request)
        , m_sink(sink)
    {
    }

    bool take(const ResultSet &rows)
    {
        begin(rows.columns());
        QByteArray text;
        for (int r = 0; r < rows.rowCount(); ++r)
            appendRow(text, rows, r);
        return send(text);
    }

    /// After the last block; `columns` for a result without a row.
    void end(const QList<ResultColumn> &columns)
    {
        begin(columns);
        if (m_request.format == ExportRequest::Format::Json)
            send(m_count.rows > 0 ? "\n]\n" : "]\n");
    }

    const ExportCount &count() const { return m_count; }

private:
    void begin(const QList<ResultColumn> &columns)
    {
        if (m_csv)
            return;
        m_csv.emplace(columns);
        m_json.emplace(columns);
        QByteArray text;
        if (m_request.format == ExportRequest::Format::Csv && m_request.header)
            m_csv->appendHeader(text);
        else if (m_request.format == ExportRequest::Format::Json)
            text = "[";
        send(text);
    }

    void appendRow(QByteArray &text, const ResultSet &rows, int row)
    {
        if (m_request.format == ExportRequest::Format::Csv) {
            m_csv->appendRow(text, rows, row);
        } else {
            if (m_request.format == ExportRequest::Format::Json)
                text += m_count.rows > 0 ? ",\n" : "\n";
            m_json->appendRow(text, rows, row);
            if (m_request.format == ExportRequest::Format::JsonLines)
                text += '\n';
        }
        ++m_count.rows;
    }

    bool send(const QByteArray &text)
    {
        m_count.bytes += text.size();
        if (!m_count.stopped && !text.isEmpty() && !m_sink(text, m_count))
            m_count.stopped = true;
        return !m_count.stopped;
    }

    const ExportRequest &m_request;
    const Sink &m_sink;
    std::optional<CsvFormat> m_csv;
    std::optional<JsonFormat> m_json;
    ExportCount m_count;
};

} // namespace

Result<ExportCount> exportRows(Session &session, const ExportRequest &request, const Sink &sink)
{
    Writer writer(request, sink);
    const auto done = session.stream(statementOf(session, request), blockRows,
                                     [&](const ResultSet &rows) { return writer.take(rows); });
    if (!done)
        return fail(done.error());
    writer.end(done->columns());
    return writer.count();
}

} // namespace pitboss
