// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/script.h"

#include "migrations/statementdetail.h"
#include "migrations/utf8.h"

#include <QCryptographicHash>

#include <algorithm>

namespace pitboss {

QByteArray statementMarker()
{
    return QByteArrayLiteral("--> statement-breakpoint");
}

namespace {

/// The lexemes of a part of the text. Those of the whole text serve, unless one of them crosses an edge of the part (a
/// marker in a string or a comment) or hangs on what stands before it.
QList<Lexeme> lexemesOf(const QByteArray &part, qsizetype offset, const QList<Lexeme> &whole)
{
    const auto before = [](const Lexeme &lexeme, qsizetype at) { return lexeme.offset < at; };
    const auto first = std::lower_bound(whole.begin(), whole.end(), offset, before);
    const auto last = std::lower_bound(first, whole.end(), offset + part.size(), before);
    const bool crossed = (first != whole.begin() && (first - 1)->end() > offset)
        || (last != first && (last - 1)->end() > offset + part.size());
    const bool hangs =
        first != last && (first->kind == Lexeme::Kind::CopyData || first->kind == Lexeme::Kind::MetaCommand);
    if (crossed || hangs)
        return lex(part);
    QList<Lexeme> lexemes(first, last);
    for (Lexeme &lexeme : lexemes)
        lexeme.offset -= offset;
    return lexemes;
}

} // namespace

Script Script::parse(const QByteArray &bytes, const Options &options)
{
    Script script;
    script.m_options = options;
    script.m_bytes = bytes;
    const Utf8Text text = decodeUtf8(bytes);
    script.m_utf8 = text.utf8;
    script.m_hash = QString::fromLatin1(QCryptographicHash::hash(text.utf8, QCryptographicHash::Sha256).toHex());
    script.m_validUtf8 = text.valid;
    script.m_byteOrderMark = text.byteOrderMark;
    script.m_hasNul = bytes.contains('\0');
    script.m_carriageReturns = bytes.contains('\r');
    script.readLines();
    const QList<Lexeme> lexemes = lex(script.m_utf8);
    script.readForeignParts(lexemes);
    if (options.breakpoints)
        script.findMisplacedMarkers(lexemes);
    for (qsizetype begin = 0; begin >= 0;) {
        const qsizetype marker = options.breakpoints ? script.m_utf8.indexOf(statementMarker(), begin) : -1;
        script.readChunk(begin, (marker < 0 ? script.m_utf8.size() : marker) - begin, lexemes);
        begin = marker < 0 ? -1 : marker + statementMarker().size();
    }
    const qsizetype first = script.m_statements.isEmpty() ? script.m_utf8.size() : script.m_statements.first().offset;
    const ScriptComments comments = readComments(script.m_utf8, lexemes, first);
    script.m_header = comments.header;
    script.m_rollback = comments.rollback;
    script.m_ignores = comments.ignores;
    return script;
}

Script Script::withTrees() const
{
    if (depth() == Depth::Trees)
        return *this;
    Script deeper = *this;
    deeper.m_options.depth = Depth::Trees;
    for (ScriptStatement &statement : deeper.m_statements)
        readStatementDetail(statement);
    return deeper;
}

void Script::readLines()
{
    m_lineStarts << 0;
    for (qsizetype at = m_utf8.indexOf('\n'); at >= 0; at = m_utf8.indexOf('\n', at + 1))
        m_lineStarts << at + 1;
}

int Script::lineOf(qsizetype offset) const
{
    const auto it = std::upper_bound(m_lineStarts.begin(), m_lineStarts.end(), offset);
    return int(it - m_lineStarts.begin());
}

void Script::readForeignParts(const QList<Lexeme> &lexemes)
{
    for (const Lexeme &lexeme : lexemes) {
        const bool data = lexeme.kind == Lexeme::Kind::CopyData;
        if (data || lexeme.kind == Lexeme::Kind::MetaCommand)
            m_foreign.append({data, lineOf(lexeme.offset), m_utf8.mid(lexeme.offset, lexeme.length)});
    }
}

// To a server's lexer the marker is a line comment; the cut goes through something anywhere else, and also where more
// of the comment follows: the rest becomes the beginning of the next query.
void Script::findMisplacedMarkers(const QList<Lexeme> &lexemes)
{
    const qsizetype length = statementMarker().size();
    auto lexeme = lexemes.begin();
    for (qsizetype at = m_utf8.indexOf(statementMarker()); at >= 0;
         at = m_utf8.indexOf(statementMarker(), at + length)) {
        while (lexeme != lexemes.end() && lexeme->end() <= at)
            ++lexeme;
        if (lexeme == lexemes.end())
            continue;
        const bool comment = lexeme->kind == Lexeme::Kind::LineComment;
        if (!comment || !m_utf8.mid(at + length, lexeme->end() - at - length).trimmed().isEmpty())
            m_misplacedMarkers << lineOf(at);
    }
}

void Script::readChunk(qsizetype offset, qsizetype length, const QList<Lexeme> &whole)
{
    const QByteArray text = length == m_utf8.size() ? m_utf8 : m_utf8.mid(offset, length);
    const QList<Lexeme> lexemes = lexemesOf(text, offset, whole);
    ScriptChunk chunk{offset, length, lineOf(offset), {}, 0};
    auto spans = splitWithParser(maskForParser(text, lexemes));
    if (!spans) {
        chunk.parseError = spans.error().message;
        chunk.parseErrorLine = lineOf(offset + spans.error().offset);
    }
    const int index = int(m_chunks.size());
    m_chunks << chunk;
    const qsizetype before = m_statements.size();
    for (const Span &span : spans ? *spans : splitByLexer(text, lexemes)) {
        const Span trimmed = trimmedSpan(span, lexemes);
        if (trimmed.length > 0)
            addStatement(trimmed, offset, index);
        if (trimmed.length > 0)
            m_statements.last().leadOffset = offset + span.offset;
    }
    if (m_options.depth == Depth::Trees) {
        for (qsizetype i = before; i < m_statements.size(); ++i)
            readStatementDetail(m_statements[i]);
    }
}

void Script::addStatement(const Span &span, qsizetype base, int chunk)
{
    ScriptStatement statement;
    statement.offset = base + span.offset;
    statement.length = span.length;
    statement.line = lineOf(statement.offset);
    statement.endLine = lineOf(statement.offset + span.length - 1);
    statement.chunk = chunk;
    statement.text = m_utf8.mid(statement.offset, span.length);
    m_statements << statement;
}

} // namespace pitboss
