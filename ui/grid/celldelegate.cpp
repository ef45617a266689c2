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

namespace {

/// As QFontMetrics::elidedText, which shapes the whole text: short texts are not measured at all, and of long ones only
/// what could be seen.
QString fitted(QString text, const QFontMetrics &metrics, int width)
{
    const int average = qMax(1, metrics.averageCharWidth());
    if (text.size() * average * 3 < width * 2)
        return text;
    const int most = 3 * width / average + 1; // even of the narrowest letters no more can be seen
    if (text.size() > most)
        text = text.left(most) + QChar(0x2026);
    return metrics.elidedText(text, Qt::ElideRight, width);
}

} // namespace

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
    const int width = painter->fontMetrics().horizontalAdvance(text);
    if (width > rect.width() / 2)
        return 0;
    painter->setPen(color);
    painter->drawText(rect, int(Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine), text);
    return width + padding;
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    const auto *view = qobject_cast<const QWidget *>(option.widget);
    const Colors &colors = colorsFor(option.palette);
    painter->save();
    paintGround(painter, option);
    QRect rect = option.rect.adjusted(padding, 0, -padding, 0);
    if (index.data(TableModel::NullRole).toBool()) {
        QFont slanted = option.font;
        slanted.setItalic(true);
        painter->setFont(slanted);
        painter->setPen(colors.secondary);
        painter->drawText(rect, index.data(Qt::TextAlignmentRole).toInt() | Qt::TextSingleLine, QStringLiteral("null"));
    } else {
        painter->setFont(option.font);
        const qint64 bytes = index.data(TableModel::SizeRole).toLongLong();
        if (bytes >= 0)
            rect.setRight(rect.right() - paintSize(painter, rect, bytes, colors.secondary));
        painter->setPen(colors.text);
        painter->drawText(rect, index.data(Qt::TextAlignmentRole).toInt() | Qt::TextSingleLine,
                          fitted(index.data(Qt::DisplayRole).toString(), option.fontMetrics, rect.width()));
    }
    if (option.state & QStyle::State_HasFocus && view && view->hasFocus()) {
        painter->setPen(QPen(colors.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString text = index.data(Qt::DisplayRole).toString();
    const qint64 bytes = index.data(TableModel::SizeRole).toLongLong();
    int width = option.fontMetrics.horizontalAdvance(text) + 2 * padding + 2;
    if (bytes >= 0)
        width += option.fontMetrics.horizontalAdvance(sizeText(bytes)) + padding;
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
