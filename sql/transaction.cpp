// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/transaction.h"

#include <QCoreApplication>

namespace pitboss {

namespace {

QByteArray settingsStatement(const TransactionOptions &options)
{
    const auto setting = [](const char *name, std::chrono::milliseconds value) {
        return QByteArray(QByteArray("set_config('") + name + "', '" + QByteArray::number(qint64(value.count()))
                          + "', true)");
    };
    return QByteArray("SELECT " + setting("lock_timeout", options.lockTimeout) + ", "
                      + setting("statement_timeout", options.statementTimeout) + ", "
                      + setting("idle_in_transaction_session_timeout", options.idleTimeout));
}

Result<void> dropRows(const Result<ResultSet> &result)
{
    if (result)
        return {};
    return fail(result.error());
}

} // namespace

Transaction::Transaction(Session &session)
    : m_session(&session)
{
}

Transaction::Transaction(Transaction &&other) noexcept
    : m_session(std::exchange(other.m_session, nullptr))
{
}

Transaction::~Transaction()
{
    if (m_session)
        (void)rollback().has_value();
}

Result<Transaction> Transaction::begin(Session &session, const TransactionOptions &options)
{
    auto begun = beginWith(session, options, {});
    if (!begun)
        return fail(begun.error());
    return std::move(begun->transaction);
}

QList<Statement> Transaction::opening(const Session &session, const TransactionOptions &options)
{
    QByteArray begin = "BEGIN TRANSACTION";
    begin += options.repeatableRead ? " ISOLATION LEVEL REPEATABLE READ" : " ISOLATION LEVEL READ COMMITTED";
    begin += options.readOnly || session.options().readOnly ? " READ ONLY" : " READ WRITE";
    QList<Statement> statements{begin};
    if (session.isPooled())
        statements << Statement(session.localSettings());
    return statements << Statement(settingsStatement(options));
}

Result<Transaction::Begun> Transaction::beginWith(Session &session, const TransactionOptions &options,
                                                  const QList<Statement> &first)
{
    if (session.transactionStatus() != Session::TransactionStatus::Idle)
        return fail(session.isOpen() ? Error::of(Error::Kind::Internal, QStringLiteral("a transaction is open already"))
                                     : session.lostError("BEGIN"));
    const QList<Statement> ours = opening(session, options);
    Transaction transaction(session); // rolls back whatever was begun when the rest of the round trip failed
    session.m_isTransactionLimited = options.statementTimeout.count() > 0;
    auto results = session.runTogether(ours + first);
    if (!results)
        return fail(results.error());
    return Begun{std::move(transaction), results->mid(ours.size())};
}

Result<void> Transaction::commit()
{
    if (!m_session)
        return fail(Error::Kind::Internal, QStringLiteral("commit() of a finished transaction"));
    const auto done = m_session->executePlain("COMMIT");
    return committed(done ? Result<QByteArray>(done->commandTag()) : fail(done.error()));
}

Result<void> Transaction::committed(const Result<QByteArray> &tag)
{
    const auto status = m_session->transactionStatus();
    if (!tag && (status == Session::TransactionStatus::InTransaction || status == Session::TransactionStatus::Failed))
        return fail(tag.error()); // never sent, or canceled: the destructor rolls back
    finish();
    if (tag && *tag == "ROLLBACK")
        return fail(Error::Kind::Conflict,
                    QCoreApplication::translate("Transaction", "The server rolled the transaction back."));
    if (tag)
        return {};
    Error error = tag.error();
    if (error.kind == Error::Kind::ConnectionLost) {
        error.kind = Error::Kind::OutcomeUnknown;
        error.message = QCoreApplication::translate(
            "Transaction", "The connection was lost before the server confirmed the commit: it may be done or not.");
    }
    return fail(error);
}

Transaction::Turn Transaction::commitAndBegin(const TransactionOptions &options, const QList<Statement> &first,
                                              const AnsweredFunction &answered)
{
    if (!m_session) {
        const auto finished = commit();
        return {finished, fail(finished.error())};
    }
    Session &session = *m_session;
    QList<Statement> ours = opening(session, options);
    for (Statement &statement : ours)
        statement.keep(); // where one follows the other there are many
    ours.prepend(QByteArray("COMMIT"));
    // While neither has ended, a limit of either is a limit.
    session.m_isTransactionLimited = session.m_isTransactionLimited || options.statementTimeout.count() > 0;
    std::optional<QByteArray> tag;
    const auto told = [&](qsizetype which, const ResultSet &answer, double milliseconds) {
        if (which == 0)
            tag = answer.commandTag();
        if (which == 0 || which >= ours.size())
            answered(which == 0 ? 0 : which - ours.size() + 1, answer, milliseconds);
    };
    auto results = session.runTogether(ours + first, told);
    const auto done = committed(tag ? Result<QByteArray>(*tag) : fail(results.error()));
    if (!tag)
        return {done, fail(results.error())};
    Transaction next(session); // it is begun; unless it is handed on it is rolled back here
    session.m_isTransactionLimited = options.statementTimeout.count() > 0;
    if (!results)
        return {done, fail(results.error())};
    return {done, Begun{std::move(next), results->mid(ours.size())}};
}

Result<void> Transaction::rollback()
{
    Session *session = m_session;
    if (!session)
        return {};
    const bool alive = session->isOpen() && session->transactionStatus() != Session::TransactionStatus::Idle;
    // A rollback must happen even for work that was asked to stop, so it does not look at the cancel flag.
    const auto done = alive ? session->executePlain("ROLLBACK", Session::Heed::Nothing) : Result<ResultSet>();
    finish();
    return dropRows(done);
}

void Transaction::finish()
{
    m_session->m_isTransactionLimited = false;
    m_session = nullptr;
}

Result<void> Transaction::savepoint(const QString &name)
{
    return dropRows(m_session->execute(QByteArray("SAVEPOINT " + quoteIdentifier(name))));
}

Result<void> Transaction::rollbackTo(const QString &name)
{
    return dropRows(m_session->executePlain("ROLLBACK TO SAVEPOINT " + quoteIdentifier(name), Session::Heed::Nothing));
}

Result<void> Transaction::release(const QString &name)
{
    return dropRows(m_session->execute(QByteArray("RELEASE SAVEPOINT " + quoteIdentifier(name))));
}

} // namespace pitboss
