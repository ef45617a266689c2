// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/figures.h"

#include <QCoreApplication>
#include <QLocale>

namespace pitboss {

/// One decimal below ten, none above: two digits say enough.
static QString scaled(double value, const QString &unit)
{
    const QLocale locale;
    return locale.toString(value, 'f', value < 9.95 ? 1 : 0) + unit;
}

QString compactCount(qint64 count)
{
    if (count < 0)
        return {};
    if (count < 1000)
        return QLocale().toString(count);
    const auto number = double(count);
    if (number < 999.5e3)
        return scaled(number / 1e3, QStringLiteral("k"));
    if (number < 999.5e6)
        return scaled(number / 1e6, QStringLiteral("M"));
    return scaled(number / 1e9, QStringLiteral("G"));
}

QString compactBytes(qint64 bytes)
{
    if (bytes < 0)
        return {};
    if (bytes < 1024)
        return QLocale().toString(bytes) + QStringLiteral(" B");
    static const QString units[] = {QStringLiteral(" kB"), QStringLiteral(" MB"), QStringLiteral(" GB"),
                                    QStringLiteral(" TB"), QStringLiteral(" PB")};
    double value = double(bytes) / 1024;
    int unit = 0;
    for (; value >= 999.5 && unit < 4; ++unit)
        value /= 1024;
    return scaled(value, units[unit]);
}

QString aboutRows(qint64 estimate)
{
    if (estimate < 0)
        return {};
    qint64 step = 1;
    while (estimate / step >= 1000)
        step *= 10;
    const bool up = step > 1 && estimate % step >= step / 2;
    const qint64 rounded = (estimate / step + (up ? 1 : 0)) * step;
    return QCoreApplication::translate("Figures", "about %1").arg(QLocale().toString(rounded));
}

} // namespace pitboss
