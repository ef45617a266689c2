// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls.h"

#include <QAction>
#include <QFormLayout>
#include <QPushButton>
#include <QToolButton>

namespace pitboss {

QToolButton *iconButton(const QString &objectName, const QString &iconName, const QString &text, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(objectName);
    button->setAutoRaise(true);
    button->setIcon(icon(iconName));
    button->setIconSize({16, 16});
    button->setFixedSize(28, 28);
    button->setAccessibleName(text);
    button->setToolTip(text);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

QPushButton *textButton(const QString &objectName, const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    return button;
}

QString withShortcut(const QString &text, const QKeySequence &shortcut)
{
    return shortcut.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, shortcut.toString(QKeySequence::NativeText));
}

QAction *namedAction(const QString &objectName, const QString &iconName, const QString &text,
                     const QKeySequence &shortcut, QWidget *parent)
{
    auto *action = new QAction(icon(iconName), text, parent);
    action->setObjectName(objectName);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    QString plain(text);
    action->setToolTip(withShortcut(plain.remove(QLatin1Char('&')), shortcut));
    parent->addAction(action);
    return action;
}

void setGround(QWidget *widget, QPalette::ColorRole role)
{
    widget->setAutoFillBackground(true);
    widget->setBackgroundRole(role);
}

void levelLabels(QFormLayout *form)
{
    for (int row = 0; row < form->rowCount(); ++row) {
        const QLayoutItem *label = form->itemAt(row, QFormLayout::LabelRole);
        const QLayoutItem *field = form->itemAt(row, QFormLayout::FieldRole);
        if (label && label->widget() && field)
            label->widget()->setMinimumHeight(field->sizeHint().height());
    }
}

} // namespace pitboss
