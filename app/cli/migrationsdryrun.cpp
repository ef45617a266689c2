// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dryruntext.h"
#include "app/cli/migrationsproject.h"
#include "app/cli/migrationsrun.h"
#include "migrations/apply/dryrunrecord.h"
#include "migrations/dryrunjson.h"
#include "migrations/measure.h"

#include <QCoreApplication>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("MigrationsDryRun", text);
}

Result<DryRunOptions> optionsOf(Context &context)
{
    DryRunOptions options;
    const auto lock = durationOf(context, "lock-timeout", options.lockTimeout);
    const auto statement = durationOf(context, "statement-timeout", options.statementTimeout);
    if (!lock || !statement)
        return fail(lock ? statement.error() : lock.error());
    options.lockTimeout = *lock;
    options.statementTimeout = *statement;
    options.proofs = !context.has("no-proofs");
    options.progress = [&context](const QString &tag, int index, int count) {
        context.terminal().progress(say("Trying %1: statement %2 of %3").arg(tag).arg(index + 1).arg(count));
    };
    return options;
}

/// Where others work: which locks it will take, and who is in the way of them now.
Result<void> warn(Context &context, Session &session, const Layout &layout, const JournalStatus &status,
                  const QStringList &tags)
{
    const Environment place = session.info().environment();
    if (place != Environment::Staging && place != Environment::Production)
        return {};
    const auto forecast = locksAhead(session, layout, status, tags);
    if (!forecast)
        return fail(forecast.error());
    for (const LockForecast::Entry &entry : forecast->entries) {
        context.terminal().note(say("Will lock %1: %2").arg(entry.lock.relation, entry.effect));
        for (const LockHolder &holder : entry.holders)
            context.terminal().note(say("  in the way now: %1").arg(lockHolderText(holder)));
    }
    return {};
}

MeasureOn whereOf(const Context &context)
{
    const QString on = context.option("on", QStringLiteral("auto"));
    return on == QLatin1String("scratch")    ? MeasureOn::Scratch
        : on == QLatin1String("transaction") ? MeasureOn::Transaction
                                             : MeasureOn::Auto;
}

Result<int> runDryRun(Context &context)
{
    const auto layout = layoutOf(context);
    if (!layout)
        return fail(layout.error());
    const auto session = context.migrator();
    if (!session)
        return fail(session.error());
    const auto status = readStatus(**layout, *session);
    if (!status)
        return fail(status.error());
    const auto tags = wantedTags(context, **layout, *status);
    if (!tags)
        return fail(tags.error());
    if (tags->isEmpty())
        context.terminal().note(say("Nothing is pending."));
    const auto result = measure(context, **session, **layout, *status, *tags);
    if (!result)
        return fail(result.error());
    if (context.json())
        context.printJson(dryRunJson(*result));
    else
        printDryRun(context.terminal(), *result);
    return result->ok ? Done : NotClean;
}

} // namespace

Result<DryRunResult> measure(Context &context, Session &session, const Layout &layout, const JournalStatus &status,
                             const QStringList &tags)
{
    const auto options = optionsOf(context);
    if (!options)
        return fail(options.error());
    if (const auto warned = warn(context, session, layout, status, tags); !warned)
        return fail(warned.error());
    MeasureOrder order;
    order.tags = tags;
    order.run = *options;
    order.on = whereOf(context);
    order.withData = context.has("with-data");
    order.recordFolder = DryRunRecord::defaultFolder();
    order.progress = [&context](const QString &text) { context.terminal().progress(text); };
    order.note = [&context](const QString &text) { context.terminal().note(text); };
    order.watch = [&context](Session &one) { context.watch(one); };
    auto result = measureMigrations(session, layout, status, order);
    context.terminal().progress({});
    return result;
}

Result<QStringList> wantedTags(const Context &context, const Layout &layout, const JournalStatus &status)
{
    const auto folder = layout.read();
    if (!folder)
        return fail(folder.error());
    auto tags = tagsOf(context, *folder);
    if (tags && !tags->isEmpty() && context.has("pending"))
        return fail(Error::Kind::Usage, say("Either migrations by name, or --pending."));
    if (!tags || !tags->isEmpty())
        return tags;
    for (const Migration &migration : status.migrations) {
        if (migration.state == MigrationState::Pending && migration.script)
            *tags << migration.tag;
    }
    return tags;
}

QList<Option> measureOptions()
{
    return {{QStringLiteral("on"),
             QStringLiteral("WHERE"),
             say("In a transaction of the database, on a scratch copy of it, or there only what the first cannot try."),
             {},
             {QStringLiteral("transaction"), QStringLiteral("scratch"), QStringLiteral("auto")}},
            {QStringLiteral("with-data"), {}, say("The scratch copy has the rows as well.")},
            {QStringLiteral("no-proofs"), {}, say("Do not run each file twice and back.")},
            {QStringLiteral("lock-timeout"), QStringLiteral("TIME"), say("How long a statement waits for a lock: 3s.")},
            {QStringLiteral("statement-timeout"), QStringLiteral("TIME"), say("How long a statement may take: 60s.")}};
}

Command dryRunCommand()
{
    return {QStringLiteral("migrations dry-run"),
            say("Runs migrations on the connected database, measures each statement, and rolls back."),
            {folderArgument(), tagsArgument()},
            QList<Option>{
                {QStringLiteral("pending"), {}, say("All that are pending; so it is unless migrations are named.")}}
                + measureOptions(),
            say("Nothing of it stays in the database. A failed file ends it with status 3. The locks are real until\n"
                "the end: on production measure at a quiet hour."),
            &runDryRun};
}

} // namespace pitboss::cli
