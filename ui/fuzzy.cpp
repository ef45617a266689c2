// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/fuzzy.h"

#include <QStringList>

#include <algorithm>

namespace pitboss {

static bool beginsWord(const QString &text, int at)
{
    if (at == 0 || !text.at(at - 1).isLetterOrNumber())
        return true;
    return text.at(at).isUpper() && text.at(at - 1).isLower();
}

namespace {

/// Best way to place the pattern's first characters so that the last of them stands at a given place of the text.
struct Cell
{
    int score = -1;
    int from = -1; ///< place of the character before
};

constexpr int runBonus = 8;
constexpr int wordBonus = 10;
constexpr int gapCost = 6; ///< at most, however far apart

int placeScore(const QString &text, int at)
{
    return beginsWord(text, at) ? wordBonus + (at == 0 ? 6 : 0) : 1;
}

/// Fills one row of the table: pattern character `c` at each place of the text, after the best place before it.
QList<Cell> nextRow(const QString &text, QChar c, const QList<Cell> &before)
{
    QList<Cell> row(text.size());
    for (int at = 0; at < text.size(); ++at) {
        if (text.at(at).toCaseFolded() != c.toCaseFolded())
            continue;
        for (int from = 0; from < at; ++from) {
            if (before.at(from).score < 0)
                continue;
            const int step = from == at - 1 ? runBonus : -std::min(at - from - 1, gapCost);
            const int score = std::max(0, before.at(from).score + step) + placeScore(text, at);
            if (score > row.at(at).score)
                row[at] = {score, from};
        }
    }
    return row;
}

QList<Cell> firstRow(const QString &text, QChar c)
{
    QList<Cell> row(text.size());
    for (int at = 0; at < text.size(); ++at)
        if (text.at(at).toCaseFolded() == c.toCaseFolded())
            row[at] = {placeScore(text, at), -1};
    return row;
}

} // namespace

/// Does it match at all? Cheap, and says no to most texts.
static bool isSubsequence(const QString &word, const QString &text)
{
    qsizetype at = 0;
    for (const QChar c : word) {
        at = text.indexOf(c, at, Qt::CaseInsensitive) + 1;
        if (at == 0)
            return false;
    }
    return true;
}

static std::optional<FuzzyMatch> matchWord(const QString &word, const QString &text)
{
    if (!isSubsequence(word, text))
        return std::nullopt;
    QList<QList<Cell>> rows{firstRow(text, word.at(0))};
    for (qsizetype i = 1; i < word.size(); ++i)
        rows.append(nextRow(text, word.at(i), rows.constLast()));
    const auto better = [](const Cell &a, const Cell &b) { return a.score < b.score; };
    const QList<Cell> &last = rows.constLast();
    const auto best = std::max_element(last.begin(), last.end(), better);
    if (best == last.end() || best->score < 0)
        return std::nullopt;
    FuzzyMatch match{best->score, {}};
    int at = int(best - last.begin());
    for (qsizetype i = rows.size() - 1; i >= 0 && at >= 0; --i) {
        match.positions.prepend(at);
        at = rows.at(i).at(at).from;
    }
    return match;
}

std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text)
{
    FuzzyMatch all;
    const QStringList words = pattern.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const QString &word : words) {
        const auto match = matchWord(word, text);
        if (!match)
            return std::nullopt;
        all.score += match->score;
        all.positions += match->positions;
    }
    if (!words.isEmpty())
        all.score -= int(std::min<qsizetype>(text.size(), 40)) / 4;
    std::sort(all.positions.begin(), all.positions.end());
    all.positions.erase(std::unique(all.positions.begin(), all.positions.end()), all.positions.end());
    return all;
}

} // namespace pitboss
