// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/result.h"

#include <compare>

namespace pitboss {

/// An amount in micro-credits; 100 of them are one credit, which is what people read and type. Never floating point.
class Money
{
public:
    static constexpr qint64 microPerCredit = 100;

    constexpr Money() = default;
    static constexpr Money fromMicro(qint64 micro) { return Money(micro); }
    /// "12", "12.3", "-12.34": ASCII digits, at most two decimals. Usage: it is no such number, is finer than a
    /// micro-credit, or does not fit; the sign is the caller's to judge.
    static Result<Money> fromCredits(const QString &text);
    constexpr qint64 micro() const { return m_micro; }
    QString credits() const; ///< "-12.34": two decimals, no grouping

    // Checked: Data when the answer does not fit in 64 bits.
    Result<Money> plus(Money other) const;
    Result<Money> minus(Money other) const;
    Result<Money> negated() const { return Money().minus(*this); }

    constexpr auto operator<=>(const Money &) const = default; // NOLINT(modernize-use-nullptr): not a pointer

private:
    explicit constexpr Money(qint64 micro)
        : m_micro(micro)
    {
    }
    qint64 m_micro = 0;
};

/// What a new account holds without a ledger row.
constexpr Money openingBalance = Money::fromMicro(500 * Money::microPerCredit);

} // namespace pitboss
