// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/migrationfilter.h"

#include "models/migrationmodel.h"

#include <algorithm>

namespace pitboss {

namespace {

/// So much of a file is searched: the rest of a dump is data.
constexpr qsizetype searchedBytes = 1 << 18;

QByteArray haystack(const Migration &migration)
{
    QString text = migration.tag + QLatin1Char(' ') + migration.reason;
    for (const Problem &problem : migration.problems)
        text += QLatin1Char(' ') + MigrationModel::problemWord(problem.code) + QLatin1Char(' ') + problem.code;
    if (migration.git)
        text += QLatin1Char(' ') + migration.git->author;
    return text.toLower().toUtf8();
}

} // namespace

void MigrationFilter::setShow(Show show)
{
    m_show = show;
    invalidateFilter();
}

void MigrationFilter::setPattern(const QString &pattern)
{
    m_pattern = pattern;
    m_words.clear();
    for (const QString &word : pattern.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts))
        m_words << word.toUtf8();
    invalidateFilter();
}

QString MigrationFilter::showText(Show show)
{
    switch (show) {
    case Show::All:
        return tr("All");
    case Show::Pending:
        return tr("Pending");
    case Show::Applied:
        return tr("Applied");
    case Show::Problems:
        return tr("With problems");
    case Show::Findings:
        return tr("With errors or warnings");
    case Show::Edited:
        return tr("Edited");
    case Show::Missing:
        return tr("Missing file");
    case Show::Orphan:
        return tr("Orphan");
    case Show::Unknown:
        break;
    }
    return tr("Unknown");
}

bool MigrationFilter::accepts(Show show, const QModelIndex &row)
{
    const auto state = MigrationState(row.data(MigrationModel::StateRole).toInt());
    switch (show) {
    case Show::All:
        return true;
    case Show::Pending:
        return state == MigrationState::Pending || state == MigrationState::InferredPartial;
    case Show::Applied:
        return state == MigrationState::Applied || state == MigrationState::InferredApplied;
    case Show::Problems:
        return state == MigrationState::Edited || state == MigrationState::Missing || state == MigrationState::Orphan
            || state == MigrationState::InferredPartial
            || !row.data(MigrationModel::ProblemsRole).toStringList().isEmpty();
    case Show::Findings:
        return row.data(MigrationModel::ErrorsRole).toInt() + row.data(MigrationModel::WarningsRole).toInt() > 0;
    case Show::Edited:
        return state == MigrationState::Edited;
    case Show::Missing:
        return state == MigrationState::Missing;
    case Show::Orphan:
        return state == MigrationState::Orphan;
    case Show::Unknown:
        break;
    }
    return state == MigrationState::Unknown;
}

bool MigrationFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (!accepts(m_show, sourceModel()->index(row, 0, parent)))
        return false;
    if (m_words.isEmpty())
        return true;
    const Migration &migration = static_cast<const MigrationModel *>(sourceModel())->migrations().at(row);
    const QByteArray words = haystack(migration);
    const QByteArray sql = migration.script ? migration.script->utf8().left(searchedBytes).toLower() : QByteArray();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QByteArray &word) { return words.contains(word) || sql.contains(word); });
}

} // namespace pitboss
