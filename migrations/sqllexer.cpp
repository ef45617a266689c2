// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/sqllexer.h"

#include <algorithm>

namespace pitboss {

namespace {

using Kind = Lexeme::Kind;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v' || c == '\0';
}
bool isWordStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || uchar(c) >= 0x80;
}
bool isWord(char c)
{
    return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
}

class Lexer
{
public:
    explicit Lexer(const QByteArray &text)
        : m_text(text)
        , m_at(text.startsWith("\xEF\xBB\xBF") ? 3 : 0)
    {
        if (m_at > 0)
            m_out.append({Kind::Space, 0, 3});
    }

    QList<Lexeme> run()
    {
        constexpr int usual = 5; // bytes a lexeme in SQL that people write
        m_out.reserve(m_text.size() / usual + 1);
        while (m_at < m_text.size())
            step();
        return std::move(m_out);
    }

private:
    char at(qsizetype i) const { return i < m_text.size() ? m_text[i] : '\0'; }

    void put(Kind kind, qsizetype end, bool open = false)
    {
        m_out.append({kind, m_at, end - m_at, open});
        m_at = end;
    }

    qsizetype endOfLine(qsizetype from) const
    {
        const qsizetype newline = m_text.indexOf('\n', from);
        return newline < 0 ? m_text.size() : newline;
    }

    void step()
    {
        const char c = m_text[m_at];
        if (isSpace(c))
            space();
        else if (c == '-' && at(m_at + 1) == '-')
            put(Kind::LineComment, endOfLine(m_at));
        else if (c == '/' && at(m_at + 1) == '*')
            blockComment();
        else if (c == '\'' || c == '"')
            quoted(c, false);
        else if (c == '$')
            dollar();
        else if (c == ';')
            semicolon();
        else if (c == '\\')
            put(Kind::MetaCommand, endOfLine(m_at));
        else if (isWordStart(c))
            word();
        else
            put(Kind::Symbol, m_at + 1);
    }

    void space()
    {
        qsizetype end = m_at + 1;
        while (end < m_text.size() && isSpace(m_text[end]))
            ++end;
        put(Kind::Space, end);
    }

    void blockComment()
    {
        qsizetype end = m_at + 2;
        int depth = 1; // Postgres nests them
        for (; end < m_text.size() && depth > 0; ++end) {
            if (m_text[end] == '/' && at(end + 1) == '*')
                ++depth, ++end;
            else if (m_text[end] == '*' && at(end + 1) == '/')
                --depth, ++end;
        }
        put(Kind::BlockComment, std::min(end, m_text.size()), depth > 0);
    }

    void quoted(char quote, bool backslashes)
    {
        qsizetype end = m_at + 1;
        bool open = true;
        for (; end < m_text.size(); ++end) {
            if (backslashes && m_text[end] == '\\')
                ++end;
            else if (m_text[end] == quote && at(end + 1) == quote)
                ++end;
            else if (m_text[end] == quote) {
                open = false;
                ++end;
                break;
            }
        }
        put(quote == '"' ? Kind::QuotedName : Kind::String, std::min(end, m_text.size()), open);
    }

    void dollar()
    {
        qsizetype tagEnd = m_at + 1;
        while (tagEnd < m_text.size() && isWord(m_text[tagEnd]) && m_text[tagEnd] != '$')
            ++tagEnd;
        const bool digit = at(m_at + 1) >= '0' && at(m_at + 1) <= '9';
        if (at(tagEnd) != '$' || digit) {
            put(Kind::Symbol, m_at + 1);
            return;
        }
        const QByteArray tag = m_text.mid(m_at, tagEnd + 1 - m_at);
        const qsizetype close = m_text.indexOf(tag, tagEnd + 1);
        put(Kind::DollarString, close < 0 ? m_text.size() : close + tag.size(), close < 0);
    }

    void word()
    {
        qsizetype end = m_at + 1;
        while (end < m_text.size() && isWord(m_text[end]))
            ++end;
        const qsizetype length = end - m_at;
        if (length == 1 && (m_text[m_at] | 0x20) == 'e' && at(end) == '\'') {
            put(Kind::Word, end);
            quoted('\'', true);
            return;
        }
        noteCopy(m_at, length);
        put(Kind::Word, end);
    }

    // COPY … FROM STDIN ; then data lines up to \. follow: remember how far the words of this statement got.
    void noteCopy(qsizetype from, qsizetype length)
    {
        const QByteArray upper = m_text.mid(from, std::min<qsizetype>(length, 8)).toUpper();
        if (m_words++ == 0)
            m_copy = upper == "COPY" ? 1 : 0;
        else if (m_copy >= 1)
            m_copy = m_copy == 3 ? 3 : upper == "FROM" ? 2 : (m_copy == 2 && upper == "STDIN") ? 3 : 1;
    }

    void semicolon()
    {
        put(Kind::Semicolon, m_at + 1);
        const bool data = m_copy == 3;
        m_words = m_copy = 0;
        if (!data)
            return;
        const qsizetype newline = endOfLine(m_at);
        if (newline > m_at)
            put(Kind::Space, newline);
        if (m_at < m_text.size())
            copyData();
    }

    void copyData()
    {
        qsizetype line = m_at + 1;
        while (line < m_text.size()) {
            const qsizetype end = endOfLine(line);
            const bool last = m_text.mid(line, end - line).trimmed() == "\\.";
            line = std::min(end + 1, m_text.size());
            if (last)
                break;
        }
        put(Kind::CopyData, std::min(line, m_text.size()));
    }

    QByteArray m_text;
    qsizetype m_at;
    QList<Lexeme> m_out;
    int m_words = 0;
    int m_copy = 0;
};

QByteArray upperWord(const QByteArray &text, const Lexeme &lexeme)
{
    return text.mid(lexeme.offset, lexeme.length).toUpper();
}

// Counts what a semicolon must not cut: parentheses, and BEGIN ATOMIC … END with the CASE … END inside it.
class Depth
{
public:
    void see(const QByteArray &text, const Lexeme &lexeme)
    {
        if (lexeme.kind == Kind::Symbol)
            seeSymbol(text[lexeme.offset]);
        else if (lexeme.kind == Kind::Word)
            seeWord(upperWord(text, lexeme));
    }
    bool inside() const { return m_parens > 0 || m_atomic > 0; }

private:
    void seeSymbol(char c) { m_parens = std::max(0, m_parens + (c == '(' ? 1 : c == ')' ? -1 : 0)); }
    void seeWord(const QByteArray &word)
    {
        if (word == "ATOMIC" && m_last == "BEGIN")
            ++m_atomic;
        else if (m_atomic > 0 && word == "CASE")
            ++m_atomic;
        else if (m_atomic > 0 && word == "END")
            --m_atomic;
        m_last = word;
    }
    int m_parens = 0;
    int m_atomic = 0;
    QByteArray m_last;
};

} // namespace

QList<Lexeme> lex(const QByteArray &utf8)
{
    return Lexer(utf8).run();
}

QByteArray maskForParser(const QByteArray &utf8, const QList<Lexeme> &lexemes)
{
    QByteArray masked = utf8;
    if (masked.startsWith("\xEF\xBB\xBF"))
        masked.replace(0, 3, "   ");
    for (const Lexeme &lexeme : lexemes) {
        if (lexeme.kind != Kind::MetaCommand && lexeme.kind != Kind::CopyData)
            continue;
        for (qsizetype i = lexeme.offset; i < lexeme.end(); ++i)
            masked[i] = masked[i] == '\n' ? '\n' : ' ';
    }
    return masked.replace('\0', ' ');
}

QList<Span> splitByLexer(const QByteArray &utf8, const QList<Lexeme> &lexemes)
{
    QList<Span> spans;
    Depth depth;
    qsizetype begin = 0;
    for (const Lexeme &lexeme : lexemes) {
        depth.see(utf8, lexeme);
        const bool data = lexeme.kind == Kind::CopyData || lexeme.kind == Kind::MetaCommand;
        if (!data && (lexeme.kind != Kind::Semicolon || depth.inside()))
            continue;
        spans.append({begin, lexeme.offset - begin});
        begin = lexeme.end();
    }
    spans.append({begin, utf8.size() - begin});
    return spans;
}

Span trimmedSpan(const Span &span, const QList<Lexeme> &lexemes)
{
    const qsizetype end = span.offset + span.length;
    auto it = std::lower_bound(lexemes.begin(), lexemes.end(), span.offset,
                               [](const Lexeme &l, qsizetype offset) { return l.offset < offset; });
    Span out{span.offset, 0};
    for (bool seen = false; it != lexemes.end() && it->offset < end; ++it) {
        if (it->isQuiet() || it->kind == Kind::Semicolon || it->kind == Kind::MetaCommand || it->kind == Kind::CopyData)
            continue;
        if (!seen)
            out.offset = it->offset;
        seen = true;
        out.length = std::min(end, it->end()) - out.offset;
    }
    return out;
}

QList<QByteArray> leadingWords(const QByteArray &statement, int count)
{
    QList<QByteArray> words;
    // A look at the beginning is enough: a giant INSERT must not be read through for its first word.
    const QByteArray head = statement.left(4096);
    for (const Lexeme &lexeme : lex(head)) {
        if (lexeme.kind == Kind::Word)
            words << upperWord(head, lexeme);
        else if (!lexeme.isQuiet())
            break;
        if (words.size() == count)
            break;
    }
    return words;
}

} // namespace pitboss
