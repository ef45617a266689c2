// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pit/pitdetail.h"

namespace pitboss {

struct UserFilter
{
    enum class Sort { Newest, Credits, Bouts };
    QString tier;   ///< empty: all
    QString search; ///< held by e-mail, display name or id, in any case
    Sort sort = Sort::Newest;
    int limit = 25;
};

/// id, email, display_name, subscription_tier, balance_micro, bouts, created_at; columns that this database has no
/// table for are NULL. Fails (Missing) only when the filter or the sort needs what is not there.
Result<ResultSet> listUsers(Session &session, const PitSchema &schema, const UserFilter &filter);

/// The id of the person that `text` names: by id, else by e-mail in any case. Missing, with ids and addresses like it
/// in the hint; Refused when an e-mail belongs to several.
Result<QString> findUser(Session &session, const PitSchema &schema, const QString &text);

Result<PitDetail> readUser(Session &session, const PitSchema &schema, const QString &id);

} // namespace pitboss
