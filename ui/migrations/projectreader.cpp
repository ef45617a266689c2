// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/projectreader.h"

#include "migrations/githistory.h"
#include "ui/migrations/inpool.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>

namespace pitboss {

namespace {

std::optional<LayoutSettings> settingsFor(const QList<LayoutCandidate> &candidates,
                                          const std::optional<LayoutSettings> &chosen)
{
    for (const LayoutCandidate &candidate : candidates) {
        if (chosen && candidate.settings == *chosen)
            return chosen;
    }
    return candidates.isEmpty() ? std::nullopt : std::optional(candidates.first().settings);
}

Result<Project> readProject(const QString &folder, const std::optional<LayoutSettings> &chosen)
{
    if (!QFileInfo(folder).isDir())
        return fail(Error::Kind::Missing, ProjectReader::tr("There is no folder %1.").arg(folder), {},
                    ProjectReader::tr("It may have been moved or removed: choose another."));
    if (!QFileInfo(folder).isReadable())
        return fail(Error::Kind::Permission, ProjectReader::tr("You may not read the folder %1.").arg(folder));
    Project project;
    project.folder = folder;
    project.candidates = discoverLayouts(folder);
    const auto settings = settingsFor(project.candidates, chosen);
    if (!settings)
        return project;
    const auto layout = makeLayout(*settings);
    auto contents = layout->read();
    if (!contents)
        return fail(contents.error());
    project.settings = layout->settings();
    project.title = layout->title();
    project.runner = layout->runner();
    project.contents = std::make_shared<const FolderContents>(*std::move(contents));
    return project;
}

} // namespace

const LayoutCandidate *Project::current() const
{
    for (const LayoutCandidate &candidate : candidates) {
        if (candidate.settings == settings)
            return &candidate;
    }
    return nullptr;
}

QStringList Project::watchedPaths() const
{
    QSet<QString> paths{folder};
    for (const QString &directory : settings.directories) {
        paths << directory << QDir(directory).filePath(QStringLiteral("meta"))
              << QDir(directory).filePath(QStringLiteral("meta/_journal.json"));
    }
    if (contents) {
        for (const SourceFile &file : contents->files) {
            paths << file.path << QFileInfo(file.path).path() << file.rollbackPath;
            if (!file.rollbackPath.isEmpty())
                paths << QFileInfo(file.rollbackPath).path();
        }
    }
    paths.remove(QString());
    return paths.values();
}

ProjectReader::ProjectReader(QObject *parent)
    : QObject(parent)
{
}

ProjectReader::~ProjectReader() = default;

void ProjectReader::setMakeConnection(MakeConnection makeConnection)
{
    m_newestDatabase.drop();
    m_connection = makeConnection ? makeConnection() : nullptr;
    m_hasStatus = false; // what stood in another database says nothing about this one
    setPending(m_folderPending, false);
    if (m_project.contents && !m_folderPending)
        askDatabase();
}

void ProjectReader::open(const QString &folder, const std::optional<LayoutSettings> &chosen)
{
    const bool same = folder == m_project.folder && (!chosen || *chosen == m_project.settings);
    m_chosen = chosen;
    if (!same) {
        m_project = Project{folder, {}, {}, {}, {}, {}};
        m_git.clear();
        m_status = {};
        m_hasStatus = false;
    }
    readFolder();
}

void ProjectReader::refresh()
{
    if (!m_project.folder.isEmpty())
        readFolder();
}

void ProjectReader::cancel()
{
    m_newestFolder.drop();
    if (m_connection && m_ticket != 0)
        m_connection->cancel(m_ticket); // its answer comes, and says that it was canceled
    setPending(false, m_databasePending);
}

void ProjectReader::setPending(bool folder, bool database)
{
    if (m_folderPending == folder && m_databasePending == database)
        return;
    m_folderPending = folder;
    m_databasePending = database;
    emit readingChanged();
}

void ProjectReader::readFolder()
{
    setPending(true, m_databasePending);
    const auto work = [folder = m_project.folder, chosen = m_chosen] { return readProject(folder, chosen); };
    m_newestFolder.follow(runInPool(work), this, [this](const Result<Project> &project) {
        setPending(false, m_databasePending);
        if (project)
            takeProject(*project);
        else
            emit failed(project.error(), false);
    });
}

void ProjectReader::takeProject(const Project &project)
{
    m_project = project;
    emit projectRead();
    if (!m_project.contents)
        return;
    lint();
    readGit();
    askDatabase();
}

void ProjectReader::judgeWithoutDatabase()
{
    const auto work = [settings = m_project.settings, contents = m_project.contents]() -> Result<JournalStatus> {
        DatabaseFacts facts;
        facts.tracking.source = settings.source;
        return makeLayout(settings)->evaluate(*contents, facts);
    };
    m_newestGuess.follow(runInPool(work), this, [this](const Result<JournalStatus> &status) {
        if (status && !m_hasStatus)
            takeStatus(*status);
    });
}

void ProjectReader::askDatabase()
{
    m_newestDatabase.drop();
    if (!m_connection)
        m_hasStatus = false;
    if (!m_hasStatus)
        judgeWithoutDatabase();
    if (!m_connection)
        return;
    const auto work = [settings = m_project.settings,
                       contents = m_project.contents](Session &session) -> Result<JournalStatus> {
        const auto layout = makeLayout(settings);
        const auto facts = layout->readDatabase(session, [&] { return *contents; });
        if (!facts)
            return fail(facts.error());
        return layout->evaluate(*contents, *facts);
    };
    const auto task = m_connection->run(work);
    m_ticket = task.ticket;
    setPending(m_folderPending, true);
    m_newestDatabase.follow(task.future, this, [this](const Result<JournalStatus> &status) {
        m_ticket = 0;
        if (status)
            m_hasStatus = true;
        setPending(m_folderPending, false);
        if (status) {
            takeStatus(*status);
            return;
        }
        emit failed(status.error(), true);
        m_hasStatus = false;
        judgeWithoutDatabase();
    });
}

void ProjectReader::takeStatus(const JournalStatus &status)
{
    m_status = status;
    JournalStatus annotated = status;
    annotateWithGit(annotated, m_git);
    emit statusRead(annotated);
}

void ProjectReader::lint()
{
    const auto work = [runner = m_project.runner, contents = m_project.contents]() -> Result<LintResult> {
        return lintFolder(*contents, runner);
    };
    m_newestLint.follow(runInPool(work), this, [this](const Result<LintResult> &findings) {
        if (findings)
            emit findingsRead(*findings);
    });
}

void ProjectReader::readGit()
{
    using Files = QHash<QString, GitInfo>;
    const auto work = [directory = m_project.contents->directory]() -> Result<Files> { return readGitInfo(directory); };
    m_newestGit.follow(runInPool(work), this, [this](const Result<Files> &files) {
        if (!files)
            return;
        m_git = *files;
        if (!m_status.migrations.isEmpty() && m_status.directory == m_project.contents->directory)
            takeStatus(m_status);
    });
}

} // namespace pitboss
