// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/resultmodel.h"

#include "sql/figuretext.h"

#include <QLocale>

namespace pitboss {

void ResultModel::setColumns(const QList<Shown> &columns)
{
    beginResetModel();
    m_columns = columns;
    endResetModel();
}

void ResultModel::setRows(const ResultSet &rows)
{
    beginResetModel();
    m_parts = {rows};
    endResetModel();
}

void ResultModel::appendRows(const ResultSet &rows)
{
    if (rows.isEmpty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + rows.rowCount() - 1);
    m_parts << rows;
    endInsertRows();
}

std::optional<QString> ResultModel::value(int row, const QString &column) const
{
    if (row < 0) // no row is the current one
        return std::nullopt;
    for (const ResultSet &part : m_parts) {
        if (row >= part.rowCount()) {
            row -= part.rowCount();
            continue;
        }
        const int at = part.columnIndex(column);
        return at < 0 || part.isNull(row, at) ? std::nullopt : std::optional(part.text(row, at));
    }
    return std::nullopt;
}

int ResultModel::rowCount(const QModelIndex &parent) const
{
    int rows = 0;
    for (const ResultSet &part : m_parts)
        rows += part.rowCount();
    return parent.isValid() ? 0 : rows;
}

int ResultModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QString ResultModel::shown(Kind kind, const QString &text)
{
    constexpr int toTheSecond = 19; // characters of "2026-11-19 10:20:30"
    constexpr int longest = 200;
    switch (kind) {
    case Kind::Credits:
        return figureValueText(FigureUnit::MicroCredits, text, QLocale());
    case Kind::SignedCredits:
        return (text.startsWith(QLatin1Char('-')) ? QString() : QStringLiteral("+"))
            + figureValueText(FigureUnit::MicroCredits, text, QLocale());
    case Kind::Time:
        return text.left(toTheSecond);
    case Kind::YesNo:
        return text == QLatin1String("t") ? tr("yes") : tr("no");
    case Kind::Text:
        break;
    }
    return text.left(longest).simplified();
}

QVariant ResultModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Shown &column = m_columns[index.column()];
    const bool isMoney = column.kind == Kind::Credits || column.kind == Kind::SignedCredits;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isMoney ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const auto text = value(index.row(), column.column);
    if (role == Qt::ToolTipRole) // plain text: what people wrote is never markup
        return text ? QStringLiteral("<p style=\"white-space:pre-wrap\">%1</p>").arg(text->left(600).toHtmlEscaped())
                    : QVariant();
    return text ? shown(column.kind, *text) : QStringLiteral("–");
}

QVariant ResultModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical || section < 0 || section >= m_columns.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_columns[section].title;
    const Kind kind = m_columns[section].kind;
    const bool isMoney = kind == Kind::Credits || kind == Kind::SignedCredits;
    return role == Qt::TextAlignmentRole ? QVariant(int(Qt::AlignVCenter | (isMoney ? Qt::AlignRight : Qt::AlignLeft)))
                                         : QVariant();
}

} // namespace pitboss
