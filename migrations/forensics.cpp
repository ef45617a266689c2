// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/forensics.h"

#include "migrations/utf8.h"
#include "migrations/words.h"

#include <QCryptographicHash>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QString sha256(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

struct Variant
{
    QByteArray text;
    QStringList differences;
};

QList<Variant> lineEndingVariants(const QByteArray &text)
{
    QByteArray unixText = text;
    unixText.replace("\r\n", "\n");
    QByteArray windowsText = unixText;
    windowsText.replace("\n", "\r\n");
    QList<Variant> variants{{text, {}}};
    if (unixText != text)
        variants.append({unixText, {Words::tr("line endings (applied with LF)")}});
    if (windowsText != text)
        variants.append({windowsText, {Words::tr("line endings (applied with CRLF)")}});
    return variants;
}

QList<Variant> finalNewlineVariants(const QList<Variant> &from)
{
    QList<Variant> variants = from;
    for (const Variant &variant : from) {
        QByteArray bare = variant.text;
        while (bare.endsWith('\n') || bare.endsWith('\r'))
            bare.chop(1);
        const QByteArray newline = variant.text.contains("\r\n") ? "\r\n" : "\n";
        for (const QByteArray &text : {bare, bare + newline, bare + newline + newline}) {
            if (text != variant.text)
                variants.append({text, variant.differences + QStringList{Words::tr("the final newline")}});
        }
    }
    return variants;
}

QList<Variant> markVariants(const QList<Variant> &from)
{
    const QByteArray mark = "\xEF\xBB\xBF";
    QList<Variant> variants = from;
    for (const Variant &variant : from) {
        const bool marked = variant.text.startsWith(mark);
        variants.append({marked ? variant.text.mid(3) : mark + variant.text,
                         variant.differences + QStringList{Words::tr("the byte order mark")}});
    }
    return variants;
}

// Myers: the shortest edit between two lists of lines. `trace` keeps the furthest points of each round.
class ShortestEdit
{
public:
    ShortestEdit(const QList<QByteArray> &before, const QList<QByteArray> &after)
        : a(before)
        , b(after)
    {
    }

    QList<DiffLine> lines()
    {
        // Beyond this the edit is a rewrite and nobody reads it line by line.
        constexpr int mostEdits = 2000;
        const int limit = int(std::min<qsizetype>(mostEdits, a.size() + b.size()));
        QList<int> furthest(2 * limit + 2, 0);
        for (int d = 0; d <= limit; ++d) {
            m_trace << furthest;
            for (int k = -d; k <= d; k += 2) {
                const int x = advance(furthest, k, d, limit);
                furthest[index(k, limit)] = x;
                if (x >= a.size() && x - k >= b.size())
                    return backtrack(d, limit);
            }
        }
        return rewrite();
    }

private:
    static int index(int k, int limit) { return k + limit; }

    static bool goesDown(const QList<int> &furthest, int k, int d, int limit)
    {
        return k == -d || (k != d && furthest[index(k - 1, limit)] < furthest[index(k + 1, limit)]);
    }

    int advance(const QList<int> &furthest, int k, int d, int limit) const
    {
        if (d == 0 && k == 0)
            return slide(0, 0);
        const int x =
            goesDown(furthest, k, d, limit) ? furthest[index(k + 1, limit)] : furthest[index(k - 1, limit)] + 1;
        return slide(x, k);
    }

    int slide(int x, int k) const
    {
        while (x < a.size() && x - k < b.size() && x - k >= 0 && a[x] == b[x - k])
            ++x;
        return x;
    }

    void put(DiffLine::Kind kind, int x, int y)
    {
        const bool added = kind == DiffLine::Kind::Added;
        const QByteArray &line = added ? b[y] : a[x];
        m_out.append({kind, QString::fromUtf8(line), added ? 0 : x + 1, kind == DiffLine::Kind::Removed ? 0 : y + 1});
    }

    QList<DiffLine> backtrack(int d, int limit)
    {
        int x = int(a.size()), y = int(b.size());
        for (; d > 0; --d) {
            const int k = x - y;
            const bool down = goesDown(m_trace[d], k, d, limit);
            const int lastX = m_trace[d][index(down ? k + 1 : k - 1, limit)];
            const int lastY = lastX - (down ? k + 1 : k - 1);
            while (x > lastX + (down ? 0 : 1) && y > lastY + (down ? 1 : 0))
                --x, --y, put(DiffLine::Kind::Same, x, y);
            put(down ? DiffLine::Kind::Added : DiffLine::Kind::Removed, lastX, lastY);
            x = lastX;
            y = lastY;
        }
        while (x > 0 && y > 0)
            --x, --y, put(DiffLine::Kind::Same, x, y);
        std::reverse(m_out.begin(), m_out.end());
        return m_out;
    }

    QList<DiffLine> rewrite()
    {
        for (int x = 0; x < a.size(); ++x)
            put(DiffLine::Kind::Removed, x, 0);
        for (int y = 0; y < b.size(); ++y)
            put(DiffLine::Kind::Added, 0, y);
        return m_out;
    }

    const QList<QByteArray> &a;
    const QList<QByteArray> &b;
    QList<QList<int>> m_trace;
    QList<DiffLine> m_out;
};

QList<QByteArray> linesOf(const QByteArray &text)
{
    QList<QByteArray> lines = text.split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    for (QByteArray &line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
    }
    return lines;
}

} // namespace

HashComparison compareHash(const QByteArray &bytes, const QString &recordedHash)
{
    if (recordedHash.isEmpty())
        return {HashVerdict::Same, {}};
    const QByteArray text = decodeUtf8(bytes).utf8;
    for (const Variant &variant : markVariants(finalNewlineVariants(lineEndingVariants(text)))) {
        if (sha256(variant.text) != recordedHash.toLower())
            continue;
        if (variant.differences.isEmpty())
            return {HashVerdict::Same, {}};
        return {HashVerdict::Cosmetic,
                Words::tr("Only this differs from what was applied: %1.").arg(variant.differences.join(u", "_s))};
    }
    return {HashVerdict::Edited, {}};
}

HashComparison compareHash(const Script &script, const QString &recordedHash)
{
    if (recordedHash.isEmpty() || script.hash() == recordedHash.toLower())
        return {HashVerdict::Same, {}};
    return compareHash(script.utf8(), recordedHash);
}

QList<DiffLine> diffLines(const QByteArray &before, const QByteArray &after)
{
    const QList<QByteArray> a = linesOf(before), b = linesOf(after);
    return ShortestEdit(a, b).lines();
}

QList<DiffLine> withContext(const QList<DiffLine> &lines, int context)
{
    QList<DiffLine> out;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const qsizetype first = std::max<qsizetype>(0, i - context);
        const auto begin = lines.begin() + first;
        const auto end = lines.begin() + std::min(lines.size(), i + context + 1);
        if (std::any_of(begin, end, [](const DiffLine &line) { return line.kind != DiffLine::Kind::Same; }))
            out << lines[i];
    }
    return out;
}

} // namespace pitboss
