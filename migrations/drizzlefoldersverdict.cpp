// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/drizzlefolders.h"
#include "migrations/drizzleverdict.h"
#include "migrations/rowmatch.h"
#include "migrations/runsimulation.h"
#include "migrations/words.h"

#include <QSet>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

class FoldersJudge
{
public:
    FoldersJudge(JournalStatus &status, const FolderContents &folder, const TrackingTable &table)
        : m_status(status)
        , m_folder(folder)
        , m_table(table)
        , m_oldTable(table.state == TrackingTable::State::Read && !table.columns.contains("name"_L1))
    {
    }

    void judge()
    {
        QString newestApplied;
        for (const SourceFile &file : m_folder.files) {
            m_status.migrations << judgeFile(file);
            if (m_status.migrations.last().state == MigrationState::Applied)
                newestApplied = file.tag;
        }
        for (Migration &migration : m_status.migrations) {
            if (migration.state == MigrationState::Pending && migration.tag < newestApplied)
                migration.addProblem(
                    "out-of-order",
                    Words::tr("A newer migration is applied already; this one runs after it all the same."));
        }
        for (const TrackingRow &row : m_table.rows) {
            if (!m_matched.contains(row.id))
                m_status.migrations << missingRow(row);
        }
        markNumberProblems(m_status.migrations);
        markRepeatedRows(m_status, m_table.rows);
        if (m_oldTable)
            m_status.note = Words::tr("%1 is still the old table: the runner upgrades it first, by times and hashes.")
                                .arg(m_status.source.shown());
        if (m_status.forecast.known)
            foretell();
    }

private:
    // The upgrade compares whole seconds; a tie or a miss is decided by the hash.
    const TrackingRow *oldRowFor(const SourceFile &file) const
    {
        const auto millis = folderMillis(file.tag);
        QList<const TrackingRow *> sameSecond;
        const TrackingRow *sameHash = nullptr;
        for (const TrackingRow &row : m_table.rows) {
            if (millis && row.createdAt && *row.createdAt / 1000 == *millis / 1000)
                sameSecond << &row;
            if (file.script && row.hash == file.script->hash())
                sameHash = &row;
        }
        return sameSecond.size() == 1 && twinsAt(*millis) == 1 ? sameSecond.first() : sameHash;
    }

    int twinsAt(qint64 millis) const
    {
        int count = 0;
        for (const SourceFile &file : m_folder.files)
            count += folderMillis(file.tag) == millis ? 1 : 0;
        return count;
    }

    const TrackingRow *rowFor(const SourceFile &file) const
    {
        if (m_oldTable)
            return oldRowFor(file);
        for (const TrackingRow &row : m_table.rows) {
            if (row.name == file.tag)
                return &row;
        }
        return nullptr;
    }

    Migration judgeFile(const SourceFile &file)
    {
        Migration migration = migrationOf(file);
        if (const TrackingRow *row = rowFor(file)) {
            for (const TrackingRow &twin : m_table.rows) {
                if (&twin == row
                    || (twin.name == row->name && twin.hash == row->hash && twin.createdAt == row->createdAt))
                    m_matched << twin.id;
            }
            applyRow(migration, *row, m_status.source);
            return migration;
        }
        if (file.script)
            migration.state = m_status.forecast.known ? MigrationState::Pending : MigrationState::Unknown;
        if (const TrackingRow *renamed = rowWithHash(file); renamed && migration.state == MigrationState::Pending)
            migration.addProblem(
                "renamed",
                Words::tr(
                    "Its content is on record as %1: the folder was renamed, and the runner would execute it again.")
                    .arg(rowTag(*renamed)),
                u"UPDATE "_s + m_status.source.quoted() + u" SET name = '"_s + file.tag + u"' WHERE id = "_s
                    + QString::number(renamed->id) + u';');
        if (!folderMillis(file.tag))
            migration.addProblem(
                "no-timestamp",
                Words::tr("Its name does not begin with fourteen digits: the runner cannot record it."));
        return migration;
    }

    const TrackingRow *rowWithHash(const SourceFile &file) const
    {
        for (const TrackingRow &row : m_table.rows) {
            if (file.script && !row.name.isEmpty() && row.hash == file.script->hash())
                return &row;
        }
        return nullptr;
    }

    Migration missingRow(const TrackingRow &row) const
    {
        Migration migration = missingFor(row);
        migration.reason = m_oldTable
            ? Words::tr("No folder belongs to this row: the upgrade of the table stops at it.")
            : Words::tr("It is on record, and its folder is gone. The runner does not mind.");
        return migration;
    }

    bool stopsBeforeItBegins()
    {
        Forecast &forecast = m_status.forecast;
        for (const Problem &problem : m_folder.problems) {
            if (problem.code == "old-journal"_L1)
                forecast.stops.append({{}, 0, problem.code, problem.text, problem.repair, true});
        }
        QStringList unmatched;
        for (const TrackingRow &row : m_table.rows) {
            if (m_oldTable && !m_matched.contains(row.id))
                unmatched << QString::number(row.id);
        }
        if (!unmatched.isEmpty())
            forecast.stops.append(
                {{},
                 0,
                 u"upgrade"_s,
                 Words::tr("the upgrade of %1 finds no folder for the rows %2.")
                     .arg(m_status.source.shown(), unmatched.join(u", "_s)),
                 u"DELETE FROM "_s + m_status.source.quoted() + u" WHERE id IN ("_s + unmatched.join(u", "_s) + u");"_s,
                 true});
        stopWhereTheSchemaCannotBeMade(forecast, m_table);
        return !forecast.stops.isEmpty();
    }

    void foretell()
    {
        if (stopsBeforeItBegins())
            return;
        readPendingTrees(m_status.migrations);
        RunSimulation simulation({m_status.forecast.runner, RunnerTraits::Grouping::OneTransaction, true, false},
                                 m_status.forecast);
        for (const Migration &migration : std::as_const(m_status.migrations)) {
            if (migration.state != MigrationState::Pending)
                continue;
            if (!simulation.run(migration.tag, *migration.script, migration.hasProblem("renamed"_L1)))
                break;
            if (migration.hasProblem("no-timestamp"_L1)) {
                m_status.forecast.stops.append({migration.tag, 0, u"22P02"_s,
                                                Words::tr("its name has no timestamp, so its row cannot be written."),
                                                Words::tr("Rename the folder: fourteen digits, an underscore, a name."),
                                                true});
                break;
            }
        }
        simulation.finish();
    }

    JournalStatus &m_status;
    const FolderContents &m_folder;
    const TrackingTable &m_table;
    const bool m_oldTable;
    QSet<qint64> m_matched;
};

} // namespace

void judgeDrizzleFolders(JournalStatus &status, const FolderContents &folder, const TrackingTable &table)
{
    FoldersJudge(status, folder, table).judge();
}

} // namespace pitboss
