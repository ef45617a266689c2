// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/catalogfacts.h"
#include "migrations/forecast.h"
#include "migrations/migration.h"
#include "migrations/tracking.h"

#include <functional>
#include <memory>

namespace pitboss {

class Session;

/// How the project's runner wraps what it runs; the findings and the forecast depend on it.
struct RunnerTraits
{
    enum class Grouping {
        OneTransaction, ///< all pending files in one
        FileDecides     ///< no transaction but the one that a file opens itself
    };
    QString name; ///< "drizzle-kit migrate"
    Grouping grouping = Grouping::FileDecides;
    bool breakpoints = false; ///< cuts files at the statement marker
    bool psql = true;         ///< understands psql's own lines and COPY data
};

/// A file of the folder, as it was read.
struct SourceFile
{
    QString tag;
    QString file; ///< relative to the folder's directory
    QString path;
    QString rollbackPath;
    QString snapshotPath;
    std::shared_ptr<const Script> script; ///< null: it is not there or cannot be read
    Error error;                          ///< why it cannot be read
};

/// An entry of Drizzle's journal.
struct JournalEntry
{
    QString tag;
    std::optional<double> when; ///< as JavaScript reads it; none: not a number
    std::optional<qint64> idx;
};

/// Everything that was read from the disk. A value: what is said about it needs no disk and no database.
struct FolderContents
{
    QString directory;           ///< absolute
    QList<SourceFile> files;     ///< in the runner's order where it has one, else by name
    QList<JournalEntry> entries; ///< Drizzle journal: in the file's order
    QList<Problem> problems;     ///< of the folder itself: "journal-unreadable", …
    QStringList ignored;         ///< files that are no migrations, relative: templates, notes
};

/// Gives the folder; waits while it is being read.
using FolderFunction = std::function<Result<FolderContents>()>;

/// Everything that was read from the database.
struct DatabaseFacts
{
    TrackingTable tracking;
    CatalogFacts catalog;
};

/// The journal page as a value.
struct JournalStatus
{
    QString layout; ///< "drizzle", "numbered", "plain"
    QString format; ///< "journal", "folders", "numbered", "plain"
    QString title;  ///< for a person
    QString directory;
    TrackingSource source; ///< empty: the layout has no tracking table
    TrackingTable::State tracking = TrackingTable::State::NotAsked;
    QString note;            ///< "There is no table …: nothing was ever applied."; may be empty
    QList<Problem> problems; ///< of the folder or the table as a whole
    QStringList ignored;
    QList<Migration> migrations;
    Forecast forecast;

    int count(MigrationState state) const;
    const Migration *find(const QString &tag) const;
};

/// Which layout, where, and with which names: enough to make it again (settings keep it).
struct LayoutSettings
{
    QString format;          ///< as JournalStatus::format
    QStringList directories; ///< absolute; all but plain have exactly one
    TrackingSource source;   ///< empty: the layout's own names

    bool operator==(const LayoutSettings &) const = default;
};

/// One kind of project. Reading never writes. A Layout holds no state but its settings; use it from any thread.
class Layout
{
public:
    explicit Layout(LayoutSettings settings);
    virtual ~Layout();
    Q_DISABLE_COPY_MOVE(Layout)

    virtual QString id() const = 0;
    virtual QString title() const = 0;
    virtual RunnerTraits runner() const = 0;
    virtual Result<FolderContents> read() const = 0;
    /// Pure: what stands, and what would happen.
    virtual JournalStatus evaluate(const FolderContents &folder, const DatabaseFacts &database) const = 0;
    /// What evaluate() needs of the database. The folder may still be read meanwhile: `folder` waits for it, and is
    /// called only by a layout that infers from the files.
    virtual Result<DatabaseFacts> readDatabase(Session &session, const FolderFunction &folder) const;

    const LayoutSettings &settings() const { return m_settings; }
    /// The common folder of the directories.
    QString directory() const;

protected:
    JournalStatus emptyStatus(const FolderContents &folder, const DatabaseFacts &database) const;
    /// How deep files are read: statements only, trees where a judgement needs them.
    Script::Options scriptOptions(Script::Depth depth) const { return {runner().breakpoints, depth}; }
    SourceFile sourceAt(const QString &tag, const QString &path) const; ///< not read yet
    /// Reads and splits them, several at once: a folder of a thousand files is waited for.
    void readSources(QList<SourceFile> &sources) const;

private:
    void readSource(SourceFile &source) const;

    LayoutSettings m_settings;
};

/// Null for a format that is not known.
std::unique_ptr<Layout> makeLayout(const LayoutSettings &settings);

/// The folder, and meanwhile what `ask` asks of the database; it is given the folder for when that is needed. An error
/// of the folder comes first.
struct FolderAndDatabase
{
    FolderContents folder;
    DatabaseFacts database;
};
Result<FolderAndDatabase> readTogether(const Layout &layout,
                                       const std::function<Result<DatabaseFacts>(const FolderFunction &folder)> &ask);

/// Folder and database in one go; without a session what the folder alone tells.
Result<JournalStatus> readStatus(const Layout &layout, Session *session);

/// Gives those that are pending their trees, on all cores: whoever foretells, tries or applies them wants those.
void readPendingTrees(QList<Migration> &migrations);

/// A migration that was made from a file, without its state.
Migration migrationOf(const SourceFile &source);

} // namespace pitboss
