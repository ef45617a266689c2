// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dryruntext.h"

#include "app/cli/texttable.h"
#include "migrations/dryrunwords.h"

#include <QCoreApplication>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("DryRunText", text);
}

void line(Terminal &terminal, const QString &text)
{
    terminal.out(harmless(text) + QLatin1Char('\n'));
}

void printError(Terminal &terminal, const Error &error, const QString &place)
{
    line(terminal,
         QStringLiteral("  ✗ %1: %2%3")
             .arg(place, error.message,
                  error.sqlState.isEmpty() ? QString() : QStringLiteral(" (%1)").arg(error.sqlState)));
    for (const QString &more : {error.detail, error.hint}) {
        if (!more.isEmpty())
            line(terminal, QStringLiteral("    ") + more);
    }
}

void printProof(Terminal &terminal, const QString &yes, const QString &no, const Proof &proof)
{
    if (proof.holds)
        line(terminal,
             QStringLiteral("  ") + (*proof.holds ? yes : no)
                 + (proof.reason.isEmpty() ? QString() : QStringLiteral(": ") + proof.reason));
    for (const SchemaChange &change : proof.difference)
        line(terminal, QStringLiteral("    %1: %2").arg(toString(change.kind), change.object));
}

void printNotes(Terminal &terminal, const MigrationRun &run)
{
    for (const StatementRun &statement : run.statements) {
        for (const DataAnswer &answer : statement.data)
            line(terminal,
                 say("  line %1: %2 %3")
                     .arg(QString::number(statement.line), QString::number(answer.rows), answer.question.what));
        for (const QString &notice : statement.notices)
            line(terminal, QStringLiteral("  %1").arg(notice));
        if (!statement.note.isEmpty())
            line(terminal, say("  line %1: %2").arg(QString::number(statement.line), statement.note));
        if (statement.error)
            printError(terminal, *statement.error, placeWords(statement.errorLine, statement.errorColumn));
    }
    if (!run.followsFrom.isEmpty())
        line(terminal, say("  It fails only because %1 does.").arg(run.followsFrom));
    for (const SchemaChange &change : run.schemaChanges)
        line(terminal,
             QStringLiteral("  %1: %2%3")
                 .arg(toString(change.kind), change.object,
                      change.after.isEmpty() ? QString() : QStringLiteral(" · ") + change.after));
    printProof(terminal, say("may run twice"), say("may not run twice"), run.idempotent);
    printProof(terminal, say("its rollback takes it back"), say("its rollback does not take it back"), run.reversible);
    for (const QString &left : run.notUndone)
        line(terminal, QStringLiteral("  ") + left);
    for (const JudgedFinding &judged : run.findings) {
        if (!judged.finding.ignored)
            line(terminal,
                 QStringLiteral("  %1, line %2: %3 [%4]%5")
                     .arg(toString(judged.label), QString::number(judged.finding.line), judged.finding.message,
                          judged.finding.rule,
                          judged.evidence.isEmpty() ? QString() : QStringLiteral(": ") + judged.evidence));
    }
}

} // namespace

void printDryRun(Terminal &terminal, const DryRunResult &result)
{
    for (const MigrationRun &run : result.migrations) {
        const QString verdict = run.ok ? millisecondsWords(run.milliseconds) : say("failed");
        terminal.out(terminal.bold(harmless(run.tag)) + QStringLiteral("  ") + verdict + QLatin1Char('\n'));
        if (!run.refusal.isEmpty())
            line(terminal, QStringLiteral("  ✗ ") + run.refusal);
        QList<QStringList> rows;
        for (const StatementRun &statement : run.statements)
            rows.append({QString::number(statement.line), statement.kind, stateWords(statement),
                         lockWords(run, statement), rowWords(statement)});
        if (!rows.isEmpty())
            printTable(terminal,
                       {{say("Line"), true}, {say("Statement")}, {say("Took"), true}, {say("Locks")}, {say("Rows")}},
                       rows);
        printNotes(terminal, run);
        terminal.out(QStringLiteral("\n"));
    }
}

void printPlan(Terminal &terminal, const ApplyPlan &plan)
{
    terminal.out(terminal.bold(say("Apply to %1 (%2)").arg(harmless(plan.database), environmentName(plan.environment)))
                 + QLatin1Char('\n'));
    for (const ApplyFile &file : plan.files) {
        line(terminal, QStringLiteral("  %1  %2").arg(file.tag, file.hash.left(12)));
        if (!file.record.isEmpty())
            terminal.out(terminal.faint(QStringLiteral("    ") + harmless(file.record)) + QLatin1Char('\n'));
        for (const QString &lost : file.measured ? file.measured->lost : QStringList())
            line(terminal, say("    is lost: %1").arg(lost));
    }
    QStringList warnings = plan.warnings;
    for (const ApplyFile &file : plan.files)
        warnings << file.warnings;
    for (const QString &warning : std::as_const(warnings))
        line(terminal, QStringLiteral("! ") + warning);
    for (const QString &obstacle : plan.obstacles())
        line(terminal, QStringLiteral("✗ ") + obstacle);
}

void printLocks(Terminal &terminal, const LockForecast &forecast)
{
    for (const LockForecast::Entry &entry : forecast.entries) {
        line(terminal, QStringLiteral("  %1: %2").arg(entry.lock.relation, entry.effect));
        for (const LockHolder &holder : entry.holders)
            line(terminal, say("    in the way now: %1").arg(lockHolderText(holder)));
    }
}

void printApplied(Terminal &terminal, const ApplyResult &result)
{
    for (const FileOutcome &file : result.files) {
        line(terminal,
             QStringLiteral("%1  %2%3")
                 .arg(file.tag, toString(file.state),
                      file.attempts > 0 ? QStringLiteral("  ") + millisecondsWords(file.milliseconds) : QString()));
        const bool whole = file.state == FileOutcome::State::Applied || file.state == FileOutcome::State::AppliedBefore;
        for (const StatementOutcome &statement : file.statements) {
            if (!whole && file.attempts > 0)
                line(terminal,
                     say("  line %1: %2: %3")
                         .arg(QString::number(statement.line), statement.kind, toString(statement.state)));
            if (statement.error)
                printError(terminal, *statement.error, placeWords(statement.errorLine, statement.errorColumn));
        }
        const bool told = std::any_of(file.statements.begin(), file.statements.end(),
                                      [](const StatementOutcome &statement) { return statement.error.has_value(); });
        if (file.error && !told)
            line(terminal, QStringLiteral("  ✗ ") + file.error->text());
        for (const LockHolder &holder : file.holders)
            line(terminal, say("  in the way: %1").arg(lockHolderText(holder)));
        for (const QString &index : file.invalidIndexes)
            line(terminal,
                 say("  left invalid: index %1; remove it with DROP INDEX CONCURRENTLY, then apply again").arg(index));
        if (file.wasAskedAgain)
            terminal.note(say("The connection was lost at the end; the server was asked again."));
    }
}

} // namespace pitboss::cli
