// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace pitboss {

/// Looks like a field and opens the command palette; becomes its icon alone when the window is narrow.
class SearchButton : public QAbstractButton
{
    Q_OBJECT
public:
    explicit SearchButton(QWidget *parent = nullptr);
    void setKeys(const QString &keys);
    QSize sizeHint() const override { return {300, 30}; }
    QSize minimumSizeHint() const override { return {32, 30}; }

private:
    void paintEvent(QPaintEvent *event) override;
    QString m_keys;
};

} // namespace pitboss
