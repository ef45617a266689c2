// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace pitboss {

/// Text whose colour carries a meaning, also after the theme changed.
class InkLabel : public QLabel
{
    Q_OBJECT

public:
    enum class Ink { Normal, Secondary, Warning, Error };
    explicit InkLabel(Ink ink, const QString &text = {}, QWidget *parent = nullptr);
    void setInk(Ink ink);
    Ink ink() const { return m_ink; }

private:
    void paintEvent(QPaintEvent *event) override;

    Ink m_ink = Ink::Normal;
};

} // namespace pitboss
