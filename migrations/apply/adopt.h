// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/apply.h"

namespace pitboss {

/// A step that only brings the record in line with what is there, shown before it is done.
struct Adoption
{
    enum class Kind {
        ListInJournal,  ///< an orphan gets its entry in meta/_journal.json
        RecordAsApplied ///< a file whose objects are there already gets its row; nothing of it is run
    };
    Kind kind = Kind::ListInJournal;
    QString tag;
    QString databaseId;
    QString database;
    Environment environment = Environment::Production;
    QString summary;   ///< in a sentence
    QString path;      ///< of the journal
    QByteArray before; ///< its text; it must still be that
    QByteArray after;
    Statement record; ///< the row
    QString shown;    ///< the entry or the row, to be read
    TrackingSource source;
    QStringList refusals;
    QStringList warnings; ///< "the catalog lacks …", "0003_x would never be applied by its runner"
};

/// Session may be read-only. Missing: there is no such migration; what speaks against it is in `refusals`.
Result<Adoption> planAdoption(Session &session, const Layout &layout, const QString &tag, Adoption::Kind kind);
/// Does it, on record. Refused when anything moved since the plan.
Result<void> adopt(Session &session, const Adoption &adoption, const ApplyConfirmation &confirmation, AuditLog &log);

/// The last applied file, to be taken back by its own rollback: a plan for applyMigrations(), which deletes the row
/// instead of writing it. It insists on a dry run of rollbackTrial() that proved the rollback.
Result<ApplyPlan> planRollback(Session &session, const Layout &layout, const ApplyRequest &request);
/// For dryRun(): the rollback, and then the file again; when that brings back today's schema the rollback is proven.
Result<QList<DryRunFile>> rollbackTrial(const JournalStatus &status, const RunnerTraits &runner, const QString &tag);

} // namespace pitboss
