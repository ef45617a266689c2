// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/recentconnections.h"

#include <QListWidget>

namespace pitboss {

/// The connections opened lately, latest first. Enter or a click opens, Delete takes one off the list.
class RecentList : public QListWidget
{
    Q_OBJECT
public:
    explicit RecentList(QWidget *parent = nullptr);
    void setConnections(const QList<RecentConnection> &connections);
    QSize sizeHint() const override;

signals:
    void chosen(const pitboss::RecentConnection &connection);
    void forgotten(const pitboss::RecentConnection &connection);

private:
    void forgetCurrent();
    void keyPressEvent(QKeyEvent *event) override;

    QList<RecentConnection> m_connections;
};

} // namespace pitboss
