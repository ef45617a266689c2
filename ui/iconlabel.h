// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/icons.h"

#include <QWidget>

namespace pitboss {

/// A line icon as decoration: painted in the theme's colour of the moment, ignored by screen readers and focus.
class IconLabel : public QWidget
{
    Q_OBJECT
public:
    explicit IconLabel(const QString &name, int side, Tint tint = Tint::Text, QWidget *parent = nullptr);
    void setIcon(const QString &name, Tint tint);
    QSize sizeHint() const override { return {m_side, m_side}; }

private:
    void paintEvent(QPaintEvent *event) override;

    QIcon m_icon;
    int m_side;
};

} // namespace pitboss
