// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/lockholders.h"
#include "migrations/dryrun.h"

namespace pitboss {

enum class MeasureOn {
    Auto,        ///< in a transaction, and on a scratch copy what cannot run in one
    Transaction, ///< what cannot run in one is not tried
    Scratch
};

/// A dry run as a person asks for it.
struct MeasureOrder
{
    QStringList tags;
    DryRunOptions run;
    MeasureOn on = MeasureOn::Auto;
    bool withData = false; ///< the scratch copy has the rows as well
    QString recordFolder;  ///< where apply looks for it; empty: it is not remembered
    /// Both are called on the session's thread.
    std::function<void(const QString &)> progress; ///< what is done now, beside the statements
    std::function<void(const QString &)> note;     ///< something that a person should know, once
    /// From now on this session does the work: the one to be canceled, by ticket 1 if it is not the first.
    std::function<void(Session &)> watch;
};

/// dryRun(), on a scratch copy where the order says so or a statement needs it, and remembered for apply. `session`
/// must allow writes and be direct.
Result<DryRunResult> measureMigrations(Session &session, const Layout &layout, const JournalStatus &status,
                                       const MeasureOrder &order);

/// The same for the rollback of one applied file, order.tags: the rollback, and then the file again.
Result<DryRunResult> measureRollback(Session &session, const Layout &layout, const JournalStatus &status,
                                     const MeasureOrder &order);

/// What a dry run or an apply of these would lock, and who is in the way of it now.
Result<LockForecast> locksAhead(Session &session, const Layout &layout, const JournalStatus &status,
                                const QStringList &tags);

} // namespace pitboss
