// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/tablemodel.h"

#include <QLocale>

namespace pitboss {

namespace {

quint64 cellKey(int row, int column)
{
    return quint64(row) << 16 | quint64(column);
}

/// A key as one string, for hashing: lengths keep different keys apart.
QByteArray hashable(const KeyValues &key)
{
    QByteArray text;
    for (const auto &value : key)
        text += value ? QByteArray(QByteArray::number(value->size()) + ':' + *value) : QByteArray("-");
    return text;
}

/// One line: what would break it is shown as a sign.
QString oneLine(QString text)
{
    for (QChar &c : text) {
        if (c == QLatin1Char('\n'))
            c = QChar(0x21b5); // ↵
        else if (c == QLatin1Char('\t'))
            c = QChar(0x21e5); // ⇥
        else if (c == QLatin1Char('\r') || c.category() == QChar::Other_Control)
            c = QChar(0x00b7); // ·
    }
    return text;
}

} // namespace

int TableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_starts.empty() ? 0 : m_starts.back();
}

int TableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_query.relation().columns.size());
}

TableModel::Place TableModel::place(int row) const
{
    if (m_lastBlock >= m_blocks.size() || row < m_starts[m_lastBlock] || row >= m_starts[m_lastBlock + 1])
        m_lastBlock = int(std::upper_bound(m_starts.begin(), m_starts.end(), row) - m_starts.begin()) - 1;
    const Block &block = m_blocks[m_lastBlock];
    const int inside = row - m_starts[m_lastBlock];
    return {&block, m_lastBlock, block.reversed ? block.rows.rowCount() - 1 - inside : inside};
}

QVariant TableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return display(index.row(), index.column());
    case Qt::EditRole:
        return isNull(index.row(), index.column()) ? QVariant() : text(index.row(), index.column());
    case Qt::TextAlignmentRole: {
        const bool number = m_query.relation().columns[index.column()].category == QLatin1Char('N');
        return int(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    case NullRole:
        return isNull(index.row(), index.column());
    case SizeRole:
        return size(index.row(), index.column());
    case PendingRole:
        return isPending(index.row(), index.column());
    case Qt::AccessibleTextRole:
        return isNull(index.row(), index.column()) ? tr("NULL") : display(index.row(), index.column());
    default:
        return {};
    }
}

QString TableModel::display(int row, int column) const
{
    const Place at = place(row);
    const PageQuery::Output output = m_query.outputs()[column];
    constexpr int shown = 300; // characters: more than a cell can show, few enough to lay out in no time
    if (output.size < 0) {
        const QByteArrayView value = at.block->rows.value(at.row, output.value);
        return oneLine(QString::fromUtf8(value.first(qMin<qsizetype>(value.size(), 4 * shown))).left(shown));
    }
    return isPending(row, column) ? QStringLiteral("…") : oneLine(text(row, column).left(shown));
}

bool TableModel::isNull(int row, int column) const
{
    const Place at = place(row);
    const PageQuery::Output output = m_query.outputs()[column];
    if (!at.block->rows.isNull(at.row, output.value))
        return false;
    if (output.size < 0 || at.block->rows.isNull(at.row, output.size))
        return true;
    const auto prefix = at.block->prefixes.constFind(cellKey(at.row, column));
    return prefix != at.block->prefixes.constEnd() && prefix->isNull; // set to NULL meanwhile
}

bool TableModel::isPending(int row, int column) const
{
    const Place at = place(row);
    const PageQuery::Output output = m_query.outputs()[column];
    return output.size >= 0 && !at.block->rows.isNull(at.row, output.size)
        && at.block->rows.isNull(at.row, output.value) && !at.block->prefixes.contains(cellKey(at.row, column));
}

bool TableModel::isCut(int row, int column) const
{
    return size(row, column) >= 0 || isPending(row, column);
}

QString TableModel::text(int row, int column) const
{
    const Place at = place(row);
    const PageQuery::Output output = m_query.outputs()[column];
    const auto prefix = at.block->prefixes.constFind(cellKey(at.row, column));
    if (prefix != at.block->prefixes.constEnd())
        return QString::fromUtf8(prefix->text);
    return at.block->rows.text(at.row, output.value);
}

qint64 TableModel::size(int row, int column) const
{
    const Place at = place(row);
    const PageQuery::Output output = m_query.outputs()[column];
    if (output.size < 0)
        return -1;
    const auto prefix = at.block->prefixes.constFind(cellKey(at.row, column));
    if (prefix != at.block->prefixes.constEnd())
        return prefix->size > prefix->text.size() ? prefix->size : -1;
    const qint64 size = at.block->rows.isNull(at.row, output.size) ? -1 : at.block->rows.integer(at.row, output.size);
    return qMax<qint64>(size, -1);
}

KeyValues TableModel::keyAt(int row) const
{
    const Place at = place(row);
    return m_query.keyOf(at.block->rows, at.row);
}

qint64 TableModel::byteCount() const
{
    qint64 bytes = 0;
    for (const Block &block : m_blocks) {
        bytes += block.rows.byteCount();
        for (const Prefix &prefix : block.prefixes)
            bytes += prefix.text.size() + qint64(sizeof(Prefix));
    }
    return bytes;
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical) {
        if (role == Qt::DisplayRole)
            return m_ordinalIsExact ? QLocale().toString(m_firstOrdinal + section + 1) : QString();
        return role == Qt::TextAlignmentRole ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    }
    if (section < 0 || section >= columnCount())
        return {};
    const Column &column = m_query.relation().columns[section];
    switch (role) {
    case Qt::DisplayRole:
        return column.name;
    case Qt::ToolTipRole:
        return headerToolTip(section);
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (column.category == QLatin1Char('N') ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

QVariant TableModel::headerToolTip(int section) const
{
    const Column &column = m_query.relation().columns[section];
    QStringList lines{QStringLiteral("<b>%1</b>").arg(column.name.toHtmlEscaped()),
                      column.type.toHtmlEscaped() + (column.isNotNull ? tr(", not null") : QString())};
    if (m_query.relation().keyColumns.contains(column.name))
        lines << tr("Key column");
    if (!column.defaultExpression.isEmpty())
        lines << tr("Default: %1").arg(column.defaultExpression.toHtmlEscaped());
    if (!column.enumLabels.isEmpty())
        lines << tr("Values: %1").arg(column.enumLabels.join(QStringLiteral(", ")).toHtmlEscaped());
    if (!column.comment.isEmpty())
        lines << column.comment.toHtmlEscaped();
    lines << (column.isSortable ? tr("Click to sort; Ctrl+click adds to the sort") : tr("This type has no order"));
    return lines.join(QStringLiteral("<br>"));
}

QList<TableModel::Block> TableModel::blocksOf(const RowPage &page)
{
    QList<Block> blocks;
    for (const ResultSet &part : page.parts) {
        if (part.isEmpty())
            continue;
        if (page.reversed)
            blocks.prepend({part, true, {}});
        else
            blocks.append({part, false, {}});
    }
    return blocks;
}

void TableModel::renumber()
{
    m_starts.assign(1, 0);
    for (const Block &block : qAsConst(m_blocks))
        m_starts.push_back(m_starts.back() + block.rows.rowCount());
    m_lastBlock = 0;
}

void TableModel::reset(const PageQuery &query, const RowPage &page)
{
    beginResetModel();
    m_query = query;
    m_blocks = blocksOf(page);
    renumber();
    endResetModel();
}

void TableModel::append(const RowPage &page)
{
    if (page.rowCount() == 0)
        return;
    beginInsertRows({}, rowCount(), rowCount() + page.rowCount() - 1);
    m_blocks += blocksOf(page);
    renumber();
    endInsertRows();
}

void TableModel::prepend(const RowPage &page)
{
    if (page.rowCount() == 0)
        return;
    beginInsertRows({}, 0, page.rowCount() - 1);
    m_blocks = blocksOf(page) + m_blocks;
    renumber();
    endInsertRows();
}

void TableModel::removeFirst(int rows)
{
    int blocks = 0;
    while (blocks < m_blocks.size() && m_starts[blocks + 1] <= rows)
        ++blocks;
    if (blocks == 0)
        return;
    beginRemoveRows({}, 0, m_starts[blocks] - 1);
    m_blocks.remove(0, blocks);
    renumber();
    endRemoveRows();
}

void TableModel::removeLast(int rows)
{
    const int keep = rowCount() - rows;
    int blocks = int(m_blocks.size());
    while (blocks > 0 && m_starts[blocks - 1] >= keep)
        --blocks;
    if (blocks == m_blocks.size())
        return;
    beginRemoveRows({}, m_starts[blocks], rowCount() - 1);
    m_blocks.resize(blocks);
    renumber();
    endRemoveRows();
}

void TableModel::setPrefixes(const QList<int> &columns, const ResultSet &rows)
{
    const int keyCount = int(m_query.order().size());
    QHash<QByteArray, int> byKey;
    for (int r = 0; r < rows.rowCount(); ++r) {
        KeyValues key;
        for (int c = 0; c < keyCount; ++c)
            key << rows.optional(r, c);
        byKey.insert(hashable(key), r);
    }
    const auto waits = [this](int row, const QList<int> &wanted) {
        return std::any_of(wanted.begin(), wanted.end(), [&](int column) { return isPending(row, column); });
    };
    for (int row = 0; row < rowCount(); ++row) {
        if (!waits(row, columns))
            continue;
        const auto found = byKey.constFind(hashable(keyAt(row)));
        if (found == byKey.constEnd())
            continue;
        const Place at = place(row);
        for (int i = 0; i < columns.size(); ++i) {
            const int source = keyCount + 2 * i;
            if (isPending(row, columns[i]))
                m_blocks[at.blockIndex].prefixes.insert(cellKey(at.row, columns[i]),
                                                        {rows.value(*found, source).toByteArray(),
                                                         rows.integer(*found, source + 1),
                                                         rows.isNull(*found, source)});
        }
        emit dataChanged(index(row, 0), index(row, columnCount() - 1));
    }
}

void TableModel::setFirstOrdinal(qint64 ordinal, bool exact)
{
    if (m_firstOrdinal == ordinal && m_ordinalIsExact == exact)
        return;
    m_firstOrdinal = ordinal;
    m_ordinalIsExact = exact;
    if (rowCount() > 0)
        emit headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
}

QString toTsv(const QList<QStringList> &rows)
{
    QString text;
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            QString cell = row[i];
            const bool quote = cell.contains(QLatin1Char('\t')) || cell.contains(QLatin1Char('\n'))
                || cell.contains(QLatin1Char('\r')) || cell.startsWith(QLatin1Char('"'));
            if (quote)
                cell = QLatin1Char('"') + cell.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
            text += (i > 0 ? QStringLiteral("\t") : QString()) + cell;
        }
        text += QLatin1Char('\n');
    }
    return text;
}

} // namespace pitboss
