// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <tl/expected.hpp>

namespace pitboss {

/// A thin face of libpg_query: one version of Postgres's grammar. What it refuses is for the server to judge.
/// Callable from any thread: the library keeps its state per thread and frees it when the thread ends.
struct ParseError
{
    QString message;      ///< in the parser's words
    qsizetype offset = 0; ///< bytes into the text that was given
};

struct Span
{
    qsizetype offset = 0; ///< bytes
    qsizetype length = 0;
};

/// Where each statement stands, without its semicolon, with the blanks and comments before it. NUL ends the text.
tl::expected<QList<Span>, ParseError> splitWithParser(const QByteArray &sql);

/// The raw parse trees of a text, each as libpg_query's JSON ({"CreateStmt": {…}}); empty when there is nothing in it
/// or when a tree is nested too deeply to be read.
tl::expected<QList<QJsonObject>, ParseError> parseTrees(const QByteArray &sql);

/// The SQL statements inside a DO block or a PL/pgSQL function, given the whole statement. Empty when it is not
/// PL/pgSQL; dynamic SQL (EXECUTE of an expression) is not followed.
QList<QByteArray> plpgsqlStatements(const QByteArray &statement);

/// "15.1": whose grammar this is.
QString parserVersion();

} // namespace pitboss
