// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/resultset.h"

#include <libpq-fe.h>

namespace pitboss {

const QList<ResultColumn> &ResultSet::columns() const
{
    static const QList<ResultColumn> none;
    return m_rows ? m_rows->columns : none;
}

int ResultSet::columnIndex(const QString &name) const
{
    for (int i = 0; i < columnCount(); ++i) {
        if (m_rows->columns[i].name == name)
            return i;
    }
    return -1;
}

QByteArrayView ResultSet::value(int row, int column) const
{
    const size_t index = cell(row, column);
    const quint32 begin = index == 0 ? 0 : m_rows->ends[index - 1] & ~nullBit;
    const quint32 end = m_rows->ends[index] & ~nullBit;
    return QByteArrayView(m_rows->buffer.constData() + begin, qsizetype(end - begin));
}

std::optional<QByteArray> ResultSet::optional(int row, int column) const
{
    if (isNull(row, column))
        return std::nullopt;
    return value(row, column).toByteArray();
}

qint64 ResultSet::affectedRows() const
{
    const QByteArray tag = commandTag();
    return tag.mid(tag.lastIndexOf(' ') + 1).toLongLong();
}

qint64 ResultSet::byteCount() const
{
    return m_rows ? m_rows->buffer.capacity() + qint64(m_rows->ends.capacity() * sizeof(quint32)) : 0;
}

ResultBuilder::ResultBuilder()
    : m_rows(std::make_shared<ResultSet::Rows>())
{
}

bool ResultBuilder::append(const pg_result *result)
{
    const int rows = PQntuples(result);
    const int columns = PQnfields(result);
    if (m_rows->columns.isEmpty()) {
        for (int c = 0; c < columns; ++c)
            m_rows->columns.append({QString::fromUtf8(PQfname(result, c)), PQftype(result, c), PQfmod(result, c),
                                    PQftable(result, c), PQftablecol(result, c)});
    }
    reserve(result, rows, columns);
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {
            m_rows->buffer.append(PQgetvalue(result, r, c), PQgetlength(result, r, c));
            if (m_rows->buffer.size() >= qsizetype(ResultSet::nullBit))
                return false;
            m_rows->ends.push_back(quint32(m_rows->buffer.size())
                                   | (PQgetisnull(result, r, c) ? ResultSet::nullBit : 0));
        }
    }
    m_rows->rows += rows;
    const char *tag = PQcmdStatus(const_cast<pg_result *>(result));
    if (*tag)
        m_rows->commandTag = tag;
    return true;
}

void ResultBuilder::reserve(const pg_result *result, int rows, int columns)
{
    if (rows < 2)
        return; // single-row mode: growth by doubling is right
    qsizetype bytes = m_rows->buffer.size();
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c)
            bytes += PQgetlength(result, r, c);
    }
    m_rows->buffer.reserve(bytes);
    m_rows->ends.reserve(m_rows->ends.size() + size_t(rows) * size_t(columns));
}

ResultSet ResultBuilder::take()
{
    ResultSet set;
    auto next = std::make_shared<ResultSet::Rows>();
    next->columns = m_rows->columns;
    next->commandTag = m_rows->commandTag;
    set.m_rows = std::exchange(m_rows, std::move(next));
    return set;
}

} // namespace pitboss
