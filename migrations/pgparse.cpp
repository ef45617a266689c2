// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/pgparse.h"

#include "migrations/utf8.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <pg_query.h>

namespace pitboss {

namespace {

using namespace Qt::Literals::StringLiterals;

// The results are C structs by value: free each exactly once, also when they hold an error.
template <typename R, void (*Free)(R)> struct Owned
{
    explicit Owned(R value)
        : result(value)
    {
    }
    Owned(const Owned &) = delete;
    Owned &operator=(const Owned &) = delete;
    ~Owned() { Free(result); }
    R result;
};

tl::unexpected<ParseError> failure(const PgQueryError *error, const QByteArray &sql)
{
    return tl::unexpected(ParseError{QString::fromUtf8(error->message), byteOfCharacter(sql, error->cursorpos)});
}

void collectQueries(const QJsonValue &value, bool statement, QList<QByteArray> &out)
{
    if (value.isArray()) {
        const QJsonArray items = value.toArray();
        for (const auto item : items)
            collectQueries(item, statement, out);
        return;
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (statement && it.key() == "query"_L1)
            out << it->toString().toUtf8();
        const bool sql = it.key() == "PLpgSQL_stmt_execsql"_L1 || (statement && it.key() != "target"_L1);
        collectQueries(it.value(), sql, out);
    }
}

} // namespace

tl::expected<QList<Span>, ParseError> splitWithParser(const QByteArray &sql)
{
    const Owned<PgQuerySplitResult, pg_query_free_split_result> owned(pg_query_split_with_parser(sql.constData()));
    const PgQuerySplitResult &result = owned.result;
    if (result.error)
        return failure(result.error, sql);
    QList<Span> spans;
    spans.reserve(result.n_stmts);
    for (int i = 0; i < result.n_stmts; ++i)
        spans.append({result.stmts[i]->stmt_location, result.stmts[i]->stmt_len});
    return spans;
}

tl::expected<QList<QJsonObject>, ParseError> parseTrees(const QByteArray &sql)
{
    const Owned<PgQueryParseResult, pg_query_free_parse_result> owned(pg_query_parse(sql.constData()));
    if (owned.result.error)
        return failure(owned.result.error, sql);
    QList<QJsonObject> trees;
    const QJsonDocument document = QJsonDocument::fromJson(
        QByteArray::fromRawData(owned.result.parse_tree, qsizetype(qstrlen(owned.result.parse_tree))));
    const QJsonArray all = document["stmts"_L1].toArray();
    for (const auto statement : all)
        trees << statement["stmt"_L1].toObject();
    return trees;
}

QList<QByteArray> plpgsqlStatements(const QByteArray &statement)
{
    using Parsed = Owned<PgQueryPlpgsqlParseResult, pg_query_free_plpgsql_parse_result>;
    const Parsed owned(pg_query_parse_plpgsql(statement.constData()));
    QList<QByteArray> queries;
    if (!owned.result.error)
        collectQueries(QJsonDocument::fromJson(owned.result.plpgsql_funcs).array(), false, queries);
    return queries;
}

QString parserVersion()
{
    return QString::fromLatin1(PG_VERSION);
}

} // namespace pitboss
