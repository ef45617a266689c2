// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/statusjson.h"

#include <QJsonArray>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject problemJson(const Problem &problem)
{
    return {{u"code"_s, problem.code}, {u"text"_s, problem.text}, {u"repair"_s, orNull(problem.repair)}};
}

QJsonArray problemsJson(const QList<Problem> &problems)
{
    QJsonArray array;
    for (const Problem &problem : problems)
        array << problemJson(problem);
    return array;
}

QJsonValue gitJson(const std::optional<GitInfo> &git)
{
    if (!git)
        return {};
    return QJsonObject{{u"commit"_s, orNull(git->commit)},
                       {u"author"_s, orNull(git->author)},
                       {u"date"_s, orNull(git->date.toUTC().toString(Qt::ISODate))},
                       {u"uncommitted"_s, git->uncommitted}};
}

QJsonObject migrationJson(const Migration &migration)
{
    QJsonArray codes;
    for (const Problem &problem : migration.problems)
        codes << problem.code;
    const QString applied = migration.appliedAt ? migration.appliedAt->toUTC().toString(Qt::ISODate) : QString();
    return {
        {u"tag"_s, migration.tag},
        {u"number"_s, migration.number ? QJsonValue(*migration.number) : QJsonValue()},
        {u"state"_s, toString(migration.state)},
        {u"applied_at"_s, orNull(applied)},
        {u"applied_at_is"_s,
         applied.isEmpty() ? QJsonValue() : QJsonValue(migration.appliedAtIsGenerated ? u"generated"_s : u"applied"_s)},
        {u"file"_s, orNull(migration.file)},
        {u"hash"_s, orNull(migration.hash)},
        {u"recorded_hash"_s, orNull(migration.recordedHash)},
        {u"bytes"_s, migration.size},
        {u"statements"_s, migration.statementCount()},
        {u"problems"_s, codes},
        {u"problem_details"_s, problemsJson(migration.problems)},
        {u"reason"_s, orNull(migration.reason)},
        {u"missing_objects"_s, QJsonArray::fromStringList(migration.missingObjects)},
        {u"git"_s, gitJson(migration.git)}};
}

QJsonArray runsJson(const Forecast &forecast)
{
    QJsonArray runs;
    for (const Forecast::Run &run : forecast.runs)
        runs << QJsonObject{{u"tag"_s, run.tag}, {u"transaction"_s, run.transaction}, {u"again"_s, run.again}};
    return runs;
}

QJsonArray skipsJson(const Forecast &forecast)
{
    QJsonArray skips;
    for (const Forecast::Skip &skip : forecast.skips)
        skips << QJsonObject{{u"tag"_s, skip.tag},
                             {u"why"_s, skip.why},
                             {u"repair"_s, orNull(skip.repair)},
                             {u"for_ever"_s, skip.forEver}};
    return skips;
}

QJsonArray stopsJson(const Forecast &forecast)
{
    QJsonArray stops;
    for (const Forecast::Stop &stop : forecast.stops)
        stops << QJsonObject{{u"tag"_s, orNull(stop.tag)},
                             {u"line"_s, stop.line ? QJsonValue(stop.line) : QJsonValue()},
                             {u"code"_s, stop.code},
                             {u"why"_s, stop.why},
                             {u"repair"_s, orNull(stop.repair)},
                             {u"certain"_s, stop.certain}};
    return stops;
}

QJsonObject forecastJson(const Forecast &forecast)
{
    return {{u"runner"_s, forecast.runner},
            {u"known"_s, forecast.known},
            {u"sentence"_s, forecast.sentence()},
            {u"runs"_s, runsJson(forecast)},
            {u"skips"_s, skipsJson(forecast)},
            {u"stops"_s, stopsJson(forecast)},
            {u"warnings"_s, QJsonArray::fromStringList(forecast.warnings)},
            {u"consequence"_s, orNull(forecast.consequence)}};
}

QString trackingWord(TrackingTable::State state)
{
    static constexpr const char *words[] = {"not-asked", "missing", "not-readable", "read"};
    return QString::fromLatin1(words[int(state)]);
}

} // namespace

QJsonObject statusJson(const JournalStatus &status)
{
    QJsonArray migrations;
    QJsonObject counts;
    for (const Migration &migration : status.migrations) {
        migrations << migrationJson(migration);
        const QString state = toString(migration.state);
        counts[state] = counts[state].toInt() + 1;
    }
    return {{u"layout"_s, status.layout},
            {u"format"_s, status.format},
            {u"directory"_s, status.directory},
            {u"tracking_table"_s, orNull(status.source.isEmpty() ? QString() : status.source.shown())},
            {u"tracking"_s, trackingWord(status.tracking)},
            {u"note"_s, orNull(status.note)},
            {u"problems"_s, problemsJson(status.problems)},
            {u"ignored"_s, QJsonArray::fromStringList(status.ignored)},
            {u"migrations"_s, migrations},
            {u"counts"_s, counts},
            {u"forecast"_s, forecastJson(status.forecast)}};
}

QJsonObject findingJson(const Finding &finding)
{
    return {{u"rule"_s, finding.rule},       {u"severity"_s, toString(finding.severity)},
            {u"line"_s, finding.line},       {u"message"_s, finding.message},
            {u"why"_s, orNull(finding.why)}, {u"fix"_s, orNull(finding.fix)}};
}

QJsonObject lintJson(const LintResult &result)
{
    QJsonArray findings, ignored;
    QJsonObject counts{{u"info"_s, 0}, {u"warning"_s, 0}, {u"error"_s, 0}};
    for (const FileFindings &file : result.files) {
        for (const Finding &finding : file.findings) {
            QJsonObject json = findingJson(finding);
            json[u"tag"_s] = file.tag;
            json[u"file"_s] = file.file;
            if (finding.ignored)
                json[u"reason"_s] = orNull(finding.ignoreReason);
            (finding.ignored ? ignored : findings) << json;
            if (!finding.ignored)
                counts[toString(finding.severity)] = counts[toString(finding.severity)].toInt() + 1;
        }
    }
    return {{u"directory"_s, result.directory},
            {u"files"_s, result.files.size()},
            {u"findings"_s, findings},
            {u"ignored"_s, ignored},
            {u"counts"_s, counts}};
}

bool isClean(const JournalStatus &status)
{
    for (const Migration &migration : status.migrations) {
        if (migration.state != MigrationState::Applied && migration.state != MigrationState::InferredApplied)
            return false;
    }
    return status.forecast.known && status.forecast.stops.isEmpty() && status.forecast.skips.isEmpty();
}

} // namespace pitboss
