// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

struct pg_result;

namespace pitboss {

struct ResultColumn
{
    QString name;
    quint32 typeOid = 0;
    int typeModifier = -1;
    quint32 tableOid = 0; ///< 0: not a plain column of a table
    int tableColumn = 0;

    bool operator==(const ResultColumn &) const = default;
};

/// Rows as Postgres's own text, in one buffer that copies share. Reading is thread-safe; cells cost their bytes plus 4.
class ResultSet
{
public:
    int rowCount() const { return m_rows ? m_rows->rows : 0; }
    int columnCount() const { return m_rows ? int(m_rows->columns.size()) : 0; }
    bool isEmpty() const { return rowCount() == 0; }
    const QList<ResultColumn> &columns() const;
    int columnIndex(const QString &name) const; ///< -1: no such column

    bool isNull(int row, int column) const { return m_rows->ends[cell(row, column)] & nullBit; }
    QByteArrayView value(int row, int column) const; ///< empty for NULL as well: ask isNull
    std::optional<QByteArray> optional(int row, int column) const;
    QString text(int row, int column) const { return QString::fromUtf8(value(row, column)); }
    qint64 integer(int row, int column) const { return value(row, column).toByteArray().toLongLong(); }
    bool boolean(int row, int column) const { return value(row, column) == QByteArrayView("t"); }

    QByteArray commandTag() const { return m_rows ? m_rows->commandTag : QByteArray(); } ///< "UPDATE 3"
    qint64 affectedRows() const; ///< the tag's number; 0 where it has none
    qint64 byteCount() const;    ///< memory held, buffers and offsets

private:
    friend class ResultBuilder;
    static constexpr quint32 nullBit = 0x80000000U;
    struct Rows
    {
        QList<ResultColumn> columns;
        QByteArray buffer;
        std::vector<quint32> ends; ///< end of each cell in the buffer; the top bit marks NULL
        QByteArray commandTag;
        int rows = 0;
    };
    size_t cell(int row, int column) const { return size_t(row) * size_t(m_rows->columns.size()) + size_t(column); }
    std::shared_ptr<const Rows> m_rows;
};

/// Collects libpq results into a ResultSet. Not thread-safe.
class ResultBuilder
{
public:
    ResultBuilder();
    /// False when the rows pass 2 GB: the offsets have 31 bits.
    [[nodiscard]] bool append(const pg_result *result);
    int rowCount() const { return m_rows->rows; }
    ResultSet take(); ///< the rows so far; columns and tag stay for those that follow

private:
    void reserve(const pg_result *result, int rows, int columns);
    std::shared_ptr<ResultSet::Rows> m_rows;
};

} // namespace pitboss
