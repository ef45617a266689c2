// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/auditmodel.h"

#include <QJsonDocument>

#include <algorithm>

namespace pitboss {

namespace {

QString field(const AuditEntry &entry, const char *key)
{
    return entry.fields[QLatin1String(key)].toString();
}

} // namespace

QList<AuditRow> AuditModel::rowsOf(const QList<AuditEntry> &entries)
{
    QList<AuditRow> rows;
    rows.reserve(entries.size());
    for (const AuditEntry &entry : entries)
        rows.append({entry, QString::fromUtf8(QJsonDocument(entry.fields).toJson(QJsonDocument::Compact)).toLower()});
    return rows;
}

void AuditModel::setRows(const QList<AuditRow> &rows)
{
    beginResetModel();
    m_rows = rows;
    narrow();
    endResetModel();
}

void AuditModel::setFilter(const QString &words, const QString &action)
{
    beginResetModel();
    m_words = words;
    m_action = action;
    narrow();
    endResetModel();
}

void AuditModel::setBroken(qint64 number)
{
    m_broken = number;
    if (!m_shown.isEmpty())
        emit dataChanged(index(0, 0), index(int(m_shown.size()) - 1, ColumnCount - 1));
}

bool AuditModel::fits(const AuditRow &row, const QStringList &words) const
{
    if (!m_action.isEmpty() && row.entry.action != m_action)
        return false;
    return std::all_of(words.begin(), words.end(), [&row](const QString &word) { return row.text.contains(word); });
}

void AuditModel::narrow()
{
    m_shown.clear();
    const QStringList words = m_words.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (int i = int(m_rows.size()) - 1; i >= 0; --i) {
        if (fits(m_rows[i], words))
            m_shown.append(i);
    }
}

QStringList AuditModel::actions() const
{
    QStringList list;
    for (const AuditRow &row : m_rows) {
        if (!row.entry.action.isEmpty() && !list.contains(row.entry.action))
            list.append(row.entry.action);
    }
    list.sort();
    return list;
}

QList<AuditEntry> AuditModel::shown() const
{
    QList<AuditEntry> list;
    for (const int row : m_shown)
        list.append(m_rows[row].entry);
    return list;
}

int AuditModel::rowOf(qint64 number) const
{
    const auto found =
        std::find_if(m_shown.begin(), m_shown.end(), [&](int row) { return m_rows[row].entry.number == number; });
    return found == m_shown.end() ? -1 : int(found - m_shown.begin());
}

int AuditModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int AuditModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant AuditModel::data(const QModelIndex &index, int role) const
{
    if (role == Qt::TextAlignmentRole && index.column() == NumberColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
        return {};
    const AuditEntry &entry = m_rows[m_shown[index.row()]].entry;
    switch (index.column()) {
    case NumberColumn:
        return QString::number(entry.number);
    case TimeColumn:
        return QString(entry.time).replace(QLatin1Char('T'), QLatin1Char(' ')).left(19);
    case StateColumn:
        if (m_broken > 0 && entry.number >= m_broken)
            return entry.number == m_broken ? tr("broken") : tr("unproven");
        return entry.phase == QLatin1String("outcome") ? entry.outcome : entry.phase;
    case ActionColumn:
        return entry.action;
    case TargetColumn:
        return field(entry, "target");
    case OperatorColumn:
        return entry.operatorName;
    case DatabaseColumn:
        return field(entry, "database");
    default:
        return field(entry, "reason");
    }
}

QVariant AuditModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("No."), tr("Time (UTC)"), tr("State"),    tr("Action"),
                            tr("Of"),  tr("By"),         tr("Database"), tr("Reason")};
    return names.value(section);
}

} // namespace pitboss
