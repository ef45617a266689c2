// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace pitboss {

struct FuzzyMatch
{
    int score = 0;        ///< higher is better; only comparable for one pattern
    QList<int> positions; ///< which characters of the text matched, ascending
};

/// Do the pattern's characters stand in the text in this order, whatever the case? Word beginnings, runs and short
/// texts score higher. Words of the pattern may match in any order. An empty pattern matches everything with 0.
std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text);

} // namespace pitboss
