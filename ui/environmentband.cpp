// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environmentband.h"

#include "ui/colors.h"
#include "ui/environment.h"
#include "ui/icons.h"
#include "ui/labels.h"
#include "ui/style/parts.h"

#include <QPainter>

namespace pitboss {

EnvironmentBand::EnvironmentBand(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("environmentBand"));
    setFixedHeight(3);
}

void EnvironmentBand::setEnvironment(std::optional<Environment> environment)
{
    m_environment = environment;
    update();
}

void EnvironmentBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = colorsFor(palette());
    painter.fillRect(rect(), m_environment ? colors.of(*m_environment).fill : colors.window);
}

EnvironmentBadge::EnvironmentBadge(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setEnvironment(Environment::Local);
}

void EnvironmentBadge::setEnvironment(Environment environment)
{
    m_environment = environment;
    setAccessibleName(tr("Environment: %1").arg(environmentWord(environment)));
    updateGeometry();
    update();
}

QFont EnvironmentBadge::badgeFont(const QFont &font)
{
    return scaledFont(font, 0.92, QFont::DemiBold);
}

int EnvironmentBadge::widthOf(const QFont &font, Environment environment)
{
    return 6 + 14 + 5 + QFontMetrics(badgeFont(font)).horizontalAdvance(environmentWord(environment)) + 8;
}

QSize EnvironmentBadge::sizeHint() const
{
    return {widthOf(font(), m_environment), 20};
}

int EnvironmentBadge::paint(QPainter *painter, const QPoint &topLeft, int height, Environment environment,
                            const QPalette &palette)
{
    const EnvironmentTone &tone = colorsFor(palette).of(environment);
    const QRect rect(topLeft, QSize(widthOf(painter->font(), environment), height));
    parts::roundedBox(painter, rect, 4, tone.fill);
    paintIcon(painter, QRect(rect.left() + 6, rect.center().y() - 6, 14, 14), environmentIconName(environment),
              tone.onFill);
    painter->save();
    painter->setFont(badgeFont(painter->font()));
    painter->setPen(tone.onFill);
    painter->drawText(rect.adjusted(25, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, environmentWord(environment));
    painter->restore();
    return rect.width();
}

void EnvironmentBadge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(font());
    paint(&painter, {0, 0}, height(), m_environment, palette());
}

} // namespace pitboss
