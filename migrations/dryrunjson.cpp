// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunjson.h"

#include "migrations/statusjson.h"

#include <QJsonArray>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue errorJson(const StatementRun &run)
{
    if (!run.error)
        return {};
    return QJsonObject{{u"sqlstate"_s, run.error->sqlState},
                       {u"message"_s, run.error->message},
                       {u"detail"_s, orNull(run.error->detail)},
                       {u"hint"_s, orNull(run.error->hint)},
                       {u"line"_s, run.errorLine},
                       {u"column"_s, run.errorColumn ? QJsonValue(run.errorColumn) : QJsonValue()}};
}

QJsonArray locksJson(const QList<LockTaken> &locks)
{
    QJsonArray array;
    for (const LockTaken &lock : locks)
        array << QJsonObject{
            {u"relation"_s, lock.relation}, {u"mode"_s, lock.mode}, {u"effect"_s, orNull(lockEffect(lock.mode))}};
    return array;
}

QJsonObject rowsJson(const QMap<QString, RowCounts> &rows)
{
    QJsonObject object;
    for (auto it = rows.cbegin(); it != rows.cend(); ++it)
        object[it.key()] = QJsonObject{{u"inserted"_s, it->inserted},
                                       {u"updated"_s, it->updated},
                                       {u"deleted"_s, it->deleted},
                                       {u"scanned"_s, it->scanned}};
    return object;
}

QString stateWord(StatementRun::State state)
{
    static constexpr const char *words[] = {"done", "failed", "stripped", "not-measurable", "not-reached"};
    return QString::fromLatin1(words[int(state)]);
}

QJsonArray dataJson(const QList<DataAnswer> &answers)
{
    QJsonArray array;
    for (const DataAnswer &answer : answers)
        array << QJsonObject{{u"kind"_s, answer.question.kind == DataQuestion::Kind::Lost ? u"lost"_s : u"offending"_s},
                             {u"what"_s, answer.question.what},
                             {u"rows"_s, answer.rows},
                             {u"query"_s, QString::fromUtf8(answer.question.rows)}};
    return array;
}

QJsonObject statementJson(const StatementRun &run)
{
    const bool ok = run.state == StatementRun::State::Done || run.state == StatementRun::State::Stripped;
    return {{u"index"_s, run.index},
            {u"line"_s, run.line},
            {u"kind"_s, run.kind},
            {u"ok"_s, ok},
            {u"state"_s, stateWord(run.state)},
            {u"duration_ms"_s, run.milliseconds},
            {u"locks"_s, locksJson(run.locks)},
            {u"rewrites"_s, QJsonArray::fromStringList(run.rewrites)},
            {u"rows"_s, rowsJson(run.rows)},
            {u"wal_bytes"_s, run.walBytes},
            {u"notices"_s, QJsonArray::fromStringList(run.notices)},
            {u"note"_s, orNull(run.note)},
            {u"data"_s, dataJson(run.data)},
            {u"error"_s, errorJson(run)}};
}

QJsonArray changesJson(const QList<SchemaChange> &changes)
{
    QJsonArray array;
    for (const SchemaChange &change : changes)
        array << QJsonObject{{u"change"_s, toString(change.kind)},
                             {u"object"_s, change.object},
                             {u"before"_s, orNull(change.before)},
                             {u"after"_s, orNull(change.after)}};
    return array;
}

QJsonObject proofJson(const Proof &proof)
{
    return {{u"holds"_s, proof.holds ? QJsonValue(*proof.holds) : QJsonValue()},
            {u"reason"_s, orNull(proof.reason)},
            {u"difference"_s, changesJson(proof.difference)}};
}

QJsonObject migrationJson(const MigrationRun &run)
{
    QJsonArray statements, findings;
    for (const StatementRun &statement : run.statements)
        statements << statementJson(statement);
    for (const JudgedFinding &judged : run.findings) {
        QJsonObject finding = findingJson(judged.finding);
        finding[u"label"_s] = toString(judged.label);
        finding[u"evidence"_s] = orNull(judged.evidence);
        finding[u"ignored"_s] = judged.finding.ignored;
        findings << finding;
    }
    return {{u"tag"_s, run.tag},
            {u"ok"_s, run.ok},
            {u"hash"_s, run.hash},
            {u"duration_ms"_s, run.milliseconds},
            {u"follows_from"_s, orNull(run.followsFrom)},
            {u"refusal"_s, orNull(run.refusal)},
            {u"idempotent"_s, run.idempotent.holds ? QJsonValue(*run.idempotent.holds) : QJsonValue()},
            {u"reversible"_s, run.reversible.holds ? QJsonValue(*run.reversible.holds) : QJsonValue()},
            {u"proofs"_s,
             QJsonObject{{u"idempotent"_s, proofJson(run.idempotent)}, {u"reversible"_s, proofJson(run.reversible)}}},
            {u"not_undone"_s, QJsonArray::fromStringList(run.notUndone)},
            {u"statements"_s, statements},
            {u"schema_changes"_s, changesJson(run.schemaChanges)},
            {u"findings"_s, findings}};
}

} // namespace

QJsonObject dryRunJson(const DryRunResult &result)
{
    QJsonArray migrations;
    for (const MigrationRun &run : result.migrations)
        migrations << migrationJson(run);
    return {{u"ok"_s, result.ok},
            {u"on"_s, result.onScratch ? u"scratch"_s : u"transaction"_s},
            {u"duration_ms"_s, result.milliseconds},
            {u"server_version"_s, result.serverVersion},
            {u"time_zone"_s, result.timeZone},
            {u"needs_scratch"_s, result.needsScratch},
            {u"migrations"_s, migrations}};
}

} // namespace pitboss
