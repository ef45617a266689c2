// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/pgparse.h"

#include <QByteArray>
#include <QList>

namespace pitboss {

/// A lexer of our own over UTF-8 bytes. It is the second line behind Postgres's parser: it knows what the parser does
/// not (psql's lines, COPY data, comments) and never gives up, whatever the bytes are.
struct Lexeme
{
    enum class Kind {
        Space,
        LineComment,
        BlockComment,
        String,
        DollarString,
        QuotedName,
        Word,
        Symbol,
        Semicolon,
        MetaCommand, ///< a psql line: a backslash outside quotes, to the end of the line
        CopyData,    ///< the lines after COPY … FROM STDIN, with the closing \.
    };
    Kind kind = Kind::Space;
    qsizetype offset = 0;
    qsizetype length = 0;
    bool open = false; ///< a quote or comment that the text ends in

    qsizetype end() const { return offset + length; }
    bool isComment() const { return kind == Kind::LineComment || kind == Kind::BlockComment; }
    bool isQuiet() const { return kind == Kind::Space || isComment(); }
};

QList<Lexeme> lex(const QByteArray &utf8);

/// The text with byte order mark, NULs, psql lines and COPY data blanked, so that Postgres's parser can read the rest
/// at the same offsets.
QByteArray maskForParser(const QByteArray &utf8, const QList<Lexeme> &lexemes);

/// Statements by semicolons outside quotes, parentheses and BEGIN ATOMIC bodies: for texts that the parser refuses.
QList<Span> splitByLexer(const QByteArray &utf8, const QList<Lexeme> &lexemes);

/// The span from its first to its last byte that is not blank or comment; length 0 when nothing is left.
Span trimmedSpan(const Span &span, const QList<Lexeme> &lexemes);

/// The first words of a statement in capitals, at most `count`, comments and quotes left out.
QList<QByteArray> leadingWords(const QByteArray &statement, int count);

} // namespace pitboss
