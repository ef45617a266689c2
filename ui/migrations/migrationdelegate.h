// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/finding.h"
#include "migrations/migration.h"
#include "ui/colors.h"

#include <QStyledItemDelegate>

namespace pitboss {

const Tone &toneOf(MigrationState state, const Colors &colors);
const Tone &toneOf(Severity severity, const Colors &colors);

/// Rows of a MigrationModel: the number quieter than the name, the state's icon in its colour, findings as counted
/// marks.
class MigrationDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

private:
    struct Piece
    {
        QString iconName;
        QString text;
        QColor color;
    };
    QList<Piece> pieces(const QStyleOptionViewItem &option, const QModelIndex &index) const;
    static void paintPiece(QPainter *painter, const QStyleOptionViewItem &option, const Piece &piece, QRect &room);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// Rows of a FindingsModel or a StatementsModel: the severity's icon in its colour, ignored ones quiet.
class FindingDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

private:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace pitboss
