// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/navigationrail.h"

#include "ui/colors.h"
#include "ui/controls.h"
#include "ui/icons.h"
#include "ui/labels.h"
#include "ui/style/parts.h"

#include <QButtonGroup>
#include <QPainter>
#include <QVBoxLayout>

namespace pitboss {

static constexpr int railWidth = 76;

RailButton::RailButton(const QString &iconName, const QString &text, QWidget *parent)
    : QAbstractButton(parent)
    , m_iconName(iconName)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize RailButton::sizeHint() const
{
    return {railWidth - 9, 52};
}

void RailButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colors &colors = colorsFor(palette());
    if (isChecked())
        parts::roundedBox(&painter, rect(), 7, colors.selection);
    else if (isEnabled() && (underMouse() || isDown()))
        parts::roundedBox(&painter, rect(), 7, isDown() ? colors.pressed : colors.hover);
    if (hasFocus())
        parts::focusRing(&painter, rect(), 7, colors);
    const QColor ink = !isEnabled() ? colors.disabled : isChecked() ? colors.accent : colors.secondary;
    paintIcon(&painter, QRect((width() - 20) / 2, 8, 20, 20), m_iconName, ink);
    painter.setFont(scaledFont(font(), 0.85, isChecked() ? QFont::DemiBold : QFont::Normal));
    painter.setPen(!isEnabled() ? colors.disabled : isChecked() ? colors.text : colors.secondary);
    const QString shown = painter.fontMetrics().elidedText(text(), Qt::ElideRight, width() - 2);
    painter.drawText(QRect(0, 31, width(), 17), Qt::AlignCenter, shown);
}

NavigationRail::NavigationRail(QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_column(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("navigationRail"));
    setAccessibleName(tr("Pages"));
    setFixedWidth(railWidth);
    m_column->setContentsMargins(4, 8, 5, 8);
    m_column->setSpacing(4);
    m_column->addStretch();
    m_group->setExclusive(true);
}

void NavigationRail::addEntry(const QString &id, const QString &iconName, const QString &title,
                              const QKeySequence &shortcut)
{
    auto *button = new RailButton(iconName, title, this);
    button->setObjectName(QStringLiteral("rail-") + id);
    const QString hint = withShortcut(title, shortcut);
    button->setToolTip(hint);
    m_group->addButton(button);
    m_column->insertWidget(m_column->count() - 1, button);
    m_entries.append({id, hint, button});
    connect(button, &QAbstractButton::clicked, this, [this, id] { emit chosen(id); });
}

const NavigationRail::Entry *NavigationRail::entry(const QString &id) const
{
    for (const Entry &entry : m_entries)
        if (entry.id == id)
            return &entry;
    return nullptr;
}

void NavigationRail::setCurrent(const QString &id)
{
    if (const Entry *found = entry(id))
        found->button->setChecked(true);
}

QString NavigationRail::current() const
{
    for (const Entry &entry : m_entries)
        if (entry.button->isChecked())
            return entry.id;
    return {};
}

void NavigationRail::setEntryEnabled(const QString &id, bool enabled, const QString &whyNot)
{
    if (const Entry *found = entry(id)) {
        found->button->setEnabled(enabled);
        found->button->setToolTip(enabled || whyNot.isEmpty() ? found->hint : found->hint + QLatin1Char('\n') + whyNot);
    }
}

bool NavigationRail::isEntryEnabled(const QString &id) const
{
    const Entry *found = entry(id);
    return found && found->button->isEnabled();
}

void NavigationRail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), colorsFor(palette()).hairline);
}

} // namespace pitboss
