// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/recentlist.h"

#include "ui/controls.h"
#include "ui/environment.h"
#include "ui/icons.h"
#include "ui/start/placedelegate.h"

#include <QAction>
#include <QDir>
#include <QKeyEvent>

namespace pitboss {

RecentList::RecentList(QWidget *parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("recentList"));
    setAccessibleName(tr("Recent connections"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new PlaceDelegate(this));
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
    case RecentConnection::Kind::Saved:
        return RecentList::tr("saved");
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
        item->setData(PlaceDelegate::EnvironmentRole, int(connection.environment));
        item->setData(PlaceDelegate::PlaceRole, placeOf(connection));
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
    return {280, qMax(1, count()) * PlaceDelegate::rowHeight + 2};
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
