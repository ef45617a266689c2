// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/plainlayout.h"

#include "migrations/runsimulation.h"
#include "migrations/words.h"

#include <QDir>
#include <QFile>
#include <QHash>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

class Inference
{
public:
    Inference(JournalStatus &status, const FolderContents &folder, const CatalogFacts &catalog)
        : m_status(status)
        , m_folder(folder)
        , m_catalog(catalog)
    {
    }

    void infer()
    {
        for (const SourceFile &file : m_folder.files) {
            m_status.migrations << migrationOf(file);
            m_expected << (file.script ? expectedObjects(file.script->withTrees()) : QList<ExpectedObject>());
        }
        // From the end: what a later, applied file undid does not speak against an earlier one.
        for (qsizetype i = m_expected.size() - 1; m_catalog.asked && i >= 0; --i)
            judge(i);
        markNeverCreated();
        markOrder();
        markNumberProblems(m_status.migrations);
        if (m_status.forecast.known)
            foretell();
    }

private:
    struct Tally
    {
        int met = 0;
        int superseded = 0;
        QStringList missing;
    };

    Tally tally(qsizetype index) const
    {
        Tally tally;
        for (const ExpectedObject &object : m_expected[index]) {
            if (m_catalog.satisfies(object))
                ++tally.met;
            else if (m_undone.contains(object.key) || m_undone.contains(tableKey(object.key)))
                ++tally.superseded;
            else
                tally.missing << (object.present ? object.shown : Words::tr("%1 is still there").arg(object.shown));
        }
        return tally;
    }

    // "column public.users.email" → "relation public.users": what went with its table.
    static QString tableKey(const QString &key)
    {
        const QString rest = key.section(u' ', -1);
        return u"relation "_s + rest.section(u'.', 0, 1);
    }

    void judge(qsizetype index)
    {
        Migration &migration = m_status.migrations[index];
        if (!migration.script)
            return;
        if (m_expected[index].isEmpty()) {
            migration.reason = Words::tr("It leaves no trace in the catalog, so nothing tells whether it has run.");
            return;
        }
        const Tally counts = tally(index);
        if (counts.missing.isEmpty() && counts.met == 0) {
            migration.reason = Words::tr("A later file undoes all that it makes, so nothing tells whether it has run.");
        } else if (counts.missing.isEmpty()) {
            migration.state = MigrationState::InferredApplied;
            migration.reason = counts.superseded == 0
                ? Words::tr("The catalog is as the file would leave it (objects: %1).").arg(counts.met)
                : Words::tr("The catalog is as the file would leave it; objects that a later file changed again: %1.")
                      .arg(counts.superseded);
            for (const ExpectedObject &object : m_expected[index])
                m_undone.insert(object.key, index);
        } else if (counts.met == 0) {
            migration.state = MigrationState::Pending;
            migration.reason = Words::tr("Nothing of what it would leave is in the catalog.");
        } else {
            migration.state = MigrationState::InferredPartial;
            migration.missingObjects = counts.missing;
            migration.reason =
                Words::tr("Some of it is in the catalog; missing: %1.").arg(counts.missing.join(u", "_s));
        }
    }

    // A file that only drops looks applied before its object was ever made.
    void markNeverCreated()
    {
        QHash<QString, qsizetype> createdByPending;
        for (qsizetype i = 0; i < m_expected.size(); ++i) {
            Migration &migration = m_status.migrations[i];
            bool onlyDropsPending = !m_expected[i].isEmpty();
            for (const ExpectedObject &object : m_expected[i]) {
                onlyDropsPending &= !object.present && createdByPending.contains(object.key);
                if (object.present && migration.state == MigrationState::Pending)
                    createdByPending.insert(object.key, i);
            }
            if (migration.state != MigrationState::InferredApplied || !onlyDropsPending)
                continue;
            migration.state = MigrationState::Pending;
            migration.reason = Words::tr("It only drops what a pending file would create first.");
        }
    }

    void markOrder()
    {
        QHash<QString, QString> newest;
        for (const Migration &migration : std::as_const(m_status.migrations)) {
            if (migration.state == MigrationState::InferredApplied)
                newest[migration.file.section(u'/', 0, -2)] = migration.tag;
        }
        for (Migration &migration : m_status.migrations) {
            const QString last = newest.value(migration.file.section(u'/', 0, -2));
            if (migration.state == MigrationState::Pending && migration.tag < last)
                migration.addProblem("out-of-order", Words::tr("%1 comes after it and is applied already.").arg(last));
        }
    }

    void foretell()
    {
        RunSimulation simulation({m_status.forecast.runner, RunnerTraits::Grouping::FileDecides, false, true},
                                 m_status.forecast);
        for (const Migration &migration : std::as_const(m_status.migrations)) {
            const bool pending =
                migration.state == MigrationState::Pending || migration.state == MigrationState::InferredPartial;
            if (pending
                && !simulation.run(migration.tag, *migration.script,
                                   migration.state == MigrationState::InferredPartial))
                break;
        }
        simulation.finish();
    }

    JournalStatus &m_status;
    const FolderContents &m_folder;
    const CatalogFacts &m_catalog;
    QList<QList<ExpectedObject>> m_expected;
    QHash<QString, qsizetype> m_undone;
};

bool isRollbackFile(const QString &name)
{
    const QString lower = name.toLower();
    return lower.endsWith("_down.sql"_L1) || lower.endsWith(".down.sql"_L1) || lower.contains("rollback"_L1);
}

} // namespace

PlainLayout::PlainLayout(LayoutSettings settings)
    : Layout([&] {
        settings.format = u"plain"_s;
        settings.source = {};
        return settings;
    }())
{
}

QString PlainLayout::title() const
{
    return Words::tr("Plain SQL files");
}

RunnerTraits PlainLayout::runner() const
{
    return {u"psql"_s, RunnerTraits::Grouping::FileDecides, false, true};
}

Result<FolderContents> PlainLayout::read() const
{
    FolderContents folder;
    folder.directory = directory();
    for (const QString &path : settings().directories) {
        const QDir dir(path);
        if (!dir.exists())
            return fail(Error::Kind::Missing, Words::tr("There is no folder %1.").arg(path));
        const QString prefix =
            settings().directories.size() > 1 ? QString(QDir(directory()).relativeFilePath(path) + u'/') : QString();
        for (const QString &name : dir.entryList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
            if (name.startsWith("TEMPLATE"_L1, Qt::CaseInsensitive) || isRollbackFile(name)) {
                folder.ignored << prefix + name;
                continue;
            }
            SourceFile file = sourceAt(prefix + name.chopped(4), dir.filePath(name));
            const QString down = dir.filePath(name.chopped(4) + u"_down.sql"_s);
            file.rollbackPath = QFile::exists(down) ? down : QString();
            folder.files << file;
        }
    }
    readSources(folder.files);
    return folder;
}

JournalStatus PlainLayout::evaluate(const FolderContents &folder, const DatabaseFacts &database) const
{
    JournalStatus status = emptyStatus(folder, database);
    status.forecast.known = database.catalog.asked;
    status.note = database.catalog.asked
        ? Words::tr("There is no record of what ran: what is applied is inferred from the catalog.")
        : Words::tr("No database was asked: what is applied is not known.");
    if (!status.forecast.known)
        status.forecast.consequence = status.note;
    Inference(status, folder, database.catalog).infer();
    return status;
}

Result<DatabaseFacts> PlainLayout::readDatabase(Session &session, const FolderFunction &folder) const
{
    const auto contents = folder();
    if (!contents)
        return fail(contents.error());
    QList<ExpectedObject> expected;
    for (const SourceFile &file : contents->files) {
        if (file.script)
            expected << expectedObjects(file.script->withTrees());
    }
    const auto catalog = readCatalogFacts(session, expected);
    if (!catalog)
        return fail(catalog.error());
    return DatabaseFacts{{}, *catalog};
}

} // namespace pitboss
