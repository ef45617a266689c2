// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/apply.h"

namespace pitboss {

/// Drizzle's own CREATE TABLE for this style, and CREATE SCHEMA before it where it has one.
QList<QByteArray> trackingTableStatements(const ApplyPlan &plan);

/// So that no other runner passes.
Statement lockStatement(const TrackingSource &source);

/// Whether the row is there: one row, one boolean. No SQL: there is no telling.
Statement isRecordedStatement(const ApplyPlan &plan, const ApplyFile &file);

/// Marks steps that an unfinished apply of exactly this text has done, by its record in the log.
Result<ApplyPlan> noteUnfinished(ApplyPlan plan, const AuditLog *log);

/// What goes into the audit log: intent, then for each step of a file with several what was done, then the outcome.
QJsonObject intentFields(const Session &session, const ApplyPlan &plan, const ApplyConfirmation &confirmation);
QJsonObject stepFields(QJsonObject intent, const ApplyFile &file, int stepsDone);
QJsonObject outcomeFields(QJsonObject intent, const ApplyResult &result);

} // namespace pitboss
