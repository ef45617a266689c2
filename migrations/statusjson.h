// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/layout.h"
#include "migrations/lint.h"

#include <QJsonObject>

namespace pitboss {

/// `migrations status --json`: the contract's keys, and more beside them ("format", "forecast", …).
QJsonObject statusJson(const JournalStatus &status);

/// `migrations lint --json`: {"directory", "findings": [{"tag", "file", "rule", "severity", "line", …}], "counts": …}.
QJsonObject lintJson(const LintResult &result);

/// One finding, as it stands in `lint` and in `dry-run`.
QJsonObject findingJson(const Finding &finding);

/// Pending migrations, or anything else that `status --check` must not pass.
bool isClean(const JournalStatus &status);

} // namespace pitboss
