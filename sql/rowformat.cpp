// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/rowformat.h"

#include <algorithm>

namespace pitboss {

namespace {

// pg_type.dat; these numbers never change.
enum TypeOid : quint32 {
    Bool = 16,
    Name = 19,
    Int8 = 20,
    Int2 = 21,
    Int4 = 23,
    Text = 25,
    Json = 114,
    Float4 = 700,
    Float8 = 701,
    Bpchar = 1042,
    Varchar = 1043,
    Date = 1082,
    TimestampType = 1114,
    TimestampTz = 1184,
    Numeric = 1700,
    Uuid = 2950,
    Jsonb = 3802
};

bool needsQuotes(QByteArrayView value, bool isOnlyColumn)
{
    if (value.isEmpty() || (isOnlyColumn && value == QByteArrayView("\\.")))
        return true;
    return std::any_of(value.begin(), value.end(),
                       [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; });
}

void appendCsv(QByteArray &out, QByteArrayView value, bool isOnlyColumn)
{
    if (!needsQuotes(value, isOnlyColumn)) {
        out.append(value.data(), value.size());
        return;
    }
    out += '"';
    for (const char c : value) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

/// IsValidJsonNumber for what Postgres prints: NaN and Infinity are not.
bool isJsonNumber(QByteArrayView value)
{
    const char last = value.isEmpty() ? 'x' : value.back();
    return last >= '0' && last <= '9';
}

void appendTimestamp(QByteArray &out, QByteArrayView value, bool hasZone)
{
    QByteArray text = value.toByteArray();
    const qsizetype blank = text.indexOf(' ');
    if (blank < 0) // infinity
        return appendJsonString(out, value);
    text[blank] = 'T';
    const qsizetype end = text.endsWith(" BC") ? text.size() - 3 : text.size();
    constexpr qsizetype hoursOnly = 3; // "+01"
    if (hasZone && end > hoursOnly && (text[end - hoursOnly] == '+' || text[end - hoursOnly] == '-'))
        text.insert(end, ":00");
    out += '"' + text + '"';
}

} // namespace

void CsvFormat::appendHeader(QByteArray &out) const
{
    for (qsizetype c = 0; c < m_columns.size(); ++c) {
        if (c > 0)
            out += ',';
        appendCsv(out, m_columns[c].name.toUtf8(), m_columns.size() == 1);
    }
    out += '\n';
}

void CsvFormat::appendRow(QByteArray &out, const ResultSet &rows, int row) const
{
    const int columns = rows.columnCount();
    for (int c = 0; c < columns; ++c) {
        if (c > 0)
            out += ',';
        if (!rows.isNull(row, c))
            appendCsv(out, rows.value(row, c), columns == 1);
    }
    out += '\n';
}

JsonFormat::JsonFormat(const QList<ResultColumn> &columns)
{
    for (const ResultColumn &column : columns) {
        QByteArray key;
        appendJsonString(key, column.name.toUtf8());
        m_fields.append({QByteArray(key + ':'), shapeOf(column.typeOid)});
    }
}

JsonFormat::Shape JsonFormat::shapeOf(quint32 typeOid)
{
    switch (typeOid) {
    case Int2:
    case Int4:
    case Int8:
    case Float4:
    case Float8:
    case Numeric:
        return Shape::Number;
    case Bool:
        return Shape::Boolean;
    case Json:
    case Jsonb:
        return Shape::Json;
    case TimestampType:
        return Shape::Timestamp;
    case TimestampTz:
        return Shape::TimestampWithZone;
    default:
        return Shape::Text;
    }
}

bool JsonFormat::isExact(quint32 typeOid)
{
    constexpr quint32 texts[] = {Text, Varchar, Bpchar, Name, Uuid, Date};
    return shapeOf(typeOid) != Shape::Text || std::find(std::begin(texts), std::end(texts), typeOid) != std::end(texts);
}

void JsonFormat::appendValue(QByteArray &out, QByteArrayView value, Shape shape)
{
    switch (shape) {
    case Shape::Number:
        if (isJsonNumber(value))
            out.append(value.data(), value.size());
        else
            appendJsonString(out, value);
        break;
    case Shape::Boolean:
        out += value == QByteArrayView("t") ? "true" : "false";
        break;
    case Shape::Json:
        out += value.toByteArray().replace('\n', ' ').replace('\r', ' ');
        break;
    case Shape::Timestamp:
    case Shape::TimestampWithZone:
        appendTimestamp(out, value, shape == Shape::TimestampWithZone);
        break;
    case Shape::Text:
        appendJsonString(out, value);
    }
}

void JsonFormat::appendRow(QByteArray &out, const ResultSet &rows, int row) const
{
    out += '{';
    for (int c = 0; c < int(m_fields.size()); ++c) {
        if (c > 0)
            out += ',';
        out += m_fields[c].key;
        if (rows.isNull(row, c))
            out += "null";
        else
            appendValue(out, rows.value(row, c), m_fields[c].shape);
    }
    out += '}';
}

void appendJsonString(QByteArray &out, QByteArrayView utf8)
{
    static constexpr char escapes[] = "\bb\ff\nn\rr\tt\"\"\\\\";
    out += '"';
    qsizetype plain = 0; // where the run of ordinary characters began
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const char c = utf8[i];
        if (uchar(c) >= 0x20 && c != '"' && c != '\\')
            continue;
        out.append(utf8.data() + plain, i - plain);
        plain = i + 1;
        qsizetype e = 0;
        while (escapes[e] && escapes[e] != c)
            e += 2;
        if (escapes[e])
            out.append('\\').append(escapes[e + 1]);
        else
            out += "\\u" + QByteArray::number(uchar(c), 16).rightJustified(4, '0');
    }
    out.append(utf8.data() + plain, utf8.size() - plain);
    out += '"';
}

} // namespace pitboss
