// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palettemodel.h"

#include "ui/fuzzy.h"

#include <QRegularExpression>

#include <algorithm>
#include <limits>

namespace pitboss {

void PaletteModel::setEntries(QList<PaletteEntry> entries, const QStringList &recentIds)
{
    beginResetModel();
    m_entries = std::move(entries);
    m_recentIds = recentIds;
    m_rows.clear();
    endResetModel();
    setPattern({});
}

void PaletteModel::setPattern(const QString &pattern)
{
    beginResetModel();
    m_rows.clear();
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const auto match = fuzzyMatch(pattern, m_entries.at(i).title);
        if (!match)
            continue;
        const qsizetype recency = m_recentIds.indexOf(m_entries.at(i).id);
        m_rows.append(
            {i, match->score, recency < 0 ? std::numeric_limits<qsizetype>::max() : recency, match->positions});
    }
    sortRows();
    endResetModel();
}

void PaletteModel::sortRows()
{
    std::stable_sort(m_rows.begin(), m_rows.end(), [](const Row &a, const Row &b) {
        return a.score != b.score ? a.score > b.score : a.recency < b.recency;
    });
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QString PaletteModel::kindWord(PaletteEntry::Kind kind)
{
    switch (kind) {
    case PaletteEntry::Kind::Page:
        return tr("Page");
    case PaletteEntry::Kind::Action:
        return tr("Action");
    case PaletteEntry::Kind::Table:
        break;
    }
    return tr("Table");
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows.at(index.row());
    const PaletteEntry &entry = m_entries.at(row.entry);
    switch (role) {
    case Qt::DisplayRole:
        return entry.title;
    case Qt::AccessibleTextRole:
        return QStringList({entry.title, kindWord(entry.kind), entry.detail, entry.shortcut})
            .filter(QRegularExpression(QStringLiteral(".")))
            .join(QStringLiteral(", "));
    case DetailRole:
        return entry.detail;
    case IconNameRole:
        return entry.iconName;
    case ShortcutRole:
        return entry.shortcut;
    case MatchesRole:
        return QVariant::fromValue(row.matches);
    case KindRole:
        return int(entry.kind);
    default:
        return {};
    }
}

} // namespace pitboss
