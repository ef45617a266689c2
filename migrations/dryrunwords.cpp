// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunwords.h"

#include "migrations/words.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

QString millisecondsWords(double value)
{
    return Words::tr("%1 ms").arg(value, 0, 'f', value < 10 ? 1 : 0);
}

QString stateWords(const StatementRun &run)
{
    switch (run.state) {
    case StatementRun::State::Done:
        return millisecondsWords(run.milliseconds);
    case StatementRun::State::Failed:
        return Words::tr("failed");
    case StatementRun::State::Stripped:
        return Words::tr("left out");
    case StatementRun::State::NotMeasurable:
        return Words::tr("not tried");
    case StatementRun::State::NotReached:
        break;
    }
    return Words::tr("not reached");
}

QString lockWords(const MigrationRun &migration, const StatementRun &run)
{
    QMap<QString, QString> strongest;
    for (const LockTaken &lock : run.locks) {
        const bool isFelt = !lockEffect(lock.mode).isEmpty() && !migration.made.contains(lock.relation);
        if (isFelt && lockStrength(lock.mode) > lockStrength(strongest.value(lock.relation)))
            strongest[lock.relation] = lock.mode;
    }
    QStringList parts;
    for (auto it = strongest.cbegin(); it != strongest.cend(); ++it)
        parts << Words::tr("%1 of %2").arg(lockEffect(*it), it.key());
    return parts.join(u"; "_s);
}

QString heldWords(const MigrationRun &migration, int statement)
{
    double held = 0;
    for (qsizetype i = statement; i < migration.statements.size(); ++i)
        held += migration.statements[i].milliseconds;
    return held < 1000 ? millisecondsWords(held) : Words::tr("%1 s").arg(held / 1000, 0, 'f', 1);
}

QString rowWords(const StatementRun &run)
{
    QStringList parts;
    for (const QString &table : run.rewrites)
        parts << Words::tr("rewrites %1").arg(table);
    for (auto it = run.rows.cbegin(); it != run.rows.cend(); ++it) {
        QStringList words;
        if (it->scanned > 0)
            words << Words::tr("%1 read").arg(it->scanned);
        if (it->inserted > 0)
            words << Words::tr("%1 new").arg(it->inserted);
        if (it->updated > 0)
            words << Words::tr("%1 changed").arg(it->updated);
        if (it->deleted > 0)
            words << Words::tr("%1 gone").arg(it->deleted);
        parts << u"%1: %2"_s.arg(it.key(), words.join(u", "_s));
    }
    return parts.join(u"; "_s);
}

QString placeWords(int line, int column)
{
    return column > 0 ? Words::tr("line %1, column %2").arg(line).arg(column) : Words::tr("line %1").arg(line);
}

} // namespace pitboss
