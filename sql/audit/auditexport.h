// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/audit/auditlog.h"

namespace pitboss {

/// A line of names, then one for each entry; the last column is the whole entry as JSON. A text that a spreadsheet
/// would take for a formula begins with an apostrophe.
QByteArray auditCsv(const QList<AuditEntry> &entries);
QByteArray auditJson(const QList<AuditEntry> &entries); ///< one array of whole entries
/// Replaces `file` only when it is whole. CSV by its ending, else JSON.
Result<void> exportAudit(const QList<AuditEntry> &entries, const QString &file);

} // namespace pitboss
