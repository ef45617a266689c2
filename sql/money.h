// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <compare>

namespace pitboss {

/// An amount in micro-credits; 100 of them are one credit, which is what people read and type. Never floating point.
class Money
{
public:
    static constexpr qint64 microPerCredit = 100;

    constexpr Money() = default;
    static constexpr Money fromMicro(qint64 micro) { return Money(micro); }
    constexpr qint64 micro() const { return m_micro; }
    QString credits() const; ///< "-12.34": two decimals, no grouping

    constexpr auto operator<=>(const Money &) const = default;

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
