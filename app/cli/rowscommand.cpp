// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/present.h"
#include "sql/pagereader.h"
#include "sql/rowformat.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("RowsCommand", text);
}

std::optional<SortKey> sortKeyOf(const Relation &relation, const QString &text)
{
    if (relation.columnIndex(text) >= 0) // whatever the name holds
        return SortKey{text, false};
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    const QString direction = colon < 0 ? QString() : text.mid(colon + 1);
    const bool isDirection = direction == QLatin1String("desc") || direction == QLatin1String("asc");
    const QString name = isDirection ? text.left(colon) : text;
    if (relation.columnIndex(name) < 0)
        return std::nullopt;
    return SortKey{name, direction == QLatin1String("desc")};
}

/// "created_at:desc,id"; a whole column name that holds a comma is tried first.
Result<QList<SortKey>> sortOf(const Relation &relation, const QString &text)
{
    if (text.isEmpty())
        return QList<SortKey>();
    if (const auto whole = sortKeyOf(relation, text))
        return QList<SortKey>{*whole};
    QList<SortKey> keys;
    const QStringList parts = text.split(QLatin1Char(','));
    for (const QString &part : parts) {
        const auto key = sortKeyOf(relation, part);
        if (!key)
            return fail(Error::Kind::Usage,
                        say("--order: %1 has no column “%2”.").arg(relation.summary.ref.display(), part));
        keys << *key;
    }
    return keys;
}

/// A place as one word of a command: the value itself when the order is one column, else a JSON array of texts.
QString wordOf(const KeyValues &key)
{
    if (key.size() == 1 && key.first())
        return QString::fromUtf8(*key.first());
    QJsonArray values;
    for (const auto &value : key)
        values.append(value ? QJsonValue(QString::fromUtf8(*value)) : QJsonValue());
    return QString::fromUtf8(QJsonDocument(values).toJson(QJsonDocument::Compact));
}

Result<KeyValues> placeOf(const PageQuery &query, const QString &word)
{
    if (query.order().size() == 1)
        return KeyValues{word.toUtf8()};
    const QJsonArray values = QJsonDocument::fromJson(word.toUtf8()).array();
    if (values.size() != query.order().size())
        return fail(Error::Kind::Usage,
                    say("--after: expected the “next” of the page before, a JSON array of %1 values.")
                        .arg(query.order().size()));
    KeyValues place;
    for (const auto value : values)
        place << (value.isNull() ? std::nullopt : std::optional<QByteArray>(value.toString().toUtf8()));
    return place;
}

struct Answer
{
    PageQuery query;
    RowPage page;
};

Result<RowPage> readUnkeyed(Session &session, const PageQuery &query, int limit)
{
    const auto rows = session.execute(query.forwardRead(limit));
    if (!rows)
        return fail(rows.error());
    RowPage page;
    page.parts << *rows;
    page.reachesEnd = true; // no place to go on from
    return page;
}

Result<RowPage> readAsAsked(Context &context, Session &session, const PageQuery &query)
{
    const auto limit = context.number("limit", 25, mostRows);
    if (!limit)
        return fail(limit.error());
    if (!query.isKeyed() && context.has("after"))
        return fail(Error::refused(say("%1 has no key that tells its rows apart, so there are no pages.")
                                       .arg(query.relation().summary.ref.display()),
                                   say("Ask for more rows with --limit, or export it.")));
    if (!query.isKeyed())
        return readUnkeyed(session, query, *limit);
    PageRequest request;
    request.limit = *limit;
    if (context.has("after")) {
        const auto place = placeOf(query, context.option("after"));
        if (!place)
            return fail(place.error());
        request.from = *place;
    }
    return readPage(session, query, request);
}

Result<Answer> readAnswer(Context &context)
{
    const auto session = context.session();
    if (!session)
        return fail(session.error());
    const auto ref = findRelation(**session, context.word(0));
    if (!ref)
        return fail(ref.error());
    const auto relation = readRelation(**session, *ref);
    if (!relation)
        return fail(relation.error());
    const auto sort = sortOf(*relation, context.option("order"));
    if (!sort)
        return fail(sort.error());
    const PageQuery query(*relation, *sort, context.option("where"),
                          context.json() ? PageQuery::Values::Json : PageQuery::Values::Whole);
    const auto page = readAsAsked(context, **session, query);
    if (!page)
        return fail(page.error());
    return Answer{query, *page};
}

QString nextOf(const Answer &answer)
{
    if (answer.page.reachesEnd || answer.page.parts.isEmpty() || answer.page.parts.last().isEmpty())
        return {};
    const ResultSet &last = answer.page.parts.last();
    return wordOf(answer.query.keyOf(last, last.rowCount() - 1));
}

/// Behind the table's columns stand those that only tell the place.
JsonFormat formatOf(const Answer &answer, const ResultSet &rows)
{
    const QList<Column> &own = answer.query.relation().columns;
    QList<ResultColumn> columns = rows.columns().first(own.size());
    for (qsizetype c = 0; c < own.size(); ++c)
        columns[c].name = own[c].name;
    return JsonFormat(columns);
}

void printJson(Context &context, const Answer &answer)
{
    QList<QByteArray> rows;
    for (const ResultSet &part : answer.page.parts) {
        const JsonFormat format = formatOf(answer, part);
        for (int r = 0; r < part.rowCount(); ++r)
            format.appendRow(rows.emplaceBack(), part, r);
    }
    const QString next = nextOf(answer);
    JsonText document;
    document.addText(QStringLiteral("schema"), answer.query.relation().summary.ref.schema)
        .addText(QStringLiteral("table"), answer.query.relation().summary.ref.name)
        .add(QStringLiteral("rows"), '[' + rows.join(",\n ") + ']');
    if (next.isNull())
        document.add(QStringLiteral("next"), "null");
    else
        document.addText(QStringLiteral("next"), next);
    context.terminal().out(document.object() + '\n');
}

QString shellWord(const QString &text)
{
    return QLatin1Char('\'') + QString(text).replace(QLatin1Char('\''), QLatin1String("'\\''")) + QLatin1Char('\'');
}

Result<int> runRows(Context &context)
{
    const auto answer = readAnswer(context);
    if (!answer)
        return fail(answer.error());
    if (context.json()) {
        printJson(context, *answer);
        return Done;
    }
    printPage(context.terminal(), answer->page.parts, int(answer->query.relation().columns.size()));
    if (const QString next = nextOf(*answer); !next.isNull())
        context.terminal().note(say("More: --after %1").arg(shellWord(next)));
    return Done;
}

} // namespace

Command rowsCommand()
{
    return {QStringLiteral("rows"),
            say("A page of a table's or view's rows, by key."),
            {{QStringLiteral("TABLE"), say("Its name; quoted and with its schema where SQL would need that.")}},
            {{QStringLiteral("where"), QStringLiteral("SQL"), say("Only rows for which this condition holds.")},
             {QStringLiteral("order"), QStringLiteral("COL[:desc]"),
              say("By this column, or several with commas between; then by the key.")},
             limitOption(25),
             {QStringLiteral("after"), QStringLiteral("KEY"),
              say("Begin behind this place: the “next” of the page before.")}},
            say("Pages are found by key, so the millionth row is as near as the first. The session can only read, "
                "whatever\n"
                "the condition calls."),
            &runRows};
}

} // namespace pitboss::cli
