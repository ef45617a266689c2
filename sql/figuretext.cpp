// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/figuretext.h"

#include "sql/money.h"

#include <QCoreApplication>

namespace pitboss {

namespace {

struct Label
{
    const char *id;
    const char *text;
};

constexpr Label labels[] = {
    {"server.latency", QT_TRANSLATE_NOOP("Figures", "Round trip")},
    {"server.version", QT_TRANSLATE_NOOP("Figures", "PostgreSQL")},
    {"server.database", QT_TRANSLATE_NOOP("Figures", "Database")},
    {"server.role", QT_TRANSLATE_NOOP("Figures", "Connected as")},
    {"server.size_bytes", QT_TRANSLATE_NOOP("Figures", "Size")},
    {"server.tables", QT_TRANSLATE_NOOP("Figures", "Tables")},
    {"server.connections", QT_TRANSLATE_NOOP("Figures", "Connections")},
    {"server.max_connections", QT_TRANSLATE_NOOP("Figures", "Connections at most")},
    {"server.cache_hit_percent", QT_TRANSLATE_NOOP("Figures", "Read from cache")},
    {"server.long_transactions", QT_TRANSLATE_NOOP("Figures", "Transactions over 5 min")},
    {"server.longest_transaction_s", QT_TRANSLATE_NOOP("Figures", "Longest transaction")},
    {"users.total", QT_TRANSLATE_NOOP("Figures", "All")},
    {"users.by_tier", QT_TRANSLATE_NOOP("Figures", "By tier")},
    {"users.new_today", QT_TRANSLATE_NOOP("Figures", "New today (UTC)")},
    {"bouts.total", QT_TRANSLATE_NOOP("Figures", "All")},
    {"bouts.by_status", QT_TRANSLATE_NOOP("Figures", "By status")},
    {"bouts.today", QT_TRANSLATE_NOOP("Figures", "Today (UTC)")},
    {"bouts.stuck", QT_TRANSLATE_NOOP("Figures", "Running over 10 min")},
    {"bouts.errors_last_hour", QT_TRANSLATE_NOOP("Figures", "Errors in the last hour")},
    {"agents.total", QT_TRANSLATE_NOOP("Figures", "All")},
    {"agents.by_tier", QT_TRANSLATE_NOOP("Figures", "By tier")},
    {"agents.archived", QT_TRANSLATE_NOOP("Figures", "Archived")},
    {"agents.flagged", QT_TRANSLATE_NOOP("Figures", "Flagged")},
    {"credits.accounts", QT_TRANSLATE_NOOP("Figures", "Accounts")},
    {"credits.total_micro", QT_TRANSLATE_NOOP("Figures", "Held")},
    {"credits.zero_balance", QT_TRANSLATE_NOOP("Figures", "Accounts at zero")},
    {"credits.unreconciled", QT_TRANSLATE_NOOP("Figures", "Differ from the ledger")},
    {"pool.used", QT_TRANSLATE_NOOP("Figures", "Free bouts used today (UTC)")},
    {"pool.max_daily", QT_TRANSLATE_NOOP("Figures", "Free bouts a day")},
    {"pool.intro_initial_micro", QT_TRANSLATE_NOOP("Figures", "Intro pool at its start")},
    {"pool.intro_claimed_micro", QT_TRANSLATE_NOOP("Figures", "Intro pool claimed")},
};

constexpr Label groupTitles[] = {
    {"server", QT_TRANSLATE_NOOP("Figures", "Server")},   {"users", QT_TRANSLATE_NOOP("Figures", "Users")},
    {"bouts", QT_TRANSLATE_NOOP("Figures", "Bouts")},     {"agents", QT_TRANSLATE_NOOP("Figures", "Agents")},
    {"credits", QT_TRANSLATE_NOOP("Figures", "Credits")}, {"pool", QT_TRANSLATE_NOOP("Figures", "Pools")},
};

template <size_t n> QString textOf(const Label (&table)[n], const QString &id)
{
    for (const Label &label : table) {
        if (id == QLatin1String(label.id))
            return QCoreApplication::translate("Figures", label.text);
    }
    return id;
}

QString moneyText(const QString &micro, const QLocale &locale)
{
    const QString exact = Money::fromMicro(micro.toLongLong()).credits();
    const qsizetype point = exact.indexOf(QLatin1Char('.'));
    const bool isBelowZero = exact.startsWith(QLatin1Char('-'));
    const QString whole = locale.toString(exact.mid(isBelowZero ? 1 : 0, point - (isBelowZero ? 1 : 0)).toULongLong());
    return QCoreApplication::translate("Figures", "%1 credits")
        .arg((isBelowZero ? QString(QChar(0x2212)) : QString()) + whole + locale.decimalPoint() + exact.mid(point + 1));
}

} // namespace

QString figureGroupTitle(const QString &group)
{
    return textOf(groupTitles, group);
}

QString figureLabel(const Figure &figure)
{
    return textOf(labels, figure.id());
}

QString durationText(qint64 seconds)
{
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    const auto say = [](const char *text) { return QCoreApplication::translate("Figures", text); };
    if (seconds < minute)
        return say("%1 s").arg(seconds);
    if (seconds < hour)
        return say("%1 min").arg(seconds / minute);
    return say("%1 h %2 min").arg(seconds / hour).arg(seconds % hour / minute);
}

QString figureValueText(FigureUnit unit, const QString &value, const QLocale &locale)
{
    switch (unit) {
    case FigureUnit::Count:
        return locale.toString(value.toLongLong());
    case FigureUnit::Bytes:
        return locale.formattedDataSize(value.toLongLong(), 1, QLocale::DataSizeTraditionalFormat);
    case FigureUnit::MicroCredits:
        return moneyText(value, locale);
    case FigureUnit::Milliseconds:
        return QCoreApplication::translate("Figures", "%1 ms")
            .arg(locale.toString(value.toDouble(), 'f', value.toDouble() < 10 ? 2 : 0));
    case FigureUnit::Seconds:
        return durationText(value.toLongLong());
    case FigureUnit::Percent:
        return QCoreApplication::translate("Figures", "%1 %").arg(locale.toString(value.toDouble(), 'f', 1));
    case FigureUnit::Text:
        break;
    }
    return value;
}

QString figureText(const Figure &figure, const QLocale &locale)
{
    if (figure.error)
        return figure.error->message;
    QStringList parts;
    for (const FigureEntry &entry : figure.entries) {
        const QString value = figureValueText(figure.unit, entry.value, locale);
        parts << (entry.label.isEmpty() ? value : entry.label + QLatin1Char(' ') + value);
    }
    return parts.isEmpty() ? QCoreApplication::translate("Figures", "none") : parts.join(QStringLiteral(" · "));
}

} // namespace pitboss
