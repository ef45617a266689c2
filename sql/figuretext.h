// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/figures.h"

#include <QLocale>

namespace pitboss {

QString figureGroupTitle(const QString &group); ///< "Users"
QString figureLabel(const Figure &figure);      ///< "New today (UTC)"
/// "1,400", "12.3 MB", "480.12 credits": one entry's value for people, digits grouped as the locale has it.
QString figureValueText(FigureUnit unit, const QString &value, const QLocale &locale);
/// A whole figure in one line; the error's message when it could not be read.
QString figureText(const Figure &figure, const QLocale &locale);
QString durationText(qint64 seconds); ///< "2 h 5 min"

} // namespace pitboss
