// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/sortheader.h"

#include "ui/colors.h"
#include "ui/icons.h"

#include <QApplication>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

namespace pitboss {

namespace {
constexpr int iconSide = 12;
constexpr int padding = 8;
} // namespace

SortHeader::SortHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setObjectName(QStringLiteral("columnHeader"));
    setAccessibleName(tr("Column headers"));
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setMinimumSectionSize(40);
    setContextMenuPolicy(Qt::CustomContextMenu);
}

void SortHeader::setSort(const QList<SortKey> &sort)
{
    m_sort = sort;
    viewport()->update();
}

QString SortHeader::columnName(int section) const
{
    return model() ? model()->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString() : QString();
}

int SortHeader::rankOf(int section) const
{
    const QString name = columnName(section);
    for (int i = 0; i < m_sort.size(); ++i) {
        if (m_sort[i].column == name)
            return i;
    }
    return -1;
}

QList<SortKey> SortHeader::sortAfterClick(const QString &column, bool add) const
{
    QList<SortKey> sort = add ? m_sort : QList<SortKey>();
    const auto same = [&](const SortKey &key) { return key.column == column; };
    const auto before = std::find_if(m_sort.begin(), m_sort.end(), same);
    if (before == m_sort.end())
        return sort << SortKey{column, false};
    if (before->descending) { // up, down, then by key again
        sort.removeIf(same);
        return sort;
    }
    const auto place = std::find_if(sort.begin(), sort.end(), same);
    if (place == sort.end())
        sort << SortKey{column, true};
    else
        place->descending = true;
    return sort;
}

void SortHeader::mousePressEvent(QMouseEvent *event)
{
    m_pressedAt = event->pos();
    const int section = logicalIndexAt(event->pos());
    m_pressedSize = section < 0 ? 0 : sectionSize(section);
    QHeaderView::mousePressEvent(event);
}

void SortHeader::mouseReleaseEvent(QMouseEvent *event)
{
    QHeaderView::mouseReleaseEvent(event);
    const int section = logicalIndexAt(m_pressedAt);
    const bool moved = (event->pos() - m_pressedAt).manhattanLength() >= QApplication::startDragDistance();
    const bool onEdge = cursor().shape() == Qt::SplitHCursor;
    if (event->button() != Qt::LeftButton || section < 0 || moved || onEdge || sectionSize(section) != m_pressedSize)
        return;
    const bool add = event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier);
    emit sortRequested(sortAfterClick(columnName(section), add));
}

QSize SortHeader::sectionSizeFromContents(int section) const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    const int text = QFontMetrics(bold).horizontalAdvance(columnName(section));
    return {text + 2 * padding + iconSide + 6, 28};
}

void SortHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const Colors &colors = colorsFor(palette());
    painter->save();
    const bool hovered = rect.contains(mapFromGlobal(QCursor::pos())) && underMouse();
    painter->fillRect(rect, hovered ? colors.hover : colors.window);
    painter->setPen(colors.hairline);
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    painter->drawLine(rect.right(), rect.top() + 6, rect.right(), rect.bottom() - 6);
    QRect inner = rect.adjusted(padding, 0, -padding, 0);
    const int rank = rankOf(section);
    if (rank >= 0) {
        const QRect place(inner.right() - iconSide + 1, inner.center().y() - iconSide / 2 + 1, iconSide, iconSide);
        paintIcon(painter, place, m_sort[rank].descending ? QStringLiteral("arrow-down") : QStringLiteral("arrow-up"),
                  colors.accent);
        inner.setRight(place.left() - 3);
        if (m_sort.size() > 1) {
            const QString number = QLocale().toString(rank + 1);
            painter->setPen(colors.accent);
            painter->drawText(inner, int(Qt::AlignRight | Qt::AlignVCenter), number);
            inner.setRight(inner.right() - painter->fontMetrics().horizontalAdvance(number) - 4);
        }
    }
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(rank >= 0 ? colors.text : colors.secondary);
    const int alignment = model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt();
    painter->drawText(inner, alignment | Qt::TextSingleLine,
                      QFontMetrics(bold).elidedText(columnName(section), Qt::ElideRight, inner.width()));
    painter->restore();
}

} // namespace pitboss
