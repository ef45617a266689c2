// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/audit/auditlog.h"
#include "sql/operations/operation.h"

namespace pitboss {

/// Makes the table `audit_event`, to which every guarded operation adds its entry in its own transaction. A trigger
/// refuses UPDATE, DELETE and TRUNCATE from everybody, also where triggers are switched off for replication.
struct InstallAuditTable
{
    OperationContext context;
};

struct AuditTablePreview
{
    QByteArray sql;       ///< the migration, as it will run
    bool isThere = false; ///< the database has such a table already: nothing is to be done
    QString role;
    QString schemaName; ///< where it comes to be
};

struct AuditTableAnswer
{
    bool wasThere = false; ///< nothing was done
    qint64 auditNumber = 0;
    QString auditProblem; ///< it was done, and its outcome could not be recorded: why
};

/// The migration as a file to keep beside the project's own.
QByteArray auditTableSql();

/// Runs it and takes it back. Refused where an `audit_event` of another shape is in the way.
Result<AuditTablePreview> previewAuditTable(Session &session, const InstallAuditTable &install);
/// On record, before and after. OutcomeUnknown: look again, a table that is there is whole.
Result<AuditTableAnswer> installAuditTable(Session &session, const InstallAuditTable &install, AuditLog &log);

} // namespace pitboss
