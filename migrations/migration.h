// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/script.h"

#include <QDateTime>

#include <memory>
#include <optional>

namespace pitboss {

enum class MigrationState {
    Applied,
    Pending,
    Edited,          ///< applied, but the file's hash is no longer the recorded one
    Missing,         ///< recorded, or listed by the journal, but there is no such file
    Orphan,          ///< a file that the journal does not list: its own runner never applies it
    InferredApplied, ///< no tracking table: the catalog is as the file would leave it
    InferredPartial,
    Unknown ///< nothing can be said: no database was asked, or the file leaves no trace in the catalog
};

/// "applied", "inferred-partial" …: fixed words, for JSON, settings and tests.
QString toString(MigrationState state);
/// The same for a person.
QString stateText(MigrationState state);

/// Something about one migration, or about the folder, that a person should know.
struct Problem
{
    QString code; ///< "duplicate-number": fixed, for scripts
    QString text;
    QString repair; ///< text to copy (SQL, JSON, a command), never done by itself; may be empty

    bool operator==(const Problem &) const = default;
};

struct GitInfo
{
    QString commit;
    QString author;
    QDateTime date; ///< of the last commit that touched the file
    bool uncommitted = false;
};

/// One migration of a project: a file, a row of the tracking table, or both.
struct Migration
{
    QString tag;                  ///< what the project's runner calls it; for a row without a name "row 7"
    std::optional<qint64> number; ///< the digits the name begins with
    MigrationState state = MigrationState::Unknown;
    QString reason;                     ///< why this state, in a sentence; may be empty
    std::optional<QDateTime> appliedAt; ///< as the tracking table has it, UTC
    bool appliedAtIsGenerated = false;  ///< Drizzle 0.x records when the file was generated, not when it ran
    QString file;                       ///< relative to the status' directory; empty: no file
    QString path;                       ///< absolute
    QString rollbackPath;               ///< absolute; a rollback file of its own, where the layout has one
    QString snapshotPath;               ///< absolute; where the layout has snapshots
    QString hash;                       ///< lowercase hex SHA-256 of the file's text; empty without a file
    QString recordedHash;               ///< from the tracking table; empty when it keeps none
    qint64 size = 0;                    ///< bytes
    QList<Problem> problems;
    QStringList missingObjects; ///< inferred-partial: what the catalog lacks
    std::optional<GitInfo> git;
    std::shared_ptr<const Script> script; ///< null without a file; perhaps without trees: see Script::withTrees

    int statementCount() const { return script ? int(script->statements().size()) : 0; }
    bool hasProblem(QLatin1StringView code) const;
    void addProblem(const char *code, const QString &text, const QString &repair = {});
};

/// The leading digits of a name: "0003_x" → 3. None when it has none, or more than 18.
std::optional<qint64> leadingNumber(const QString &name);

/// Marks duplicate numbers and gaps, in the order given. Long numbers are dates and have no gaps.
void markNumberProblems(QList<Migration> &migrations);

} // namespace pitboss
