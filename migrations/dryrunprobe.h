// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrun.h"

#include <QHash>
#include <QSet>

namespace pitboss {

/// Reads what the own transaction holds and has done so far, and tells the difference to the last reading. Only
/// relations that are locked are looked at: nothing can be touched without a lock, and a server may have many
/// thousands.
class DryRunProbe
{
public:
    explicit DryRunProbe(Session &session);

    /// Names and files of all relations, before anything ran.
    Result<void> start();
    /// To be called after a statement that may have done away with the session's prepared ones.
    Result<void> prepareAnew() { return prepare(); }
    /// Adds what changed since the last call to `run`.
    Result<void> measure(StatementRun &run);

private:
    struct Relation
    {
        QString name;
        QString kind;
        QString file; ///< relfilenode
        RowCounts rows;
        QSet<QString> modes;
    };

public:
    using Mark = QHash<quint32, Relation>;
    /// What is known now, to come back to when a savepoint is rolled back to.
    Mark mark() const { return m_last; }
    /// Locks and files are as at the mark again; the counters are not, they never go back.
    Result<void> rolledBack(const Mark &mark);

private:
    Result<void> prepare();
    void compare(quint32 oid, const Relation &now, StatementRun &run);

    Session &m_session;
    Mark m_last;
    qint64 m_wal = 0;
};

} // namespace pitboss
