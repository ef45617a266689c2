// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrun.h"
#include "migrations/lint.h"
#include "migrations/report/reportdocument.h"

#include <QDateTime>

namespace pitboss {

/// All that a review report tells; nothing is read or asked for it.
struct ReportInput
{
    JournalStatus status;
    LintResult findings;
    std::optional<DryRunResult> dryRun; ///< none: there was no database, or nobody asked for it
    QString noDryRun;                   ///< why there is none, in words
    QStringList tags;                   ///< which files, in order
    QString target;                     ///< "neondb on ep-… (staging)"; never with a password
    QString environment;                ///< "staging"
    QString tool;                       ///< "Pitboss 0.1.0"
    QDateTime made;                     ///< shown in UTC
};

/// The report for a pull request: verdict and forecast, then each file with its SQL, findings, measures, schema changes
/// and proofs, then the checklist. No value of any row is in it: a server's detail and the text of notices, which quote
/// rows, are left out and said to be.
ReportDocument reviewReport(const ReportInput &input);

/// The sixteen usual steps of a migration, those ticked that this report itself shows to be done.
QList<ReportDocument::Step> reviewSteps(const ReportInput &input);

} // namespace pitboss
