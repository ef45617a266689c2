// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/applyrecord.h"

#include "migrations/numberedlayout.h"
#include "migrations/words.h"
#include "sql/audit/recorded.h"
#include "sql/session.h"

#include <QJsonArray>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString applyAction = u"migrations.apply"_s;
const QString stepAction = u"migrations.apply.step"_s;

QJsonArray filesRecord(const ApplyPlan &plan)
{
    QJsonArray files;
    for (const ApplyFile &file : plan.files)
        files << QJsonObject{
            {u"tag"_s, file.tag},
            {u"sha256"_s, file.hash},
            {u"dryRun"_s, file.measured ? QJsonValue(file.measured->when.toString(Qt::ISODate)) : QJsonValue()}};
    return files;
}

} // namespace

QList<QByteArray> trackingTableStatements(const ApplyPlan &plan)
{
    const QByteArray more = plan.record == RecordStyle::DrizzleFolders
        ? ",\n\tname text,\n\tapplied_at timestamp with time zone DEFAULT now()"
        : "";
    return {"CREATE SCHEMA IF NOT EXISTS " + quoteIdentifier(plan.source.schema),
            "CREATE TABLE IF NOT EXISTS " + plan.source.quoted().toUtf8()
                + " (\n\tid SERIAL PRIMARY KEY,\n\thash text NOT NULL,\n\tcreated_at bigint" + more + "\n)"};
}

Statement lockStatement(const TrackingSource &source)
{
    return Statement(QByteArray("LOCK TABLE " + source.quoted().toUtf8() + " IN ACCESS EXCLUSIVE MODE")).keep();
}

Statement recordStatement(const ApplyPlan &plan, const ApplyFile &file)
{
    if (!file.createdAt)
        return {};
    if (plan.back && plan.record == RecordStyle::DrizzleJournal)
        return Statement(QByteArray("delete from " + plan.source.quoted().toUtf8() + " where created_at = $1"))
            .bind(*file.createdAt);
    if (plan.back)
        return Statement(QByteArray("delete from " + plan.source.quoted().toUtf8() + " where name = $1"))
            .bind(file.tag);
    const QByteArray into = "insert into " + plan.source.quoted().toUtf8();
    if (plan.record == RecordStyle::DrizzleJournal)
        return Statement(QByteArray(into + " (\"hash\", \"created_at\") values ($1, $2)"))
            .bind(file.hash)
            .bind(*file.createdAt)
            .keep();
    return Statement(QByteArray(into + " (\"hash\", \"created_at\", \"name\") values ($1, $2, $3)"))
        .bind(file.hash)
        .bind(*file.createdAt)
        .bind(file.tag)
        .keep();
}

QString shownStatement(const Statement &statement)
{
    QString text = QString::fromUtf8(statement.sql);
    for (qsizetype i = statement.parameters.size(); i > 0; --i) {
        const QString value = QString::fromUtf8(statement.parameters[i - 1].value_or("NULL"));
        bool number = false;
        (void)value.toLongLong(&number);
        text.replace(u'$' + QString::number(i), number ? value : QString::fromUtf8(quoteLiteral(value)));
    }
    return text;
}

Statement isRecordedStatement(const ApplyPlan &plan, const ApplyFile &file)
{
    const QByteArray from = "select exists (select from " + plan.source.quoted().toUtf8();
    if (plan.record == RecordStyle::DrizzleJournal && file.createdAt)
        return Statement(QByteArray(from + " where created_at = $1::bigint)")).bind(*file.createdAt);
    if (plan.record == RecordStyle::DrizzleFolders)
        return Statement(QByteArray(from + " where name = $1)")).bind(file.tag);
    return {};
}

Result<ApplyPlan> noteUnfinished(ApplyPlan plan, const AuditLog *log)
{
    const auto entries = log ? log->entries() : Result<QList<AuditEntry>>();
    if (!entries)
        return fail(entries.error());
    for (ApplyFile &file : plan.files) {
        if (file.steps.size() < 2)
            continue;
        for (const AuditEntry &entry : *entries) {
            const QJsonObject &fields = entry.fields;
            if (entry.action == stepAction && fields[u"databaseId"].toString() == plan.databaseId
                && fields[u"target"].toString() == file.tag && fields[u"sha256"].toString() == file.hash)
                file.stepsDone = std::min(fields[u"stepsDone"].toInt(), int(file.steps.size()));
        }
        if (file.stepsDone == file.steps.size())
            file.stepsDone = 0; // it was whole, and somebody took it back since
        if (file.stepsDone > 0)
            file.warnings << Words::tr("%1: an earlier apply ended within it; it goes on with step %2 of %3.")
                                 .arg(file.tag)
                                 .arg(file.stepsDone + 1)
                                 .arg(file.steps.size());
    }
    return plan;
}

QJsonObject intentFields(const Session &session, const ApplyPlan &plan, const ApplyConfirmation &confirmation)
{
    QStringList tags;
    for (const ApplyFile &file : plan.files)
        tags << file.tag;
    QJsonObject fields = placeRecord(session, confirmation.context, session.info().user());
    fields[u"phase"_s] = u"intent"_s;
    fields[u"action"_s] = plan.back ? u"migrations.rollback"_s : applyAction;
    fields[u"target"_s] = tags.join(u", "_s);
    fields[u"summary"_s] = plan.back ? Words::tr("Take back %1").arg(tags.join(u", "_s))
                                     : Words::tr("Apply %n migrations", nullptr, int(tags.size()));
    fields[u"databaseId"_s] = plan.databaseId;
    fields[u"files"_s] = filesRecord(plan);
    if (!plan.overrideReason.isEmpty())
        fields[u"withoutDryRun"_s] = plan.overrideReason;
    return fields;
}

QJsonObject stepFields(QJsonObject intent, const ApplyFile &file, int stepsDone)
{
    intent.remove(u"files"_s);
    intent[u"phase"_s] = u"outcome"_s;
    intent[u"outcome"_s] = u"done"_s;
    intent[u"action"_s] = stepAction;
    intent[u"target"_s] = file.tag;
    intent[u"sha256"_s] = file.hash;
    intent[u"stepsDone"_s] = stepsDone;
    intent[u"summary"_s] =
        Words::tr("Step %1 of %2 of %3").arg(QString::number(stepsDone), QString::number(file.steps.size()), file.tag);
    return intent;
}

QJsonObject outcomeFields(QJsonObject intent, const ApplyResult &result)
{
    QJsonArray files;
    bool unknown = false, some = false;
    for (const FileOutcome &file : result.files) {
        QJsonObject fields{{u"tag"_s, file.tag},
                           {u"sha256"_s, file.hash},
                           {u"state"_s, toString(file.state)},
                           {u"transactionIds"_s, QJsonArray::fromStringList(file.transactionIds)}};
        if (file.error)
            fields[u"error"_s] = file.error->message;
        files << fields;
        unknown = unknown || file.state == FileOutcome::State::Unknown;
        some = some || file.state == FileOutcome::State::Applied || file.state == FileOutcome::State::Partial;
    }
    intent[u"phase"_s] = u"outcome"_s;
    intent[u"outcome"_s] = unknown ? u"unknown"_s : result.ok ? u"done"_s : some ? u"partly done"_s : u"not done"_s;
    intent[u"files"_s] = files;
    return intent;
}

} // namespace pitboss
