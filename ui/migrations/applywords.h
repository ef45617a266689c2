// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/apply.h"

namespace pitboss {

/// What became of each file, and of each statement where a file is not whole: a line each, for the ticket.
QStringList applyReceipt(const ApplyResult &result, bool back);

} // namespace pitboss
