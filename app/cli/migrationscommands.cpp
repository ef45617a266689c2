// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/migrationsproject.h"
#include "app/cli/texttable.h"
#include "migrations/lint.h"
#include "migrations/statusjson.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("MigrationsCommands", text);
}

QString problemsOf(const Migration &migration)
{
    QStringList codes;
    for (const Problem &problem : migration.problems)
        codes << problem.code;
    return codes.join(QStringLiteral(", "));
}

void printStatus(Terminal &terminal, const JournalStatus &status)
{
    QList<QStringList> rows;
    for (const Migration &migration : status.migrations)
        rows.append({migration.tag, toString(migration.state),
                     migration.appliedAt ? migration.appliedAt->toUTC().toString(Qt::ISODate) : QString(),
                     QString::number(migration.statementCount()), problemsOf(migration)});
    terminal.out(QStringLiteral("%1 · %2\n").arg(status.title, status.directory));
    if (!status.note.isEmpty())
        terminal.out(status.note + QLatin1Char('\n'));
    for (const Problem &problem : status.problems)
        terminal.out(problem.text + QLatin1Char('\n'));
    terminal.out(QStringLiteral("\n"));
    printTable(terminal,
               {{say("Migration")}, {say("State")}, {say("Applied at")}, {say("Statements"), true}, {say("Problems")}},
               rows);
    terminal.out(QLatin1Char('\n') + status.forecast.sentence() + QLatin1Char('\n'));
    for (const Forecast::Stop &stop : status.forecast.stops)
        terminal.out(QStringLiteral("  %1: %2\n").arg(stop.tag, stop.why));
    for (const Forecast::Skip &skip : status.forecast.skips)
        terminal.out(QStringLiteral("  %1: %2\n").arg(skip.tag, skip.why));
}

Result<int> runStatus(Context &context)
{
    if (!context.word(0).isEmpty() && !QFileInfo(context.word(0)).isDir())
        return fail(Error::Kind::Missing, say("There is no folder %1.").arg(context.word(0)));
    const auto layout = layoutOf(context);
    if (!layout)
        return fail(layout.error());
    const auto session = context.session();
    if (!session)
        return fail(session.error());
    const auto status = readStatus(**layout, *session);
    if (!status)
        return fail(status.error());
    if (context.json())
        context.printJson(statusJson(*status));
    else
        printStatus(context.terminal(), *status);
    return context.has("check") && !isClean(*status) ? NotClean : Done;
}

void printFindings(Terminal &terminal, const LintResult &result)
{
    for (const FileFindings &file : result.files) {
        for (const Finding &finding : file.findings) {
            if (finding.ignored)
                continue;
            terminal.out(harmless(QStringLiteral("%1:%2: %3: %4 [%5]")
                                      .arg(file.file, QString::number(finding.line), toString(finding.severity),
                                           finding.message, finding.rule))
                         + QLatin1Char('\n'));
            const QStringList fix = finding.fix.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
            for (const QString &line : fix)
                terminal.out(terminal.faint(QStringLiteral("    ") + harmless(line)) + QLatin1Char('\n'));
        }
    }
    terminal.note(say("%1 files; %2 findings, of which %3 errors and %4 warnings.")
                      .arg(QString::number(result.files.size()), QString::number(result.count(Severity::Info)),
                           QString::number(result.count(Severity::Error)),
                           QString::number(result.count(Severity::Warning) - result.count(Severity::Error))));
}

Result<int> runLint(Context &context)
{
    const auto layout = layoutOf(context);
    if (!layout)
        return fail(layout.error());
    const auto folder = (*layout)->read();
    if (!folder)
        return fail(folder.error());
    const auto tags = tagsOf(context, *folder);
    if (!tags)
        return fail(tags.error());
    const LintResult result = lintFolder(*folder, (*layout)->runner(), *tags);
    if (context.json())
        context.printJson(lintJson(result));
    else
        printFindings(context.terminal(), result);
    Severity least = Severity::Error;
    const bool mayFail = severityFrom(context.option("fail-on"), &least);
    return mayFail && result.count(least) > 0 ? NotClean : Done;
}

} // namespace

QList<Command> migrationsCommands()
{
    const QStringList severities{QStringLiteral("info"), QStringLiteral("warning"), QStringLiteral("error")};
    return {{QStringLiteral("migrations status"),
             say("What state each migration is in, and what the project's own runner would do."),
             {folderArgument()},
             {{QStringLiteral("check"),
               {},
               say("End with status 3 when something is pending, edited, missing or skipped.")}},
             {},
             &runStatus},
            {QStringLiteral("migrations lint"),
             say("What the rules find in the migrations, without a database."),
             {folderArgument(), tagsArgument()},
             {{QStringLiteral("fail-on"),
               QStringLiteral("SEVERITY"),
               say("End with status 3 when a finding is as bad as this."),
               {},
               severities}},
             {},
             &runLint},
            dryRunCommand(),
            applyCommand(),
            reportCommand()};
}

} // namespace pitboss::cli
