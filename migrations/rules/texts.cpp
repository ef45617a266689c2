// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rules/rules.h"
#include "migrations/words.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

void syntax(const RuleContext &context, RuleReport &report)
{
    if (!context.script.misplacedMarkers().isEmpty())
        return; // the cut is the fault, and another rule says so
    for (int i = 0; i < context.script.statements().size(); ++i) {
        const ScriptStatement &statement = context.script.statements().at(i);
        if (statement.parseError.isEmpty())
            continue;
        report.at(
            i, -1,
            {Words::tr("Postgres %1's grammar does not know this: %2 (line %3).")
                 .arg(parserVersion(), statement.parseError)
                 .arg(statement.parseErrorLine),
             Words::tr(
                 "It may be a mistake, or the words of a newer version: the server judges, and a dry run asks it.")});
    }
}

void marker(const RuleContext &context, RuleReport &report)
{
    for (const int line : context.script.misplacedMarkers())
        report.onLine(line,
                      {Words::tr("A statement marker stands inside a text, a comment or a function's body."),
                       Words::tr("Drizzle cuts the file at every marker, wherever it stands: both halves fail."),
                       Words::tr("Write it on a line of its own, between two statements.")});
}

void byteOrderMark(const RuleContext &context, RuleReport &report)
{
    if (context.script.byteOrderMark())
        report.onLine(1, context.runner.psql ? Severity::Info : Severity::Error,
                      {Words::tr("The file begins with a byte order mark."),
                       Words::tr("The server takes it for a syntax error; psql skips it."),
                       Words::tr("Save the file as UTF-8 without one.")});
}

void invalidUtf8(const RuleContext &context, RuleReport &report)
{
    if (context.script.validUtf8())
        return;
    const qsizetype at = context.script.utf8().indexOf("\xEF\xBF\xBD");
    report.onLine(context.script.lineOf(std::max<qsizetype>(at, 0)),
                  {Words::tr("The file is not valid UTF-8."),
                   Words::tr("The server refuses it, or the runner stores a replacement character where a letter was."),
                   Words::tr("Save the file as UTF-8.")});
}

void foreign(const RuleContext &context, RuleReport &report)
{
    if (context.runner.psql)
        return;
    for (const ForeignPart &part : context.script.foreignParts())
        report.onLine(part.line,
                      {part.copyData
                           ? Words::tr("The data of COPY … FROM STDIN stands in the file.")
                           : Words::tr("The line is psql's own: %1").arg(QString::fromUtf8(part.text.left(60))),
                       Words::tr("Only psql understands it; the runner sends it to the server, which refuses it."),
                       part.copyData ? Words::tr("INSERT … VALUES") : QString()});
}

void empty(const RuleContext &context, RuleReport &report)
{
    if (context.script.isBlank())
        report.onLine(1,
                      {Words::tr("There is no statement in the file."),
                       Words::tr("It is recorded as applied and does nothing; perhaps something was forgotten.")});
}

} // namespace

QList<Rule> textRules()
{
    return {{"syntax-error", Severity::Warning, syntax},
            {"statement-marker-in-text", Severity::Error, marker},
            {"byte-order-mark", Severity::Error, byteOrderMark},
            {"invalid-utf8", Severity::Error, invalidUtf8},
            {"psql-only", Severity::Error, foreign},
            {"empty-file", Severity::Info, empty}};
}

} // namespace pitboss
