// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/pit/pitdetail.h"

namespace pitboss {

struct AgentFilter
{
    enum class Archived { Both, Only, Not };
    QString tier;
    QString search; ///< held by name or id, in any case
    Archived archived = Archived::Both;
    int limit = 25;
};

/// Newest first: id, name, tier, owner_id, archived, created_at; NULL where this database has no such column.
Result<ResultSet> listAgents(Session &session, const PitSchema &schema, const AgentFilter &filter);

/// With the bouts it stood in (by containment in the line-up, so that an id inside another id does not count), votes,
/// flags and descendants.
Result<PitDetail> readAgent(Session &session, const PitSchema &schema, const QString &id);

} // namespace pitboss
