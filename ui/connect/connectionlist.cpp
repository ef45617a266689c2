// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/connectionlist.h"

#include "ui/controls.h"
#include "ui/environment.h"
#include "ui/start/placedelegate.h"

#include <QAction>
#include <QKeyEvent>

namespace pitboss {

ConnectionList::ConnectionList(QWidget *parent)
    : QListWidget(parent)
{
    setObjectName(QStringLiteral("connectionList"));
    setAccessibleName(tr("Saved connections"));
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new PlaceDelegate(this));
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    addActions();
    connect(this, &QListWidget::itemClicked, this,
            [this](QListWidgetItem *item) { emit chosen(m_shown.at(row(item))); });
}

void ConnectionList::addActions()
{
    const auto add = [this](const char *name, const char *iconName, const QString &text, const QKeySequence &keys,
                            auto act) {
        QAction *action = namedAction(QLatin1String(name), QLatin1String(iconName), text, keys, this);
        action->setShortcutContext(Qt::WidgetShortcut);
        connect(action, &QAction::triggered, this, [this, act] {
            if (const SavedConnection *connection = current())
                act(SavedConnection(*connection));
        });
    };
    add("connectionEdit", "pencil", tr("Edit…"), QKeySequence(Qt::Key_F2),
        [this](const SavedConnection &c) { emit editRequested(c); });
    add("connectionDuplicate", "copy", tr("Duplicate"), QKeySequence(Qt::CTRL | Qt::Key_D),
        [this](const SavedConnection &c) { emit duplicateRequested(c); });
    add("connectionUp", "arrow-up", tr("Move up"), QKeySequence(Qt::ALT | Qt::Key_Up),
        [this](const SavedConnection &c) { emit moveRequested(c, -1); });
    add("connectionDown", "arrow-down", tr("Move down"), QKeySequence(Qt::ALT | Qt::Key_Down),
        [this](const SavedConnection &c) { emit moveRequested(c, 1); });
    add("connectionDelete", "trash", tr("Delete"), QKeySequence(Qt::Key_Delete),
        [this](const SavedConnection &c) { emit deleteRequested(c); });
}

static bool holds(const SavedConnection &connection, const QString &search)
{
    const QString text = connection.name + QLatin1Char(' ') + connection.place() + QLatin1Char(' ')
        + environmentWord(connection.environment);
    const QStringList words = search.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}

void ConnectionList::setConnections(const QList<SavedConnection> &connections, const QString &search)
{
    const QString selected = current() ? current()->id : QString();
    m_shown.clear();
    clear();
    for (const SavedConnection &connection : connections) {
        if (!holds(connection, search))
            continue;
        m_shown.append(connection);
        const QString place =
            connection.writesAllowed ? connection.place() : tr("%1 · writes forbidden").arg(connection.place());
        auto *item = new QListWidgetItem(connection.name, this);
        item->setData(PlaceDelegate::EnvironmentRole, int(connection.environment));
        item->setData(PlaceDelegate::PlaceRole, place);
        item->setData(
            Qt::AccessibleTextRole,
            QStringLiteral("%1, %2, %3").arg(connection.name, environmentWord(connection.environment), place));
        item->setToolTip(place);
    }
    select(selected);
    updateGeometry();
}

void ConnectionList::select(const QString &id)
{
    int row = m_shown.isEmpty() ? -1 : 0;
    for (int i = 0; i < int(m_shown.size()); ++i)
        row = m_shown.at(i).id == id ? i : row;
    setCurrentRow(row);
}

QSize ConnectionList::sizeHint() const
{
    constexpr int most = 7;
    return {280, qBound(1, count(), most) * PlaceDelegate::rowHeight + 2};
}

const SavedConnection *ConnectionList::current() const
{
    return currentRow() >= 0 && currentRow() < m_shown.size() ? &m_shown.at(currentRow()) : nullptr;
}

void ConnectionList::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && current())
        emit chosen(SavedConnection(*current()));
    else
        QListWidget::keyPressEvent(event);
}

} // namespace pitboss
