// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/texttable.h"

#include "app/cli/terminal.h"

#include <algorithm>
#include <numeric>

namespace pitboss::cli {

namespace {

constexpr int gap = 2;

bool isWide(char32_t c)
{
    return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3)
        || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60)
        || (c >= 0x1f300 && c <= 0x1f64f) || (c >= 0x1f900 && c <= 0x1f9ff) || (c >= 0x20000 && c <= 0x3fffd);
}

bool takesNoCell(char32_t c)
{
    const auto category = QChar::category(c);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing || category == QChar::Other_Format;
}

int cellsOf(char32_t c)
{
    return takesNoCell(c) ? 0 : isWide(c) ? 2 : 1;
}

bool isDangerous(char32_t c)
{
    const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0);
    const bool direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return control || direction || c == 0x2028 || c == 0x2029;
}

QString escaped(char32_t c)
{
    if (c == '\n')
        return QStringLiteral("\\n");
    if (c == '\t')
        return QStringLiteral("\\t");
    if (c == '\r')
        return QStringLiteral("\\r");
    const bool isShort = c < 0x100;
    return (isShort ? QStringLiteral("\\x%1") : QStringLiteral("\\u%1"))
        .arg(uint(c), isShort ? 2 : 4, 16, QLatin1Char('0'));
}

int totalOf(const QList<int> &widths)
{
    return std::accumulate(widths.begin(), widths.end(), int(widths.size() - 1) * gap);
}

/// Takes from the widest text column, cell by cell, until the line fits or nothing can be spared.
void fit(QList<int> &widths, const QList<TextColumn> &columns, int width)
{
    constexpr int least = 8;
    while (width > 0 && totalOf(widths) > width) {
        qsizetype widest = -1;
        for (qsizetype c = 0; c < widths.size(); ++c) {
            const bool mayShrink = !columns[c].isNumber && widths[c] > least;
            if (mayShrink && (widest < 0 || widths[c] > widths[widest]))
                widest = c;
        }
        if (widest < 0)
            return;
        --widths[widest];
    }
}

QString padded(const QString &text, int width, bool right)
{
    const QString shown = shortenedToWidth(text, width);
    const QString space(qMax(0, width - cellWidth(shown)), QLatin1Char(' '));
    return right ? space + shown : shown + space;
}

QString lineOf(const QStringList &cells, const QList<TextColumn> &columns, const QList<int> &widths)
{
    QString line;
    for (qsizetype c = 0; c < cells.size(); ++c)
        line += (c ? QString(gap, QLatin1Char(' ')) : QString()) + padded(cells[c], widths[c], columns[c].isNumber);
    while (line.endsWith(QLatin1Char(' ')))
        line.chop(1);
    return line;
}

} // namespace

QString harmless(const QString &text)
{
    QString shown;
    const auto codes = text.toUcs4();
    for (const char32_t c : codes)
        shown += isDangerous(c) ? escaped(c) : QString::fromUcs4(&c, 1);
    return shown;
}

int cellWidth(const QString &text)
{
    const auto codes = text.toUcs4();
    return std::accumulate(codes.begin(), codes.end(), 0, [](int sum, char32_t c) { return sum + cellsOf(c); });
}

QString shortenedToWidth(const QString &text, int width)
{
    if (cellWidth(text) <= width)
        return text;
    QString shown;
    int used = 0;
    const auto codes = text.toUcs4();
    for (const char32_t c : codes) {
        used += cellsOf(c);
        if (used > width - 1)
            break;
        shown += QString::fromUcs4(&c, 1);
    }
    return shown + QChar(0x2026);
}

void printTable(Terminal &terminal, QList<TextColumn> columns, QList<QStringList> rows)
{
    QList<int> widths;
    QStringList titles;
    for (qsizetype c = 0; c < columns.size(); ++c) {
        titles << harmless(columns[c].title);
        int width = cellWidth(titles.last());
        for (QStringList &row : rows) {
            row[c] = harmless(row[c]);
            width = qMax(width, cellWidth(row[c]));
        }
        widths << width;
    }
    fit(widths, columns, terminal.width());
    terminal.out(terminal.bold(lineOf(titles, columns, widths)) + QLatin1Char('\n'));
    for (const QStringList &row : std::as_const(rows))
        terminal.out(lineOf(row, columns, widths) + QLatin1Char('\n'));
}

void printFields(Terminal &terminal, const QList<std::pair<QString, QString>> &fields)
{
    int width = 0;
    for (const auto &[name, value] : fields)
        width = qMax(width, cellWidth(harmless(name)));
    constexpr int room = 2000; // on a terminal, a whole transcript would bury the rest
    for (const auto &[name, value] : fields) {
        const QString shown = terminal.width() > 0 ? shortenedToWidth(harmless(value), room) : harmless(value);
        terminal.out(terminal.faint(padded(harmless(name), width, false)) + QString(gap, QLatin1Char(' ')) + shown
                     + QLatin1Char('\n'));
    }
}

} // namespace pitboss::cli
