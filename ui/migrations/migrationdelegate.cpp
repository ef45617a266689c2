// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/migrationdelegate.h"

#include "models/findingsmodel.h"
#include "models/migrationmodel.h"
#include "ui/icons.h"
#include "ui/labels.h"

#include <QApplication>
#include <QPainter>

namespace pitboss {

static constexpr int rowHeight = 26;

const Tone &toneOf(MigrationState state, const Colors &colors)
{
    switch (state) {
    case MigrationState::Applied:
        return colors.applied;
    case MigrationState::Pending:
        return colors.pending;
    case MigrationState::Edited:
        return colors.edited;
    case MigrationState::Missing:
        return colors.missing;
    case MigrationState::Orphan:
        return colors.orphan;
    case MigrationState::InferredApplied:
    case MigrationState::InferredPartial:
    case MigrationState::Unknown:
        break;
    }
    return colors.inferred;
}

const Tone &toneOf(Severity severity, const Colors &colors)
{
    return severity == Severity::Error ? colors.error : severity == Severity::Warning ? colors.warning : colors.info;
}

QList<MigrationDelegate::Piece> MigrationDelegate::pieces(const QStyleOptionViewItem &option,
                                                          const QModelIndex &index) const
{
    const Colors &colors = colorsFor(option.palette);
    const QString text = index.data().toString();
    if (index.column() == MigrationModel::StateColumn) {
        const auto state = MigrationState(index.data(MigrationModel::StateRole).toInt());
        return {{index.data(MigrationModel::StateIconRole).toString(), text, toneOf(state, colors).ink}};
    }
    if (index.column() == MigrationModel::NameColumn) {
        qsizetype digits = 0;
        while (digits < text.size()
               && (text.at(digits).isDigit() || (digits > 0 && text.at(digits) == QLatin1Char('_'))))
            ++digits;
        if (!index.data(MigrationModel::NumberRole).isValid() || digits >= text.size())
            digits = 0;
        return {{{}, text.left(digits), colors.secondary}, {{}, text.mid(digits), colors.text}};
    }
    if (index.column() != MigrationModel::FindingsColumn)
        return {{{}, text, colors.secondary}};
    QList<Piece> marks;
    const std::pair<int, Severity> roles[] = {{MigrationModel::ErrorsRole, Severity::Error},
                                              {MigrationModel::WarningsRole, Severity::Warning},
                                              {MigrationModel::InfosRole, Severity::Info}};
    for (const auto &[role, severity] : roles) {
        if (const int count = index.data(role).toInt(); count > 0)
            marks.append({FindingsModel::severityIconName(severity), QString::number(count) + QLatin1Char(' '),
                          toneOf(severity, colors).ink});
    }
    return marks;
}

void MigrationDelegate::paintPiece(QPainter *painter, const QStyleOptionViewItem &option, const Piece &piece,
                                   QRect &room)
{
    if (!piece.iconName.isEmpty()) {
        paintIcon(painter, QRect(room.left(), room.center().y() - 7, 16, 16), piece.iconName, piece.color);
        room.setLeft(room.left() + 20);
    }
    const QString text = option.fontMetrics.elidedText(piece.text, Qt::ElideRight, room.width());
    painter->setPen(piece.color);
    painter->drawText(room, int(Qt::AlignVCenter | (option.displayAlignment & Qt::AlignHorizontal_Mask)), text);
    room.setLeft(room.left() + option.fontMetrics.horizontalAdvance(text));
}

void MigrationDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem full(option);
    initStyleOption(&full, index);
    full.text.clear();
    const QStyle *style = full.widget ? full.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &full, painter, full.widget);
    painter->save();
    painter->setFont(full.font);
    QRect room = full.rect.adjusted(6, 0, -6, 0);
    painter->setClipRect(full.rect);
    for (const Piece &piece : pieces(full, index))
        paintPiece(painter, full, piece, room);
    painter->restore();
}

QSize MigrationDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    int width = 14;
    for (const Piece &piece : pieces(option, index))
        width += option.fontMetrics.horizontalAdvance(piece.text) + (piece.iconName.isEmpty() ? 0 : 20);
    return {width, rowHeight};
}

void FindingDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const auto *model = qobject_cast<const FindingsModel *>(index.model());
    const Colors &colors = colorsFor(option->palette);
    if (model && index.column() == FindingsModel::SeverityColumn) {
        const auto severity = Severity(index.data(FindingsModel::SeverityRole).toInt());
        const bool ignored = index.data(FindingsModel::IgnoredRole).toBool();
        const QColor color = ignored ? colors.secondary : toneOf(severity, colors).ink;
        const qreal ratio = option->widget ? option->widget->devicePixelRatioF() : 1;
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = {16, 16};
        option->icon = QIcon(iconPixmap(FindingsModel::severityIconName(severity), {16, 16}, color, ratio));
    }
    const bool quiet = model ? index.data(FindingsModel::IgnoredRole).toBool()
            || index.column() == FindingsModel::RuleColumn || index.column() == FindingsModel::LineColumn
                             : index.column() < 2;
    if (quiet)
        for (const auto role : {QPalette::Text, QPalette::HighlightedText})
            option->palette.setColor(role, colors.secondary);
}

QSize FindingDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {QStyledItemDelegate::sizeHint(option, index).width() + 8, rowHeight};
}

} // namespace pitboss
