// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/audit/auditlog.h"
#include "sql/operations/operation.h"

namespace pitboss {

/// Deletes the bouts whose status is "error", with what hangs on them, in batches of a transaction each.
struct PurgeBouts
{
    OperationContext context;
    QString exportFile; ///< JSON lines, whole and on the disk before anything is deleted; empty: no export
    int batch = 200;    ///< bouts for each transaction
};

/// A table whose rows go with their bout: reactions, votes, and what a foreign key would delete anyway.
struct BoutRows
{
    QString table;     ///< its bare name
    QByteArray source; ///< schema and name, quoted
    QByteArray column; ///< which holds the bout's id, quoted
    qint64 rows = 0;
};

struct PurgePreview
{
    qint64 bouts = 0;
    QList<BoutRows> others;
    std::shared_ptr<const OperationSchema> schema;
};

/// What is gone for good; exact whatever happened, except that `isUncertain`.
struct PurgeAnswer
{
    qint64 bouts = 0;
    QList<BoutRows> others;
    qint64 kept = 0; ///< listed, and at their turn gone, changed, or no longer in error
    qint64 exported = 0;
    QString exportFile;
    bool wasCanceled = false;
    bool isUncertain = false;       ///< the last batch's answer was lost, and the server cannot be asked
    std::optional<Error> stoppedBy; ///< why the rest is still there
    qint64 auditNumber = 0;         ///< of the outcome; 0: nothing was to be done
    QString auditProblem;
};

/// Called while exporting and after each batch; false stops it there.
using PurgeProgress = std::function<bool(const PurgeAnswer &soFar)>;

/// Refuses as every operation does: environment, reason, read-only, missing column, table or right.
Result<PurgePreview> previewPurge(Session &session, const PurgeBouts &purge);
/// An error: nothing was deleted. More bouts in error than `seen` told of: Conflict. A bout that changed after it was
/// exported (a status, a new reaction) is kept. An existing export file is never overwritten.
Result<PurgeAnswer> purgeOnRecord(Session &session, const PurgeBouts &purge, const PurgePreview &seen, AuditLog &log,
                                  const PurgeProgress &progress = {});

} // namespace pitboss
