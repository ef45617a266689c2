// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/money.h"

namespace pitboss {

QString Money::credits() const
{
    // As unsigned, because the lowest value has no positive twin.
    const quint64 size = m_micro < 0 ? 0 - quint64(m_micro) : quint64(m_micro);
    const quint64 cents = size % quint64(microPerCredit);
    return QStringLiteral("%1%2.%3")
        .arg(m_micro < 0 ? QStringLiteral("-") : QString())
        .arg(size / quint64(microPerCredit))
        .arg(cents, 2, 10, QLatin1Char('0'));
}

} // namespace pitboss
