// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/resultset.h"

namespace pitboss {

/// Rows as COPY … (FORMAT csv) writes them, to the byte.
class CsvFormat
{
public:
    explicit CsvFormat(const QList<ResultColumn> &columns)
        : m_columns(columns)
    {
    }
    void appendHeader(QByteArray &out) const;
    void appendRow(QByteArray &out, const ResultSet &rows, int row) const;

private:
    QList<ResultColumn> m_columns;
};

/// Rows as row_to_json() writes them, to the byte, for the types of isExact(). Other types come out as a string with
/// their text, which is right for enums and the like; for arrays and composites ask the server for to_json().
/// One difference: line breaks between a json value's tokens become blanks, so that a row is always one line.
class JsonFormat
{
public:
    explicit JsonFormat(const QList<ResultColumn> &columns);
    void appendRow(QByteArray &out, const ResultSet &rows, int row) const;
    static bool isExact(quint32 typeOid);

private:
    enum class Shape { Text, Number, Boolean, Json, Timestamp, TimestampWithZone };
    static Shape shapeOf(quint32 typeOid);
    static void appendValue(QByteArray &out, QByteArrayView value, Shape shape);

    struct Field
    {
        QByteArray key; ///< "name":
        Shape shape;
    };
    QList<Field> m_fields;
};

/// "…" with Postgres's choice of escapes (escape_json).
void appendJsonString(QByteArray &out, QByteArrayView utf8);

} // namespace pitboss
