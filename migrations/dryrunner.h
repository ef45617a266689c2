// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/catalogreader.h"
#include "migrations/dryrunprobe.h"
#include "migrations/outsidereach.h"
#include "migrations/together.h"

namespace pitboss {

struct ScriptFacts;

/// The work of one dry run. Every step ends at a savepoint, so a failure takes back its own file and nothing else.
class DryRunner
{
public:
    /// `exact`: the whole catalog is read after each file, and all locks after each statement; else only what it can
    /// have changed or taken, where that is known, and isExact() tells in the end whether that was right.
    DryRunner(Session &session, const RunnerTraits &runner, const DryRunOptions &options, bool exact);

    Result<void> start();
    Result<void> run(const DryRunFile &file);
    /// Reads what is still owed. To be called with `atEnd` when all ran, before isExact() and runs().
    Result<void> settle(bool atEnd);
    const QList<MigrationRun> &runs() const { return m_runs; }
    Result<bool> isExact();
    bool needsScratch() const { return m_needsScratch; }

private:
    Result<void> command(const QByteArray &sql);
    Result<void> goBack(const QByteArray &savepoint);
    Result<void> armGuard();
    Result<void> disarmGuard();
    static bool isMeasuredApart(const ScriptStatement &statement);
    static bool tripsGuard(const ScriptStatement &statement);
    Result<void> execute(const ScriptStatement &statement, StatementRun &run);
    Result<void> together(const DryRunFile &file, const QList<int> &indexes, MigrationRun &run);
    void tellLate(MigrationRun *current);
    Result<void> endedBy(const ScriptStatement &statement) const;
    Result<void> noteError(const ScriptStatement &statement, const Error &error, StatementRun &run);
    void noteNotices(StatementRun &run);
    Result<void> deferGuard();
    bool mayDefer(const Script &script);
    Result<void> measured(const DryRunFile &file, int index, MigrationRun &run);
    static QList<int> nextMeasured(const Script &script, const ScriptFacts &facts, int from);
    static bool runsHere(const Script &script, const ScriptFacts &facts, int index);
    void noteSpared(const Script &script, int index, StatementRun &run);
    void tellBegin(const DryRunFile &file, int index) const;
    Result<void> answer(const QList<DataQuestion> &questions, DataQuestion::Kind kind, StatementRun &run);
    Result<QMap<QString, QString>> sequences();
    Result<void> noteSequences(MigrationRun &run);
    Result<void> runAll(const DryRunFile &file, MigrationRun &run);
    static QList<int> inOneGo(const Script &script);
    Result<std::optional<QList<ResultSet>>> runPlain(const Script &script, Proof &proof, const QList<Statement> &before,
                                                     const QList<Statement> &behind);
    Result<std::optional<QList<ResultSet>>> runApart(const Script &script, Proof &proof, const QList<Statement> &before,
                                                     const QList<Statement> &behind);
    static void noteRefused(const ScriptStatement &statement, const StatementRun &run, Proof &proof);
    Result<void> prove(const DryRunFile &file, MigrationRun &run, const CatalogState &after);
    QString whyNotTakenBack(const DryRunFile &file);
    Result<void> forceDeferred(MigrationRun &run);
    Result<void> proveIdempotent(const DryRunFile &file, MigrationRun &run, const CatalogState &after);
    Result<void> takeBack(const QByteArray &savepoint, const DryRunProbe::Mark &mark);
    Result<void> compareSecond(const DryRunFile &file, MigrationRun &run, const CatalogState &after);
    Result<void> compareData(Proof &proof, const QStringList &tables);
    Result<QString> checksum(const QString &table);
    Result<void> proveReversible(const DryRunFile &file, MigrationRun &run, const CatalogState &after);
    void beginFile();
    Result<void> sendAhead();
    Result<void> finishFile(const DryRunFile &file, MigrationRun &run);
    std::optional<QStringList> readLater(const Script &script) const;
    Result<std::optional<CatalogState>> readOwed(bool atEnd);
    Result<void> settleBefore(const Script &script);
    Result<CatalogState> readCatalog(const CatalogState &last, const Script &script);
    static void noteMade(const DryRunProbe::Mark &before, MigrationRun &run);
    void noteFailure(const DryRunFile &file, MigrationRun &run);
    bool ended() const;
    bool isLost(const Error &error) const;
    bool isFatal(const Error &error) const;

    Session &m_session;
    QString m_tag; ///< of the file that runs
    const RunnerTraits &m_runner;
    const DryRunOptions &m_options;
    DryRunProbe m_probe;
    CatalogReader m_reader;
    OutsideReach m_outside;
    CatalogState m_catalog;             ///< as of now
    QHash<QString, QString> m_missing;  ///< object that a failed file would have made → that file
    QMap<QString, QString> m_sequences; ///< where each stands
    struct Owed
    {
        qsizetype run = 0; ///< index into m_runs
        QStringList relations;
    };
    QList<MigrationRun> m_runs;
    QList<Owed> m_owed; ///< runs whose changes of the schema are still to be read
    QSet<QString> m_owedNames;
    QList<Statement> m_ahead; ///< what goes in the round trip of the next statement
    bool m_fileOpen = false;  ///< the savepoint of the last file is still there
    bool m_missed = false;    ///< a change cannot be told whose it is
    const bool m_exact;
    bool m_guessed = false; ///< some reading was not of everything
    bool m_needsScratch = false;
    bool m_defers = true; ///< some constraint or trigger may speak only at COMMIT
};

/// Why a file cannot be tried in a transaction of ours: "" when it can. BEGIN first and COMMIT last are no reason.
QString dryRunRefusal(const Script &script);

/// It failed only because it was in a transaction.
bool isForTransactions(const StatementRun &run);

} // namespace pitboss
