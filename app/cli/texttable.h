// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>

namespace pitboss::cli {

class Terminal;

struct TextColumn
{
    QString title;
    bool isNumber = false; ///< right-aligned, and never shortened
};

/// Aligned columns for people. On a terminal the widest texts are shortened with "…" until a line fits.
void printTable(Terminal &terminal, QList<TextColumn> columns, QList<QStringList> rows);
/// "name   value" lines, for one thing with many fields.
void printFields(Terminal &terminal, const QList<std::pair<QString, QString>> &fields);

/// Text that does nothing to a terminal: control and direction-changing characters become visible escapes.
QString harmless(const QString &text);
/// How many cells it takes on a terminal.
int cellWidth(const QString &text);
QString shortenedToWidth(const QString &text, int width);

} // namespace pitboss::cli
