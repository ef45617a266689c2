// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/icons.h"

#include <QKeySequence>
#include <QPalette>

class QAction;
class QFormLayout;
class QPushButton;
class QToolButton;
class QWidget;

/// Controls as every page makes them: with an object name, an accessible name and a tooltip from the start.
namespace pitboss {

/// A flat button with only an icon. `text` is its accessible name and the tooltip's first words.
QToolButton *iconButton(const QString &objectName, const QString &iconName, const QString &text,
                        QWidget *parent = nullptr);
QPushButton *textButton(const QString &objectName, const QString &text, QWidget *parent = nullptr);
/// "Refresh (F5)", from the action's or the given shortcut.
QString withShortcut(const QString &text, const QKeySequence &shortcut);
/// An action with a name, for a page's addAction(); it shows in the palette and the shortcut list.
QAction *namedAction(const QString &objectName, const QString &iconName, const QString &text,
                     const QKeySequence &shortcut, QWidget *parent);
/// Where `top` must stay over what it covers: the given colour behind a child widget.
void setGround(QWidget *widget, QPalette::ColorRole role);

/// Puts each label of a form at the height of its field's middle; QFormLayout stops some pixels short of it.
void levelLabels(QFormLayout *form);

} // namespace pitboss
