// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/report/reportdocument.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Signs that nobody sees but that change what others look like: control characters and changes of direction.
bool isTreacherous(QChar c)
{
    return (c.category() == QChar::Other_Control && c != u'\n' && c != u'\t')
        || (c >= QChar(0x202A) && c <= QChar(0x202E)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
}

QString visible(QString text)
{
    for (QChar &c : text)
        if (isTreacherous(c))
            c = QChar::ReplacementCharacter;
    return text;
}

/// An underscore inside a word is no emphasis (CommonMark 0.31, rule 2 of "Emphasis"), and names are full of them.
bool isInsideAWord(const QString &text, qsizetype at)
{
    qsizetype before = at, after = at;
    while (before >= 0 && text[before] == u'_')
        --before;
    while (after < text.size() && text[after] == u'_')
        ++after;
    return before >= 0 && after < text.size() && text[before].isLetterOrNumber() && text[after].isLetterOrNumber();
}

/// Text in which nothing is Markdown or HTML (CommonMark 0.31, "Backslash escapes").
QString escaped(const QString &text)
{
    const QString plain = visible(text).simplified();
    QString out;
    for (qsizetype i = 0; i < plain.size(); ++i) {
        const bool special = u"\\`*[]<>|#~&"_s.contains(plain[i]) || (plain[i] == u'_' && !isInsideAWord(plain, i));
        if (special)
            out += u'\\';
        out += plain[i];
    }
    return out;
}

QString row(const QStringList &cells)
{
    QStringList shown;
    for (const QString &cell : cells)
        shown << escaped(cell);
    return u"| "_s + shown.join(u" | "_s) + u" |\n"_s;
}

/// A fence longer than any run of backticks inside.
QString fence(const QString &text)
{
    qsizetype longest = 2, run = 0;
    for (const QChar c : text) {
        run = c == u'`' ? run + 1 : 0;
        longest = qMax(longest, run);
    }
    return QString(longest + 1, u'`');
}

QString box(ReportDocument::Tick tick)
{
    return tick == ReportDocument::Tick::Done ? u"[x]"_s : u"[ ]"_s;
}

} // namespace

QString ReportDocument::markdownOf(const Block &block)
{
    QString out;
    switch (block.kind) {
    case Block::Kind::Heading:
        return QString(block.level, u'#') + u' ' + escaped(block.text) + u"\n\n"_s;
    case Block::Kind::Paragraph:
        return escaped(block.text) + u"\n\n"_s;
    case Block::Kind::List:
        for (const QString &item : block.items)
            out += u"- "_s + escaped(item) + u'\n';
        return out + u'\n';
    case Block::Kind::Table:
        out = row(block.items) + u'|' + u"---|"_s.repeated(block.items.size()) + u'\n';
        for (const QStringList &cells : block.rows)
            out += row(cells);
        return out + u'\n';
    case Block::Kind::Code: {
        const QString text = visible(block.text);
        return fence(text) + block.items.value(0) + u'\n' + text + (text.endsWith(u'\n') ? u""_s : u"\n"_s)
            + fence(text) + u"\n\n"_s;
    }
    case Block::Kind::Steps:
        for (const Step &step : block.steps)
            out += u"- "_s + box(step.tick) + u' ' + escaped(step.text)
                + (step.note.isEmpty() ? QString() : u" — "_s + escaped(step.note)) + u'\n';
        return out + u'\n';
    }
    return out;
}

QString ReportDocument::toMarkdown() const
{
    QString out = u"# "_s + escaped(m_title) + u"\n\n"_s;
    for (const Block &block : m_blocks)
        out += markdownOf(block);
    return out.trimmed() + u'\n';
}

} // namespace pitboss
