// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace pitboss {

/// As high as what is in it needs at its width, up to a limit; beyond that it scrolls.
class FittedArea : public QScrollArea
{
    Q_OBJECT
public:
    FittedArea(QWidget *content, int highest, QWidget *parent = nullptr);

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void fit();

    int m_highest;
};

} // namespace pitboss
