// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "app/cli/texttable.h"
#include "sql/catalog.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("TablesCommand", text);
}

QString kindText(RelationKind kind)
{
    static constexpr const char *names[] = {"table", "partitioned table", "view", "materialized view", "foreign table"};
    return QLatin1String(names[int(kind)]);
}

QJsonValue known(qint64 figure)
{
    return figure < 0 ? QJsonValue() : QJsonValue(figure);
}

QJsonArray documentOf(const Catalog &catalog)
{
    QJsonArray list;
    for (const RelationSummary &relation : catalog.relations)
        list.append(QJsonObject{{QStringLiteral("schema"), relation.ref.schema},
                                {QStringLiteral("name"), relation.ref.name},
                                {QStringLiteral("kind"), kindText(relation.kind)},
                                {QStringLiteral("rows_estimate"), known(relation.rowsEstimate)},
                                {QStringLiteral("bytes"), known(relation.bytes)},
                                {QStringLiteral("columns"), relation.columnCount},
                                {QStringLiteral("readable"), relation.isReadable}});
    return list;
}

void printCatalog(Context &context, const Catalog &catalog)
{
    const QLocale locale = QLocale::c();
    QList<QStringList> rows;
    for (const RelationSummary &relation : catalog.relations)
        rows.append({relation.ref.schema, relation.ref.name, kindText(relation.kind),
                     relation.rowsEstimate < 0 ? QStringLiteral("-") : QString::number(relation.rowsEstimate),
                     relation.bytes < 0
                         ? QStringLiteral("-")
                         : locale.formattedDataSize(relation.bytes, 1, QLocale::DataSizeTraditionalFormat),
                     QString::number(relation.columnCount)});
    printTable(context.terminal(),
               {{say("Schema")},
                {say("Name")},
                {say("Kind")},
                {say("Rows (estimate)"), true},
                {say("Size"), true},
                {say("Columns"), true}},
               rows);
    if (catalog.sizesAreEstimates)
        context.terminal().note(say("A lock kept some files from being measured: sizes are the planner's estimates."));
}

Result<int> runTables(Context &context)
{
    const auto session = context.session();
    if (!session)
        return fail(session.error());
    const auto catalog = readCatalog(**session, context.has("system"));
    if (!catalog)
        return fail(catalog.error());
    if (context.json())
        context.printJson(documentOf(*catalog));
    else
        printCatalog(context, *catalog);
    return Done;
}

} // namespace

Command tablesCommand()
{
    return {
        QStringLiteral("tables"),
        say("Tables and views with estimated rows, size and number of columns."),
        {},
        {{QStringLiteral("system"), {}, say("System schemas too.")}},
        say("Row counts are the planner's statistics; null in the JSON where there are none (views, never analyzed)."),
        &runTables};
}

} // namespace pitboss::cli
