// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/report/report.h"

#include "migrations/report/reportfile.h"
#include "migrations/words.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QString stateWord(const Migration &migration)
{
    const QString when = migration.appliedAt ? migration.appliedAt->toUTC().toString(Qt::ISODate) : QString();
    const QString word = toString(migration.state);
    return when.isEmpty() ? word : u"%1, %2"_s.arg(word, when);
}

void addHead(ReportDocument &report, const ReportInput &input)
{
    QList<QStringList> rows{{Words::tr("Made"), u"%1, %2"_s.arg(input.made.toUTC().toString(Qt::ISODate), input.tool)},
                            {Words::tr("Target"), input.target},
                            {Words::tr("Environment"), input.environment},
                            {Words::tr("Folder"), input.status.title}};
    if (!input.status.source.isEmpty())
        rows << QStringList{Words::tr("Journal"), input.status.source.shown()};
    if (input.dryRun) {
        rows << QStringList{Words::tr("Server"), u"PostgreSQL %1"_s.arg(input.dryRun->serverVersion)};
        rows << QStringList{Words::tr("Time zone"), input.dryRun->timeZone};
        rows << QStringList{Words::tr("Dry run"),
                            !input.dryRun->ok             ? Words::tr("failed; nothing of it remains in the database")
                                : input.dryRun->onScratch ? Words::tr("passed, in part on a scratch copy; rolled back")
                                                          : Words::tr("passed; rolled back")};
    } else {
        rows << QStringList{Words::tr("Dry run"), input.noDryRun};
    }
    report.table({Words::tr("What"), Words::tr("Found")}, rows);
}

void addForecast(ReportDocument &report, const Forecast &forecast)
{
    report.heading(2, Words::tr("What the project's own runner would do now"));
    report.paragraph(forecast.sentence());
    QStringList lines;
    for (const Forecast::Stop &stop : forecast.stops)
        lines << (stop.tag.isEmpty() ? stop.why : u"%1: %2"_s.arg(stop.tag, stop.why));
    for (const Forecast::Skip &skip : forecast.skips)
        lines << (skip.forEver ? Words::tr("%1 is skipped for ever: %2") : Words::tr("%1 is skipped: %2"))
                     .arg(skip.tag, skip.why);
    lines += forecast.warnings;
    if (!forecast.consequence.isEmpty())
        lines << forecast.consequence;
    report.list(lines);
}

void addJournal(ReportDocument &report, const JournalStatus &status)
{
    report.heading(2, Words::tr("Journal"));
    report.paragraph(status.note);
    QStringList folder;
    for (const Problem &problem : status.problems)
        folder << problem.text;
    report.list(folder);
    QList<QStringList> rows;
    for (const Migration &migration : status.migrations) {
        QStringList notes;
        if (!migration.reason.isEmpty())
            notes << migration.reason;
        for (const Problem &problem : migration.problems)
            notes << problem.text;
        rows << QStringList{migration.tag, stateWord(migration), notes.join(u' ')};
    }
    report.table({Words::tr("Migration"), Words::tr("State"), Words::tr("Remarks")}, rows);
}

} // namespace

ReportDocument reviewReport(const ReportInput &input)
{
    ReportDocument report(input.tags.size() == 1 ? Words::tr("Review of migration %1").arg(input.tags.first())
                                                 : Words::tr("Review of %1 migrations").arg(input.tags.size()));
    addHead(report, input);
    addForecast(report, input.status.forecast);
    for (const QString &tag : input.tags)
        addReportFile(report, input, tag);
    addJournal(report, input.status);
    report.heading(2, Words::tr("Checklist"));
    report.steps(reviewSteps(input));
    return report;
}

} // namespace pitboss
