// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/project.h"
#include "sql/whenfinished.h"
#include "ui/recentconnections.h"
#include "ui/start/card.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace pitboss {

class ConnectionPreview;

/// A project folder or a .env file: every way into its database that it names, the best one first.
class ProjectCard : public Card
{
    Q_OBJECT
public:
    explicit ProjectCard(QWidget *parent = nullptr);
    void setPath(const QString &path);
    bool isValid() const;
    QPushButton *connectButton() const { return m_connect; }
    void setBusy(bool busy);
    void setCanSave(bool can);
    void connectWhenRead(); ///< as soon as what setPath() named has been read

signals:
    void connectRequested(const pitboss::ConnectionInfo &info, const pitboss::RecentConnection &origin);
    void saveRequested(const pitboss::ConnectionInfo &info);
    void validityChanged();

private:
    void browseFolder();
    void browseFile();
    void browse(const QString &title, int fileMode);
    void read();
    void showProject(const Result<ProjectDatabases> &project);
    void showWay(int index);
    QString target() const;
    void submit();
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

    QLineEdit *m_field;
    QPushButton *m_browse;
    QPushButton *m_connect;
    QPushButton *m_save;
    QComboBox *m_way;
    ProjectDatabases m_project;
    Newest m_reads;
    bool m_connectWhenRead = false;
    ConnectionPreview *m_preview;
};

} // namespace pitboss
