// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/report/reportdocument.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr const char *style = R"(
:root { color-scheme: light dark; --text: #1b2430; --soft: #5a6675; --ground: #ffffff; --line: #d5dbe3; --code: #f2f5f8;
  --good: #1b6e3c; --bad: #a8201a; }
@media (prefers-color-scheme: dark) { :root { --text: #e3e8ee; --soft: #9aa6b5; --ground: #1d2126; --line: #3a424c;
  --code: #262c33; --good: #6cc78f; --bad: #ff8a80; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); max-width: 62rem;
  margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.3rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin-top: 1.6rem; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; } th { text-align: left; }
th, td { border: 1px solid var(--line); padding: .3rem .55rem; vertical-align: top; }
pre { background: var(--code); border: 1px solid var(--line); padding: .7rem; white-space: pre-wrap; font-size: .87rem; }
ul.steps { list-style: none; padding-left: 0; } .note { color: var(--soft); }
.done::before { content: "\2713\00a0"; color: var(--good); } .open::before { content: "\25CB\00a0"; }
.wrong::before { content: "\2717\00a0"; color: var(--bad); }
@media print { :root { --text: #000; --soft: #333; --ground: #fff; --line: #999; --code: #fff; --good: #000; --bad: #000; }
  body { margin: 0; max-width: none; font-size: 10pt; } tr, pre { break-inside: avoid; } h2, h3 { break-after: avoid; } }
)";

/// Changes of direction reorder what stands around them; they are shown, not obeyed.
QString escaped(const QString &text)
{
    QString out;
    const QString html = text.toHtmlEscaped();
    for (const QChar c : html) {
        const bool turns = (c >= QChar(0x202A) && c <= QChar(0x202E)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
        const bool control = c.category() == QChar::Other_Control && c != u'\n' && c != u'\t';
        out += turns || control ? QChar(QChar::ReplacementCharacter) : c;
    }
    return out;
}

QString wrapped(const char *tag, const QString &inside)
{
    return u"<%1>%2</%1>\n"_s.arg(QLatin1String(tag), inside);
}

QString row(const char *tag, const QStringList &cells)
{
    QString out;
    for (const QString &cell : cells)
        out += u"<%1>%2</%1>"_s.arg(QLatin1String(tag), escaped(cell));
    return wrapped("tr", out);
}

QString stepItem(const ReportDocument::Step &step)
{
    const char *name = step.tick == ReportDocument::Tick::Done ? "done"
        : step.tick == ReportDocument::Tick::Open              ? "open"
                                                               : "wrong";
    const QString note =
        step.note.isEmpty() ? QString() : u" <span class=\"note\">— %1</span>"_s.arg(escaped(step.note));
    return u"<li class=\"%1\">%2%3</li>\n"_s.arg(QLatin1String(name), escaped(step.text), note);
}

} // namespace

QString ReportDocument::htmlOf(const Block &block)
{
    QString out;
    switch (block.kind) {
    case Block::Kind::Heading:
        return u"<h%1>%2</h%1>\n"_s.arg(QString::number(block.level), escaped(block.text));
    case Block::Kind::Paragraph:
        return wrapped("p", escaped(block.text));
    case Block::Kind::List:
        for (const QString &item : block.items)
            out += wrapped("li", escaped(item));
        return wrapped("ul", out);
    case Block::Kind::Table:
        out = wrapped("thead", row("th", block.items));
        for (const QStringList &cells : block.rows)
            out += row("td", cells);
        return wrapped("table", out);
    case Block::Kind::Code:
        return u"<pre><code>%1</code></pre>\n"_s.arg(escaped(block.text));
    case Block::Kind::Steps:
        for (const Step &step : block.steps)
            out += stepItem(step);
        return u"<ul class=\"steps\">\n%1</ul>\n"_s.arg(out);
    }
    return out;
}

QString ReportDocument::toHtml() const
{
    QString body = wrapped("h1", escaped(m_title));
    for (const Block &block : m_blocks)
        body += htmlOf(block);
    return u"<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
           u"content=\"width=device-width\">\n<title>%1</title>\n<style>%2</style>\n</head>\n<body>\n%3</body>\n</html>\n"_s
               .arg(escaped(m_title), QString::fromUtf8(style), body);
}

} // namespace pitboss
