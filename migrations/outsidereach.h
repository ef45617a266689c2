// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/script.h"
#include "sql/result.h"

#include <QSet>

namespace pitboss {

class Session;

/// What works by a connection of its own (dblink), so that no rollback takes back what it does there, and no scratch
/// copy keeps it in: such a file is not tried at all.
class OutsideReach
{
public:
    /// Functions that do, and tables whose triggers call one.
    Result<void> read(Session &session);
    /// Why this file is not tried; empty: nothing of it is known to reach outside. What it creates itself counts for
    /// the files after it.
    QString refusal(const Script &script);

private:
    QString reached(const ScriptStatement &statement) const;

    QSet<QString> m_functions; ///< lower case
    QSet<QString> m_tables;
};

} // namespace pitboss
