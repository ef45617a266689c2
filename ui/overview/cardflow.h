// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace pitboss {

/// Cards of one width in as many columns as there is room for, each card below the shortest column so far. Its height
/// follows from its width; made for a scroll area.
class CardFlow : public QWidget
{
    Q_OBJECT

public:
    explicit CardFlow(QWidget *parent = nullptr);
    void addCard(QWidget *card); ///< takes ownership; hidden cards take no room
    void relayout();

private:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

    QList<QWidget *> m_cards;
};

} // namespace pitboss
