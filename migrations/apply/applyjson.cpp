// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/apply.h"

#include <QJsonArray>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue errorJson(const std::optional<Error> &error)
{
    if (!error)
        return {};
    return QJsonObject{{u"kind"_s, kindName(error->kind)},
                       {u"sqlstate"_s, orNull(error->sqlState)},
                       {u"message"_s, error->message},
                       {u"detail"_s, orNull(error->detail)},
                       {u"hint"_s, orNull(error->hint)}};
}

QJsonObject statementJson(const StatementOutcome &statement)
{
    QJsonObject object{{u"index"_s, statement.index},
                       {u"line"_s, statement.line},
                       {u"kind"_s, statement.kind},
                       {u"state"_s, toString(statement.state)},
                       {u"duration_ms"_s, statement.milliseconds},
                       {u"notices"_s, QJsonArray::fromStringList(statement.notices)},
                       {u"error"_s, errorJson(statement.error)}};
    if (statement.error)
        object[u"error_line"_s] = statement.errorLine;
    return object;
}

QJsonArray holdersJson(const QList<LockHolder> &holders)
{
    QJsonArray array;
    for (const LockHolder &holder : holders)
        array << QJsonObject{{u"pid"_s, holder.pid},
                             {u"user"_s, orNull(holder.user)},
                             {u"application"_s, orNull(holder.application)},
                             {u"state"_s, orNull(holder.state)},
                             {u"seconds"_s, holder.seconds},
                             {u"relation"_s, orNull(holder.relation)},
                             {u"query"_s, orNull(holder.query)}};
    return array;
}

QJsonObject fileJson(const FileOutcome &file)
{
    QJsonArray statements;
    for (const StatementOutcome &statement : file.statements)
        statements << statementJson(statement);
    return {{u"tag"_s, file.tag},
            {u"hash"_s, file.hash},
            {u"state"_s, toString(file.state)},
            {u"duration_ms"_s, file.milliseconds},
            {u"attempts"_s, file.attempts},
            {u"asked_again"_s, file.wasAskedAgain},
            {u"transaction_ids"_s, QJsonArray::fromStringList(file.transactionIds)},
            {u"statements"_s, statements},
            {u"blocked_by"_s, holdersJson(file.holders)},
            {u"invalid_indexes"_s, QJsonArray::fromStringList(file.invalidIndexes)},
            {u"error"_s, errorJson(file.error)}};
}

QJsonObject plannedJson(const ApplyFile &file)
{
    QJsonArray locks;
    QStringList lost;
    if (file.measured) {
        lost = file.measured->lost;
        for (const LockTaken &lock : file.measured->locks)
            locks << QJsonObject{
                {u"relation"_s, lock.relation}, {u"mode"_s, lock.mode}, {u"effect"_s, orNull(lockEffect(lock.mode))}};
    }
    return {{u"tag"_s, file.tag},
            {u"hash"_s, file.hash},
            {u"steps"_s, file.steps.size()},
            {u"steps_done"_s, file.stepsDone},
            {u"record"_s, orNull(file.record)},
            {u"dry_run"_s, file.measured ? QJsonValue(file.measured->when.toString(Qt::ISODate)) : QJsonValue()},
            {u"locks"_s, locks},
            {u"lost"_s, QJsonArray::fromStringList(lost)},
            {u"refusals"_s, QJsonArray::fromStringList(file.refusals)},
            {u"warnings"_s, QJsonArray::fromStringList(file.warnings)}};
}

} // namespace

QJsonObject applyJson(const ApplyResult &result)
{
    QJsonArray files;
    for (const FileOutcome &file : result.files)
        files << fileJson(file);
    return {{u"done"_s, result.ok},
            {u"operation_id"_s, result.operationId},
            {u"duration_ms"_s, result.milliseconds},
            {u"audit_entry"_s, result.auditNumber > 0 ? QJsonValue(result.auditNumber) : QJsonValue()},
            {u"migrations"_s, files}};
}

QJsonObject applyPlanJson(const ApplyPlan &plan)
{
    QJsonArray files;
    for (const ApplyFile &file : plan.files)
        files << plannedJson(file);
    return {{u"database"_s, plan.database},
            {u"environment"_s, environmentName(plan.environment)},
            {u"runner"_s, plan.runner},
            {u"tracking_table"_s, orNull(plan.source.shown())},
            {u"migrations"_s, files},
            {u"obstacles"_s, QJsonArray::fromStringList(plan.obstacles())},
            {u"warnings"_s, QJsonArray::fromStringList(plan.warnings)}};
}

} // namespace pitboss
