// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

#include <QToolButton>

#include <optional>

class QMenu;

namespace pitboss {

/// What the window always says about where it is.
struct ConnectionSummary
{
    Environment environment = Environment::Local;
    QString database;
    QString host;  ///< "demo", "ep-cool-darkness", "socket": short
    QString route; ///< "direct", "pooled", "socket"; empty: not said
    bool readOnly = true;
    QString user;
    QString server;    ///< "PostgreSQL 15.18"; empty until known
    bool lost = false; ///< the session ended and nobody has asked for it since
};

/// Where the window is connected to, in colour, icon and words; a button with what can be done about it.
class ConnectionChip : public QToolButton
{
    Q_OBJECT
public:
    explicit ConnectionChip(QWidget *parent = nullptr);

    void setSummary(const std::optional<ConnectionSummary> &summary);
    const std::optional<ConnectionSummary> &summary() const { return m_summary; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void reconnectRequested();
    void disconnectRequested();
    void connectRequested(); ///< pressed while there is no connection

private:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
    QString place() const; ///< "pit_prod @ ep-cool-darkness"
    QString facts() const; ///< " · direct · read-only"
    void fillMenu();
    void describe();
    void copyPlace();

    std::optional<ConnectionSummary> m_summary;
    QMenu *m_menu;
};

} // namespace pitboss
