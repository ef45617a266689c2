// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/report/reportfile.h"

#include "migrations/dryrunwords.h"
#include "migrations/words.h"

#include <QRegularExpression>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A text of the run's, with what the server said in it made safe.
QString withoutValues(QString text, const MigrationRun &run)
{
    QList<Error> errors;
    for (const StatementRun &statement : run.statements) {
        if (statement.error)
            errors << *statement.error;
    }
    for (const Proof *proof : {&run.idempotent, &run.reversible}) {
        if (proof->error)
            errors << *proof->error;
    }
    for (const Error &error : std::as_const(errors))
        text.replace(error.message, errorWithoutValues(error));
    return text;
}

void addFindings(ReportDocument &report, const ReportInput &input, const QString &tag, const MigrationRun *run)
{
    QList<QStringList> rows;
    const auto add = [&rows](const Finding &finding, const QString &label) {
        if (!finding.ignored)
            rows << QStringList{QString::number(finding.line), toString(finding.severity), finding.rule,
                                finding.message, label};
    };
    if (run && run->refusal.isEmpty()) {
        for (const JudgedFinding &judged : run->findings)
            add(judged.finding,
                judged.evidence.isEmpty()
                    ? toString(judged.label)
                    : u"%1: %2"_s.arg(toString(judged.label), withoutValues(judged.evidence, *run)));
    } else {
        for (const FileFindings &file : input.findings.files) {
            for (const Finding &finding : file.tag == tag ? file.findings : QList<Finding>())
                add(finding, Words::tr("not tried"));
        }
    }
    report.heading(3, Words::tr("Findings"));
    if (rows.isEmpty())
        report.paragraph(Words::tr("None."));
    report.table(
        {Words::tr("Line"), Words::tr("Weight"), Words::tr("Rule"), Words::tr("Finding"), Words::tr("Measured")}, rows);
}

/// The server's own words about objects that are there already, or not; anything else may quote a row.
QString noticesText(const StatementRun &run)
{
    static const QRegularExpression harmless(u"(already exists|does not exist), skipping$"_s);
    QStringList told;
    int hidden = 0;
    for (const QString &notice : run.notices)
        harmless.match(notice).hasMatch() ? told << notice : (++hidden, told);
    if (hidden > 0)
        told << Words::tr("notices whose text is left out, because it may quote rows: %1").arg(hidden);
    return told.join(u"; "_s);
}

void addMeasures(ReportDocument &report, const MigrationRun &run)
{
    report.heading(3, Words::tr("Measured"));
    QList<QStringList> rows;
    QStringList notes;
    for (const StatementRun &statement : run.statements) {
        rows << QStringList{QString::number(statement.line),
                            statement.kind,
                            stateWords(statement),
                            lockWords(run, statement),
                            rowWords(statement),
                            statement.walBytes > 0 ? QString::number(statement.walBytes) : QString()};
        for (const DataAnswer &answer : statement.data)
            notes << Words::tr("Line %1: %2 %3").arg(statement.line).arg(answer.rows).arg(answer.question.what);
        if (statement.error)
            notes << Words::tr("Line %1 fails: %2").arg(statement.errorLine).arg(errorWithoutValues(*statement.error));
        if (!statement.note.isEmpty())
            notes << Words::tr("Line %1: %2").arg(statement.line).arg(statement.note);
        if (const QString notices = noticesText(statement); !notices.isEmpty())
            notes << Words::tr("Line %1: %2").arg(statement.line).arg(notices);
    }
    if (!run.followsFrom.isEmpty())
        notes << Words::tr("It fails only because %1 does.").arg(run.followsFrom);
    report.table({Words::tr("Line"), Words::tr("Statement"), Words::tr("Took"), Words::tr("Locks"), Words::tr("Rows"),
                  Words::tr("WAL, bytes")},
                 rows);
    report.list(notes);
}

void addSchema(ReportDocument &report, const QList<SchemaChange> &changes)
{
    report.heading(3, Words::tr("Schema, before and after"));
    QList<QStringList> rows;
    for (const SchemaChange &change : changes)
        rows << QStringList{toString(change.kind), change.object, change.before, change.after};
    if (rows.isEmpty())
        report.paragraph(Words::tr("No change."));
    report.table({Words::tr("Change"), Words::tr("Object"), Words::tr("Before"), Words::tr("After")}, rows);
}

QString proofText(const QString &what, const Proof &proof, const MigrationRun &run)
{
    const QString verdict = !proof.holds ? Words::tr("not tried")
        : *proof.holds                   ? Words::tr("proven")
                                         : Words::tr("no");
    return proof.reason.isEmpty() ? u"%1: %2"_s.arg(what, verdict)
                                  : u"%1: %2 (%3)"_s.arg(what, verdict, withoutValues(proof.reason, run));
}

void addProofs(ReportDocument &report, const MigrationRun &run)
{
    report.heading(3, Words::tr("Proofs"));
    QStringList lines;
    const std::pair<QString, const Proof *> proofs[] = {{Words::tr("May run twice"), &run.idempotent},
                                                        {Words::tr("Its rollback takes it back"), &run.reversible}};
    for (const auto &[what, proof] : proofs) {
        lines << proofText(what, *proof, run);
        for (const SchemaChange &change : proof->difference)
            lines << Words::tr("left over: %1 %2").arg(toString(change.kind), change.object);
    }
    lines += run.notUndone;
    report.list(lines);
}

} // namespace

const MigrationRun *runOf(const ReportInput &input, const QString &tag)
{
    if (!input.dryRun)
        return nullptr;
    for (const MigrationRun &run : input.dryRun->migrations) {
        if (run.tag == tag)
            return &run;
    }
    return nullptr;
}

QString errorWithoutValues(const Error &error)
{
    // Classes 22 (data) and P0 (raised by a function) put values into the message itself; 23 names objects only.
    const bool quotes = error.sqlState.startsWith(u"22"_s) || error.sqlState.startsWith(u"P0"_s);
    const QString text = quotes ? Words::tr("the message is left out, it may quote rows") : error.message;
    return error.sqlState.isEmpty() ? text : u"%1 (SQLSTATE %2)"_s.arg(text, error.sqlState);
}

void addReportFile(ReportDocument &report, const ReportInput &input, const QString &tag)
{
    const Migration *migration = input.status.find(tag);
    const MigrationRun *run = runOf(input, tag);
    report.heading(2, tag);
    if (!migration)
        return report.paragraph(Words::tr("There is no such migration."));
    QStringList facts{Words::tr("State: %1").arg(toString(migration->state))};
    if (!migration->file.isEmpty())
        facts << Words::tr("File: %1, %2 bytes, SHA-256 %3")
                     .arg(migration->file)
                     .arg(migration->size)
                     .arg(migration->hash);
    if (run)
        facts << (run->ok ? Words::tr("Dry run: passed in %1").arg(millisecondsWords(run->milliseconds))
                          : Words::tr("Dry run: failed"));
    if (run && !run->refusal.isEmpty())
        facts << run->refusal;
    report.list(facts);
    addFindings(report, input, tag, run);
    if (run) {
        addMeasures(report, *run);
        addSchema(report, run->schemaChanges);
        addProofs(report, *run);
    }
    report.heading(3, Words::tr("SQL"));
    if (migration->script)
        report.code(QString::fromUtf8(migration->script->utf8()), u"sql"_s);
    else
        report.paragraph(Words::tr("The file is not there or cannot be read."));
}

} // namespace pitboss
