// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/measure.h"

#include "migrations/apply/adopt.h"
#include "migrations/apply/dryrunrecord.h"
#include "migrations/scratch.h"
#include "migrations/words.h"

namespace pitboss {

namespace {

Result<DryRunResult> runOnCopy(Session &session, const RunnerTraits &runner, const QList<DryRunFile> &files,
                               const MeasureOrder &order)
{
    ScratchOptions scratch;
    scratch.withData = order.withData;
    scratch.progress = order.progress;
    scratch.canceled = [canceler = session.canceler()] { return canceler->requested(); };
    const auto copy = ScratchCopy::make(session, scratch);
    if (!copy)
        return fail(copy.error());
    Session own((*copy)->connection(), session.options());
    if (const auto opened = own.open(); !opened)
        return fail(opened.error());
    constexpr Ticket onlyOne = 1;
    if (!own.canceler()->begin(onlyOne))
        return fail(Error::canceled());
    if (order.watch)
        order.watch(own);
    auto result = dryRunOnScratch(own, files, runner, order.run);
    if (order.watch)
        order.watch(session);
    return result;
}

Result<DryRunResult> runWhere(Session &session, const RunnerTraits &runner, const QList<DryRunFile> &files,
                              const MeasureOrder &order)
{
    if (order.on == MeasureOn::Scratch)
        return runOnCopy(session, runner, files, order);
    auto result = dryRun(session, files, runner, order.run);
    if (!result || !result->needsScratch || order.on == MeasureOn::Transaction)
        return result;
    const auto copied = runOnCopy(session, runner, files, order);
    if (copied)
        return mergedRuns(*std::move(result), *copied);
    if (copied.error().kind == Error::Kind::Canceled)
        return copied;
    if (order.note)
        order.note(Words::tr("A scratch copy could not be made: %1").arg(copied.error().text()));
    return result;
}

} // namespace

static Result<DryRunResult> measured(Session &session, const RunnerTraits &runner, const QList<DryRunFile> &files,
                                     const MeasureOrder &order)
{
    auto result = runWhere(session, runner, files, order);
    if (!result || order.recordFolder.isEmpty())
        return result;
    const auto identity = databaseIdentity(session);
    if (!identity)
        return fail(identity.error());
    const auto kept = DryRunRecord(order.recordFolder).remember(dryRunStamps(*result, *identity));
    if (!kept && order.note)
        order.note(kept.error().text());
    return result;
}

Result<DryRunResult> measureMigrations(Session &session, const Layout &layout, const JournalStatus &status,
                                       const MeasureOrder &order)
{
    const auto files = dryRunFiles(status, layout.runner(), order.tags);
    return files ? measured(session, layout.runner(), *files, order) : fail(files.error());
}

Result<DryRunResult> measureRollback(Session &session, const Layout &layout, const JournalStatus &status,
                                     const MeasureOrder &order)
{
    const auto files = rollbackTrial(status, layout.runner(), order.tags.value(0));
    return files ? measured(session, layout.runner(), *files, order) : fail(files.error());
}

Result<LockForecast> locksAhead(Session &session, const Layout &layout, const JournalStatus &status,
                                const QStringList &tags)
{
    const auto files = dryRunFiles(status, layout.runner(), tags);
    if (!files)
        return fail(files.error());
    QList<LockTaken> locks;
    for (const DryRunFile &file : *files)
        locks << expectedLocks(*file.script);
    return forecastLocks(session, locks);
}

} // namespace pitboss
