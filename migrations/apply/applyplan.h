// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrun.h"
#include "sql/audit/auditlog.h"
#include "sql/connectioninfo.h"
#include "sql/statement.h"

namespace pitboss {

/// That a file with this text was dry-run on this database.
struct DryRunStamp
{
    QString databaseId; ///< databaseIdentity()
    QString tag;
    QString hash;
    bool ok = false;
    bool whole = false;      ///< every statement of it was really run
    bool reversible = false; ///< and its rollback is proven
    QDateTime when;          ///< UTC
    QList<LockTaken> locks;
    QStringList lost; ///< "3 rows of users", …: what its statements remove for good

    bool operator==(const DryRunStamp &) const = default;
};

/// One for each file of the run.
QList<DryRunStamp> dryRunStamps(const DryRunResult &result, const QString &databaseId);

/// The same database has the same text, under whatever host name it is reached: the cluster's identifier where the
/// server tells it, and the database's own number.
Result<QString> databaseIdentity(Session &session);

/// What keeps record of what ran, and so what apply writes beside a file's statements.
enum class RecordStyle {
    None,           ///< a plain folder
    FileItself,     ///< numbered files insert their own row
    DrizzleJournal, ///< (hash, created_at = `when`)
    DrizzleFolders  ///< (hash, created_at, name)
};

/// What is committed together.
struct ApplyStep
{
    bool alone = false;    ///< one statement that cannot run in a transaction; else the step is a transaction
    QList<int> statements; ///< into Script::statements()
};

struct ApplyFile
{
    QString tag;
    QString hash;
    std::shared_ptr<const Script> script; ///< with trees
    QList<ApplyStep> steps;               ///< at least one; the last one also writes the journal's row
    int stepsDone = 0;                    ///< by an earlier apply that ended within the file
    std::optional<qint64> createdAt;      ///< for Drizzle's row
    QString record;                       ///< that row's INSERT, to be shown; empty: none of ours
    std::optional<DryRunStamp> measured;  ///< the dry run of exactly this text, when there is one
    QStringList refusals;                 ///< why it cannot be applied, whatever is confirmed
    QStringList warnings;
};

/// What apply would do, before anything is done.
struct ApplyPlan
{
    LayoutSettings layout;
    RecordStyle record = RecordStyle::None;
    TrackingSource source;
    bool createsTable = false; ///< the tracking table is not there yet
    bool back = false;         ///< rollbacks, which take the files' rows away: see planRollback()
    QString runner;
    RunnerTraits::Grouping grouping = RunnerTraits::Grouping::FileDecides;
    QString database; ///< its name, as the server has it: what a person types
    QString databaseId;
    Environment environment = Environment::Production;
    QList<ApplyFile> files; ///< in the order in which they are applied
    QStringList refusals;   ///< of the whole; the files' own are not repeated here
    QStringList warnings;
    QString overrideReason; ///< as requested; needed when a file lacks a good dry run

    /// The runner keeps a tracking table that is to be locked and written.
    bool isDrizzle() const { return record == RecordStyle::DrizzleJournal || record == RecordStyle::DrizzleFolders; }
    /// Files without a good dry run of exactly their text.
    QStringList unmeasured() const;
    /// Everything that speaks against it now; empty: it may be confirmed.
    QStringList obstacles() const;
};

struct ApplyRequest
{
    QStringList tags; ///< empty: all that are pending and that the runner would not skip
    QString to;       ///< the last one of these; empty: all of them
    QList<DryRunStamp> measured;
    QString overrideReason;        ///< applies without a good dry run; stays on record
    const AuditLog *log = nullptr; ///< where an earlier, unfinished apply left its record
};

/// Reads folder and database anew and writes nothing; a read-only session will do.
Result<ApplyPlan> planApply(Session &session, const Layout &layout, const ApplyRequest &request);

/// A transaction for what may run in one, each other statement for itself.
QList<ApplyStep> applySteps(const Script &script);

/// Makes of a plan for one applied file the plan for its rollback.
void turnBack(ApplyPlan &plan, const Script &rollback, const QList<DryRunStamp> &measured);

/// The row that the project's runner would have written, or what takes it away; no SQL: there is none of ours.
Statement recordStatement(const ApplyPlan &plan, const ApplyFile &file);
/// With its values in place, to be read by a person.
QString shownStatement(const Statement &statement);

/// The direct host of Neon's pooled one: "ep-x-pooler.eu.aws.neon.tech" → "ep-x.eu.aws.neon.tech". Anything else as it
/// is.
ConnectionInfo directConnection(const ConnectionInfo &info);
bool isPooled(const ConnectionInfo &info);

} // namespace pitboss
