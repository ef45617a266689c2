// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrun.h"

#include <QJsonObject>

namespace pitboss {

/// `migrations dry-run --json`: the contract's keys, and more beside them (proofs with reasons, WAL, labels).
QJsonObject dryRunJson(const DryRunResult &result);

} // namespace pitboss
