// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "app/cli/texttable.h"
#include "sql/figuretext.h"
#include "sql/money.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("StatusCommand", text);
}

QJsonValue jsonValue(FigureUnit unit, const QString &value)
{
    if (unit == FigureUnit::Text)
        return value;
    if (unit == FigureUnit::Percent || unit == FigureUnit::Milliseconds)
        return value.toDouble();
    return value.toLongLong();
}

QJsonValue jsonOf(const Figure &figure)
{
    if (figure.error)
        return QJsonValue::Null;
    if (!figure.isBreakdown)
        return jsonValue(figure.unit, figure.entries.first().value);
    QJsonObject parts;
    for (const FigureEntry &entry : figure.entries)
        parts.insert(entry.label, jsonValue(figure.unit, entry.value));
    return parts;
}

QJsonObject failureOf(const QString &figure, const Error &error)
{
    return {{QStringLiteral("figure"), figure},
            {QStringLiteral("error"), error.message},
            {QStringLiteral("kind"), kindName(error.kind)},
            {QStringLiteral("hint"), error.hint}};
}

/// Credits in words beside the micro-credits: "total" beside "total_micro".
void addCredits(QJsonObject &group, const Figure &figure)
{
    if (figure.unit != FigureUnit::MicroCredits)
        return;
    const QString key = figure.key.chopped(QStringLiteral("_micro").size());
    group.insert(key,
                 figure.error ? QJsonValue() : QJsonValue(Money::fromMicro(figure.entries.first().number()).credits()));
}

QJsonObject documentOf(const QList<Figure> &figures, double latency, bool isPit)
{
    QJsonObject document{{QStringLiteral("latency_ms"), latency}, {QStringLiteral("is_pit"), isPit}};
    QJsonArray failures;
    for (const Figure &figure : figures) {
        QJsonObject group = document[figure.group].toObject();
        group.insert(figure.key, jsonOf(figure));
        addCredits(group, figure);
        document.insert(figure.group, group);
        if (figure.error)
            failures.append(failureOf(figure.id(), *figure.error));
    }
    document.insert(QStringLiteral("failed"), failures);
    return document;
}

/// What this database has no place or no row for is told, and is no fault; all else without a value is.
bool isFailure(const Figure &figure)
{
    const auto &error = figure.error;
    return error && error->kind != Error::Kind::Missing
        && !(error->kind == Error::Kind::Data && error->sqlState.isEmpty());
}

void printFigures(Context &context, const QList<Figure> &figures, double latency, bool isPit)
{
    const QLocale locale = QLocale::c();
    QList<QStringList> rows{{figureGroupTitle(QStringLiteral("server")), say("Round trip"),
                             figureValueText(FigureUnit::Milliseconds, QString::number(latency), locale)}};
    QString last = QStringLiteral("server");
    for (const Figure &figure : figures) {
        if (!isPit && figure.group != QLatin1String("server"))
            continue;
        const QString title = figure.group == last ? QString() : figureGroupTitle(figure.group);
        const QString value =
            isFailure(figure) ? say("could not be read: %1").arg(figure.error->message) : figureText(figure, locale);
        rows.append({title, figureLabel(figure), value});
        last = figure.group;
    }
    printTable(context.terminal(), {{QString()}, {say("Figure")}, {say("Value")}}, rows);
    if (!isPit)
        context.terminal().note(
            say("This database has none of The Pit's tables, so only the server's figures are shown."));
}

/// A lost connection or a cancel is the command's failure, not one figure's.
std::optional<Error> fatalIn(const QList<Figure> &figures)
{
    for (const Figure &figure : figures) {
        if (figure.error
            && (figure.error->kind == Error::Kind::ConnectionLost || figure.error->kind == Error::Kind::Canceled))
            return figure.error;
    }
    return std::nullopt;
}

Result<int> runStatus(Context &context)
{
    const auto session = context.session();
    if (!session)
        return fail(session.error());
    const auto latency = measureLatency(**session);
    if (!latency)
        return fail(latency.error());
    const auto schema = PitSchema::read(**session);
    if (!schema)
        return fail(schema.error());
    const QList<Figure> figures = readAllFigures(**session, *schema);
    if (const auto fatal = fatalIn(figures))
        return fail(*fatal);
    if (context.json())
        context.printJson(documentOf(figures, *latency, schema->isPit()));
    else
        printFigures(context, figures, *latency, schema->isPit());
    return std::any_of(figures.begin(), figures.end(), &isFailure) ? NotClean : Done;
}

} // namespace

Command statusCommand()
{
    return {
        QStringLiteral("status"),
        say("Figures of an overview: latency, users, bouts, agents, credits, pools."),
        {},
        {},
        say("Each figure is read by itself. One that fails is null in the JSON and listed under \"failed\" with the\n"
            "reason; the status is then 3, unless all that is missing are tables or rows that this database\n"
            "does not have. Days are UTC's."),
        &runStatus};
}

} // namespace pitboss::cli
