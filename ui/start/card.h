// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace pitboss {

/// A quiet box with an icon, a heading and one sentence; its content goes into body().
class Card : public QWidget
{
    Q_OBJECT
public:
    Card(const QString &iconName, const QString &title, const QString &text, QWidget *parent = nullptr);
    QVBoxLayout *body() const { return m_body; }

private:
    void paintEvent(QPaintEvent *event) override;
    QVBoxLayout *m_body;
};

} // namespace pitboss
