// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/operations/effect.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

namespace pitboss {

namespace {

/// What one run made anew, in the order of its rows: by place, the other run's is the same thing.
struct Made
{
    const Effect &effect;
    QList<QByteArray> values;
};

Made madeBy(const Effect &effect)
{
    Made made{effect, {effect.transactionId}};
    for (const TableEffect &table : effect.tables) {
        for (const RowChange &row : table.rows) {
            for (const ValueChange &value : row.values) {
                if (value.isGenerated && row.kind == RowChange::Kind::Inserted && value.after)
                    made.values.append(*value.after);
            }
        }
    }
    return made;
}

/// Microseconds since 1970; what has no offset is read as UTC. -1: not a time.
qint64 microseconds(const QRegularExpressionMatch &match)
{
    QString offset = match.captured(4);
    if (offset.size() == 3)
        offset += QStringLiteral(":00");
    const QString text =
        match.captured(1) + QLatin1Char('T') + match.captured(2) + (offset.isEmpty() ? QStringLiteral("Z") : offset);
    const QDateTime time = QDateTime::fromString(text, Qt::ISODate);
    const qint64 fraction = match.captured(3).mid(1).leftJustified(6, QLatin1Char('0')).left(6).toLongLong();
    return time.isValid() ? time.toMSecsSinceEpoch() * 1000 + fraction : -1;
}

/// A time without an offset may be of any zone: it is within when it would be in some whole quarter of an hour's.
bool isWithin(qint64 time, bool hasOffset, const Effect &effect)
{
    constexpr qint64 quarter = 900LL * 1000000;
    constexpr qint64 slack = 1000; // a text may have milliseconds only
    if (hasOffset)
        return time >= effect.began - slack && time <= effect.ended + slack;
    const qint64 sinceBegin = ((time - effect.began + slack) % quarter + quarter) % quarter;
    return qAbs(time - effect.began) < 96 * quarter && sinceBegin <= effect.ended - effect.began + 2 * slack;
}

/// The run's own times become one word.
QString withoutOwnTimes(const QByteArray &bytes, const Effect &effect)
{
    static const QRegularExpression form(
        QStringLiteral("(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,6})?(Z|[+-]\\d\\d(?::?\\d\\d)?)?"));
    QString text = QString::fromUtf8(bytes);
    auto matches = form.globalMatch(text);
    QString out;
    qsizetype end = 0;
    while (matches.hasNext()) {
        const auto match = matches.next();
        out += text.mid(end, match.capturedStart() - end);
        out += isWithin(microseconds(match), !match.captured(4).isEmpty(), effect) ? QStringLiteral("<now>")
                                                                                   : match.captured();
        end = match.capturedEnd();
    }
    return out + text.mid(end);
}

QStringList tokens(const QString &text)
{
    static const QRegularExpression word(QStringLiteral("[0-9a-fA-F-]{8,}|[0-9]+|[^0-9]"));
    QStringList list;
    auto matches = word.globalMatch(text);
    while (matches.hasNext())
        list << matches.next().captured();
    return list;
}

bool isSameText(const QByteArray &one, const QByteArray &other, const Made &a, const Made &b)
{
    const QStringList left = tokens(withoutOwnTimes(one, a.effect));
    const QStringList right = tokens(withoutOwnTimes(other, b.effect));
    if (left.size() != right.size())
        return false;
    for (qsizetype i = 0; i < left.size(); ++i) {
        const QByteArray l = left[i].toUtf8();
        bool same = left[i] == right[i];
        for (qsizetype v = 0; !same && v < qMin(a.values.size(), b.values.size()); ++v)
            same = a.values[v] == l && b.values[v] == right[i].toUtf8();
        if (!same)
            return false;
    }
    return true;
}

bool isSameValue(const std::optional<QByteArray> &one, const std::optional<QByteArray> &other, const Made &a,
                 const Made &b)
{
    if (one == other)
        return true;
    return one && other && isSameText(*one, *other, a, b);
}

bool isSameRow(const RowChange &one, const RowChange &other, const Made &a, const Made &b)
{
    if (one.kind != other.kind || one.values.size() != other.values.size())
        return false;
    for (qsizetype i = 0; i < one.values.size(); ++i) {
        const ValueChange &left = one.values[i];
        const ValueChange &right = other.values[i];
        const bool generated = left.isGenerated && one.kind == RowChange::Kind::Inserted;
        if (left.column != right.column || (!generated && !isSameValue(left.after, right.after, a, b)))
            return false;
        if (one.kind == RowChange::Kind::Updated && left.before && right.before && left.before != right.before
            && !isSameValue(left.before, right.before, a, b))
            return false;
    }
    return true;
}

bool isSameTable(const TableEffect &one, const TableEffect &other, const Made &a, const Made &b)
{
    if (!(one.table == other.table) || one.inserted != other.inserted || one.updated != other.updated
        || one.deleted != other.deleted || one.rows.size() != other.rows.size())
        return false;
    for (qsizetype i = 0; i < one.rows.size(); ++i) {
        if (!isSameRow(one.rows[i], other.rows[i], a, b))
            return false;
    }
    return true;
}

} // namespace

bool isSameEffect(const Effect &one, const Effect &other)
{
    const Made a = madeBy(one);
    const Made b = madeBy(other);
    if (one.tables.size() != other.tables.size() || a.values.size() != b.values.size())
        return false;
    for (qsizetype i = 0; i < one.tables.size(); ++i) {
        if (!isSameTable(one.tables[i], other.tables[i], a, b))
            return false;
    }
    return true;
}

QString effectSummary(const Effect &effect)
{
    const auto say = [](const char *text) { return QCoreApplication::translate("Effect", text); };
    QStringList tables;
    for (const TableEffect &table : effect.tables) {
        QStringList counts;
        if (table.inserted > 0)
            counts << say("%1 inserted").arg(table.inserted);
        if (table.updated > 0)
            counts << say("%1 updated").arg(table.updated);
        if (table.deleted > 0)
            counts << say("%1 deleted").arg(table.deleted);
        tables << table.table.display() + QStringLiteral(": ") + counts.join(QStringLiteral(", "));
    }
    return tables.join(QStringLiteral("; "));
}

} // namespace pitboss
