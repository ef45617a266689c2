// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/savedconnection.h"

#include <QListWidget>

namespace pitboss {

/// The saved connections, in a person's own order. Enter or a click opens; the keys in the context menu do the rest.
class ConnectionList : public QListWidget
{
    Q_OBJECT
public:
    explicit ConnectionList(QWidget *parent = nullptr);
    /// Those whose name, place or environment holds every word of `search`.
    void setConnections(const QList<SavedConnection> &connections, const QString &search);
    void select(const QString &id);
    QSize sizeHint() const override;

signals:
    void chosen(const pitboss::SavedConnection &connection);
    void editRequested(const pitboss::SavedConnection &connection);
    void duplicateRequested(const pitboss::SavedConnection &connection);
    void deleteRequested(const pitboss::SavedConnection &connection);
    void moveRequested(const pitboss::SavedConnection &connection, int by);

private:
    void addActions();
    const SavedConnection *current() const;
    void keyPressEvent(QKeyEvent *event) override;

    QList<SavedConnection> m_shown;
};

} // namespace pitboss
