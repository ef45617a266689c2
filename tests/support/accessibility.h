// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabBar>
#include <QTextEdit>

/// The accessibility walk: what a screen reader, a keyboard and a GUI test need of every window.
namespace pitboss::test {

/// Qt's own parts inside a widget (a combo box's list, a field's clear button), which the widget answers for.
inline bool isPartOfControl(const QWidget *widget)
{
    if (widget->objectName().startsWith(QLatin1String("qt_")) || qobject_cast<const QHeaderView *>(widget)
        || qobject_cast<const QScrollBar *>(widget))
        return true;
    for (const QWidget *above = widget->parentWidget(); above; above = above->parentWidget()) {
        if (above->inherits("QComboBoxPrivateContainer") || qobject_cast<const QComboBox *>(above)
            || qobject_cast<const QAbstractSpinBox *>(above) || qobject_cast<const QLineEdit *>(above)
            || qobject_cast<const QHeaderView *>(above) || qobject_cast<const QTabBar *>(above))
            return true;
        const auto *area = qobject_cast<const QAbstractScrollArea *>(above);
        if (area && (area->viewport() == widget || area->cornerWidget() == widget))
            return true;
        if (above->isWindow())
            break;
    }
    return false;
}

inline bool isInteractive(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
        || qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget)
        || qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QAbstractSlider *>(widget)
        || qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QTextEdit *>(widget)
        || qobject_cast<const QTabBar *>(widget) || (widget->focusPolicy() & Qt::TabFocus);
}

inline QString accessibleName(QWidget *widget)
{
    QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
    return face ? face->text(QAccessible::Name) : QString();
}

/// One line for each control below `window` without an object name or without an accessible name.
inline QStringList namelessControls(QWidget *window)
{
    QStringList nameless;
    const auto widgets = window->findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        if (!isInteractive(widget) || isPartOfControl(widget))
            continue;
        // An action that is not offered now has no words yet, and is not shown.
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        if (button && !button->isVisible() && button->text().isEmpty() && button->icon().isNull())
            continue;
        const QString what = QStringLiteral("%1 \"%2\"")
                                 .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
        if (widget->objectName().isEmpty())
            nameless << what + QStringLiteral(" has no object name");
        // A button that is hidden until there is something to press has no word yet.
        if (!widget->isHidden() && accessibleName(widget).isEmpty())
            nameless << what + QStringLiteral(" has no accessible name");
    }
    return nameless;
}

/// Object names in the order in which Tab visits what is visible below `window`, each once.
inline QStringList focusOrder(QWidget *window)
{
    QStringList names;
    QWidget *widget = window;
    do {
        if (window->isAncestorOf(widget) && widget->isVisible() && widget->isEnabled()
            && (widget->focusPolicy() & Qt::TabFocus) && !isPartOfControl(widget))
            names << widget->objectName();
        widget = widget->nextInFocusChain();
    } while (widget && widget != window);
    return names;
}

} // namespace pitboss::test
