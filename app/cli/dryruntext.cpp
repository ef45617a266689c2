// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dryruntext.h"

#include "app/cli/texttable.h"

#include <QCoreApplication>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("DryRunText", text);
}

QString milliseconds(double value)
{
    return say("%1 ms").arg(value, 0, 'f', value < 10 ? 1 : 0);
}

void line(Terminal &terminal, const QString &text)
{
    terminal.out(harmless(text) + QLatin1Char('\n'));
}

QString locksText(const QList<LockTaken> &locks)
{
    QStringList parts;
    for (const LockTaken &lock : locks) {
        const QString effect = lockEffect(lock.mode);
        if (!effect.isEmpty())
            parts << say("%1 of %2").arg(effect, lock.relation);
    }
    return parts.join(QStringLiteral("; "));
}

QString rowsText(const StatementRun &run)
{
    QStringList parts;
    for (const QString &table : run.rewrites)
        parts << say("rewrites %1").arg(table);
    for (auto it = run.rows.cbegin(); it != run.rows.cend(); ++it) {
        const std::pair<const char *, qint64> counts[] = {
            {"%1 read", it->scanned}, {"%1 new", it->inserted}, {"%1 changed", it->updated}, {"%1 gone", it->deleted}};
        QStringList words;
        for (const auto &[text, count] : counts) {
            if (count > 0)
                words << say(text).arg(count);
        }
        parts << it.key() + QStringLiteral(": ") + words.join(QStringLiteral(", "));
    }
    return parts.join(QStringLiteral("; "));
}

QString stateText(const StatementRun &run)
{
    switch (run.state) {
    case StatementRun::State::Done:
        return milliseconds(run.milliseconds);
    case StatementRun::State::Failed:
        return say("failed");
    case StatementRun::State::Stripped:
        return say("left out");
    case StatementRun::State::NotMeasurable:
        return say("not tried");
    case StatementRun::State::NotReached:
        break;
    }
    return say("not reached");
}

void printError(Terminal &terminal, const Error &error, int errorLine, int column)
{
    const QString place =
        column > 0 ? say("line %1, column %2").arg(errorLine).arg(column) : say("line %1").arg(errorLine);
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
            printError(terminal, *statement.error, statement.errorLine, statement.errorColumn);
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
        const QString verdict = run.ok ? milliseconds(run.milliseconds) : say("failed");
        terminal.out(terminal.bold(harmless(run.tag)) + QStringLiteral("  ") + verdict + QLatin1Char('\n'));
        if (!run.refusal.isEmpty())
            line(terminal, QStringLiteral("  ✗ ") + run.refusal);
        QList<QStringList> rows;
        for (const StatementRun &statement : run.statements)
            rows.append({QString::number(statement.line), statement.kind, stateText(statement),
                         locksText(statement.locks), rowsText(statement)});
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
                      file.attempts > 0 ? QStringLiteral("  ") + milliseconds(file.milliseconds) : QString()));
        const bool whole = file.state == FileOutcome::State::Applied || file.state == FileOutcome::State::AppliedBefore;
        for (const StatementOutcome &statement : file.statements) {
            if (!whole && file.attempts > 0)
                line(terminal,
                     say("  line %1: %2: %3")
                         .arg(QString::number(statement.line), statement.kind, toString(statement.state)));
            if (statement.error)
                printError(terminal, *statement.error, statement.errorLine, statement.errorColumn);
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
