// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/discovery.h"
#include "migrations/lint.h"
#include "sql/connection.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace pitboss {

struct GitInfo;

/// A folder as it was found and read, before anything is said about it.
struct Project
{
    QString folder;                    ///< as it was chosen
    QList<LayoutCandidate> candidates; ///< likeliest first; empty: nothing that looks like migrations
    LayoutSettings settings;           ///< of the one that is shown
    QString title;
    RunnerTraits runner;
    std::shared_ptr<const FolderContents> contents; ///< null: no layout

    const LayoutCandidate *current() const;
    /// What a watcher has to follow: folders and files, absolute.
    QStringList watchedPaths() const;
};

/// Reads a migrations folder, git and the tracking table, none of it on the window's thread. A newer wish supersedes
/// an older one; what was read last stays until the newer answer is there.
class ProjectReader : public QObject
{
    Q_OBJECT
public:
    using MakeConnection = std::function<std::unique_ptr<Connection>()>;
    explicit ProjectReader(QObject *parent = nullptr);
    ~ProjectReader() override;

    /// Empty, or one that gives null: without a database.
    void setMakeConnection(MakeConnection makeConnection);
    bool hasDatabase() const { return m_connection != nullptr; }

    /// `chosen`: one of the layouts that were found there before.
    void open(const QString &folder, const std::optional<LayoutSettings> &chosen = {});
    void refresh(); ///< folder and database once more
    void cancel();

    const Project &project() const { return m_project; }
    bool isReading() const { return m_folderPending || m_databasePending; }
    bool isAsking() const { return m_databasePending; }

signals:
    void projectRead(); ///< project() is new: its layout, or that there is none
    void statusRead(const pitboss::JournalStatus &status);
    void findingsRead(const pitboss::LintResult &findings);
    /// `database`: the folder was read, the database was not.
    void failed(const pitboss::Error &error, bool database);
    void readingChanged();

private:
    void readFolder();
    void takeProject(const Project &project);
    void judgeWithoutDatabase();
    void askDatabase();
    void takeStatus(const JournalStatus &status);
    void lint();
    void readGit();
    void setPending(bool folder, bool database);

    std::unique_ptr<Connection> m_connection;
    Project m_project;
    std::optional<LayoutSettings> m_chosen;
    JournalStatus m_status;
    QHash<QString, GitInfo> m_git;
    Newest m_newestFolder, m_newestGuess, m_newestDatabase, m_newestLint, m_newestGit;
    Ticket m_ticket = 0;
    bool m_hasStatus = false; ///< of the folder that is open now
    bool m_folderPending = false;
    bool m_databasePending = false;
};

} // namespace pitboss
