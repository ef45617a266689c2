// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/statementsmodel.h"

#include <QLocale>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QString objectsText(const ScriptStatement &statement)
{
    QStringList parts;
    TouchEffect last = TouchEffect::Reads;
    for (const TouchedObject &object : statement.touches) {
        // A table's own columns and keys are part of the table: the SQL beside the list has them.
        if (object.inlined && object.effect != TouchEffect::Reads)
            continue;
        const bool again = !parts.isEmpty() && object.effect == last;
        const QString text = again ? object.shown() : effectWords(object.effect) + u' ' + object.shown();
        if (!parts.contains(text))
            parts << text;
        last = object.effect;
    }
    return parts.join(u", "_s);
}

} // namespace

void StatementsModel::setScript(std::shared_ptr<const Script> script)
{
    beginResetModel();
    m_script = std::move(script);
    endResetModel();
}

int StatementsModel::rowAtLine(int line) const
{
    for (int row = 0; row < rowCount(); ++row) {
        const ScriptStatement &statement = m_script->statements().at(row);
        if (line >= statement.line && line <= statement.endLine)
            return row;
    }
    return -1;
}

int StatementsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_script ? 0 : int(m_script->statements().size());
}

int StatementsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant StatementsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section <= LineColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("No."), tr("Line"), tr("Statement"), tr("Objects it touches")};
    return titles[section];
}

QString StatementsModel::warning(const ScriptStatement &statement) const
{
    if (!statement.parseError.isEmpty())
        return tr("Postgres %1's parser does not read it: %2. The server judges.")
            .arg(parserVersion(), statement.parseError);
    if (!statement.nonTransactional.isEmpty())
        return tr("It cannot run inside a transaction: %1.").arg(statement.nonTransactional);
    return {};
}

QVariant StatementsModel::text(int row, int column) const
{
    const ScriptStatement &statement = m_script->statements().at(row);
    switch (column) {
    case NumberColumn:
        return QLocale().toString(row + 1);
    case LineColumn:
        return QLocale().toString(statement.line);
    case KindColumn:
        return statement.kind.isEmpty() ? QString::fromUtf8(leadingWords(statement.text, 2).join(' ')) : statement.kind;
    case ObjectsColumn:
        return objectsText(statement);
    default:
        return {};
    }
}

QVariant StatementsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ScriptStatement &statement = m_script->statements().at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(index.row(), index.column());
    case Qt::TextAlignmentRole:
        return headerData(index.column(), Qt::Horizontal, role);
    case Qt::ToolTipRole: {
        const QString note = warning(statement);
        return note.isEmpty() ? text(index.row(), index.column()) : QVariant(note);
    }
    case LineRole:
        return statement.line;
    case WarningRole:
        return warning(statement);
    default:
        return {};
    }
}

} // namespace pitboss
