// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/apply.h"
#include "migrations/apply/lockwatcher.h"
#include "sql/transaction.h"

#include <QElapsedTimer>

namespace pitboss {

/// The work of one apply: files, their steps, and each step's attempts. A file of Drizzle's waits for the server once:
/// its statements are confirmed before its COMMIT is sent, and what follows in that round trip is the next file's.
class Applier
{
public:
    Applier(Session &session, const ApplyPlan &plan, const ApplyOptions &options, AuditLog &log, QJsonObject intent);
    Q_DISABLE_COPY_MOVE(Applier)

    void run(ApplyResult &result);

private:
    /// How one attempt at a step ended.
    enum class Ending {
        Done,
        Again,   ///< a lock did not come in time; everything of the step is undone
        Before,  ///< the file is on record already
        Failed,  ///< it is undone
        Halfway, ///< what ran alone failed, or ended the transaction: something of it may stay
        Unknown  ///< nobody can tell
    };
    /// What went to the server in the round trip of the COMMIT before: a transaction with a file's first statements.
    struct Ahead
    {
        const ApplyFile *file = nullptr;
        QList<int> statements;
        bool recorded = false; ///< and the journal's row behind them
        bool admitted = false; ///< its turn was confirmed; else nothing of the file ran
        qsizetype done = 0;    ///< of its statements
        std::optional<Result<Transaction::Begun>> begun;
    };
    Result<void> prepareTable();
    /// Whether it is on record, and who else is there.
    QList<Statement> questions(const ApplyFile &file) const;
    Statement guard(const ApplyFile &file) const;
    TransactionOptions limits() const;
    void applyFile(qsizetype number);
    bool applySteps(const ApplyFile &file, FileOutcome &outcome);
    Ending step(const ApplyFile &file, int number, FileOutcome &outcome);
    Ending attempt(const ApplyFile &file, int number, FileOutcome &outcome);
    Ending transaction(const ApplyFile &file, int number, FileOutcome &outcome);
    Ending inside(const ApplyFile &file, int number, FileOutcome &outcome, Transaction &transaction,
                  const Ahead &ahead);
    bool isAhead(const ApplyFile &file) const { return m_ahead && m_ahead->file == &file; }
    Ending goOn(const ApplyFile &file, int number, FileOutcome &outcome);
    std::optional<Ahead> nextAhead(const ApplyFile &file, int number) const;
    Result<void> commit(const ApplyFile &file, int number, Transaction &transaction);
    void noteAhead(qsizetype which, const ResultSet &answer, double milliseconds, Ahead &ahead);
    void fileDone(qsizetype number);
    void work(qsizetype number);
    Ending alone(const ApplyFile &file, int number, FileOutcome &outcome);
    Result<Transaction::Begun> begin(const ApplyFile &file);
    Ending admitted(const ApplyFile &file, const QList<ResultSet> &answers, FileOutcome &outcome);
    Ending statements(const ApplyFile &file, const QList<int> &indexes, const Statement &behind, FileOutcome &outcome);
    Ending statement(const ApplyFile &file, int index, FileOutcome &outcome);
    void begins(const ApplyFile &file, int index, const FileOutcome &outcome);
    void noteDone(StatementOutcome &run, double milliseconds);
    Ending noteFailed(const ScriptStatement &text, StatementOutcome &run, const Error &error, FileOutcome &outcome);
    Ending resolve(const Error &cause, FileOutcome &outcome);
    Ending ended(Error error, FileOutcome &outcome) const;
    void noteInvalid(const QStringList &before, FileOutcome &outcome);
    void settle(const ApplyFile &file, int number, Ending ending, FileOutcome &outcome) const;
    bool pause(const ApplyFile &file, std::chrono::milliseconds length, FileOutcome &outcome);
    void tell(ApplyEvent event);
    void freshSessionAfter(const ApplyFile &file);

    Session &m_session;
    const ApplyPlan &m_plan;
    const ApplyOptions &m_options;
    AuditLog &m_log;
    const QJsonObject m_intent;
    std::mutex m_telling;
    QString m_current; ///< the file at work; guarded by m_telling
    LockWatcher m_watcher;
    QByteArray m_transactionId;
    ApplyResult *m_result = nullptr;
    qsizetype m_file = 0; ///< the one at work
    QElapsedTimer m_fileTimer;
    std::optional<Ahead> m_ahead;
};

} // namespace pitboss
