// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/catalogsnapshot.h"
#include "migrations/dataquestions.h"
#include "migrations/finding.h"
#include "migrations/layout.h"

#include <QMap>

#include <chrono>
#include <functional>

namespace pitboss {

class Session;

struct LockTaken
{
    QString relation; ///< schema.name
    QString mode;     ///< "AccessExclusiveLock"

    bool operator==(const LockTaken &) const = default;
};

/// "blocks reads and writes", …: what a lock keeps other sessions from; empty for the harmless ones.
QString lockEffect(const QString &mode);
/// Greater keeps more sessions out; -1 for the harmless ones.
int lockStrength(const QString &mode);

struct RowCounts
{
    qint64 inserted = 0;
    qint64 updated = 0;
    qint64 deleted = 0;
    qint64 scanned = 0;

    bool isNull() const { return inserted == 0 && updated == 0 && deleted == 0 && scanned == 0; }
    bool operator==(const RowCounts &) const = default;
};

/// A question that was asked, and how many rows answered it.
struct DataAnswer
{
    DataQuestion question;
    qint64 rows = 0;
};

struct StatementRun
{
    enum class State {
        Done,
        Failed,
        Stripped,      ///< BEGIN or COMMIT around the file: the dry run has its own transaction
        NotMeasurable, ///< it cannot run in a transaction; `note` says so
        NotReached     ///< an earlier statement of the file failed
    };
    int index = 0; ///< into Script::statements()
    int line = 1;
    QString kind;
    State state = State::NotReached;
    bool outsideTransaction = false; ///< it ran alone, on a scratch copy
    double milliseconds = 0;
    /// Newly taken by it; those on a table that the file makes are told with the statement that makes it.
    QList<LockTaken> locks;
    QStringList rewrites;          ///< tables that were written anew
    QMap<QString, RowCounts> rows; ///< by table; triggers' effects included
    qint64 walBytes = 0;           ///< of the whole server meanwhile: an upper bound on a busy one
    QStringList notices;
    QString note;
    QList<DataAnswer> data; ///< all offending rows of a failure; what a drop removes
    std::optional<Error> error;
    int errorLine = 0;   ///< in the file
    int errorColumn = 0; ///< from 1
};

/// A static finding after it was tried.
struct JudgedFinding
{
    enum class Label { Confirmed, Dismissed, NotMeasurable };
    Finding finding;
    Label label = Label::NotMeasurable;
    QString evidence; ///< "no rewrite, 0 rows read"
};
QString toString(JudgedFinding::Label label); ///< "confirmed", "dismissed", "not-measurable"

struct Proof
{
    std::optional<bool> holds; ///< none: it was not tried, `reason` says why
    QString reason;
    std::optional<Error> error;     ///< the server's, where `reason` quotes one
    QList<SchemaChange> difference; ///< what is left over, or changed a second time
};

struct MigrationRun
{
    QString tag;
    QString hash; ///< of the file that was run: apply insists on the same
    bool ok = false;
    QString followsFrom; ///< it failed only because this earlier file did
    QString refusal;     ///< not empty: nothing of it was run, and why
    double milliseconds = 0;
    QList<StatementRun> statements;
    QList<SchemaChange> schemaChanges;
    Proof idempotent;
    Proof reversible;
    QList<JudgedFinding> findings;
    QStringList made;      ///< relations that were not there before: nobody waits for their locks
    QStringList notUndone; ///< what a rollback does not take back
};

struct DryRunFile
{
    QString tag;
    std::shared_ptr<const Script> script;
    std::shared_ptr<const Script> rollback; ///< null: none, or prose
    QList<Finding> findings;
};

struct DryRunOptions
{
    std::chrono::milliseconds lockTimeout{3000};
    std::chrono::milliseconds statementTimeout{60000};
    bool proofs = true; ///< run twice, run back
    /// Called on the session's thread before each statement.
    std::function<void(const QString &tag, int statement, int statements)> progress;
};

struct DryRunResult
{
    bool ok = false;
    double milliseconds = 0;
    QString serverVersion;
    QString timeZone;
    QString database;
    QList<MigrationRun> migrations;
    bool onScratch = false;    ///< of some or all files, on a copy: see scratch.h
    bool needsScratch = false; ///< some statement can only be tried outside a transaction
};

/// Runs the files in a transaction that cannot be committed, measures each statement, and rolls back. The session must
/// allow writes and be idle. An error: nothing is known (connection lost, canceled); everything is rolled back then
/// too.
Result<DryRunResult> dryRun(Session &session, const QList<DryRunFile> &files, const RunnerTraits &runner,
                            const DryRunOptions &options);

/// The files of a status, in its order, with their rollbacks read; for tags that it does not know an error.
Result<QList<DryRunFile>> dryRunFiles(const JournalStatus &status, const RunnerTraits &runner, const QStringList &tags);

/// Fills in MigrationRun::findings from what was measured. Pure.
void judgeFindings(MigrationRun &run, const Script &script, const QList<Finding> &findings);

} // namespace pitboss
