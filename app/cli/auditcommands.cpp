// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/context.h"
#include "app/cli/texttable.h"
#include "sql/audit/auditlog.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("AuditCommands", text);
}

Result<int> runList(Context &context)
{
    const auto limit = context.number("limit", 50, mostRows);
    if (!limit)
        return fail(limit.error());
    const auto entries = AuditLog(AuditLog::defaultFolder()).entries();
    if (!entries)
        return fail(entries.error());
    const auto newest = entries->mid(qMax(qsizetype(0), entries->size() - *limit));
    QJsonArray list;
    QList<QStringList> rows;
    for (auto it = newest.rbegin(); it != newest.rend(); ++it) {
        const auto field = [&it](const char *key) { return it->fields[QLatin1String(key)].toString(); };
        list.append(it->fields);
        rows.append({QString::number(it->number), it->time,
                     it->phase == QLatin1String("intent") ? it->phase : it->outcome, it->action, field("target"),
                     it->operatorName, field("database"), field("reason")});
    }
    if (context.json())
        context.printJson(list);
    else if (rows.isEmpty())
        context.terminal().note(say("Nothing is on record here yet."));
    else
        printTable(context.terminal(),
                   {{say("No."), true},
                    {say("Time")},
                    {say("State")},
                    {say("Action")},
                    {say("Of")},
                    {say("By")},
                    {say("Database")},
                    {say("Reason")}},
                   rows);
    return Done;
}

Result<int> runVerify(Context &context)
{
    const AuditLog log(AuditLog::defaultFolder());
    const auto verdict = log.verify();
    if (!verdict)
        return fail(verdict.error());
    const bool isWhole = verdict->problem.isEmpty();
    if (context.json())
        context.printJson({{QStringLiteral("ok"), isWhole},
                           {QStringLiteral("file"), log.path()},
                           {QStringLiteral("entries"), verdict->entries},
                           {QStringLiteral("broken"), isWhole ? QJsonValue() : QJsonValue(verdict->broken)},
                           {QStringLiteral("problem"), isWhole ? QJsonValue() : QJsonValue(verdict->problem)},
                           {QStringLiteral("torn_end"), verdict->hasTornEnd},
                           {QStringLiteral("set_aside"), QJsonArray::fromStringList(verdict->setAside)}});
    else if (isWhole)
        context.terminal().out(say("%1 entries, the chain is whole.").arg(verdict->entries) + QLatin1Char('\n'));
    else
        context.terminal().out(
            say("Entry %1 is the first broken one. %2").arg(QString::number(verdict->broken), verdict->problem)
            + QLatin1Char('\n'));
    if (!context.json() && (verdict->hasTornEnd || !verdict->setAside.isEmpty()))
        context.terminal().note(say("A crash cut off an entry that was being written; it is kept beside the log."));
    return isWhole ? Done : NotClean;
}

} // namespace

QList<Command> auditCommands()
{
    return {
        {QStringLiteral("audit list"), say("The local audit log, newest first."), {}, {limitOption(50)}, {}, &runList},
        {QStringLiteral("audit verify"),
         say("Check the audit log's chain of hashes."),
         {},
         {},
         say("The first broken entry is named, and the status is then 3."),
         &runVerify}};
}

} // namespace pitboss::cli
