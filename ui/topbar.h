// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QMenu;
class QToolButton;

namespace pitboss {

class ConnectionChip;
class SearchButton;

/// The line under the band: back and forward, where we are connected, search, and the window's own menu.
class TopBar : public QWidget
{
    Q_OBJECT
public:
    explicit TopBar(QWidget *parent = nullptr);

    ConnectionChip *chip() const { return m_chip; }
    void setHistoryActions(QAction *back, QAction *forward);
    void setSearchAction(QAction *search);
    /// Theme choices in one menu, the rest in the other.
    void setMenus(const QList<QAction *> &themes, const QList<QAction *> &others);

private:
    void paintEvent(QPaintEvent *event) override;
    QToolButton *menuButton(const QString &objectName, const QString &iconName, const QString &text);

    QToolButton *m_back;
    QToolButton *m_forward;
    ConnectionChip *m_chip;
    SearchButton *m_search;
    QToolButton *m_theme;
    QToolButton *m_more;
};

} // namespace pitboss
