// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrun.h"
#include "sql/connectioninfo.h"

namespace pitboss {

struct ScratchOptions
{
    bool withData = false; ///< else the schema alone
    /// Where to make it: the connected server when not given; else any database of another one, such as the embedded.
    std::optional<ConnectionInfo> server;
    std::function<void(const QString &)> progress; ///< called on the calling thread
    std::function<bool()> canceled;                ///< asked ten times a second
};

/// A new database with what the connected one has, to be ruined. Dropped when this ends; when the program dies, its
/// name and comment tell the next start what it is: see scratchLeftOvers(). Blocks; use it from one thread.
class ScratchCopy
{
public:
    /// Needs the right to create a database there, and pg_dump and psql as new as the server.
    static Result<std::unique_ptr<ScratchCopy>> make(Session &source, const ScratchOptions &options);
    ~ScratchCopy();
    Q_DISABLE_COPY_MOVE(ScratchCopy)

    ConnectionInfo connection() const; ///< may write
    QString name() const { return m_name; }
    QStringList warnings() const { return m_warnings; } ///< what could not be copied
    Result<void> drop();                                ///< what the destructor does; its error told

private:
    ScratchCopy(ConnectionInfo server, QString name);
    Result<void> create(Session &source);
    Result<void> fill(Session &source, const ScratchOptions &options);

    ConnectionInfo m_server;
    QString m_name;
    QStringList m_warnings;
    bool m_exists = false;
};

struct ScratchLeftOver
{
    QString name;
    QString comment; ///< of which database, when, by whom
    qint64 bytes = 0;
    bool inUse = false; ///< somebody is connected: perhaps another Pitboss just now
};

/// Copies that were never dropped, on the connected server; only those whose name and comment are ours.
Result<QList<ScratchLeftOver>> scratchLeftOvers(Session &session);
/// Drops one; refused when its name or comment is not ours, or somebody is connected.
Result<void> dropScratchLeftOver(Session &session, const QString &name);

/// Really runs the files, one after the other, with every statement that a transaction refuses alone, and measures as
/// dryRun() does. Only for a database that is thrown away: the session's database must be a scratch copy.
Result<DryRunResult> dryRunOnScratch(Session &scratch, const QList<DryRunFile> &files, const RunnerTraits &runner,
                                     const DryRunOptions &options);

/// The transaction's runs, with those of the scratch copy in place of what a transaction could not try.
DryRunResult mergedRuns(DryRunResult transaction, const DryRunResult &scratch);

} // namespace pitboss
