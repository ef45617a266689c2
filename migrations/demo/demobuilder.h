// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/demo/sampleproject.h"
#include "sql/session.h"

#include <functional>

namespace pitboss {

/// What it is doing, for a person, and how much of the whole is done (0 … 100).
using DemoProgress = std::function<void(const QString &text, int percent)>;

/// What the one who waits wants to hear, and whether that one still waits. Called in the builder's thread.
struct DemoWatch
{
    DemoProgress progress;
    std::function<bool()> canceled;
};

/// The name of the finished database. A database has it only once it is whole: until then it has another.
QString demoDatabase();

/// How many of the journal's last entries stay pending, for people to review.
constexpr int demoPendingMigrations = 3;

/// The migrations but the last `pending` of them as Drizzle's migrator (0.45) applies them: its schema and table, all
/// in one transaction, a row with hash and `when` for each. For a database in which it never ran.
Result<void> applySampleMigrations(Session &session, const SampleProject &project, int pending, const DemoWatch &watch);

/// The seed files in one transaction, then the planner's statistics.
Result<void> seedSample(Session &session, const SampleProject &project, const DemoWatch &watch);

/// Whether the finished database is there.
Result<bool> hasDemoDatabase(Session &administration);

/// Builds it unless it is there. `administration` is a writable session of a superuser on another database. When two
/// programs build at once, the second waits for the first; what a killed one left is removed first.
Result<void> buildDemoDatabase(Session &administration, const SampleProject &project, const DemoWatch &watch);

} // namespace pitboss
