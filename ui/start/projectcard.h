// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/recentconnections.h"
#include "ui/start/card.h"

class QLineEdit;
class QPushButton;

namespace pitboss {

class ConnectionPreview;

/// A project folder or a .env file: takes DATABASE_URL from it.
class ProjectCard : public Card
{
    Q_OBJECT
public:
    explicit ProjectCard(QWidget *parent = nullptr);
    void setPath(const QString &path);
    bool isValid() const;
    QPushButton *connectButton() const { return m_connect; }
    void setBusy(bool busy);
    /// What a dropped or chosen path means: the file itself, or .env in that folder.
    static QString envFileOf(const QString &path);

signals:
    void connectRequested(const pitboss::ConnectionInfo &info, const pitboss::RecentConnection &origin);
    void validityChanged();

private:
    void browseFolder();
    void browseFile();
    void read();
    void submit();
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

    QLineEdit *m_field;
    QPushButton *m_browse;
    QPushButton *m_connect;
    ConnectionPreview *m_preview;
};

} // namespace pitboss
