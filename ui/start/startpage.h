// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/savedconnection.h"
#include "sql/connect/secretstore.h"
#include "ui/page.h"
#include "ui/recentconnections.h"
#include "ui/start/democard.h"

class QSettings;

namespace pitboss {

class ConnectionsPanel;
class MessageBar;
class ProjectCard;
class RecentList;
class TypeLabel;
class UrlCard;

/// Where a session begins. It reads what a person gives it and asks for a connection; opening it is the composition
/// root's work, which answers by setDemo(), setConnecting(), showError() or remember().
class StartPage : public Page
{
    Q_OBJECT
public:
    explicit StartPage(QSettings &settings, QWidget *parent = nullptr);

    QString id() const override { return QStringLiteral("start"); }
    QString title() const override { return tr("Start"); }
    QString iconName() const override { return QStringLiteral("start"); }
    QKeySequence shortcut() const override { return QKeySequence(Qt::ALT | Qt::Key_Home); }
    bool needsConnection() const override { return false; }
    void activated() override;
    bool cancel() override;

    /// Where the saved connections are; without it there are none. The stores outlive the page.
    void setConnections(const QString &storePath, SecretStore *kept, MemorySecrets *memory);
    ConnectionsPanel *connections() const { return m_saved; }
    void setDemo(const DemoStatus &status);
    /// `what` empty: no attempt is under way. Else nothing else can be started until it is canceled.
    void setConnecting(const QString &what);
    void showError(const Error &error, const QString &consequence = {}); ///< a sentence on what it changed
    void clearError();
    /// The attempt worked: it comes first in the list from now on.
    void remember(const RecentConnection &connection);

signals:
    void demoRequested();
    void demoResetRequested(); ///< asked for and confirmed
    void connectRequested(const pitboss::ConnectionInfo &info, const pitboss::RecentConnection &origin);
    void savedRequested(const pitboss::SavedConnection &connection);
    void cancelRequested();

private:
    QLayout *head();
    QLayout *recentColumn();
    void connectCards();
    void keyPressEvent(QKeyEvent *event) override;
    void openRecent(const RecentConnection &connection);
    void openSaved(const RecentConnection &connection);
    void showRecent();
    void updateMainButton();
    void confirmReset();

    QSettings &m_settings;
    MessageBar *m_message;
    DemoCard *m_demo;
    UrlCard *m_url;
    ProjectCard *m_project;
    ConnectionsPanel *m_saved;
    RecentList *m_recent;
    TypeLabel *m_noRecent;
    bool m_connecting = false;
};

} // namespace pitboss
