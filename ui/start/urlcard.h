// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/recentconnections.h"
#include "ui/start/card.h"

class QLineEdit;
class QPushButton;

namespace pitboss {

class ConnectionPreview;

/// Paste a URL, see what it means, connect. The field shows the password as dots once it has been read.
class UrlCard : public Card
{
    Q_OBJECT
public:
    explicit UrlCard(QWidget *parent = nullptr);
    void setUrl(const QString &url);
    void focusField();
    QPushButton *connectButton() const { return m_connect; }
    bool isValid() const;
    void setBusy(bool busy);

signals:
    void connectRequested(const pitboss::ConnectionInfo &info, const pitboss::RecentConnection &origin);
    void validityChanged();

private:
    void textChanged();
    void submit();

    QLineEdit *m_field;
    QPushButton *m_connect;
    ConnectionPreview *m_preview;
};

} // namespace pitboss
