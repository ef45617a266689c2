// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/money.h"
#include "sql/pit/pitdetail.h"

namespace pitboss {

/// user_id, balance_micro, updated_at: one row, or none when the person has no account.
Result<ResultSet> readBalance(Session &session, const PitSchema &schema, const QString &userId);

/// Newest first: id, delta_micro, source, reference_id, metadata, created_at.
Result<ResultSet> readLedger(Session &session, const PitSchema &schema, const QString &userId, int limit);

/// accounts, total_micro, average_micro, granted_micro, spent_micro, zero_balance.
QList<PitPart> readCreditsSummary(Session &session, const PitSchema &schema);

/// Balances against openingBalance and the ledger: user_id, balance_micro, opening_micro, ledger_micro,
/// difference_micro (what the balance has too much), entries, last_entry_at. Ledger rows without an account have a
/// NULL balance and difference. For one person their row; for all (`userId` empty) only what differs, largest first.
Result<ResultSet> reconcile(Session &session, const PitSchema &schema, const QString &userId = {});

} // namespace pitboss
