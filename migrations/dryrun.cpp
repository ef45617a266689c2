// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrun.h"

#include "migrations/dryrunner.h"
#include "migrations/lint.h"
#include "migrations/words.h"
#include "sql/transaction.h"

#include <QElapsedTimer>
#include <QFile>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

int lockStrength(const QString &mode)
{
    // The manual's table of conflicting lock modes, "Explicit Locking".
    static const QStringList modes{u"ShareUpdateExclusiveLock"_s, u"ShareLock"_s, u"ShareRowExclusiveLock"_s,
                                   u"ExclusiveLock"_s, u"AccessExclusiveLock"_s};
    return int(modes.indexOf(mode));
}

QString lockEffect(const QString &mode)
{
    if (mode == "AccessExclusiveLock"_L1)
        return Words::tr("blocks reads and writes");
    if (mode == "ExclusiveLock"_L1 || mode == "ShareRowExclusiveLock"_L1 || mode == "ShareLock"_L1)
        return Words::tr("blocks writes");
    if (mode == "ShareUpdateExclusiveLock"_L1)
        return Words::tr("blocks other schema changes and vacuum");
    return {};
}

QString toString(JudgedFinding::Label label)
{
    static constexpr const char *words[] = {"confirmed", "dismissed", "not-measurable"};
    return QString::fromLatin1(words[int(label)]);
}

namespace {

/// One try. None: what was read of the catalog was not all that changed.
Result<std::optional<DryRunResult>> attempt(Session &session, const QList<DryRunFile> &files,
                                            const RunnerTraits &runner, const DryRunOptions &options, bool exact)
{
    TransactionOptions limits;
    limits.lockTimeout = options.lockTimeout;
    limits.statementTimeout = options.statementTimeout;
    auto transaction = Transaction::begin(session, limits);
    if (!transaction)
        return fail(transaction.error());
    DryRunner work(session, runner, options, exact);
    if (const auto started = work.start(); !started)
        return fail(started.error());
    DryRunResult result;
    result.ok = true;
    for (const DryRunFile &file : files) {
        if (const auto done = work.run(file); !done)
            return fail(done.error());
    }
    if (const auto done = work.settle(true); !done)
        return fail(done.error());
    result.migrations = work.runs();
    for (const MigrationRun &run : std::as_const(result.migrations))
        result.ok = result.ok && run.ok;
    result.needsScratch = work.needsScratch();
    const auto right = work.isExact();
    if (!right)
        return fail(right.error());
    if (const auto undone = transaction->rollback(); !undone && session.isOpen())
        return fail(undone.error());
    return *right ? std::optional(std::move(result)) : std::nullopt;
}

} // namespace

Result<DryRunResult> dryRun(Session &session, const QList<DryRunFile> &files, const RunnerTraits &runner,
                            const DryRunOptions &options)
{
    if (session.options().readOnly)
        return fail(Error::Kind::Refused, Words::tr("A dry run needs a connection that may write."));
    QElapsedTimer timer;
    timer.start();
    auto done = attempt(session, files, runner, options, false);
    // A function that the files call drops the session's prepared statements, and would again.
    if (!done && done.error().sqlState == "26000"_L1) {
        session.setKeeping(false);
        done = attempt(session, files, runner, options, false);
    }
    if (done && !*done)
        done = attempt(session, files, runner, options, true);
    session.setKeeping(true);
    if (!done)
        return fail(done.error());
    DryRunResult result = **std::move(done);
    result.serverVersion = session.serverParameter("server_version");
    result.timeZone = session.serverParameter("TimeZone");
    result.database = session.info().database();
    result.milliseconds = double(timer.nsecsElapsed()) / 1e6;
    return result;
}

namespace {

std::shared_ptr<const Script> rollbackOf(const Migration &migration)
{
    if (QFile file(migration.rollbackPath); !migration.rollbackPath.isEmpty() && file.open(QIODevice::ReadOnly))
        return std::make_shared<const Script>(Script::parse(file.readAll()));
    const RollbackSection section = migration.script->rollback();
    if (section.kind != RollbackSection::Kind::Sql)
        return nullptr;
    return std::make_shared<const Script>(Script::parse(section.text.toUtf8()));
}

} // namespace

Result<QList<DryRunFile>> dryRunFiles(const JournalStatus &status, const RunnerTraits &runner, const QStringList &tags)
{
    QList<DryRunFile> files;
    FolderContents folder;
    folder.directory = status.directory;
    for (const QString &tag : tags) {
        const Migration *migration = status.find(tag);
        if (!migration || !migration->script)
            return fail(Error::Kind::Missing, Words::tr("There is no migration %1 in %2.").arg(tag, status.directory));
    }
    for (const Migration &migration : status.migrations) {
        if (migration.script)
            folder.files.append(
                {migration.tag, migration.file, migration.path, migration.rollbackPath, {}, migration.script, {}});
    }
    const LintResult lint = lintFolder(folder, runner, tags);
    for (const Migration &migration : status.migrations) {
        if (!tags.contains(migration.tag))
            continue;
        DryRunFile file{
            migration.tag, std::make_shared<const Script>(migration.script->withTrees()), rollbackOf(migration), {}};
        for (const FileFindings &found : lint.files)
            file.findings << (found.tag == migration.tag ? found.findings : QList<Finding>());
        files << file;
    }
    return files;
}

} // namespace pitboss
