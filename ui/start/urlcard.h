// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/recentconnections.h"
#include "ui/start/card.h"

class QLineEdit;
class QPushButton;

namespace pitboss {

class ConnectionPreview;

/// Paste a URL, see what it means, connect or save. A password that was pasted is shown as dots from the first moment;
/// the field holds only the dots.
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
    void setCanSave(bool can);
    /// Offers what the clipboard holds when it is a connection URL; keeps nothing of it.
    void offerClipboard(const QString &text);

signals:
    void connectRequested(const pitboss::ConnectionInfo &info, const pitboss::RecentConnection &origin);
    void saveRequested(const pitboss::ConnectionInfo &info);
    void validityChanged();

private:
    void textChanged();
    void hidePassword();
    QString fullText() const;
    void submit();

    QLineEdit *m_field;
    QPushButton *m_connect;
    QPushButton *m_save;
    QPushButton *m_offer;
    QString m_password; ///< as it stood in the URL, in place of the dots
    QString m_before;
    ConnectionPreview *m_preview;
};

} // namespace pitboss
