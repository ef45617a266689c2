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
    /// One round trip.
    static Result<Transaction> begin(Session &session, const TransactionOptions &options = {});
    /// The same round trip also runs these statements; what they say comes with the transaction.
    static Result<Begun> beginWith(Session &session, const TransactionOptions &options, QList<Statement> first);
    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;
    Q_DISABLE_COPY(Transaction)
    ~Transaction();

    /// OutcomeUnknown when the connection was lost before the answer came; Conflict when the server rolled back.
    Result<void> commit();
    Result<void> rollback();

    Result<void> savepoint(const QString &name);
    Result<void> rollbackTo(const QString &name);
    Result<void> release(const QString &name);

private:
    explicit Transaction(Session &session);
    void finish();
    Session *m_session;
};

struct Transaction::Begun
{
    Transaction transaction;
    QList<ResultSet> results;
};

} // namespace pitboss
