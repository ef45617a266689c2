// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/script.h"

#include <QDateTime>

#include <optional>

namespace pitboss {

enum class HashVerdict {
    Same,
    Cosmetic, ///< only line endings, a final newline or a byte order mark differ
    Edited
};

struct HashComparison
{
    HashVerdict verdict = HashVerdict::Edited;
    QString text; ///< cosmetic: what differs, in a sentence
};

/// Compares a script with a recorded hash; an empty one counts as the same, for there is nothing to compare.
HashComparison compareHash(const Script &script, const QString &recordedHash);

/// The same for any bytes: a blob of a repository.
HashComparison compareHash(const QByteArray &bytes, const QString &recordedHash);

struct DiffLine
{
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    QString text;    ///< without its line end
    int oldLine = 0; ///< from 1; 0 for an added line
    int newLine = 0; ///< from 1; 0 for a removed line

    bool operator==(const DiffLine &) const = default;
};

/// Line by line, shortest edit first; very different texts of many lines come as all removed, all added.
QList<DiffLine> diffLines(const QByteArray &before, const QByteArray &after);

/// Only the changed lines with `context` lines around them; hunks are what is left after the gaps.
QList<DiffLine> withContext(const QList<DiffLine> &lines, int context);

} // namespace pitboss
