// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/recentlist.h"

#include "ui/colors.h"
#include "ui/controls.h"
#include "ui/environment.h"
#include "ui/icons.h"
#include "ui/style/parts.h"

#include <QAction>
#include <QDir>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

namespace pitboss {

namespace {

constexpr int rowHeight = 46;
enum Role { EnvironmentRole = Qt::UserRole, PlaceRole };

class RecentDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return {100, rowHeight}; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Colors &colors = colorsFor(option.palette);
        const auto environment = Environment(index.data(EnvironmentRole).toInt());
        const QRect box = option.rect.adjusted(0, 1, 0, -1);
        painter->save();
        if (option.state & QStyle::State_Selected && option.state & QStyle::State_HasFocus)
            parts::roundedBox(painter, box, 6, colors.selection);
        else if (option.state & QStyle::State_MouseOver)
            parts::roundedBox(painter, box, 6, colors.hover);
        const QRect chip(box.left() + 8, box.center().y() - 13, 28, 28);
        parts::roundedBox(painter, chip, 6, colors.of(environment).fill);
        parts::glyph(painter, chip, 16, environmentIconName(environment), colors.of(environment).onFill);
        const QRect words(box.left() + 46, box.top(), box.width() - 54, box.height());
        const QFontMetrics metrics(option.font);
        painter->setPen(colors.text);
        painter->drawText(words.adjusted(0, 6, 0, 0), Qt::AlignTop | Qt::AlignLeft,
                          metrics.elidedText(index.data().toString(), Qt::ElideMiddle, words.width()));
        painter->setPen(colors.secondary);
        const QString second = environmentWord(environment) + QStringLiteral(" · ") + index.data(PlaceRole).toString();
        painter->drawText(words.adjusted(0, 0, 0, -7), Qt::AlignBottom | Qt::AlignLeft,
                          metrics.elidedText(second, Qt::ElideMiddle, words.width()));
        painter->restore();
    }
};

} // namespace

RecentList::RecentList(QWidget *parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("recentList"));
    setAccessibleName(tr("Recent connections"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new RecentDelegate(this));
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    QAction *forget = namedAction(QStringLiteral("recentForget"), QStringLiteral("close"), tr("Remove from this list"),
                                  QKeySequence(Qt::Key_Delete), this);
    forget->setShortcutContext(Qt::WidgetShortcut);
    connect(forget, &QAction::triggered, this, &RecentList::forgetCurrent);
    connect(this, &QListWidget::itemClicked, this,
            [this](QListWidgetItem *item) { emit chosen(m_connections.at(row(item))); });
}

static QString placeOf(const RecentConnection &connection)
{
    switch (connection.kind) {
    case RecentConnection::Kind::Demo:
        return RecentList::tr("on this computer");
    case RecentConnection::Kind::EnvFile: {
        const QString home = QDir::homePath();
        return connection.target.startsWith(home + QLatin1Char('/'))
            ? QLatin1Char('~') + connection.target.mid(home.size())
            : connection.target;
    }
    case RecentConnection::Kind::Url:
        break;
    }
    return RecentList::tr("from a URL");
}

void RecentList::setConnections(const QList<RecentConnection> &connections)
{
    m_connections = connections;
    clear();
    for (const RecentConnection &connection : connections) {
        auto *item = new QListWidgetItem(connection.name, this);
        item->setData(EnvironmentRole, int(connection.environment));
        item->setData(PlaceRole, placeOf(connection));
        item->setData(Qt::AccessibleTextRole,
                      QStringLiteral("%1, %2, %3")
                          .arg(connection.name, environmentWord(connection.environment), placeOf(connection)));
        item->setToolTip(connection.target);
    }
    if (count() > 0)
        setCurrentRow(0);
    updateGeometry();
}

QSize RecentList::sizeHint() const
{
    return {280, qMax(1, count()) * rowHeight + 2};
}

void RecentList::forgetCurrent()
{
    if (currentRow() >= 0)
        emit forgotten(m_connections.at(currentRow()));
}

void RecentList::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && currentRow() >= 0)
        emit chosen(m_connections.at(currentRow()));
    else
        QListWidget::keyPressEvent(event);
}

} // namespace pitboss
