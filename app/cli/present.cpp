// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/present.h"

#include "app/cli/texttable.h"
#include "sql/money.h"
#include "sql/rowformat.h"

#include <QCoreApplication>

namespace pitboss::cli {

namespace {

const QLatin1String microSuffix("_micro");

QString say(const char *text)
{
    return QCoreApplication::translate("Present", text);
}

bool isNumber(quint32 typeOid)
{
    constexpr quint32 numbers[] = {20, 21, 23, 26, 700, 701, 1700}; // int8, int2, int4, oid, float4, float8, numeric
    return std::find(std::begin(numbers), std::end(numbers), typeOid) != std::end(numbers);
}

QString withoutMicro(const QString &name)
{
    return name.endsWith(microSuffix) ? name.chopped(microSuffix.size()) : name;
}

QString cellText(const ResultSet &rows, int row, int column)
{
    if (rows.isNull(row, column))
        return {};
    return rows.columns()[column].name.endsWith(microSuffix) ? Money::fromMicro(rows.integer(row, column)).credits()
                                                             : rows.text(row, column);
}

QByteArray quoted(const QString &text)
{
    QByteArray json;
    appendJsonString(json, text.toUtf8());
    return json;
}

/// Without the braces, so that more can follow.
QByteArray creditFields(const ResultSet &rows, int row)
{
    QByteArray fields;
    for (int c = 0; c < rows.columnCount(); ++c) {
        const QString name = rows.columns()[c].name;
        if (name.endsWith(microSuffix))
            fields += ',' + quoted(withoutMicro(name)) + ':'
                + (rows.isNull(row, c) ? QByteArray("null") : quoted(cellText(rows, row, c)));
    }
    return fields;
}

QByteArray jsonOfValue(const PitPart &part)
{
    if (part.error || part.rows.isEmpty() || part.rows.isNull(0, 0))
        return "null";
    QByteArray row;
    JsonFormat(part.rows.columns()).appendRow(row, part.rows, 0);
    return row.mid(row.indexOf(':') + 1).chopped(1); // of {"count":7}; the names are ours and hold no colon
}

void addPart(JsonText &document, const PitPart &part)
{
    if (part.isList) {
        document.add(part.name, part.error ? QByteArray("null") : jsonOfRows(part.rows));
        return;
    }
    const QByteArray value = jsonOfValue(part);
    document.add(part.name, value);
    if (part.name.endsWith(microSuffix))
        document.add(withoutMicro(part.name),
                     value == "null" ? value : quoted(Money::fromMicro(value.toLongLong()).credits()));
}

QByteArray documentOf(const QString &name, const PitDetail &detail)
{
    JsonText document;
    if (!name.isEmpty())
        document.add(name, jsonOfRow(detail.fields, 0));
    QList<QByteArray> failures;
    for (const PitPart &part : detail.parts) {
        addPart(document, part);
        if (part.error)
            failures << JsonText()
                            .addText(QStringLiteral("figure"), part.name)
                            .addText(QStringLiteral("error"), part.error->message)
                            .addText(QStringLiteral("kind"), kindName(part.error->kind))
                            .object();
    }
    return document.add(QStringLiteral("failed"), '[' + failures.join(',') + ']').object();
}

QString valueText(const PitPart &part)
{
    if (part.error)
        return say("could not be read: %1").arg(part.error->message);
    if (part.rows.isEmpty() || part.rows.isNull(0, 0))
        return say("none");
    const QString text = part.rows.text(0, 0);
    return part.name.endsWith(microSuffix) ? Money::fromMicro(text.toLongLong()).credits() : text;
}

void printLists(Terminal &terminal, const QList<PitPart> &parts)
{
    for (const PitPart &part : parts) {
        if (!part.isList)
            continue;
        terminal.out(QStringLiteral("\n") + terminal.bold(part.name) + QLatin1Char('\n'));
        if (part.error || part.rows.isEmpty())
            terminal.out(valueText(part) + QLatin1Char('\n'));
        else
            printRows(terminal, part.rows);
    }
}

void printDetail(Terminal &terminal, const PitDetail &detail)
{
    QList<std::pair<QString, QString>> fields;
    for (int c = 0; c < detail.fields.columnCount(); ++c)
        fields.append({withoutMicro(detail.fields.columns()[c].name), cellText(detail.fields, 0, c)});
    for (const PitPart &part : detail.parts) {
        if (!part.isList)
            fields.append({withoutMicro(part.name), valueText(part)});
    }
    printFields(terminal, fields);
    printLists(terminal, detail.parts);
}

} // namespace

JsonText &JsonText::add(const QString &key, const QByteArray &json)
{
    m_fields << QByteArray(quoted(key) + ':' + json);
    return *this;
}

JsonText &JsonText::addText(const QString &key, const QString &text)
{
    return add(key, quoted(text));
}

QByteArray jsonOfRow(const ResultSet &rows, int row)
{
    QByteArray json;
    JsonFormat(rows.columns()).appendRow(json, rows, row);
    return json.chopped(1) + creditFields(rows, row) + '}';
}

QByteArray jsonOfRows(const ResultSet &rows)
{
    QList<QByteArray> list;
    for (int r = 0; r < rows.rowCount(); ++r)
        list << jsonOfRow(rows, r);
    return '[' + list.join(",\n ") + ']';
}

void printRows(Terminal &terminal, const ResultSet &rows)
{
    QList<TextColumn> columns;
    for (const ResultColumn &column : rows.columns())
        columns.append({withoutMicro(column.name), isNumber(column.typeOid)});
    QList<QStringList> lines;
    for (int r = 0; r < rows.rowCount(); ++r) {
        QStringList line;
        for (int c = 0; c < rows.columnCount(); ++c)
            line << cellText(rows, r, c);
        lines << line;
    }
    printTable(terminal, columns, lines);
}

void printPage(Terminal &terminal, const QList<ResultSet> &parts, int columns)
{
    QList<TextColumn> titles;
    QList<QStringList> lines;
    for (const ResultSet &part : parts) {
        for (int c = int(titles.size()); c < columns; ++c)
            titles.append({part.columns()[c].name, isNumber(part.columns()[c].typeOid)});
        for (int r = 0; r < part.rowCount(); ++r) {
            QStringList &line = lines.emplaceBack();
            for (int c = 0; c < columns; ++c)
                line << (part.isNull(r, c) ? QStringLiteral("NULL") : part.text(r, c));
        }
    }
    printTable(terminal, titles, lines);
}

void presentRows(Context &context, const ResultSet &rows, const QString &whenEmpty)
{
    if (context.json())
        context.terminal().out(jsonOfRows(rows) + '\n');
    else if (rows.isEmpty())
        context.terminal().note(whenEmpty);
    else
        printRows(context.terminal(), rows);
}

int presentDetail(Context &context, const QString &name, const PitDetail &detail)
{
    if (context.json())
        context.terminal().out(documentOf(name, detail) + '\n');
    else
        printDetail(context.terminal(), detail);
    const bool isClean = std::all_of(detail.parts.begin(), detail.parts.end(), [](const PitPart &part) {
        return !part.error || part.error->kind == Error::Kind::Missing;
    });
    return isClean ? Done : NotClean;
}

std::optional<Error> fatalError(const QList<PitPart> &parts)
{
    for (const PitPart &part : parts) {
        if (part.error
            && (part.error->kind == Error::Kind::Canceled || part.error->kind == Error::Kind::ConnectionLost))
            return part.error;
    }
    return std::nullopt;
}

} // namespace pitboss::cli
