// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/demo/demo.h"
#include "models/tablepager.h"
#include "sql/connect/connectionstore.h"
#include "sql/connect/secretstore.h"
#include "sql/serverfacts.h"
#include "ui/recentconnections.h"

#include <QObject>
#include <QSettings>

class QApplication;
class QTimeZone;

namespace pitboss {

class DataPage;
class MainWindow;
class MigrationsPage;
class OverviewPage;
class StartPage;
class ActivityPage;
class SupportPage;
class Theme;

/// The composition root of the window: builds the pages, opens connections and hands them out. No logic of its own
/// beyond who knows whom.
class Studio : public QObject
{
    Q_OBJECT

public:
    /// `secrets`: where passwords are kept; null: the desktop's key chain.
    Studio(QApplication &application, QSettings &settings, EmbeddedServer::Setup demo = {},
           std::unique_ptr<SecretStore> secrets = nullptr);
    ~Studio() override;

    void show();
    void openDemo();
    void resetDemo();
    void connectTo(const ConnectionInfo &info, const RecentConnection &origin);
    void openSaved(const SavedConnection &saved);
    void disconnectAll();

    MainWindow *window() const { return m_window.get(); }
    DataPage *dataPage() const { return m_data; }
    MigrationsPage *migrationsPage() const { return m_migrations; }
    SupportPage *supportPage() const { return m_support; }
    Theme &theme() const { return *m_theme; }
    bool isConnected() const { return m_connected; }
    bool mayWrite() const { return m_connected && bool(writerFactory()); }
    std::optional<Error> lastError() const { return m_lastError; }

signals:
    void connected();
    void connectFailed(const pitboss::Error &error);

private:
    /// A place to connect to, and how one came by it.
    struct Target
    {
        ConnectionInfo info;
        RecentConnection origin;
        std::optional<SavedConnection> saved; ///< what `info` was made from
        QString projectFolder;                ///< the demo's
        QString toKeep;                       ///< a typed password, for the key chain once it has let somebody in
        std::optional<Error> secretError;     ///< why the key chain gave no password
        bool isDemo() const { return origin.kind == RecentConnection::Kind::Demo; }
    };

    void buildPages();
    void connectStartPage();
    void connectWindow();
    void lookForDemo();
    void demoOpened(const Result<OpenDemo> &demo);
    void connectFailedWith(const Error &error);
    static bool asksForPassword(const Error &error);
    void askForPassword(const Error &error, const Target &target);
    void openWith(Target target, const std::optional<QString> &password);
    void begin(const Target &target);
    void keepPassword();
    bool leave();
    void arrive(const ServerFacts &facts);
    void handOut(const ServerFacts &facts);
    void showState();
    void changeTimeZone(const QTimeZone &zone);
    void lookAgain(Connection::State ofAPage);
    TablePager::MakeConnection factory();
    TablePager::MakeConnection writerFactory() const;
    SessionOptions sessionOptions(const Target &target) const;
    QString databaseKey() const;

    QSettings &m_settings;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Demo> m_demo;
    std::unique_ptr<Connection> m_connection; ///< watches the server and tells facts; pages have their own
    std::unique_ptr<SecretStore> m_secrets;
    MemorySecrets m_typed; ///< passwords of this run that the key chain does not hold
    Target m_now;          ///< what the pages show, while connected
    Target m_next;         ///< what is being tried; the other one stays until it has answered
    std::unique_ptr<Connection> m_trying;
    ServerFacts m_facts;
    QString m_timeZone;
    std::optional<Error> m_lastError;
    Newest m_attempts;
    Newest m_demoOpens;
    bool m_connected = false;
    StartPage *m_start = nullptr;
    OverviewPage *m_overview = nullptr;
    DataPage *m_data = nullptr;
    MigrationsPage *m_migrations = nullptr;
    SupportPage *m_support = nullptr;
    ActivityPage *m_activity = nullptr;
};

} // namespace pitboss
