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
    /// `exact`: locks are looked at after every statement; else once for those in a row that stay within tables they
    /// make, and isSure() tells in the end whether that was right. A lock on a table that such statements make is told
    /// with the one that makes it: nobody else can see that table.
    explicit DryRunProbe(Session &session, bool exact = true);

    /// Names and files of all relations, before anything ran; in each transaction anew.
    Result<void> start();
    bool isSure() const { return m_sure; }

    /// Statements with what measures them, to be sent in one round trip: a question before the first, whose answer is
    /// for begin(), and one after each, whose answers are for measure(). `mayLeave`: the locks of all of them may be
    /// left for later, if they stay within what they make; close() is called in the end.
    QList<Statement> around(const QList<const ScriptStatement *> &statements, bool mayLeave = false);
    void begin(const ResultSet &answer);
    /// Adds to `run` what changed since the last call, and how long the server took.
    void measure(const ResultSet &answer, StatementRun &run);
    /// Asks by itself, for everything that is locked; leaves the time alone.
    Result<void> measure(StatementRun &run);
    /// Looks for the locks that were left for later; nothing to do when none were.
    Result<void> close();
    /// What was found since on relations that an earlier statement has made: to be told with that one, which is told to
    /// have locked them by making them.
    QList<LockTaken> takeLate() { return std::exchange(m_late, {}); }
    /// Only when it is, and where the server's log of writes stands.
    static Statement clockQuestion();

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
        QSet<quint64> owed;                  ///< those of them that were told and not yet seen
        QSet<quint32> made;                  ///< relations whose locks were left for later
        bool isOpen = false;                 ///< locks were left for later
        bool knows(const QString &relation) const;
    };
    /// What is known now, to come back to when a savepoint is rolled back to.
    Mark mark() const { return m_last; }
    /// Locks and files are as at the mark again; the counters are not, they never go back. `answer` is that to
    /// countersQuestion().
    static Statement countersQuestion();
    void rolledBack(const Mark &mark, const ResultSet &answer);
    Result<void> rolledBack(const Mark &mark); ///< asks by itself
    /// By an answer to clockQuestion(): nothing at all was written since the last reading.
    bool standsWhereItStood(const ResultSet &clock) const;

private:
    Statement question(const QSet<quint32> &oids, quint32 newestOfOld) const;
    Statement questionForAll() const;
    QList<bool> stayWithinMade(const QList<const ScriptStatement *> &statements) const;
    void readMade(const ResultSet &answer, StatementRun &run);
    void readLocks(const ResultSet &answer, StatementRun &run);
    void readClosing(const ResultSet &answer);
    void readRelation(quint32 oid, const ResultSet &rows, int row, StatementRun &run);
    void compare(quint32 oid, const Relation &now, StatementRun &run);

    Session &m_session;
    const bool m_exact;
    bool m_sure = true;
    struct Batch
    {
        QList<bool> later; ///< by statement: its locks are looked at with those of one behind it
        qsizetype measured = 0;
        bool closesFirst = false; ///< what was left before them is looked for first
    };
    Batch m_batch;
    QList<LockTaken> m_late;
    Mark m_last;
    double m_clock = 0; ///< the server's at the end of the last question, in seconds
    qint64 m_wal = 0;
    quint32 m_newestOfOld = 0; ///< the highest that was there before the run
    quint32 m_newest = 0;      ///< the highest oid seen: what is made now is mostly above it
};

} // namespace pitboss
