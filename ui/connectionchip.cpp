// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connectionchip.h"

#include "ui/colors.h"
#include "ui/environment.h"
#include "ui/environmentband.h"
#include "ui/icons.h"
#include "ui/style/parts.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>
#include <QPainter>
#include <QStyleOptionToolButton>

namespace pitboss {

static constexpr int chipHeight = 30;
static constexpr int padding = 5;
static constexpr int arrowRoom = 22;
static constexpr int lockRoom = 18;

ConnectionChip::ConnectionChip(QWidget *parent)
    : QToolButton(parent)
    , m_menu(new QMenu(this))
{
    setObjectName(QStringLiteral("connectionChip"));
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_menu->setObjectName(QStringLiteral("connectionMenu"));
    connect(m_menu, &QMenu::aboutToShow, this, &ConnectionChip::fillMenu);
    connect(this, &QToolButton::clicked, this, [this] {
        if (m_summary)
            m_menu->popup(mapToGlobal(QPoint(0, height() + 2)));
        else
            emit connectRequested();
    });
    setSummary(std::nullopt);
}

void ConnectionChip::setSummary(const std::optional<ConnectionSummary> &summary)
{
    m_summary = summary;
    describe();
    updateGeometry();
    update();
}

QString ConnectionChip::place() const
{
    return m_summary->host.isEmpty() ? m_summary->database
                                     : tr("%1 @ %2", "database @ host").arg(m_summary->database, m_summary->host);
}

QString ConnectionChip::facts() const
{
    QString facts;
    if (m_summary->lost) // first, because what is last gives way first
        facts += QStringLiteral(" · ") + tr("connection lost");
    if (!m_summary->route.isEmpty())
        facts += QStringLiteral(" · ") + m_summary->route;
    return facts;
}

void ConnectionChip::describe()
{
    if (!m_summary) {
        setAccessibleName(tr("Not connected"));
        setToolTip(tr("Choose a connection on the start page"));
        return;
    }
    const QString mode = m_summary->readOnly ? tr("read-only") : tr("can write");
    setAccessibleName(
        tr("Connection: %1, %2%3, %4").arg(environmentWord(m_summary->environment), place(), facts(), mode));
    QStringList lines{QStringLiteral("%1: %2").arg(environmentWord(m_summary->environment), place())};
    if (!m_summary->user.isEmpty())
        lines << tr("Role %1").arg(m_summary->user);
    if (!m_summary->server.isEmpty())
        lines << m_summary->server;
    lines << (m_summary->readOnly ? tr("The server refuses every write on this connection.")
                                  : tr("Writes are possible on this connection."));
    setToolTip(lines.join(QLatin1Char('\n')));
}

void ConnectionChip::fillMenu()
{
    m_menu->clear();
    const auto add = [this](const QString &name, const QString &iconName, const QString &text) {
        QAction *action = m_menu->addAction(pitboss::icon(iconName), text);
        action->setObjectName(name);
        return action;
    };
    connect(add(QStringLiteral("chipCopy"), QStringLiteral("copy"), tr("Copy “%1”").arg(place())), &QAction::triggered,
            this, &ConnectionChip::copyPlace);
    connect(add(QStringLiteral("chipReconnect"), QStringLiteral("refresh"), tr("Reconnect")), &QAction::triggered, this,
            &ConnectionChip::reconnectRequested);
    m_menu->addSeparator();
    connect(add(QStringLiteral("chipDisconnect"), QStringLiteral("disconnect"), tr("Disconnect")), &QAction::triggered,
            this, &ConnectionChip::disconnectRequested);
}

void ConnectionChip::copyPlace()
{
    QApplication::clipboard()->setText(place());
}

QSize ConnectionChip::sizeHint() const
{
    if (!m_summary)
        return {32 + fontMetrics().horizontalAdvance(tr("Not connected")) + 12, chipHeight};
    const int words = fontMetrics().horizontalAdvance(place() + facts())
        + (m_summary->readOnly ? lockRoom + fontMetrics().horizontalAdvance(QStringLiteral(" · ") + tr("read-only"))
                               : 0);
    return {padding + EnvironmentBadge::widthOf(font(), m_summary->environment) + 8 + words + arrowRoom + 8,
            chipHeight};
}

QSize ConnectionChip::minimumSizeHint() const
{
    const int badge = m_summary ? EnvironmentBadge::widthOf(font(), m_summary->environment) : 0;
    return {qMin(sizeHint().width(), padding + badge + 8 + 140 + arrowRoom), chipHeight};
}

bool ConnectionChip::event(QEvent *event)
{
    if (event->type() == QEvent::FontChange)
        updateGeometry();
    return QToolButton::event(event);
}

/// Words that give way when there is no room: first the facts, then the host's end.
static void drawWords(QPainter &painter, const QRect &rect, const QString &place, const QString &facts,
                      const Colors &colors, const QColor &factsInk)
{
    const QFontMetrics metrics(painter.font());
    const int placeWidth = qMin(metrics.horizontalAdvance(place), rect.width());
    painter.setPen(colors.text);
    painter.drawText(rect, Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(place, Qt::ElideMiddle, rect.width()));
    const QRect rest = rect.adjusted(placeWidth, 0, 0, 0);
    painter.setPen(factsInk);
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft, metrics.elidedText(facts, Qt::ElideRight, rest.width()));
}

void ConnectionChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = colorsFor(palette());
    QStyleOptionToolButton option;
    initStyleOption(&option);
    const bool hot = option.state & QStyle::State_MouseOver || isDown();
    parts::roundedBox(&painter, rect(), 6, hot ? colors.hover : colors.raised, colors.hairline);
    if (hasFocus())
        parts::focusRing(&painter, rect(), 6, colors);
    if (!m_summary) {
        paintIcon(&painter, QRect(9, (height() - 16) / 2, 16, 16), QStringLiteral("disconnect"), colors.secondary);
        painter.setPen(colors.secondary);
        painter.drawText(rect().adjusted(32, 0, -8, 0), Qt::AlignVCenter | Qt::AlignLeft, tr("Not connected"));
        return;
    }
    int left = padding
        + EnvironmentBadge::paint(&painter, {padding, padding}, height() - 2 * padding, m_summary->environment,
                                  palette())
        + 8;
    int right = width() - arrowRoom;
    if (m_summary->readOnly) {
        const QString word = tr("read-only");
        right -= fontMetrics().horizontalAdvance(word) + 4;
        painter.setPen(colors.secondary);
        painter.drawText(QRect(right, 0, width() - right, height()), Qt::AlignVCenter | Qt::AlignLeft, word);
        right -= lockRoom;
        paintIcon(&painter, QRect(right, (height() - 14) / 2, 14, 14), QStringLiteral("lock"), colors.secondary);
    }
    drawWords(painter, QRect(left, 0, right - left - 6, height()), place(), facts(), colors,
              m_summary->lost ? colors.warning.ink : colors.secondary);
    paintIcon(&painter, QRect(width() - 18, (height() - 12) / 2, 12, 12), QStringLiteral("chevron-down"),
              colors.secondary);
}

} // namespace pitboss
