// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/numberedlayout.h"

#include "migrations/rowmatch.h"
#include "migrations/runsimulation.h"
#include "migrations/words.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

// "005" and 5 are the same version to a person, and to a bigint column.
QString plainVersion(const QString &version)
{
    bool ok = false;
    const qint64 number = version.toLongLong(&ok);
    return ok ? QString::number(number) : version;
}

QList<SelfRecord> recordsOf(const Node &insert, const QString &table, int line)
{
    if (!insert.is("InsertStmt"_L1) || relationName(insert.plain("relation"_L1, "RangeVar"_L1)).name != table)
        return {};
    QStringList columns;
    for (const Node &column : insert.list("cols"_L1))
        columns << column.text("name"_L1);
    const qsizetype version = columns.isEmpty() ? 0 : columns.indexOf("version"_L1);
    const qsizetype name = columns.isEmpty() ? 1 : columns.indexOf("name"_L1);
    const Node select = insert.child("selectStmt"_L1);
    QList<QList<Node>> rows{};
    for (const Node &values : select.list("valuesLists"_L1))
        rows << values.list("items"_L1);
    QList<Node> targets;
    for (const Node &target : select.list("targetList"_L1))
        targets << target.child("val"_L1);
    if (!targets.isEmpty())
        rows << targets;
    QList<SelfRecord> records;
    for (const QList<Node> &row : std::as_const(rows))
        records.append({constantText(row.value(version)), constantText(row.value(name)), line});
    return records;
}

class NumberedJudge
{
public:
    NumberedJudge(JournalStatus &status, const FolderContents &folder, const TrackingTable &table)
        : m_status(status)
        , m_folder(folder)
        , m_table(table)
        , m_used(table.rows.size(), false)
    {
    }

    void judge()
    {
        for (const SourceFile &file : m_folder.files)
            readFile(file);
        // A row that names the file wins over one that only has its number.
        for (const bool byName : {true, false}) {
            for (qsizetype i = 0; i < m_records.size(); ++i)
                claimRow(i, byName);
        }
        judgePending();
        for (qsizetype i = 0; i < m_table.rows.size(); ++i) {
            if (!m_used[i])
                m_status.migrations << missingRow(m_table.rows[i]);
        }
        markNumberProblems(m_status.migrations);
        if (m_status.forecast.known)
            foretell();
    }

private:
    void readFile(const SourceFile &file)
    {
        Migration migration = migrationOf(file);
        QList<SelfRecord> records =
            file.script ? selfRecords(*file.script, m_status.source.table) : QList<SelfRecord>();
        const QString number = migration.number ? QString::number(*migration.number) : QString();
        const auto own = std::find_if(records.begin(), records.end(),
                                      [&](const SelfRecord &r) { return plainVersion(r.version) == number; });
        const bool other = !records.isEmpty() && own == records.end();
        if (other)
            migration.addProblem(
                "records-other-version",
                Words::tr("It records version %1 of itself, not %2.").arg(records.first().version, number));
        m_recordsItself << !records.isEmpty();
        m_records << (records.isEmpty() ? SelfRecord{number, {}, 0} : own == records.end() ? records.first() : *own);
        m_status.migrations << migration;
    }

    QString recordSql(const Migration &migration) const
    {
        return u"INSERT INTO "_s + m_status.source.quoted() + u" (version, name) VALUES ('"_s
            + migration.tag.section(u'_', 0, 0) + u"', '"_s + migration.tag.section(u'_', 1) + u"');"_s;
    }

    bool rowNames(const TrackingRow &row, const Migration &migration, const SelfRecord &record) const
    {
        return !row.name.isEmpty()
            && (row.name == record.name || row.name == migration.tag || row.name == migration.tag.section(u'_', 1));
    }

    void claimRow(qsizetype index, bool byName)
    {
        Migration &migration = m_status.migrations[index];
        if (migration.state == MigrationState::Applied)
            return;
        for (qsizetype i = 0; i < m_table.rows.size(); ++i) {
            const TrackingRow &row = m_table.rows[i];
            const SelfRecord &record = m_records[index];
            if (m_used[i] || plainVersion(row.version) != plainVersion(record.version))
                continue;
            const bool twin = hasTwin(index);
            if (byName ? !rowNames(row, migration, record) : twin && !row.name.isEmpty())
                continue;
            m_used[i] = true;
            applyRow(migration, row, m_status.source);
            migration.state = MigrationState::Applied;
            return;
        }
    }

    bool hasTwin(qsizetype index) const
    {
        int twins = 0;
        for (const SelfRecord &record : m_records)
            twins += plainVersion(record.version) == plainVersion(m_records[index].version) ? 1 : 0;
        return twins > 1;
    }

    void judgePending()
    {
        qint64 newest = -1;
        for (const Migration &migration : std::as_const(m_status.migrations)) {
            if (migration.state == MigrationState::Applied)
                newest = std::max(newest, migration.number.value_or(-1));
        }
        for (qsizetype i = 0; i < m_status.migrations.size(); ++i) {
            Migration &migration = m_status.migrations[i];
            if (migration.state != MigrationState::Unknown)
                continue;
            migration.state = m_status.forecast.known ? MigrationState::Pending : MigrationState::Unknown;
            if (!m_recordsItself[i])
                migration.addProblem(
                    "not-self-recording",
                    Words::tr("It does not insert its own row: after it has run, it still counts as pending."),
                    recordSql(migration));
            if (migration.number && *migration.number < newest && m_status.forecast.known)
                migration.addProblem("out-of-order", Words::tr("Number %1 is applied already.").arg(newest));
        }
    }

    Migration missingRow(const TrackingRow &row) const
    {
        Migration migration = missingFor(row);
        if (!row.name.isEmpty() && !row.version.isEmpty())
            migration.tag = row.name.startsWith(row.version) ? row.name : QString(row.version + u'_' + row.name);
        migration.number = leadingNumber(row.version);
        return migration;
    }

    bool versionTaken(const SelfRecord &record) const
    {
        return std::any_of(m_table.rows.begin(), m_table.rows.end(), [&](const TrackingRow &row) {
            return plainVersion(row.version) == plainVersion(record.version);
        });
    }

    void foretell()
    {
        readPendingTrees(m_status.migrations);
        RunSimulation simulation({m_status.forecast.runner, RunnerTraits::Grouping::FileDecides, false, true},
                                 m_status.forecast);
        for (qsizetype i = 0; i < m_records.size(); ++i) {
            Migration &migration = m_status.migrations[i];
            if (migration.state != MigrationState::Pending)
                continue;
            if (versionTaken(m_records[i])) {
                migration.addProblem("version-taken",
                                     Words::tr("Version %1 is on record for another file: its own row cannot be added.")
                                         .arg(m_records[i].version));
                m_status.forecast.skips.append(
                    {migration.tag, Words::tr("version %1 is on record for another file").arg(m_records[i].version),
                     Words::tr("Give the file a number of its own."), true});
                continue;
            }
            if (!simulation.run(migration.tag, *migration.script))
                break;
        }
        simulation.finish();
    }

    JournalStatus &m_status;
    const FolderContents &m_folder;
    const TrackingTable &m_table;
    QList<bool> m_used;
    QList<SelfRecord> m_records;
    QList<bool> m_recordsItself;
};

} // namespace

QList<SelfRecord> selfRecords(const Script &script, const QString &table)
{
    // Trees only for a file that speaks of the table at all.
    if (!script.utf8().contains(table.toUtf8()))
        return {};
    const Script full = script.withTrees();
    QList<SelfRecord> records;
    for (const ScriptStatement &statement : full.statements()) {
        records << recordsOf(statement.tree, table, statement.line);
        for (const Node &inner : statement.inner)
            records << recordsOf(inner, table, statement.line);
    }
    return records;
}

NumberedLayout::NumberedLayout(LayoutSettings settings)
    : Layout([&] {
        settings.format = u"numbered"_s;
        if (settings.source.table.isEmpty())
            settings.source.table = u"schema_migrations"_s;
        return settings;
    }())
{
}

QString NumberedLayout::title() const
{
    return Words::tr("Numbered files that record themselves");
}

RunnerTraits NumberedLayout::runner() const
{
    return {u"psql"_s, RunnerTraits::Grouping::FileDecides, false, true};
}

Result<FolderContents> NumberedLayout::read() const
{
    FolderContents folder;
    folder.directory = directory();
    const QDir dir(folder.directory);
    if (!dir.exists())
        return fail(Error::Kind::Missing, Words::tr("There is no folder %1.").arg(folder.directory));
    static const QRegularExpression numbered(u"^\\d+[_.-]"_s);
    static const QRegularExpression down(u"[._-]down$"_s);
    for (const QString &name : dir.entryList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        const QString tag = name.chopped(4);
        if (!numbered.match(tag).hasMatch() || down.match(tag).hasMatch()) {
            folder.ignored << name;
            continue;
        }
        SourceFile file = sourceAt(tag, dir.filePath(name));
        const QString number = tag.left(tag.size() - QString(tag).remove(QRegularExpression(u"^\\d+"_s)).size());
        for (const QString &candidate :
             {u"rollback/"_s + number + u"_down.sql"_s, u"rollback/"_s + tag + u"_down.sql"_s, u"rollback/"_s + name,
              tag + u"_down.sql"_s, tag + u".down.sql"_s}) {
            if (file.rollbackPath.isEmpty() && QFile::exists(dir.filePath(candidate)))
                file.rollbackPath = dir.filePath(candidate);
        }
        folder.files << file;
    }
    std::stable_sort(folder.files.begin(), folder.files.end(), [](const SourceFile &a, const SourceFile &b) {
        return leadingNumber(a.tag).value_or(0) < leadingNumber(b.tag).value_or(0);
    });
    readSources(folder.files);
    return folder;
}

JournalStatus NumberedLayout::evaluate(const FolderContents &folder, const DatabaseFacts &database) const
{
    JournalStatus status = emptyStatus(folder, database);
    NumberedJudge(status, folder, database.tracking).judge();
    return status;
}

} // namespace pitboss
