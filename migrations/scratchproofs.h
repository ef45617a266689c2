// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/dryrun.h"
#include "migrations/outsidereach.h"
#include "sql/transaction.h"

namespace pitboss {

/// The catalog around one file that ran on a scratch copy.
struct ScratchState
{
    CatalogSnapshot before;
    CatalogSnapshot after;
};

/// Proofs on a scratch copy, where everything is really done: once all files have run, the last is run a second time
/// and then taken back, which leaves the copy as it was after the file before it, and so on down to the first. Where
/// the copy is not as it should be, the proofs end, and those that are left say so.
class ScratchProofs
{
public:
    ScratchProofs(Session &session, const TransactionOptions &limits, OutsideReach &outside);
    Result<void> prove(const QList<DryRunFile> &files, const QList<ScratchState> &states, QList<MigrationRun> &runs);

private:
    Result<bool> proveOne(const DryRunFile &file, const ScratchState &state, MigrationRun &run);
    Result<void> again(const DryRunFile &file, const ScratchState &state, Proof &proof);
    Result<bool> runAll(const Script &script, QString *failed);
    Result<bool> runStatement(const ScriptStatement &statement, QString *failed);
    Result<CatalogSnapshot> snapshot();

    Session &m_session;
    const TransactionOptions m_limits;
    OutsideReach &m_outside;
};

} // namespace pitboss
