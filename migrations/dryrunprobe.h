// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrun.h"

#include <QHash>
#include <QSet>

namespace pitboss {

class ResultSet;
struct Statement;

/// Reads what the own transaction holds and has done so far, and tells the difference to the last reading. Only
/// relations that are locked are looked at: nothing can be touched without a lock, and a server may have many
/// thousands.
class DryRunProbe
{
public:
    explicit DryRunProbe(Session &session);

    /// Names and files of all relations, before anything ran; in each transaction anew.
    Result<void> start();
    /// To be called after a statement that may have done away with the session's prepared ones.
    Result<void> prepareAnew() { return prepare(); }

    /// Which relations a statement can have read, written or rewritten, beside those that it was the first to lock.
    struct Reach
    {
        bool everything = true;
        QStringList relations; ///< by name without schema
    };
    static Reach reachOf(const ScriptStatement &statement);

    /// Goes to the server together with a statement, behind it; its answer is for measure().
    static Statement question();
    /// Adds to `run` what changed since the last call.
    Result<void> measure(const ResultSet &answer, const Reach &reach, StatementRun &run);
    Result<void> measure(StatementRun &run); ///< asks by itself, for everything

private:
    struct Relation
    {
        QString name; ///< schema.name; empty: of no interest
        QString kind;
        QString file; ///< relfilenode
        RowCounts rows;
    };

public:
    struct Mark
    {
        QHash<quint32, Relation> relations;
        QMultiHash<QString, quint32> byName; ///< without schema
        QSet<quint64> locks;                 ///< oid and mode
        bool knows(const QString &relation) const;
    };
    /// What is known now, to come back to when a savepoint is rolled back to.
    Mark mark() const { return m_last; }
    /// Locks and files are as at the mark again; the counters are not, they never go back. `answer` is that to
    /// countersQuestion().
    static Statement countersQuestion();
    void rolledBack(const Mark &mark, const ResultSet &answer);
    Result<void> rolledBack(const Mark &mark); ///< asks by itself
    /// Where the server's log of writes stood at the last reading: as long as it stands there nothing was written.
    qint64 wal() const { return m_wal; }

private:
    Result<void> prepare();
    QList<quint32> readLocks(const QByteArray &text, QList<std::pair<quint32, int>> &taken);
    void reached(const Reach &reach, QList<quint32> &oids) const;
    Result<void> readDetails(const QList<quint32> &oids, StatementRun &run);
    void compare(quint32 oid, const Relation &now, StatementRun &run);

    Session &m_session;
    Mark m_last;
    qint64 m_wal = 0;
};

} // namespace pitboss
