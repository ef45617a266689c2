// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/forecast.h"

#include "migrations/words.h"

#include <QSet>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QString listed(const QStringList &tags)
{
    constexpr qsizetype shown = 4;
    if (tags.size() <= shown)
        return tags.join(u", "_s);
    return tags.first(shown - 1).join(u", "_s) + u' ' + Words::tr("and %1 more").arg(tags.size() - shown + 1);
}

QString runsText(const Forecast &forecast)
{
    QStringList tags;
    for (const Forecast::Run &run : forecast.runs)
        tags << run.tag;
    const int files = int(tags.size());
    if (files == 0)
        return Words::tr("%1 would run nothing.").arg(forecast.runner);
    QString how = Words::tr("in one transaction");
    if (forecast.transactions() > 1)
        how = Words::tr("in %1 transactions").arg(forecast.transactions());
    else if (forecast.transactions() == 0)
        how = Words::tr("without a transaction");
    return Words::tr("%1 would run %2 %3: %4.")
        .arg(forecast.runner, (files == 1 ? Words::tr("1 file") : Words::tr("%1 files").arg(files)), how, listed(tags));
}

QString stopText(const Forecast::Stop &stop)
{
    if (stop.tag.isEmpty())
        return Words::tr("It would not even begin: %1").arg(stop.why);
    const QString where = stop.line > 0 ? Words::tr("%1, line %2").arg(stop.tag).arg(stop.line) : stop.tag;
    return (stop.certain ? Words::tr("It would stop at %1: %2") : Words::tr("It would probably stop at %1: %2"))
        .arg(where, stop.why);
}

} // namespace

int Forecast::transactions() const
{
    QSet<int> numbers;
    for (const Run &run : runs) {
        if (run.transaction > 0)
            numbers.insert(run.transaction);
    }
    return int(numbers.size());
}

QString Forecast::sentence() const
{
    if (!known)
        return consequence;
    QStringList parts{runsText(*this)};
    QStringList skipped, again;
    for (const Skip &skip : skips) {
        if (skip.forEver)
            skipped << skip.tag;
    }
    for (const Run &run : runs) {
        if (run.again)
            again << run.tag;
    }
    if (!skipped.isEmpty())
        parts << Words::tr("It would skip silently and for ever: %1.").arg(listed(skipped));
    if (!again.isEmpty())
        parts << Words::tr("It would execute a second time what is applied already: %1.").arg(listed(again));
    if (!stops.isEmpty())
        parts << stopText(stops.first()) << consequence;
    parts.removeAll(QString());
    return parts.join(u' ');
}

} // namespace pitboss
