// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pit/pitdetail.h"

namespace pitboss {

/// People that `text` names exactly, found over indexes alone, so that it takes a moment whatever the table's size: by
/// id, e-mail, name, code or customer (as typed, in lower and in upper case), where the column has an index, and by a
/// bout's id. Columns as those of searchPeople().
Result<ResultSet> findPeopleByIndex(Session &session, const PitSchema &schema, const QString &text, int limit);

/// People that `text` names, at most `limit`: whose id, e-mail, name, referral code or Stripe customer id holds it, in
/// any case, or who own the bout of this id. Who is named exactly comes first. Reads the whole table. Columns: id,
/// email, display_name, subscription_tier; columns that this database lacks are neither searched nor missed. An empty
/// text finds nobody.
Result<ResultSet> searchPeople(Session &session, const PitSchema &schema, const QString &text, int limit);
Statement searchPeopleStatement(const PitSchema &schema, const QString &text, int limit);

/// Which part of a person's ledger, newest first.
struct LedgerPage
{
    enum class Sign { Both, Given, Taken };
    QString source; ///< empty: all
    Sign sign = Sign::Both;
    qint64 beforeId = 0; ///< only what stands below this row; 0: from the top
    int limit = 100;
};

/// id, created_at, delta_micro, running_micro (the opening balance and all rows up to this one), source, reference_id,
/// returned_micro (for a charge: what refunds gave back of it, less what was reversed; else NULL), left_micro (what a
/// refund of it can be at most, as RefundCharge counts it; NULL for what is no charge), together (JSON: id, source and
/// micro-credits of every row of the same reference when there are several, as a bout's preauth and settlement),
/// metadata.
Result<ResultSet> readLedgerPage(Session &session, const PitSchema &schema, const QString &userId,
                                 const LedgerPage &page);

/// Everything that the support desk shows of a person beside the ledger: the row of `users`, the short lists (bouts,
/// agents, referrals, reactions; newest first, at most 20 each), balance_micro, `sources` of their ledger, and
/// `reconciliation`: difference_micro (what the balance has too much), and what is known of since when: last_entry_at,
/// balance_since and balance_at (the account's creation and its balance's last change), and suspect_id, suspect_at,
/// suspect_micro, the newest ledger row that the difference is as large as.
Result<PitDetail> readPerson(Session &session, const PitSchema &schema, const QString &id);

/// A filter for a grid: the rows whose `column` is this id.
QString rowsWith(const QString &column, const QString &id);

} // namespace pitboss
