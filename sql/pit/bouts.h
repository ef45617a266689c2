// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pit/pitdetail.h"

namespace pitboss {

struct BoutFilter
{
    QString status; ///< empty: all
    QString owner;  ///< users.id; empty: all
    int limit = 25;
};

/// Newest first: id, status, preset_id, owner_id, topic, created_at; NULL where this database has no such column.
Result<ResultSet> listBouts(Session &session, const PitSchema &schema, const BoutFilter &filter);

/// With reactions, votes and the ledger rows that refer to it.
Result<PitDetail> readBout(Session &session, const PitSchema &schema, const QString &id);

/// total, completed, errors, running, completion_percent (of all), today (UTC), week (the last 7 × 24 hours),
/// unique_players, top_preset, presets.
QList<PitPart> readBoutStats(Session &session, const PitSchema &schema);

} // namespace pitboss
