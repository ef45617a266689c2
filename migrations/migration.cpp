// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/migration.h"

#include "migrations/words.h"

#include <QMap>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

QString toString(MigrationState state)
{
    static constexpr const char *names[] = {"applied", "pending",          "edited",           "missing",
                                            "orphan",  "inferred-applied", "inferred-partial", "unknown"};
    return QString::fromLatin1(names[int(state)]);
}

QString stateText(MigrationState state)
{
    switch (state) {
    case MigrationState::Applied:
        return Words::tr("applied");
    case MigrationState::Pending:
        return Words::tr("pending");
    case MigrationState::Edited:
        return Words::tr("edited after it was applied");
    case MigrationState::Missing:
        return Words::tr("file is missing");
    case MigrationState::Orphan:
        return Words::tr("not in the journal");
    case MigrationState::InferredApplied:
        return Words::tr("applied, by the catalog");
    case MigrationState::InferredPartial:
        return Words::tr("applied in part, by the catalog");
    case MigrationState::Unknown:
        break;
    }
    return Words::tr("unknown");
}

bool Migration::hasProblem(QLatin1StringView code) const
{
    return std::any_of(problems.begin(), problems.end(), [code](const Problem &p) { return p.code == code; });
}

void Migration::addProblem(const char *code, const QString &text, const QString &repair)
{
    problems.append({QString::fromLatin1(code), text, repair});
}

std::optional<qint64> leadingNumber(const QString &name)
{
    qsizetype digits = 0;
    while (digits < name.size() && name.at(digits) >= u'0' && name.at(digits) <= u'9')
        ++digits;
    if (digits == 0 || digits > 18)
        return {};
    return name.left(digits).toLongLong();
}

namespace {

// Beyond this a number is a date or a Unix time, and counts nothing.
constexpr qint64 greatestCounted = 99999;

void markDuplicates(QList<Migration> &migrations)
{
    QMap<qint64, QStringList> tags;
    for (const Migration &migration : std::as_const(migrations)) {
        if (migration.number && migration.script)
            tags[*migration.number] << migration.tag;
    }
    for (Migration &migration : migrations) {
        QStringList others = migration.number && migration.script ? tags.value(*migration.number) : QStringList();
        others.removeAll(migration.tag);
        if (!others.isEmpty())
            migration.addProblem("duplicate-number",
                                 Words::tr("Another file has this number too: %1.").arg(others.join(u", "_s)));
    }
}

void markGaps(QList<Migration> &migrations)
{
    QMap<qint64, Migration *> byNumber;
    for (Migration &migration : migrations) {
        if (migration.number && *migration.number <= greatestCounted)
            byNumber.insert(*migration.number, &migration);
    }
    std::optional<qint64> last;
    for (auto it = byNumber.begin(); it != byNumber.end(); ++it) {
        if (last && it.key() > *last + 1) {
            const QString which = it.key() == *last + 2
                ? QString::number(*last + 1)
                : QString::number(*last + 1) + u"–"_s + QString::number(it.key() - 1);
            it.value()->addProblem("gap", Words::tr("There is no migration %1 before it.").arg(which));
        }
        last = it.key();
    }
}

} // namespace

void markNumberProblems(QList<Migration> &migrations)
{
    markDuplicates(migrations);
    markGaps(migrations);
}

} // namespace pitboss
