// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/layout.h"

#include "migrations/drizzlefolders.h"
#include "migrations/drizzlejournal.h"
#include "migrations/numberedlayout.h"
#include "migrations/plainlayout.h"
#include "migrations/words.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtConcurrentMap>
#include <QtConcurrentRun>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

int JournalStatus::count(MigrationState state) const
{
    return int(
        std::count_if(migrations.begin(), migrations.end(), [state](const Migration &m) { return m.state == state; }));
}

const Migration *JournalStatus::find(const QString &tag) const
{
    const auto it =
        std::find_if(migrations.begin(), migrations.end(), [&](const Migration &m) { return m.tag == tag; });
    return it == migrations.end() ? nullptr : &*it;
}

Layout::Layout(LayoutSettings settings)
    : m_settings(std::move(settings))
{
}

Layout::~Layout() = default;

QString Layout::directory() const
{
    QString common = m_settings.directories.value(0);
    for (const QString &other : m_settings.directories) {
        while (!common.isEmpty() && other != common && !other.startsWith(common + u'/'))
            common = common.left(std::max<qsizetype>(0, common.lastIndexOf(u'/')));
    }
    return common;
}

Result<DatabaseFacts> Layout::readDatabase(Session &session, const FolderFunction &) const
{
    const auto table = readTrackingTable(session, m_settings.source);
    if (!table)
        return fail(table.error());
    return DatabaseFacts{*table, {}};
}

namespace {

QString trackingNote(const TrackingTable &table)
{
    switch (table.state) {
    case TrackingTable::State::Missing:
        return Words::tr("There is no table %1 in this database: nothing was ever applied.").arg(table.source.shown());
    case TrackingTable::State::NotReadable:
        return table.error.text();
    case TrackingTable::State::NotAsked:
        return Words::tr("No database was asked: what is applied is not known.");
    case TrackingTable::State::Read:
        break;
    }
    return table.rows.isEmpty() ? Words::tr("%1 is empty: nothing was ever applied.").arg(table.source.shown())
                                : QString();
}

} // namespace

JournalStatus Layout::emptyStatus(const FolderContents &folder, const DatabaseFacts &database) const
{
    JournalStatus status;
    status.layout = id();
    status.format = m_settings.format;
    status.title = title();
    status.directory = folder.directory;
    status.problems = folder.problems;
    status.ignored = folder.ignored;
    status.forecast.runner = runner().name;
    status.source = database.tracking.source.isEmpty() ? m_settings.source : database.tracking.source;
    status.tracking = database.tracking.state;
    if (status.source.isEmpty())
        return status;
    status.note = trackingNote(database.tracking);
    status.forecast.known = database.tracking.isKnown();
    if (!status.forecast.known)
        status.forecast.consequence = status.note;
    return status;
}

SourceFile Layout::sourceAt(const QString &tag, const QString &path) const
{
    SourceFile source;
    source.tag = tag;
    source.path = path;
    source.file = QDir(directory()).relativeFilePath(path);
    return source;
}

void Layout::readSources(QList<SourceFile> &sources) const
{
    QtConcurrent::blockingMap(sources, [this](SourceFile &source) { readSource(source); });
}

void Layout::readSource(SourceFile &source) const
{
    QFile file(source.path);
    if (!file.open(QIODevice::ReadOnly)) {
        source.error = Error::of(file.exists() ? Error::Kind::File : Error::Kind::Missing,
                                 Words::tr("%1 cannot be read.").arg(source.file), file.errorString());
        return;
    }
    source.script =
        std::make_shared<const Script>(Script::parse(file.readAll(), scriptOptions(Script::Depth::Statements)));
}

std::unique_ptr<Layout> makeLayout(const LayoutSettings &settings)
{
    if (settings.format == "journal"_L1)
        return std::make_unique<DrizzleJournal>(settings);
    if (settings.format == "folders"_L1)
        return std::make_unique<DrizzleFolders>(settings);
    if (settings.format == "numbered"_L1)
        return std::make_unique<NumberedLayout>(settings);
    if (settings.format == "plain"_L1)
        return std::make_unique<PlainLayout>(settings);
    return nullptr;
}

Result<FolderAndDatabase> readTogether(const Layout &layout,
                                       const std::function<Result<DatabaseFacts>(const FolderFunction &folder)> &ask)
{
    QFuture<Result<FolderContents>> reading = QtConcurrent::run([&] { return layout.read(); });
    auto facts = ask([&] { return reading.result(); });
    auto folder = reading.takeResult(); // it is waited for in any case: it uses the layout
    if (!folder)
        return fail(folder.error());
    if (!facts)
        return fail(facts.error());
    return FolderAndDatabase{*std::move(folder), *std::move(facts)};
}

Result<JournalStatus> readStatus(const Layout &layout, Session *session)
{
    const auto read = readTogether(layout, [&](const FolderFunction &folder) -> Result<DatabaseFacts> {
        if (session)
            return layout.readDatabase(*session, folder);
        DatabaseFacts nothing;
        nothing.tracking.source = layout.settings().source;
        return nothing;
    });
    return read ? Result<JournalStatus>(layout.evaluate(read->folder, read->database)) : fail(read.error());
}

void readPendingTrees(QList<Migration> &migrations)
{
    QtConcurrent::blockingMap(migrations, [](Migration &migration) {
        if (migration.state == MigrationState::Pending && migration.script)
            migration.script = std::make_shared<const Script>(migration.script->withTrees());
    });
}

Migration migrationOf(const SourceFile &source)
{
    Migration migration;
    migration.tag = source.tag;
    migration.number = leadingNumber(source.tag.section(u'/', -1));
    migration.script = source.script;
    migration.rollbackPath = source.rollbackPath;
    migration.snapshotPath = source.snapshotPath;
    migration.path = source.path;
    if (!source.script) {
        migration.state = MigrationState::Missing;
        return migration;
    }
    migration.file = source.file;
    migration.hash = source.script->hash();
    migration.size = source.script->bytes().size();
    migration.state = MigrationState::Unknown;
    return migration;
}

} // namespace pitboss
