// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/canceler.h"
#include "sql/connect/sleepclock.h"
#include "sql/connectioninfo.h"
#include "sql/resultset.h"
#include "sql/statement.h"

#include <QHash>

#include <chrono>
#include <functional>
#include <memory>

struct pg_conn;
class QSqlDatabase;

namespace pitboss {

struct SessionOptions
{
    /// The server refuses every write, also one hidden in a function: each statement runs in a transaction of its own
    /// that was begun READ ONLY, which nothing inside it can undo (SQL command SET TRANSACTION, "Notes").
    bool readOnly = true;
    std::chrono::milliseconds statementTimeout{0}; ///< 0: none
    std::chrono::milliseconds lockTimeout{0};
    std::chrono::milliseconds idleInTransactionTimeout{0};
    std::chrono::seconds connectTimeout{10};
    QString timeZone; ///< empty: the server's
    QString applicationName = QStringLiteral("Pitboss");
    std::function<std::chrono::milliseconds()> asleep = &timeAsleep; ///< a test lets the computer sleep
};

struct Notice
{
    QString severity; ///< NOTICE, WARNING …, not translated
    QString message;
    QString detail;
    QString hint;
    QString sqlState;
};

/// One server session, used by one thread only, synchronously. It owns the QSqlDatabase (QPSQL) and works on the
/// driver's own PGconn. Statements go by the extended protocol: exactly one command each.
///
/// It never re-connects by itself: a statement on a closed session fails with ConnectionLost, and open() is called by
/// whoever begins a new piece of work.
class Session
{
public:
    enum class TransactionStatus { Idle, Active, InTransaction, Failed, Unknown };
    /// False stops the stream: the statement is canceled and the rest dropped.
    using BlockFunction = std::function<bool(ResultSet)>;
    /// The number of a statement that succeeded, its rows, and the milliseconds from the answer before to its own.
    using AnsweredFunction = std::function<void(qsizetype, const ResultSet &, double)>;

    Session(ConnectionInfo info, SessionOptions options);
    ~Session();
    Q_DISABLE_COPY_MOVE(Session)

    Result<void> open(); ///< nothing to do when it is open; one attempt, at most connectTimeout for each address
    void close();
    bool isOpen() const { return m_connection != nullptr; }

    Result<ResultSet> execute(const Statement &statement);
    /// Rows in blocks as they arrive (single-row mode); what it returns holds columns and tag, and no rows.
    Result<ResultSet> stream(const Statement &statement, int blockRows, const BlockFunction &block);
    /// Several statements in one round trip; each sees what the ones before it did, and after a failed one the rest is
    /// skipped. On a read-only session only inside a Transaction. `answered` is called as the answers come.
    Result<QList<ResultSet>> executeTogether(const QList<Statement> &statements, const AnsweredFunction &answered = {});

    const ConnectionInfo &info() const { return m_info; }
    const SessionOptions &options() const { return m_options; }
    TransactionStatus transactionStatus() const;
    int serverVersion() const; ///< 150018 for 15.18; 0 when closed
    int backendPid() const;
    /// A pooler stands in between: the server's session is not ours alone, and no setting of ours outlives a statement.
    bool isPooled() const { return m_isPooled; }
    QString serverParameter(const char *name) const; ///< one of those the server reports by itself, e.g. "TimeZone"
    QList<Notice> takeNotices() { return std::exchange(m_notices, {}); }

    /// False: from now on statements that are to be kept are not, for something that runs here drops them.
    void setKeeping(bool keeping) { m_isKeeping = keeping; }

    /// Reads what the server sent unasked. False: the session is gone (and closed now).
    bool checkAlive();
    int socket() const; ///< for a notifier; -1 when closed
    const std::shared_ptr<Canceler> &canceler() const { return m_canceler; }
    /// The driver's own handle, for COPY and the like inside sql/ and migrations/; nullptr when closed.
    pg_conn *handle() const { return m_connection; }

private:
    friend class Transaction;
    struct Run;
    Result<void> configure();
    /// What configure() sets where the session is our own, for one transaction.
    QByteArray localSettings() const;
    Result<ResultSet> run(const Statement &statement, int blockRows, const BlockFunction *block);
    /// For BEGIN, COMMIT and ROLLBACK: not wrapped, and if need be deaf to a cancel.
    enum class Heed { Cancel, Nothing };
    Result<ResultSet> executePlain(const QByteArray &command, Heed heed = Heed::Cancel);
    Result<QList<ResultSet>> runTogether(const QList<Statement> &statements, const AnsweredFunction &answered = {});
    bool sendTogether(const QList<Statement> &statements, bool flushEach, QList<QByteArray> &named);
    bool sendKept(const Statement &statement, QByteArray &named);
    void readNamed(Run &run, const QByteArray &name);
    bool keeps(const Statement &statement) const { return statement.isKept && m_isKeeping && !m_isPooled; }
    void noteDropped(const Statement &statement);
    Result<ResultSet> finish(Run &run);
    bool send(const Statement &statement, bool wrapped);
    void collect(Run &run);
    void readStatement(Run &run);
    void readRows(Run &run, const pg_result *result);
    bool readOther(Run &run); ///< one command of ours: true when it succeeded
    void refuseCopy(Run &run, const pg_result *result);
    void deliver(Run &run);
    Error errorOf(const pg_result *result, const Statement &statement) const;
    Error lostError(const Statement &statement);
    static void receiveNotice(void *self, const pg_result *result);

    ConnectionInfo m_info;
    SessionOptions m_options;
    std::shared_ptr<Canceler> m_canceler = std::make_shared<Canceler>();
    std::unique_ptr<QSqlDatabase> m_database;
    pg_conn *m_connection = nullptr;
    bool m_isPooled = false;
    bool m_isLimited = false;            ///< the server ends statements after some time
    bool m_isTransactionLimited = false; ///< the same, as long as a Transaction lives
    QList<Notice> m_notices;
    bool m_isKeeping = true;              ///< setKeeping()
    QHash<QByteArray, QByteArray> m_kept; ///< by SQL: the name that the server knows it by
    int m_named = 0;                      ///< so many names were given; none is given twice
};

} // namespace pitboss
