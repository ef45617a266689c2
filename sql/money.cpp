// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/money.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Money", text);
}

Result<Money> sum(bool overflows, qint64 micro)
{
    if (overflows)
        return fail(Error::Kind::Data, say("The amount is too large: a balance has 64 bits."));
    return Money::fromMicro(micro);
}

} // namespace

Result<Money> Money::fromCredits(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^([+-]?)([0-9]+)(?:\\.([0-9]+))?$"));
    const auto match = form.match(text.trimmed());
    if (!match.hasMatch())
        return fail(Error::Kind::Usage, say("“%1” is not an amount of credits.").arg(text), {},
                    say("Write it as 12 or 12.34."));
    QString cents = match.captured(3);
    if (cents.size() > 2)
        return fail(Error::Kind::Usage, say("“%1” is too precise: credits have at most two decimals.").arg(text));
    cents = cents.leftJustified(2, QLatin1Char('0'));
    bool fits = false;
    const qint64 micro = (match.captured(1) + match.captured(2) + cents).toLongLong(&fits);
    if (!fits)
        return fail(Error::Kind::Usage, say("“%1” is too large: a balance has 64 bits.").arg(text));
    return fromMicro(micro);
}

Result<Money> Money::plus(Money other) const
{
    qint64 micro = 0;
    const bool overflows = __builtin_add_overflow(m_micro, other.m_micro, &micro);
    return sum(overflows, micro);
}

Result<Money> Money::minus(Money other) const
{
    qint64 micro = 0;
    const bool overflows = __builtin_sub_overflow(m_micro, other.m_micro, &micro);
    return sum(overflows, micro);
}

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
