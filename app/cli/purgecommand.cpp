// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/purgecommand.h"

#include "app/cli/writing.h"
#include "sql/operations/purge.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("PurgeCommand", text);
}

QString countsText(qint64 bouts, const QList<BoutRows> &others)
{
    QStringList parts{say("bouts: %1").arg(bouts)};
    for (const BoutRows &other : others)
        parts << QStringLiteral("%1: %2").arg(other.table).arg(other.rows);
    return parts.join(QStringLiteral(", "));
}

QJsonObject countsJson(qint64 bouts, const QList<BoutRows> &others)
{
    QJsonObject counts{{QStringLiteral("bouts"), bouts}};
    for (const BoutRows &other : others)
        counts.insert(other.table, other.rows);
    return counts;
}

Result<PurgeBouts> purgeOf(Context &context, const Session &session)
{
    if (context.has("no-export") && context.has("export"))
        return fail(Error::Kind::Usage, say("--export and --no-export exclude one another."));
    const auto call = operationContext(context, session);
    if (!call)
        return fail(call.error());
    const auto batch = context.number("batch", 200, 10000);
    if (!batch)
        return fail(batch.error());
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    const QString name = context.option("export", QStringLiteral("errored-bouts-%1.jsonl").arg(stamp));
    return PurgeBouts{*call, context.has("no-export") ? QString() : QFileInfo(name).absoluteFilePath(), *batch};
}

int showOnly(Context &context, const PurgeBouts &purge, const PurgePreview &seen)
{
    if (context.json()) {
        context.printJson({{QStringLiteral("done"), false},
                           {QStringLiteral("preview"), countsJson(seen.bouts, seen.others)},
                           {QStringLiteral("export"), purge.exportFile}});
        return NotClean;
    }
    Terminal &terminal = context.terminal();
    terminal.out(say("Would be deleted: %1").arg(countsText(seen.bouts, seen.others)) + QLatin1Char('\n'));
    terminal.out(
        (purge.exportFile.isEmpty() ? say("Without an export.") : say("Exported first to %1").arg(purge.exportFile))
        + QLatin1Char('\n'));
    terminal.note(say("\nNothing was written. Add --yes to do it."));
    return NotClean;
}

int tellDone(Context &context, const PurgeAnswer &answer)
{
    const bool isWhole = !answer.wasCanceled && !answer.stoppedBy;
    const auto text = [](const QString &words) { return words.isEmpty() ? QJsonValue() : QJsonValue(words); };
    if (context.json())
        context.printJson({{QStringLiteral("done"), isWhole},
                           {QStringLiteral("deleted"), countsJson(answer.bouts, answer.others)},
                           {QStringLiteral("kept"), answer.kept},
                           {QStringLiteral("exported"), answer.exported},
                           {QStringLiteral("export"), text(answer.exportFile)},
                           {QStringLiteral("canceled"), answer.wasCanceled},
                           {QStringLiteral("uncertain"), answer.isUncertain},
                           {QStringLiteral("error"), text(answer.stoppedBy ? answer.stoppedBy->text() : QString())},
                           {QStringLiteral("audit_entry"), answer.auditNumber}});
    else
        context.terminal().out(say("Deleted: %1").arg(countsText(answer.bouts, answer.others)) + QLatin1Char('\n'));
    if (answer.kept > 0)
        context.terminal().note(say("%1 changed meanwhile and were kept.").arg(answer.kept));
    if (answer.wasCanceled)
        context.terminal().note(say("Stopped when told to; the rest is still there."));
    if (answer.stoppedBy)
        context.terminal().note(say("Stopped; the rest is still there. %1").arg(answer.stoppedBy->text()));
    if (answer.isUncertain)
        context.terminal().note(say("Whether the last batch was deleted is not known; it is in the export."));
    if (!answer.auditProblem.isEmpty())
        context.terminal().note(say("The outcome could not be recorded: %1").arg(answer.auditProblem));
    return isWhole ? Done : answer.wasCanceled ? Interrupted : Failed;
}

Result<int> runPurge(Context &context)
{
    const auto session = context.writer();
    if (!session)
        return fail(session.error());
    const auto purge = purgeOf(context, **session);
    if (!purge)
        return fail(purge.error());
    const auto seen = previewPurge(**session, *purge);
    if (!seen)
        return fail(seen.error());
    if (!context.has("yes"))
        return showOnly(context, *purge, *seen);
    AuditLog log(AuditLog::defaultFolder());
    Terminal &terminal = context.terminal();
    const auto answer = purgeOnRecord(**session, *purge, *seen, log, [&](const PurgeAnswer &soFar) {
        if (terminal.showsProgress())
            terminal.progress(say("%1 exported, %2 deleted").arg(soFar.exported).arg(soFar.bouts));
        return !context.wasInterrupted();
    });
    terminal.progress({});
    if (!answer)
        return fail(answer.error());
    return tellDone(context, *answer);
}

} // namespace

Command purgeCommand()
{
    const QList<Option> own{
        {QStringLiteral("export"), QStringLiteral("FILE"), say("Where they are exported to first; must not exist.")},
        {QStringLiteral("no-export"), {}, say("Delete without an export.")},
        {QStringLiteral("batch"), QStringLiteral("N"), say("Bouts for each transaction (200).")}};
    return {
        QStringLiteral("bouts purge-errors"),
        say("Delete the bouts in error, with their reactions and votes, exported first."),
        {},
        own + writeOptions(),
        say("Without --yes only the counts are shown and the status is 3. The export is JSON lines, one bout each.\n"
            "Ctrl+C stops between batches; what is gone by then is told exactly."),
        &runPurge};
}

} // namespace pitboss::cli
