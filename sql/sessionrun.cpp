// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/session.h"

#include "sql/servererror.h"

#include <libpq-fe.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QElapsedTimer>

#include <vector>

namespace pitboss {

namespace {

struct Freed
{
    void operator()(PGresult *result) const { PQclear(result); }
};
using Owned = std::unique_ptr<PGresult, Freed>;

std::vector<const char *> valuesOf(const Statement &statement)
{
    std::vector<const char *> values;
    values.reserve(size_t(statement.parameters.size()));
    for (const auto &value : statement.parameters)
        values.push_back(value ? value->constData() : nullptr);
    return values;
}

bool sendParameters(pg_conn *connection, const Statement &statement)
{
    const std::vector<const char *> values = valuesOf(statement);
    return PQsendQueryParams(connection, statement.sql.constData(), int(values.size()), nullptr, values.data(), nullptr,
                             nullptr, 0)
        == 1;
}

/// Says what it stands for: should a server's session be shared after all, it cannot stand for something else.
QByteArray nameFor(const QByteArray &sql, int number)
{
    return "pitboss_" + QByteArray::number(number) + '_'
        + QCryptographicHash::hash(sql, QCryptographicHash::Md5).toHex();
}

/// It may do away with what the server keeps by name.
bool mayDropKept(const QByteArray &sql)
{
    const QLatin1StringView text(sql);
    return text.contains(QLatin1StringView("deallocate"), Qt::CaseInsensitive)
        || text.contains(QLatin1StringView("discard"), Qt::CaseInsensitive);
}

bool holdsNul(const Statement &statement)
{
    const auto nul = [](const std::optional<QByteArray> &value) { return value && value->contains('\0'); };
    return statement.sql.contains('\0') || std::any_of(statement.parameters.begin(), statement.parameters.end(), nul);
}

Error tooLarge(const Statement &statement)
{
    Error error =
        Error::of(Error::Kind::Refused, QCoreApplication::translate("Session", "The result is larger than 2 GB."), {},
                  QCoreApplication::translate("Session", "Ask for fewer rows or columns, or export it."));
    error.statement = QString::fromUtf8(statement.sql);
    return error;
}

} // namespace

/// One statement under way.
struct Session::Run
{
    const Statement &statement;
    const BlockFunction *block; ///< nullptr: all rows in one set
    int blockRows;
    bool wrapped;
    ResultBuilder rows;
    std::optional<Error> error;
    bool stopped = false; ///< the receiver wants no more
};

Result<ResultSet> Session::execute(const Statement &statement)
{
    return run(statement, 0, nullptr);
}

Result<ResultSet> Session::stream(const Statement &statement, int blockRows, const BlockFunction &block)
{
    return run(statement, blockRows, &block);
}

Result<ResultSet> Session::executePlain(const QByteArray &command, Heed heed)
{
    m_canceler->moveOn(); // and only then: what is asked for from now on is for this
    if (heed == Heed::Cancel && m_canceler->requested())
        return fail(Error::canceled());
    const Statement statement(command);
    Run run{statement, nullptr, 0, false, {}, {}, false};
    return finish(run);
}

Result<ResultSet> Session::run(const Statement &statement, int blockRows, const BlockFunction *block)
{
    m_canceler->moveOn();
    if (m_canceler->requested())
        return fail(Error::canceled());
    if (holdsNul(statement))
        return fail(Error::Kind::Refused,
                    QCoreApplication::translate("Session", "Postgres text cannot hold a NUL character."));
    const bool wrapped = m_options.readOnly && transactionStatus() == TransactionStatus::Idle;
    if (keeps(statement) && !wrapped && !block) {
        auto results = runTogether({statement});
        return results ? Result<ResultSet>(results->takeFirst()) : fail(results.error());
    }
    Run run{statement, block, blockRows, wrapped, {}, {}, false};
    return finish(run);
}

Result<QList<ResultSet>> Session::executeTogether(const QList<Statement> &statements, const AnsweredFunction &answered)
{
    if (m_options.readOnly && transactionStatus() == TransactionStatus::Idle)
        return fail(Error::Kind::Internal, QStringLiteral("executeTogether() outside a transaction"));
    return runTogether(statements, answered);
}

Result<QList<ResultSet>> Session::runTogether(const QList<Statement> &statements, const AnsweredFunction &answered)
{
    m_canceler->moveOn();
    if (m_canceler->requested())
        return fail(Error::canceled());
    if (std::any_of(statements.begin(), statements.end(), &holdsNul))
        return fail(Error::Kind::Refused,
                    QCoreApplication::translate("Session", "Postgres text cannot hold a NUL character."));
    QElapsedTimer timer;
    timer.start();
    QList<QByteArray> named;
    if (!m_connection || !sendTogether(statements, bool(answered), named))
        return fail(lostError(statements.value(0)));
    QList<ResultSet> results;
    std::optional<Error> error;
    for (const Statement &statement : statements) {
        Run run{statement, nullptr, 0, false, {}, {}, false};
        readNamed(run, named[results.size()]);
        readStatement(run);
        if (PQstatus(m_connection) != CONNECTION_OK)
            return fail(lostError(statement));
        if (run.error && !error)
            error = run.error;
        results.append(run.rows.take());
        if (answered && !error)
            answered(results.size() - 1, results.last(), double(timer.nsecsElapsed()) / 1e6);
        timer.restart();
        // A request that falls between two statements is lost on the server.
        if (m_canceler->requested() && !error && results.size() < statements.size())
            m_canceler->interruptStatement();
    }
    const Owned sync(PQgetResult(m_connection));
    PQexitPipelineMode(m_connection);
    if (error && error->sqlState == QLatin1String("26000")) // they were dropped by something that does not show it
        m_kept.clear();
    if (error)
        return fail(*error);
    return results;
}

/// The server keeps its answers back until it is asked for them: before each statement that may take its time.
bool Session::sendTogether(const QList<Statement> &statements, bool flushEach, QList<QByteArray> &named)
{
    if (!PQenterPipelineMode(m_connection))
        return false;
    for (qsizetype i = 0; i < statements.size(); ++i) {
        named.append(QByteArray());
        const bool sent =
            keeps(statements[i]) ? sendKept(statements[i], named[i]) : sendParameters(m_connection, statements[i]);
        noteDropped(statements[i]);
        const bool isLast = i + 1 == statements.size();
        const bool waits = flushEach && !isLast && !(statements[i].isKept && statements[i + 1].isKept);
        if (!sent || (waits && PQsendFlushRequest(m_connection) != 1))
            return false;
    }
    return PQpipelineSync(m_connection);
}

/// `named`: the name that the server is to know it by from now on, when it did not.
bool Session::sendKept(const Statement &statement, QByteArray &named)
{
    QByteArray name = m_kept.value(statement.sql);
    if (name.isEmpty()) {
        name = named = nameFor(statement.sql, ++m_named);
        if (PQsendPrepare(m_connection, name.constData(), statement.sql.constData(), 0, nullptr) != 1)
            return false;
        m_kept.insert(statement.sql, name); // for those behind it; taken back when the server refuses
    }
    const std::vector<const char *> values = valuesOf(statement);
    return PQsendQueryPrepared(m_connection, name.constData(), int(values.size()), values.data(), nullptr, nullptr, 0)
        == 1;
}

void Session::readNamed(Run &run, const QByteArray &name)
{
    if (!name.isEmpty() && !readOther(run) && m_kept.value(run.statement.sql) == name)
        m_kept.remove(run.statement.sql);
}

/// The server does things in the order in which they were sent.
void Session::noteDropped(const Statement &statement)
{
    if (!statement.isKept && !m_kept.isEmpty() && mayDropKept(statement.sql))
        m_kept.clear();
}

Result<ResultSet> Session::finish(Run &run)
{
    if (!m_connection)
        return fail(lostError(run.statement));
    if (send(run.statement, run.wrapped))
        collect(run);
    m_canceler->moveOn();
    // A cancel request that arrives late hits our own COMMIT, which then leaves the transaction open and failed.
    if (run.wrapped && PQstatus(m_connection) == CONNECTION_OK && transactionStatus() != TransactionStatus::Idle)
        PQclear(PQexec(m_connection, "ROLLBACK"));
    if (PQstatus(m_connection) != CONNECTION_OK)
        return fail(lostError(run.statement));
    if (run.error)
        return fail(*run.error);
    return run.rows.take();
}

bool Session::send(const Statement &statement, bool wrapped)
{
    noteDropped(statement);
    if (!wrapped)
        return sendParameters(m_connection, statement);
    // One round trip for BEGIN, the statement and COMMIT. The first sync ends the skipping after an error, so that
    // COMMIT always runs and no transaction stays open.
    return PQenterPipelineMode(m_connection) && sendParameters(m_connection, "BEGIN TRANSACTION READ ONLY")
        && (!m_isPooled || sendParameters(m_connection, localSettings())) && sendParameters(m_connection, statement)
        && PQpipelineSync(m_connection) && sendParameters(m_connection, "COMMIT") && PQpipelineSync(m_connection);
}

void Session::collect(Run &run)
{
    if (run.wrapped)
        readOther(run);
    if (run.wrapped && m_isPooled)
        readOther(run);
    if (run.block)
        PQsetSingleRowMode(m_connection);
    readStatement(run);
    if (!run.wrapped)
        return;
    for (int i = 0; i < 2 && PQstatus(m_connection) == CONNECTION_OK; ++i) {
        const Owned sync(PQgetResult(m_connection)); // PGRES_PIPELINE_SYNC, no null after it
        if (i == 0)
            readOther(run);
    }
    PQexitPipelineMode(m_connection);
}

bool Session::readOther(Run &run)
{
    bool succeeded = true;
    while (const Owned result{PQgetResult(m_connection)}) {
        if (PQresultStatus(result.get()) == PGRES_COMMAND_OK || PQresultStatus(result.get()) == PGRES_TUPLES_OK)
            continue;
        succeeded = false;
        if (!run.error && !run.stopped && PQresultStatus(result.get()) != PGRES_PIPELINE_ABORTED)
            run.error = errorOf(result.get(), run.statement);
        if (PQstatus(m_connection) != CONNECTION_OK)
            break;
    }
    return succeeded;
}

void Session::readStatement(Run &run)
{
    while (const Owned result{PQgetResult(m_connection)}) {
        switch (PQresultStatus(result.get())) {
        case PGRES_SINGLE_TUPLE:
        case PGRES_TUPLES_OK:
        case PGRES_COMMAND_OK:
        case PGRES_EMPTY_QUERY:
            readRows(run, result.get());
            break;
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
            refuseCopy(run, result.get());
            break;
        case PGRES_PIPELINE_ABORTED:
            break;
        default:
            if (!run.error && !run.stopped)
                run.error = errorOf(result.get(), run.statement);
        }
        if (PQstatus(m_connection) != CONNECTION_OK)
            break;
    }
    if (run.block && run.rows.rowCount() > 0)
        deliver(run);
}

void Session::readRows(Run &run, const pg_result *result)
{
    if (run.stopped || run.error)
        return;
    if (!run.rows.append(result)) {
        run.error = tooLarge(run.statement);
        run.stopped = true;
        m_canceler->interruptStatement();
    } else if (run.block && run.rows.rowCount() >= run.blockRows) {
        deliver(run);
    }
}

void Session::deliver(Run &run)
{
    if (run.stopped || (*run.block)(run.rows.take()))
        return;
    run.stopped = true;
    m_canceler->interruptStatement();
}

void Session::refuseCopy(Run &run, const pg_result *result)
{
    run.error = Error::of(Error::Kind::Refused,
                          QCoreApplication::translate("Session", "COPY to or from the client cannot run here."));
    if (PQresultStatus(result) != PGRES_COPY_OUT)
        PQputCopyEnd(m_connection, "refused by the client");
    char *buffer = nullptr;
    while (PQresultStatus(result) == PGRES_COPY_OUT && PQgetCopyData(m_connection, &buffer, 0) > 0)
        PQfreemem(buffer);
}

Error Session::errorOf(const pg_result *result, const Statement &statement) const
{
    Error error = serverError(result, QString::fromUtf8(statement.sql));
    // 57014 is a person's cancel and statement_timeout alike, told apart in the server's language only. We know whether
    // we asked, and whether there is a limit, unless the statements themselves have set one.
    const bool limited = m_isLimited || m_isTransactionLimited || error.message.contains(QLatin1String("timeout"));
    if (error.kind == Error::Kind::Canceled && !m_canceler->requested() && limited)
        error.kind = Error::Kind::Timeout;
    return error;
}

Error Session::lostError(const Statement &statement)
{
    const QString detail = m_connection ? QString::fromUtf8(PQerrorMessage(m_connection)).trimmed() : QString();
    close();
    Error error = Error::of(Error::Kind::ConnectionLost,
                            QCoreApplication::translate("Session", "The connection to the server was lost."), detail,
                            QCoreApplication::translate("Session", "It is made again at the next use."));
    error.statement = QString::fromUtf8(statement.sql);
    return error;
}

} // namespace pitboss
