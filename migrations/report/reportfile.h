// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/report/report.h"

namespace pitboss {

/// The part of the report about one file.
void addReportFile(ReportDocument &report, const ReportInput &input, const QString &tag);
/// A dry run's error without what may quote a row.
QString errorWithoutValues(const Error &error);
const MigrationRun *runOf(const ReportInput &input, const QString &tag); ///< null: it was not tried

} // namespace pitboss
