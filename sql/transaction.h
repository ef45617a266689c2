// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/session.h"

namespace pitboss {

struct TransactionOptions
{
    bool readOnly = false;
    bool repeatableRead = false;
    std::chrono::milliseconds lockTimeout{3000}; ///< SET LOCAL; 0: none
    std::chrono::milliseconds statementTimeout{0};
    std::chrono::milliseconds idleTimeout{30000}; ///< idle_in_transaction_session_timeout
};

/// A transaction that rolls back unless commit() said it was done. Lives on the session's thread, on the stack of one
/// function; never wait for a person with one open.
class Transaction
{
public:
    struct Begun;
    struct Turn;
    using AnsweredFunction = Session::AnsweredFunction;
    /// One round trip.
    static Result<Transaction> begin(Session &session, const TransactionOptions &options = {});
    /// The same round trip also runs these statements; what they say comes with the transaction.
    static Result<Begun> beginWith(Session &session, const TransactionOptions &options, const QList<Statement> &first);
    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;
    Q_DISABLE_COPY(Transaction)
    ~Transaction();

    /// OutcomeUnknown when the connection was lost before the answer came; Conflict when the server rolled back.
    Result<void> commit();
    /// commit(), and in its round trip already the next transaction with its first statements: nothing of that runs
    /// when the commit failed. `answered` is called for COMMIT (0) and for each of `first` (from 1 on) as they come.
    Turn commitAndBegin(const TransactionOptions &options, const QList<Statement> &first,
                        const AnsweredFunction &answered);
    Result<void> rollback();

    Result<void> savepoint(const QString &name);
    Result<void> rollbackTo(const QString &name);
    Result<void> release(const QString &name);

private:
    explicit Transaction(Session &session);
    static QList<Statement> opening(const Session &session, const TransactionOptions &options);
    /// Whether the one commit is done, when the server's answer to it was this.
    Result<void> committed(const Result<QByteArray> &tag);
    void finish();
    Session *m_session;
};

struct Transaction::Begun
{
    Transaction transaction;
    QList<ResultSet> results;
};

struct Transaction::Turn
{
    Result<void> committed;
    Result<Begun> next; ///< rolled back unless it succeeded
};

} // namespace pitboss
