// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/drizzleverdict.h"

#include "migrations/rowmatch.h"
#include "migrations/runsimulation.h"
#include "migrations/words.h"

#include <QDir>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

LayoutSettings withDrizzleNames(LayoutSettings settings, const QString &format)
{
    settings.format = format;
    if (settings.source.schema.isEmpty())
        settings.source.schema = u"drizzle"_s;
    if (settings.source.table.isEmpty())
        settings.source.table = u"__drizzle_migrations"_s;
    return settings;
}

QString recordRowSql(const TrackingSource &source, const QString &hash, qint64 createdAt, const QString &name)
{
    const QString columns = name.isEmpty() ? u"(hash, created_at)"_s : u"(hash, created_at, name)"_s;
    const QString values = name.isEmpty() ? QString() : u", '"_s + QString(name).replace(u'\'', u"''"_s) + u'\'';
    return u"INSERT INTO "_s + source.quoted() + u' ' + columns + u" VALUES ('"_s + hash + u"', "_s
        + QString::number(createdAt) + values + u");"_s;
}

void stopWhereTheSchemaCannotBeMade(Forecast &forecast, const TrackingTable &table)
{
    if (forecast.stops.isEmpty() && !table.mayCreateSchema)
        forecast.stops.append({{},
                               0,
                               u"42501"_s,
                               Words::tr("this role may not create a schema in this database, and the runner "
                                         "begins with CREATE SCHEMA IF NOT EXISTS."),
                               Words::tr("Run it as a role that has CREATE on the database."),
                               true});
    forecast.consequence = forecast.stops.isEmpty() ? QString() : Words::tr("Nothing would be applied.");
}

namespace {

constexpr double none = -std::numeric_limits<double>::infinity();

class JournalJudge
{
public:
    JournalJudge(JournalStatus &status, const FolderContents &folder, const TrackingTable &table)
        : m_status(status)
        , m_folder(folder)
        , m_table(table)
    {
    }

    void judge()
    {
        readThreshold();
        for (qsizetype i = 0; i < m_folder.entries.size(); ++i)
            judgeEntry(m_folder.entries[i], m_folder.files[i]);
        for (qsizetype i = m_folder.entries.size(); i < m_folder.files.size(); ++i)
            judgeOrphan(m_folder.files[i]);
        for (const TrackingRow &row : m_table.rows) {
            if (!m_matched.contains(row.id))
                m_status.migrations << missingFor(row);
        }
        markNumberProblems(m_status.migrations);
        markRepeatedRows(m_status, m_table.rows);
        if (m_status.forecast.known)
            foretell();
    }

private:
    // ORDER BY created_at DESC LIMIT 1: NULLs come first, and JavaScript's Number(null) is 0.
    void readThreshold()
    {
        if (m_table.rows.isEmpty())
            return;
        m_threshold = none;
        for (const TrackingRow &row : m_table.rows) {
            m_threshold = std::max(m_threshold, row.createdAt ? double(*row.createdAt) : 0.0);
            m_nullRow = row.createdAt ? m_nullRow : &row;
        }
        if (m_nullRow)
            m_threshold = 0;
    }

    const TrackingRow *rowFor(const JournalEntry &entry, const QString &hash) const
    {
        for (const TrackingRow &row : m_table.rows) {
            if (entry.when && row.createdAt && double(*row.createdAt) == *entry.when)
                return &row;
        }
        for (const TrackingRow &row : m_table.rows) {
            if (!hash.isEmpty() && row.hash == hash && !m_matched.contains(row.id))
                return &row;
        }
        return nullptr;
    }

    bool wouldRun(const JournalEntry &entry) const
    {
        return m_table.rows.isEmpty() || (entry.when && m_threshold < *entry.when);
    }

    void judgeEntry(const JournalEntry &entry, const SourceFile &file)
    {
        Migration migration = migrationOf(file);
        const TrackingRow *row = rowFor(entry, migration.hash);
        if (row) {
            m_matched << row->id;
            for (const TrackingRow &twin : m_table.rows) {
                if (twin.createdAt == row->createdAt && twin.hash == row->hash)
                    m_matched << twin.id;
            }
            applyRow(migration, *row, m_status.source);
            if (row->createdAt && entry.when && double(*row->createdAt) != *entry.when)
                migration.addProblem("when-changed",
                                     Words::tr("It is recorded with another time (%1) than its `when` in the journal.")
                                         .arg(*row->createdAt),
                                     QString(u"\"when\": "_s + QString::number(*row->createdAt)));
        } else if (file.script) {
            migration.state = m_status.forecast.known ? MigrationState::Pending : MigrationState::Unknown;
        }
        if (!file.script)
            judgeMissing(migration, row != nullptr);
        else if (!row && m_status.forecast.known && !wouldRun(entry))
            judgeSkipped(migration, entry);
        if (entry.when && *entry.when <= m_newestWhen)
            migration.addProblem("out-of-order",
                                 Words::tr("Its `when` is not newer than that of a migration above it."));
        m_newestWhen = std::max(m_newestWhen, entry.when.value_or(none));
        m_status.migrations << migration;
    }

    void judgeMissing(Migration &migration, bool applied)
    {
        migration.state = MigrationState::Missing;
        migration.reason = applied ? Words::tr("It was applied, and its file is gone.")
                                   : Words::tr("The journal lists it, and there is no such file.");
        const QString file = QDir(m_folder.directory).filePath(migration.tag + u".sql"_s);
        migration.addProblem(
            "missing-file",
            Words::tr("The runner reads every file of the journal first and stops at this one, whatever is pending."),
            u"git log --all --diff-filter=D --format=%h -1 -- '"_s + file + u'\'');
    }

    void judgeSkipped(Migration &migration, const JournalEntry &entry)
    {
        const QString last = QString::number(qint64(m_threshold));
        const QString repair = u"\"when\": "_s + QString::number(nextWhen());
        const QString why = entry.when ? Words::tr("its `when` (%1) is not newer than the last applied one (%2)")
                                             .arg(QString::number(qint64(*entry.when)), last)
                                       : Words::tr("its `when` is not a number");
        migration.reason = Words::tr("Never applied, and it never will be: %1.").arg(why);
        migration.addProblem("skipped", migration.reason, repair);
        m_status.forecast.skips.append({migration.tag, why, repair, true});
    }

    qint64 nextWhen() const
    {
        double newest = m_table.rows.isEmpty() ? 0 : m_threshold;
        for (const JournalEntry &entry : m_folder.entries)
            newest = std::max(newest, entry.when.value_or(0));
        return qint64(newest) + 1;
    }

    void judgeOrphan(const SourceFile &file)
    {
        Migration migration = migrationOf(file);
        migration.state = MigrationState::Orphan;
        migration.reason = Words::tr("meta/_journal.json does not list it: Drizzle will never apply it.");
        QString repair = u"{\"idx\": "_s + QString::number(m_folder.entries.size())
            + u", \"version\": \"7\", \"when\": "_s + QString::number(nextWhen()) + u", \"tag\": \""_s + file.tag
            + u"\", \"breakpoints\": true}"_s;
        for (const TrackingRow &row : m_table.rows) {
            if (!file.script || row.hash != migration.hash || m_matched.contains(row.id))
                continue;
            m_matched << row.id;
            applyRow(migration, row, m_status.source);
            migration.state = MigrationState::Orphan;
            migration.reason = Words::tr("The database has it on record, but meta/_journal.json does not list it.");
            if (row.createdAt)
                repair.replace(QString::number(nextWhen()), QString::number(*row.createdAt));
        }
        migration.addProblem("orphan", migration.reason, repair);
        m_status.forecast.skips.append({migration.tag, Words::tr("it is not in the journal"), repair, true});
        m_status.migrations << migration;
    }

    bool stopsBeforeItBegins()
    {
        Forecast &forecast = m_status.forecast;
        for (const Problem &problem : m_folder.problems) {
            if (problem.code == "journal-unreadable"_L1)
                forecast.stops.append({{}, 0, problem.code, problem.text, {}, true});
        }
        for (const SourceFile &file : m_folder.files.first(m_folder.entries.size())) {
            if (!file.script)
                forecast.stops.append({file.tag, 0, u"missing-file"_s,
                                       Words::tr("its file is missing, and every file of the journal is read first."),
                                       Words::tr("Bring the file back, or take its entry out of the journal."), true});
        }
        stopWhereTheSchemaCannotBeMade(forecast, m_table);
        return !forecast.stops.isEmpty();
    }

    void foretell()
    {
        if (m_nullRow)
            m_status.problems << Problem{u"null-created-at"_s,
                                         Words::tr("The row %1 has no created_at: the runner takes it for the newest, "
                                                   "reads it as 0 and executes every migration again.")
                                             .arg(m_nullRow->id),
                                         u"DELETE FROM "_s + m_status.source.quoted() + u" WHERE id = "_s
                                             + QString::number(m_nullRow->id) + u';'};
        if (stopsBeforeItBegins())
            return;
        readPendingTrees(m_status.migrations);
        RunSimulation simulation(DrizzleTraits, m_status.forecast);
        for (qsizetype i = 0; i < m_folder.entries.size(); ++i) {
            Migration &migration = m_status.migrations[i];
            if (!wouldRun(m_folder.entries[i]))
                continue;
            const bool again = migration.state == MigrationState::Applied || migration.state == MigrationState::Edited;
            if (again)
                migration.addProblem("runs-again",
                                     Words::tr("It is applied, and the runner would execute it a second time."));
            if (!simulation.run(migration.tag, *migration.script, again))
                break;
            if (!m_folder.entries[i].when) {
                m_status.forecast.stops.append({migration.tag, 0, u"22P02"_s,
                                                Words::tr("its `when` is not a number, so its row cannot be written."),
                                                QString(u"\"when\": "_s + QString::number(nextWhen())), true});
                break;
            }
        }
        simulation.finish();
    }

    inline static const RunnerTraits DrizzleTraits{u"drizzle-kit migrate"_s, RunnerTraits::Grouping::OneTransaction,
                                                   true, false};

    JournalStatus &m_status;
    const FolderContents &m_folder;
    const TrackingTable &m_table;
    QSet<qint64> m_matched;
    const TrackingRow *m_nullRow = nullptr;
    double m_threshold = none;
    double m_newestWhen = none;
};

} // namespace

void judgeDrizzleJournal(JournalStatus &status, const FolderContents &folder, const TrackingTable &table)
{
    JournalJudge(status, folder, table).judge();
}

} // namespace pitboss
