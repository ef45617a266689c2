// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/migrationspage.h"

#include "ui/controls.h"
#include "ui/emptystate.h"
#include "ui/messagebar.h"
#include "ui/migrations/folderhead.h"
#include "ui/migrations/folderwatch.h"
#include "ui/migrations/forecastbanner.h"
#include "ui/migrations/journallist.h"
#include "ui/migrations/leftoversoffer.h"
#include "ui/migrations/migrationdetail.h"
#include "ui/migrations/recentfolders.h"
#include "ui/migrations/runbar.h"

#include <QAction>
#include <QDir>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

MigrationsPage::MigrationsPage(QSettings &settings, QWidget *parent)
    : Page(parent)
    , m_settings(settings)
    , m_reader(new ProjectReader(this))
    , m_watch(new FolderWatch(this))
    , m_head(new FolderHead(settings, this))
    , m_message(new MessageBar(this))
    , m_leftOvers(new LeftOversOffer(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_loading(new LoadingState(LoadingState::Shape::Table, this))
    , m_banner(new ForecastBanner(this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_list(new JournalList(this))
    , m_detail(new MigrationDetail(this))
    , m_runBar(new RunBar(this))
    , m_job(new DryRunJob(this))
{
    setObjectName(u"migrationsPage"_s);
    setAccessibleName(tr("Migrations"));
    setAcceptDrops(true);
    build();
    addActions();
    connectParts();
    connectReader();
    connectRuns();
    showNoFolder();
}

MigrationsPage::~MigrationsPage() = default;

void MigrationsPage::build()
{
    m_splitter->setObjectName(u"migrationsSplitter"_s);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 9);
    m_splitter->setStretchFactor(1, 11);
    m_splitter->setSizes({900, 1100});
    m_splitter->setChildrenCollapsible(false);
    m_list->setMinimumWidth(320);
    m_detail->setMinimumWidth(320);
    m_content = new QWidget(this);
    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(8);
    content->addWidget(m_banner);
    content->addWidget(m_splitter, 1);
    for (QWidget *state : {static_cast<QWidget *>(m_empty), static_cast<QWidget *>(m_loading), m_content})
        m_stack->addWidget(state);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 10, 12, 0);
    column->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->addWidget(m_head, 1);
    head->addWidget(m_runBar);
    column->addLayout(head);
    column->addWidget(m_message);
    column->addWidget(m_leftOvers);
    column->addWidget(m_stack, 1);
}

void MigrationsPage::addActions()
{
    const auto add = [this](const char *name, const char *iconName, const QString &text, const QKeySequence &keys,
                            auto action) {
        connect(namedAction(QString::fromLatin1(name), QString::fromLatin1(iconName), text, keys, this),
                &QAction::triggered, this, action);
    };
    add("migrationsChooseFolder", "folder", tr("Choose a migrations folder…"), QKeySequence(u"Ctrl+O"_s),
        [this] { m_head->browse(); });
    add("migrationsFilter", "filter", tr("Show only some states"), QKeySequence(u"Ctrl+L"_s),
        [this] { m_list->focusStates(); });
    add("migrationsNextFinding", "arrow-down", tr("Next finding"), QKeySequence(Qt::Key_F8),
        [this] { m_detail->goToFinding(true); });
    add("migrationsPreviousFinding", "arrow-up", tr("Previous finding"), QKeySequence(u"Shift+F8"_s),
        [this] { m_detail->goToFinding(false); });
}

void MigrationsPage::connectParts()
{
    connect(m_head, &FolderHead::folderChosen, this, &MigrationsPage::setFolder);
    connect(m_head, &FolderHead::layoutChosen, this, &MigrationsPage::openLayout);
    connect(m_head, &FolderHead::refreshRequested, this, &MigrationsPage::refresh);
    connect(m_watch, &FolderWatch::changed, m_reader, &ProjectReader::refresh);
    connect(m_message, &MessageBar::actionTriggered, this, &MigrationsPage::refresh);
    connect(m_loading, &LoadingState::cancelRequested, this, &MigrationsPage::cancel);
    connect(m_empty, &EmptyState::firstTriggered, m_head, &FolderHead::browse);
    connect(m_empty, &EmptyState::secondTriggered, this, [this] {
        if (folder().isEmpty())
            setFolder(recentFolders(m_settings).value(0));
        else
            refresh();
    });
    connect(m_banner, &ForecastBanner::tagActivated, this, &MigrationsPage::jumpTo);
    connect(m_list, &JournalList::currentChanged, this, &MigrationsPage::showCurrent);
    connect(m_list, &JournalList::activated, this, [this] {
        emit visited(m_list->currentTag());
        m_detail->focusSql();
    });
}

void MigrationsPage::connectReader()
{
    connect(m_reader, &ProjectReader::readingChanged, this, &MigrationsPage::showReading);
    connect(m_reader, &ProjectReader::projectRead, this, [this] {
        m_message->clear();
        m_loading->end();
        m_head->setProject(m_reader->project());
        m_watch->watch(m_reader->project().watchedPaths());
        if (!m_reader->project().contents)
            showNothingFound();
    });
    connect(m_reader, &ProjectReader::statusRead, this, &MigrationsPage::takeStatus);
    connect(m_reader, &ProjectReader::findingsRead, this, &MigrationsPage::takeFindings);
    connect(m_reader, &ProjectReader::failed, this, &MigrationsPage::showError);
}

void MigrationsPage::setConnection(ProjectReader::MakeConnection makeConnection)
{
    m_message->clear();
    m_databaseFailed = false;
    m_runs.clear();
    m_lastRun.reset();
    m_reader->setMakeConnection(std::move(makeConnection));
}

QString MigrationsPage::folder() const
{
    return m_reader->project().folder;
}

bool MigrationsPage::isReading() const
{
    return m_reader->isReading();
}

void MigrationsPage::setTimeZone(const QTimeZone &zone)
{
    m_list->model().setTimeZone(zone);
}

void MigrationsPage::setFolder(const QString &folder)
{
    if (folder.isEmpty())
        return;
    const QString clean = QDir(folder).absolutePath();
    if (clean != this->folder()) {
        m_hasStatus = false;
        m_findings.reset();
        m_head->setFolder(clean);
        m_loading->begin(tr("Reading %1…").arg(shownFolder(clean)));
        m_stack->setCurrentWidget(m_loading);
    }
    m_message->clear();
    m_reader->open(clean, chosenLayout(m_settings, clean));
}

void MigrationsPage::openLayout(const LayoutSettings &settings)
{
    rememberLayout(m_settings, folder(), settings);
    m_findings.reset();
    m_reader->open(folder(), settings);
}

void MigrationsPage::showNoFolder()
{
    const QString recent = recentFolders(m_settings).value(0);
    m_empty->setContent(u"migrations"_s, tr("No migrations folder is open"),
                        tr("Choose a project's folder, or drop it here; a repository's root is enough. Pitboss finds "
                           "Drizzle journals and folders, numbered files and plain SQL files, and only reads them."));
    m_empty->setActions(tr("Choose a folder…"), recent.isEmpty() ? QString() : tr("Open %1").arg(shownFolder(recent)));
    m_stack->setCurrentWidget(m_empty);
}

void MigrationsPage::showNothingFound()
{
    m_status = {};
    m_hasStatus = false;
    m_empty->setContent(u"search"_s, tr("No migrations found"),
                        tr("In %1 and six levels below there is no drizzle.config, no meta/_journal.json, no folder "
                           "with a migration.sql and no SQL file with a number.")
                            .arg(shownFolder(folder())));
    m_empty->setActions(tr("Choose another folder…"), tr("Look again"));
    m_stack->setCurrentWidget(m_empty);
    tellStatus();
}

void MigrationsPage::showError(const Error &error, bool database)
{
    m_databaseFailed = database;
    m_loading->end();
    if (error.kind == Error::Kind::Canceled && m_hasStatus)
        return;
    m_message->showError(error,
                         database          ? tr("The folder is shown; what is applied is not known.")
                             : m_hasStatus ? tr("What was read before is still shown.")
                                           : QString(),
                         tr("Try again"));
    if (database || m_hasStatus)
        return;
    m_empty->setContent(u"error"_s, tr("The folder could not be read"), shownFolder(folder()));
    m_empty->setActions(tr("Choose another folder…"), tr("Try again"));
    m_stack->setCurrentWidget(m_empty);
}

void MigrationsPage::takeStatus(const JournalStatus &status)
{
    if (!m_hasStatus)
        rememberFolder(m_settings, folder());
    m_databaseFailed = m_databaseFailed && status.tracking == TrackingTable::State::NotAsked;
    m_status = status;
    m_hasStatus = true;
    m_list->setStatus(status);
    if (!m_wantedTag.isEmpty())
        m_list->setCurrent(std::exchange(m_wantedTag, QString()));
    showForecast();
    m_stack->setCurrentWidget(m_content);
    showCurrent();
    showRunState();
    tellStatus();
}

void MigrationsPage::takeFindings(const LintResult &findings)
{
    m_findings = findings;
    m_list->setFindings(findings);
    showCurrentFindings();
}

void MigrationsPage::showReading()
{
    m_list->model().setAsking(m_reader->isAsking());
    if (m_hasStatus)
        showForecast();
    emit running(m_reader->isAsking() ? tr("asking what is applied…")
                     : isReading()    ? tr("reading the folder…")
                                      : QString());
}

void MigrationsPage::showForecast()
{
    if (m_reader->isAsking() && m_status.tracking == TrackingTable::State::NotAsked && !m_status.source.isEmpty())
        m_banner->setWords(tr("Asking the database what is applied…"));
    else
        m_banner->setStatus(m_databaseFailed ? unansweredStatus() : m_status);
}

JournalStatus MigrationsPage::unansweredStatus() const
{
    JournalStatus status = m_status;
    status.note = tr("The database could not be read, so what is applied is not known.");
    status.forecast.consequence = status.note;
    return status;
}

void MigrationsPage::showCurrent()
{
    const Migration *migration = m_list->current();
    m_detail->setVisible(m_list->model().rowCount() > 0);
    if (!migration) {
        m_detail->clear();
        return;
    }
    const QList<Migration> &all = m_list->model().migrations();
    const Migration *before = nullptr;
    for (int row = m_list->currentRow() - 1; row >= 0 && !before; --row) {
        if (!all.at(row).snapshotPath.isEmpty())
            before = &all.at(row);
    }
    m_detail->setMigration(*migration, before);
    showCurrentFindings();
    showCurrentRun();
}

void MigrationsPage::showCurrentFindings()
{
    const QString tag = m_list->currentTag();
    if (!m_findings) {
        m_detail->setFindings({});
        return;
    }
    for (const FileFindings &file : m_findings->files) {
        if (file.tag == tag) {
            m_detail->setFindings(file.findings);
            return;
        }
    }
    m_detail->setFindings(QList<Finding>());
}

void MigrationsPage::tellStatus()
{
    QStringList parts;
    const auto count = m_status.migrations.size();
    if (count > 0)
        parts << (count == 1 ? tr("1 migration") : tr("%1 migrations").arg(count));
    for (const MigrationState state :
         {MigrationState::Applied, MigrationState::InferredApplied, MigrationState::Pending, MigrationState::Edited,
          MigrationState::InferredPartial, MigrationState::Orphan, MigrationState::Missing, MigrationState::Unknown}) {
        if (const int some = m_status.count(state); some > 0)
            parts << u"%1 %2"_s.arg(some).arg(MigrationModel::stateWord(state));
    }
    if (!m_status.source.isEmpty())
        parts << m_status.source.shown();
    emit statusChanged(parts.join(u" · "_s));
}

void MigrationsPage::jumpTo(const QString &tag)
{
    if (m_list->setCurrent(tag))
        emit visited(tag);
}

} // namespace pitboss
