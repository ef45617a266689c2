// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/celldelegate.h"

#include "models/tablemodel.h"
#include "ui/colors.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QToolTip>

namespace pitboss {

QString sizeText(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, bytes < 10240 ? 1 : 0, QLocale::DataSizeTraditionalFormat);
}

void CellDelegate::paintGround(QPainter *painter, const QStyleOptionViewItem &option) const
{
    const Colors &colors = colorsFor(option.palette);
    if (option.state & QStyle::State_Selected) {
        const bool active = option.state & QStyle::State_Active;
        painter->fillRect(option.rect, active ? colors.selection : colors.selectionInactive);
    }
}

int CellDelegate::paintSize(QPainter *painter, const QRect &rect, qint64 bytes, const QColor &color) const
{
    const QString text = sizeText(bytes);
    const int width = m_text.width(text);
    if (width > rect.width() / 2)
        return 0;
    painter->setPen(color);
    m_text.draw(painter, rect, Qt::AlignRight | Qt::AlignVCenter, text);
    return width + padding;
}

void CellDelegate::useFont(const QFont &font) const
{
    if (m_text.font() == font)
        return;
    m_text = LineText(font);
    QFont slanted = font;
    slanted.setItalic(true);
    m_slanted = LineText(slanted);
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    useFont(option.font);
    const auto *view = qobject_cast<const QWidget *>(option.widget);
    const Colors &colors = colorsFor(option.palette);
    paintGround(painter, option);
    QRect rect = option.rect.adjusted(padding, 0, -padding, 0);
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    if (index.data(TableModel::NullRole).toBool()) {
        painter->setPen(colors.secondary);
        m_slanted.draw(painter, rect, alignment, QStringLiteral("null"));
    } else {
        const qint64 bytes = index.data(TableModel::SizeRole).toLongLong();
        if (bytes >= 0)
            rect.setRight(rect.right() - paintSize(painter, rect, bytes, colors.secondary));
        painter->setPen(colors.text);
        m_text.draw(painter, rect, alignment, index.data(Qt::DisplayRole).toString());
    }
    if (option.state & QStyle::State_HasFocus && view && view->hasFocus()) {
        painter->setPen(QPen(colors.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    useFont(option.font);
    const qint64 bytes = index.data(TableModel::SizeRole).toLongLong();
    int width = m_text.width(index.data(Qt::DisplayRole).toString()) + 2 * padding + 2;
    if (bytes >= 0)
        width += m_text.width(sizeText(bytes)) + padding;
    return {width, option.fontMetrics.height() + 6};
}

bool CellDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip || !index.isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QStyleOptionViewItem whole = option;
    initStyleOption(&whole, index);
    if (sizeHint(whole, index).width() <= option.rect.width()) {
        QToolTip::hideText();
        return true;
    }
    constexpr int most = 600; // characters
    QString text = index.data(Qt::EditRole).toString();
    if (text.size() > most)
        text = text.left(most) + QStringLiteral(" …");
    QToolTip::showText(event->globalPos(),
                       QStringLiteral("<p style=\"white-space:pre-wrap\">%1</p>").arg(text.toHtmlEscaped()), view);
    return true;
}

} // namespace pitboss
