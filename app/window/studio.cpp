// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/studio.h"

#include "app/keychain.h"
#include "app/window/versions.h"
#include "migrations/apply/applyplan.h"
#include "sql/connect/neon.h"
#include "sql/serverfacts.h"
#include "ui/activity/activitypage.h"
#include "ui/catalogdock.h"
#include "ui/data/datapage.h"
#include "ui/guarded/guardeddialog.h"
#include "ui/mainwindow.h"
#include "ui/migrations/migrationspage.h"
#include "ui/overview/overviewpage.h"
#include "ui/start/startpage.h"
#include "ui/statusline.h"
#include "ui/support/supportpage.h"
#include "ui/theme.h"

#include <QApplication>
#include <QFileInfo>
#include <QTimeZone>

#include <algorithm>

namespace pitboss {

Studio::Studio(QApplication &application, QSettings &settings, EmbeddedServer::Setup demo,
               std::unique_ptr<SecretStore> secrets)
    : m_settings(settings)
    , m_theme(std::make_unique<Theme>(application, settings))
    , m_window(std::make_unique<MainWindow>(settings, *m_theme))
    , m_demo(std::make_unique<Demo>(std::move(demo)))
    , m_secrets(secrets ? std::move(secrets) : std::make_unique<Keychain>())
{
    buildPages();
    connectStartPage();
    connectWindow();
    m_window->restoreSession();
}

Studio::~Studio() = default;

void Studio::buildPages()
{
    m_start = new StartPage(m_settings);
    m_overview = new OverviewPage;
    m_data = new DataPage;
    m_window->addPage(m_start);
    m_window->addPage(m_overview);
    m_window->addPage(m_data);
    m_migrations = new MigrationsPage(m_settings);
    m_window->addPage(m_migrations);
    m_support = new SupportPage(m_settings);
    m_window->addPage(m_support);
    m_activity = new ActivityPage(m_settings);
    m_window->addPage(m_activity);
}

/// With settings of its own (a test, a second setup) the connections are its own too.
static QString connectionsPath(const QSettings &settings)
{
    return settings.organizationName().isEmpty() ? settings.fileName() + QStringLiteral(".connections.json")
                                                 : ConnectionStore::defaultPath();
}

void Studio::connectStartPage()
{
    m_start->setConnections(connectionsPath(m_settings), m_secrets.get(), &m_typed);
    connect(m_start, &StartPage::savedRequested, this, &Studio::openSaved);
    connect(m_start, &StartPage::demoRequested, this, &Studio::openDemo);
    connect(m_start, &StartPage::demoResetRequested, this, &Studio::resetDemo);
    connect(m_start, &StartPage::connectRequested, this, &Studio::connectTo);
    connect(m_start, &StartPage::cancelRequested, this, [this] {
        m_attempts.drop();
        m_demoOpens.drop();
        m_demo->cancel();
        m_trying.reset();
        m_start->setConnecting({});
        lookForDemo();
    });
    connect(m_demo.get(), &Demo::progressed, this, [this](const QString &text, int percent) {
        m_start->setDemo({DemoStatus::State::Preparing, text, percent});
    });
    lookForDemo();
}

/// Whether it is there to be opened at once, must be made first, or cannot be for want of a server.
void Studio::lookForDemo()
{
    m_start->setDemo({});
    m_demoOpens.follow(m_demo->look(), this, [this](const Result<DemoPresence> &presence) {
        if (presence == DemoPresence::Made)
            m_start->setDemo({DemoStatus::State::Ready, {}, -1});
        else if (presence == DemoPresence::NoPostgres)
            m_start->setDemo({DemoStatus::State::Unavailable, noPostgresError().text(), -1});
    });
}

void Studio::connectWindow()
{
    connect(m_window.get(), &MainWindow::disconnectRequested, this, &Studio::disconnectAll);
    connect(m_window.get(), &MainWindow::reconnectRequested, this,
            [this] { changeTimeZone(m_window->statusLine()->timeZone()); });
    connect(m_window->statusLine(), &StatusLine::timeZoneChosen, this, &Studio::changeTimeZone);
    connect(m_data, &DataPage::catalogChanged, this, &Studio::showState);
    connect(m_overview, &OverviewPage::tableRequested, this, [this](const RelationRef &ref) {
        m_window->showPage(m_data->id());
        m_data->openTable(ref);
    });
    connect(m_migrations, &MigrationsPage::rowsRequested, this, [this](const RelationRef &ref, const QString &filter) {
        m_window->showPage(m_data->id());
        m_data->openRows(ref, filter);
    });
    connect(m_support, &SupportPage::rowsRequested, this, [this](const RelationRef &ref, const QString &filter) {
        m_window->showPage(m_data->id());
        m_data->openRows(ref, filter);
    });
    m_window->setTableEntries([this] {
        return relationEntries(m_data->catalog(), [this](const RelationRef &ref) {
            m_window->showPage(m_data->id());
            m_data->openTable(ref);
        });
    });
    m_window->setVersions([this] { return partVersions(m_connected ? m_facts.version : QString()); });
}

static bool isLost(const Connection &connection)
{
    return connection.state() == Connection::State::Lost || connection.state() == Connection::State::Closed;
}

void Studio::show()
{
    m_window->show();
}

SessionOptions Studio::sessionOptions(const Target &target) const
{
    SessionOptions options;
    const auto &saved = target.saved;
    options.timeZone = saved && !saved->timeZone.isEmpty() ? saved->timeZone : m_timeZone;
    if (saved)
        options.statementTimeout = saved->statementTimeout;
    options.lockTimeout = std::chrono::seconds(2);
    options.idleInTransactionTimeout = std::chrono::minutes(1);
    return options;
}

TablePager::MakeConnection Studio::factory()
{
    return [this, info = m_now.info, options = sessionOptions(m_now)] {
        auto connection = std::make_unique<Connection>(info, options);
        connect(connection.get(), &Connection::stateChanged, this, &Studio::lookAgain);
        return connection;
    };
}

/// A page has got through again: so does what watches the server. Not before, so that nothing wakes a sleeping one.
void Studio::lookAgain(Connection::State ofAPage)
{
    if (ofAPage == Connection::State::Open && m_connection && isLost(*m_connection))
        (void)m_connection->run([](Session &) { return Result<bool>(true); });
}

/// For what a person has confirmed in a form; everything else reads. A pooler keeps neither settings nor locks of ours:
/// writing goes by the direct host. Null where writing is forbidden.
TablePager::MakeConnection Studio::writerFactory() const
{
    if (!m_now.info.writesAllowed())
        return {};
    SessionOptions options = sessionOptions(m_now);
    options.readOnly = false;
    return [info = byRoute(m_now.info, Route::Direct), options] { return std::make_unique<Connection>(info, options); };
}

QString Studio::databaseKey() const
{
    return m_now.isDemo() ? QStringLiteral("demo") : urlWithoutPassword(m_now.info);
}

void Studio::openDemo()
{
    m_start->clearError();
    m_start->setDemo({DemoStatus::State::Preparing, tr("Starting…"), -1});
    m_demoOpens.follow(m_demo->open(), this, [this](const Result<OpenDemo> &demo) { demoOpened(demo); });
}

void Studio::demoOpened(const Result<OpenDemo> &demo)
{
    if (!demo) {
        const bool missing = demo.error().kind == Error::Kind::Missing;
        m_start->setDemo(
            {missing ? DemoStatus::State::Unavailable : DemoStatus::State::Failed, demo.error().text(), -1});
        connectFailedWith(demo.error());
        return;
    }
    m_start->setDemo({DemoStatus::State::Ready, {}, -1});
    Target target;
    target.info = demo->connection;
    target.origin = {RecentConnection::Kind::Demo, tr("Demo database"), {}, Environment::Local};
    target.projectFolder = demo->projectFolder;
    begin(target);
}

void Studio::resetDemo()
{
    if (m_connected && m_now.isDemo())
        disconnectAll();
    m_start->setDemo({DemoStatus::State::Preparing, tr("Removing the demo's data…"), -1});
    m_demoOpens.follow(m_demo->reset(), this, [this](const Result<void> &done) {
        if (done)
            openDemo();
        else
            m_start->setDemo({DemoStatus::State::Failed, done.error().text(), -1});
    });
}

/// What was tried has answered: only now is the other one left, with everything that was filled in for it.
void Studio::arrive(const ServerFacts &facts)
{
    if (m_connected && !leave()) {
        m_trying.reset();
        connectFailedWith(Error::refused(tr("A form is still writing on “%1”.").arg(m_now.info.displayName()),
                                         tr("Connect again when it has its answer.")));
        return;
    }
    m_now = std::exchange(m_next, {});
    m_connection = std::move(m_trying);
    connect(m_connection.get(), &Connection::stateChanged, this, &Studio::showState);
    m_connected = true;
    m_facts = facts;
    RecentConnection recent = m_now.origin;
    recent.environment = m_now.info.environment();
    m_start->remember(recent);
    showState();
    handOut(facts);
    keepPassword();
    m_window->showPage(m_window->lastPage().isEmpty() || m_window->lastPage() == m_start->id() ? m_overview->id()
                                                                                               : m_window->lastPage());
    emit connected();
}

void Studio::handOut(const ServerFacts &facts)
{
    m_overview->setConnection(factory()());
    m_data->setConnection(factory(), databaseKey());
    m_migrations->setConnection(factory());
    const WritePlace place{writerFactory(), m_now.info.environment(), facts.database};
    m_support->setConnection(factory(), place);
    m_activity->setPlace(place);
    m_migrations->setPlace(place);
    const QString &origin = m_now.origin.target;
    if (m_now.isDemo())
        m_migrations->setFolder(m_now.projectFolder);
    else if (m_now.saved && !m_now.saved->migrationsFolder.isEmpty())
        m_migrations->setFolder(m_now.saved->migrationsFolder);
    else if (m_now.origin.kind == RecentConnection::Kind::EnvFile)
        m_migrations->setFolder(QFileInfo(origin).isDir() ? origin : QFileInfo(origin).path());
}

void Studio::showState()
{
    if (!m_connected) {
        m_window->setConnection({});
        return;
    }
    ConnectionSummary summary;
    summary.environment = m_now.info.environment();
    summary.database = m_facts.database;
    summary.host = m_now.isDemo() ? tr("demo") : m_now.info.isSocket() ? tr("socket") : m_now.info.shortHost();
    const auto neon = neonFacts(m_now.info.host());
    summary.route = m_now.info.isSocket() ? QString() : neon && neon->isPooled ? tr("pooled") : tr("direct");
    if (!m_now.info.writesAllowed())
        summary.route += (summary.route.isEmpty() ? QString() : QStringLiteral(" · ")) + tr("writes forbidden");
    summary.user = m_facts.user;
    summary.server = QStringLiteral("PostgreSQL ") + m_facts.version;
    summary.lost = m_connection && isLost(*m_connection);
    m_window->setConnection(summary);
}

void Studio::changeTimeZone(const QTimeZone &zone)
{
    m_timeZone = QString::fromUtf8(zone.id());
    if (m_connected)
        m_data->reconnect(factory());
    m_migrations->setTimeZone(zone);
}

void Studio::disconnectAll()
{
    m_attempts.drop();
    m_trying.reset();
    m_start->setConnecting({});
    if (!leave())
        return;
    m_window->showPage(m_start->id());
}

/// False: a form is writing, and neither it nor what it stands on goes before the answer is known.
bool Studio::leave()
{
    const auto forms = m_window->findChildren<GuardedDialog *>();
    if (!std::all_of(forms.begin(), forms.end(), [](GuardedDialog *form) { return form->isHidden() || form->close(); }))
        return false;
    m_window->saveSession();
    m_connected = false;
    m_overview->clearConnection();
    m_data->clearConnection();
    m_migrations->setConnection({});
    m_migrations->setPlace({});
    m_support->clearConnection();
    m_activity->setPlace({});
    m_connection.reset();
    m_now = {};
    showState();
    return true;
}

} // namespace pitboss
