// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/statusline.h"

#include "ui/colors.h"
#include "ui/controls.h"
#include "ui/iconlabel.h"
#include "ui/labels.h"

#include <QActionGroup>
#include <QDateTime>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace pitboss {

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent)
    , m_text(new ElidedLabel({}, this))
    , m_runningPart(new QWidget(this))
    , m_running(new ElidedLabel({}, m_runningPart))
    , m_stop(
          iconButton(QStringLiteral("statusStop"), QStringLiteral("close"), tr("Stop what runs (Esc)"), m_runningPart))
    , m_zoneButton(new QToolButton(this))
    , m_zone(QTimeZone::systemTimeZone())
{
    setObjectName(QStringLiteral("statusLine"));
    setFixedHeight(28);
    m_text->setObjectName(QStringLiteral("statusText"));
    m_text->setForegroundRole(QPalette::PlaceholderText);
    m_running->setObjectName(QStringLiteral("statusRunning"));
    m_stop->setFixedSize(22, 22);
    m_stop->setIconSize({14, 14});
    auto *inner = new QHBoxLayout(m_runningPart);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(6);
    inner->addWidget(new IconLabel(QStringLiteral("clock"), 14, Tint::Accent, m_runningPart));
    inner->addWidget(m_running);
    inner->addWidget(m_stop);
    m_runningPart->hide();

    m_zoneButton->setObjectName(QStringLiteral("statusTimeZone"));
    m_zoneButton->setAutoRaise(true);
    m_zoneButton->setFixedHeight(22);
    m_zoneButton->setFocusPolicy(Qt::TabFocus);
    m_zoneButton->setPopupMode(QToolButton::InstantPopup);
    m_zoneButton->setMenu(new QMenu(m_zoneButton));
    m_zoneButton->menu()->setObjectName(QStringLiteral("timeZoneMenu"));
    connect(m_zoneButton->menu(), &QMenu::aboutToShow, this, &StatusLine::fillZoneMenu);
    connect(m_stop, &QToolButton::clicked, this, &StatusLine::stopRequested);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(12, 1, 6, 0);
    row->setSpacing(12);
    row->addWidget(m_text, 1);
    row->addWidget(m_runningPart);
    row->addWidget(m_zoneButton);
    setTimeZone(m_zone);
}

void StatusLine::setText(const QString &text)
{
    m_text->setFullText(text);
}

QString StatusLine::text() const
{
    return m_text->fullText();
}

void StatusLine::setRunning(const QString &what)
{
    m_running->setFullText(what);
    m_runningPart->setVisible(!what.isEmpty());
}

QString StatusLine::running() const
{
    return m_running->fullText();
}

QString StatusLine::zoneLabel(const QTimeZone &zone)
{
    const int seconds = zone.offsetFromUtc(QDateTime::currentDateTimeUtc());
    if (seconds == 0)
        return QStringLiteral("UTC");
    const QLatin1Char sign(seconds < 0 ? '-' : '+');
    const int minutes = qAbs(seconds) / 60;
    QString label = QStringLiteral("UTC%1%2").arg(sign).arg(minutes / 60);
    if (minutes % 60)
        label += QStringLiteral(":%1").arg(minutes % 60, 2, 10, QLatin1Char('0'));
    return label;
}

void StatusLine::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    m_zoneButton->setText(zoneLabel(zone));
    m_zoneButton->setAccessibleName(tr("Time zone: %1").arg(zoneLabel(zone)));
    m_zoneButton->setToolTip(tr("Timestamps are shown in %1").arg(QString::fromLatin1(zone.id())));
}

void StatusLine::addZone(const QString &name, const QString &label, const QTimeZone &zone)
{
    QMenu *menu = m_zoneButton->menu();
    QAction *action = menu->addAction(label);
    action->setObjectName(name);
    action->setCheckable(true);
    action->setChecked(zone == m_zone);
    connect(action, &QAction::triggered, this, [this, zone] {
        setTimeZone(zone);
        emit timeZoneChosen(zone);
    });
}

void StatusLine::fillZoneMenu()
{
    m_zoneButton->menu()->clear();
    const QTimeZone here = QTimeZone::systemTimeZone();
    const QString id = QString::fromLatin1(here.id());
    if (here.offsetFromUtc(QDateTime::currentDateTimeUtc()) != 0 || here != QTimeZone::utc())
        addZone(QStringLiteral("zoneLocal"), tr("This computer: %1 (%2)").arg(id, zoneLabel(here)), here);
    addZone(QStringLiteral("zoneUtc"), tr("UTC"), QTimeZone::utc());
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), colorsFor(palette()).hairline);
}

} // namespace pitboss
