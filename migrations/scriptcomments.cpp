// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/scriptcomments.h"

#include <QRegularExpression>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

struct CommentLine
{
    int line = 0;
    qsizetype offset = 0;
    QString text; // without --, /*, * and the blanks around
    bool block = false;
    bool afterCode = false; // on a line that holds SQL too
};

int lineAt(const QByteArray &utf8, qsizetype offset, qsizetype &seen, int &line)
{
    line += int(std::count(utf8.cbegin() + seen, utf8.cbegin() + offset, '\n'));
    seen = offset;
    return line;
}

// By hand: a folder of a thousand files has some ten thousand of these lines.
QString stripped(const QString &raw, bool block)
{
    qsizetype begin = 0, end = raw.size();
    const auto is = [&](qsizetype at, char16_t c) { return at < end && raw.at(at) == c; };
    while (begin < end && raw.at(begin).isSpace())
        ++begin;
    begin += block && is(begin, u'/') ? 1 : 0;
    while (is(begin, block ? u'*' : u'-'))
        ++begin;
    begin += is(begin, block ? u'/' : u'>') ? 1 : 0;
    begin += begin < end && raw.at(begin).isSpace() ? 1 : 0;
    while (end > begin && raw.at(end - 1).isSpace())
        --end;
    if (block && raw.endsWith(u"*/"_s)) {
        end -= end > begin ? 1 : 0;
        while (end > begin && raw.at(end - 1) == u'*')
            --end;
        while (end > begin && raw.at(end - 1).isSpace())
            --end;
    }
    return raw.mid(begin, end - begin);
}

QList<CommentLine> commentLines(const QByteArray &utf8, const QList<Lexeme> &lexemes)
{
    QList<CommentLine> lines;
    qsizetype seen = 0;
    int line = 1;
    bool code = false;
    for (const Lexeme &lexeme : lexemes) {
        const QByteArrayView raw = QByteArrayView(utf8).sliced(lexeme.offset, lexeme.length);
        if (!lexeme.isQuiet())
            code = true;
        else if (!lexeme.isComment())
            code = code && !raw.contains('\n');
        if (!lexeme.isComment())
            continue;
        int at = lineAt(utf8, lexeme.offset, seen, line);
        const bool block = lexeme.kind == Lexeme::Kind::BlockComment;
        for (const QByteArray &part : raw.toByteArray().split('\n'))
            lines.append({at++, lexeme.offset, stripped(QString::fromUtf8(part), block), block, code});
    }
    return lines;
}

const QRegularExpression &fieldPattern()
{
    static const QRegularExpression pattern(u"^(Migration|Purpose|References?|Idempotent|Idempotency)\\s*:\\s*(.*)$"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

const QRegularExpression &rollbackPattern()
{
    static const QRegularExpression pattern(
        u"^[=\\-*#\\s]*(ROLLBACK|DOWN MIGRATION|DOWN|REVERT)\\b(?:\\s+(?:PLAN|SQL|SCRIPT|SECTION|INSTRUCTIONS|STEPS))?"
        "\\s*(?:\\([^)]*\\))?\\s*(?:[:=\\-]+\\s*(.*))?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

// Cheap, before the pattern is tried.
bool speaksOfRollback(const QString &text)
{
    return text.contains("rollback"_L1, Qt::CaseInsensitive) || text.contains("down"_L1, Qt::CaseInsensitive)
        || text.contains("revert"_L1, Qt::CaseInsensitive);
}

QString *fieldOf(HeaderFields &header, const QString &name)
{
    const QChar first = name.at(0).toLower();
    return first == u'm' ? &header.migration
        : first == u'p'  ? &header.purpose
        : first == u'r'  ? &header.references
                         : &header.idempotent;
}

bool isOtherField(const QString &text)
{
    static const QRegularExpression other(u"^[A-Z][A-Za-z ]{1,20}:(\\s|$)"_s);
    return other.match(text).hasMatch();
}

HeaderFields readHeader(const QList<CommentLine> &lines, qsizetype firstStatement)
{
    HeaderFields header;
    QString *current = nullptr;
    QStringList description;
    for (const CommentLine &line : lines) {
        if (line.offset >= firstStatement
            || (speaksOfRollback(line.text) && rollbackPattern().match(line.text).hasMatch()))
            break;
        const QRegularExpressionMatch match = fieldPattern().match(line.text);
        if (match.hasMatch()) {
            current = fieldOf(header, match.captured(1));
            *current = match.captured(2).trimmed();
            header.line = header.line ? header.line : line.line;
        } else if (line.text.trimmed().isEmpty() || isOtherField(line.text)) {
            current = nullptr;
            description << line.text;
        } else if (current) {
            *current = QString(*current + u' ' + line.text).simplified();
        } else {
            description << line.text;
        }
    }
    header.description = description.join(u'\n').trimmed();
    return header;
}

bool parsesAsSql(const QString &text)
{
    const auto spans = splitWithParser(text.toUtf8());
    return spans && !spans->isEmpty();
}

// The first line may be a remark ("ROLLBACK: run by hand"), and remarks may stand between: drop what is not SQL if
// that leaves SQL.
RollbackSection sectionOf(const QString &remark, const QStringList &body, int line)
{
    RollbackSection section{RollbackSection::Kind::Prose, body.join(u'\n').trimmed(), line};
    const QString whole = QString(remark + u'\n' + section.text).trimmed();
    for (const QString &candidate : {whole, section.text}) {
        if (!candidate.isEmpty() && parsesAsSql(candidate)) {
            section.kind = RollbackSection::Kind::Sql;
            section.text = candidate;
            return section;
        }
    }
    section.text = whole;
    return section;
}

bool endsSection(const CommentLine &line, const CommentLine &previous, const QByteArray &utf8)
{
    if (fieldPattern().match(line.text).hasMatch())
        return true;
    if (line.offset == previous.offset)
        return false;
    for (const Lexeme &between : lex(utf8.mid(previous.offset, line.offset - previous.offset))) {
        if (!between.isQuiet())
            return true;
    }
    return false;
}

RollbackSection readRollback(const QList<CommentLine> &lines, const QByteArray &utf8)
{
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (!speaksOfRollback(lines[i].text))
            continue;
        const QRegularExpressionMatch match = rollbackPattern().match(lines[i].text);
        if (!match.hasMatch() || lines[i].afterCode)
            continue;
        QStringList body;
        for (qsizetype j = i + 1; j < lines.size() && !endsSection(lines[j], lines[j - 1], utf8); ++j)
            body << lines[j].text;
        static const QRegularExpression ruler(u"^[=\\-*#]{3,}$"_s);
        body.removeIf([](const QString &text) { return ruler.match(text.trimmed()).hasMatch(); });
        const RollbackSection section = sectionOf(match.captured(2), body, lines[i].line);
        if (!section.text.isEmpty())
            return section;
    }
    return {};
}

QList<IgnoreComment> readIgnores(const QList<CommentLine> &lines)
{
    static const QRegularExpression pattern(
        u"^\\s*pitboss:\\s*ignore\\s+([a-z0-9-]+(?:\\s*,\\s*[a-z0-9-]+)*)\\s*(.*)$"_s);
    QList<IgnoreComment> ignores;
    for (const CommentLine &line : lines) {
        if (!line.text.contains("pitboss:"_L1))
            continue;
        const QRegularExpressionMatch match = pattern.match(line.text);
        if (!match.hasMatch())
            continue;
        static const QRegularExpression comma(u"\\s*,\\s*"_s);
        ignores.append({match.captured(1).split(comma), match.captured(2).trimmed(), line.line, line.offset});
    }
    return ignores;
}

} // namespace

QStringList HeaderFields::missing() const
{
    QStringList names;
    if (migration.isEmpty())
        names << u"Migration"_s;
    if (purpose.isEmpty())
        names << u"Purpose"_s;
    if (references.isEmpty())
        names << u"References"_s;
    if (idempotent.isEmpty())
        names << u"Idempotent"_s;
    return names;
}

ScriptComments readComments(const QByteArray &utf8, const QList<Lexeme> &lexemes, qsizetype firstStatement)
{
    const QList<CommentLine> lines = commentLines(utf8, lexemes);
    return {readHeader(lines, firstStatement), readRollback(lines, utf8), readIgnores(lines)};
}

} // namespace pitboss
