// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/applyplan.h"

#include "migrations/apply/applyrecord.h"
#include "migrations/drizzlefolders.h"
#include "migrations/dryrunner.h"
#include "migrations/words.h"
#include "sql/session.h"

#include <cmath>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

RecordStyle styleOf(const QString &format)
{
    if (format == "journal"_L1)
        return RecordStyle::DrizzleJournal;
    if (format == "folders"_L1)
        return RecordStyle::DrizzleFolders;
    return format == "numbered"_L1 ? RecordStyle::FileItself : RecordStyle::None;
}

/// The order of the files is the runner's: journal, or names.
class Planner
{
public:
    Planner(ApplyPlan &plan, const FolderContents &folder, const JournalStatus &status, const ApplyRequest &request)
        : m_plan(plan)
        , m_folder(folder)
        , m_status(status)
        , m_request(request)
    {
    }

    Result<void> fill()
    {
        for (const QString &tag : m_request.tags) {
            if (!m_status.find(tag))
                return unknown(tag);
        }
        bool ended = false;
        for (const Migration &migration : m_status.migrations) {
            const bool named = m_request.tags.contains(migration.tag);
            if (ended || !(m_request.tags.isEmpty() ? isDue(migration) : named))
                continue;
            m_plan.files << file(migration);
            ended = migration.tag == m_request.to;
        }
        if (!m_request.to.isEmpty() && !ended)
            return m_status.find(m_request.to) ? notDue(m_request.to) : unknown(m_request.to);
        whole();
        return {};
    }

private:
    Result<void> unknown(const QString &tag) const
    {
        return fail(Error::Kind::Missing, Words::tr("There is no migration %1 in %2.").arg(tag, m_status.directory));
    }

    static Result<void> notDue(const QString &tag)
    {
        return fail(Error::Kind::Missing, Words::tr("%1 is not among the migrations to apply.").arg(tag));
    }

    static bool isDue(const Migration &migration)
    {
        return migration.state == MigrationState::Pending && migration.script && !migration.hasProblem("skipped"_L1)
            && !migration.hasProblem("version-taken"_L1);
    }

    ApplyFile file(const Migration &migration)
    {
        ApplyFile file;
        file.tag = migration.tag;
        file.hash = migration.hash;
        if (!migration.script) {
            file.refusals << Words::tr("%1 has no file to apply.").arg(migration.tag);
            return file;
        }
        file.script = std::make_shared<const Script>(migration.script->withTrees());
        file.steps = applySteps(*file.script);
        judgeState(migration, file);
        judgeText(file);
        record(migration, file);
        for (const DryRunStamp &stamp : m_request.measured) {
            if (stamp.tag == file.tag && stamp.hash == file.hash && stamp.databaseId == m_plan.databaseId)
                file.measured = stamp; // the last one counts
        }
        return file;
    }

    static void judgeState(const Migration &migration, ApplyFile &file)
    {
        const MigrationState state = migration.state;
        if (state == MigrationState::Applied || state == MigrationState::Edited)
            file.refusals << Words::tr("%1 is applied already.").arg(migration.tag);
        if (state == MigrationState::Orphan)
            file.refusals << Words::tr("%1 is not in the journal: adopt it first, or its runner would not know of it.")
                                 .arg(migration.tag);
        if (state == MigrationState::InferredApplied || state == MigrationState::InferredPartial)
            file.warnings
                << Words::tr("%1: the catalog already has what it makes, in whole or in part.").arg(migration.tag);
        for (const Problem &problem : migration.problems) {
            if (problem.code == "skipped"_L1 || problem.code == "out-of-order"_L1
                || problem.code == "not-self-recording"_L1)
                file.warnings << migration.tag + u": "_s + problem.text;
        }
    }

    void judgeText(ApplyFile &file) const
    {
        const Script &script = *file.script;
        if (const QString why = dryRunRefusal(script); !why.isEmpty())
            file.refusals << file.tag + u": "_s + why;
        if (!script.foreignParts().isEmpty())
            file.refusals << Words::tr("%1, line %2: psql's own lines and COPY data are for psql alone.")
                                 .arg(file.tag)
                                 .arg(script.foreignParts().first().line);
        if (!script.misplacedMarkers().isEmpty() && m_plan.record != RecordStyle::None)
            file.warnings << Words::tr("%1, line %2: a statement marker stands inside a string, comment or body.")
                                 .arg(file.tag)
                                 .arg(script.misplacedMarkers().first());
        if (!script.validUtf8() || script.hasNul())
            file.refusals << Words::tr("%1 is not valid UTF-8 text.").arg(file.tag);
    }

    void record(const Migration &migration, ApplyFile &file) const
    {
        if (m_plan.record == RecordStyle::DrizzleJournal) {
            for (const JournalEntry &entry : m_folder.entries) {
                if (entry.tag == migration.tag && entry.when && std::floor(*entry.when) == *entry.when)
                    file.createdAt = qint64(*entry.when);
            }
        } else if (m_plan.record == RecordStyle::DrizzleFolders) {
            file.createdAt = folderMillis(migration.tag);
        } else {
            return;
        }
        if (!file.createdAt)
            file.refusals << Words::tr("%1 has no time that could be recorded.").arg(migration.tag);
        else
            file.record = shownStatement(recordStatement(m_plan, file));
    }

    void whole()
    {
        if (m_status.tracking == TrackingTable::State::NotReadable)
            m_plan.refusals << Words::tr("The tracking table %1 cannot be read.").arg(m_plan.source.shown());
        for (const Problem &problem : m_status.problems) {
            if (problem.code == "journal-unreadable"_L1)
                m_plan.refusals << problem.text;
            else
                m_plan.warnings << problem.text;
        }
        for (const Forecast::Stop &stop : m_status.forecast.stops)
            m_plan.warnings << Words::tr("%1 itself would stop: %2").arg(m_plan.runner, stop.why);
        m_plan.createsTable = m_plan.isDrizzle() && m_status.tracking == TrackingTable::State::Missing;
    }

    ApplyPlan &m_plan;
    const FolderContents &m_folder;
    const JournalStatus &m_status;
    const ApplyRequest &m_request;
};

} // namespace

QStringList ApplyPlan::unmeasured() const
{
    QStringList tags;
    for (const ApplyFile &file : files) {
        const bool good = file.measured && file.measured->ok && file.measured->whole;
        if (!good || (back && !file.measured->reversible))
            tags << file.tag;
    }
    return tags;
}

QStringList ApplyPlan::obstacles() const
{
    QStringList all = refusals;
    for (const ApplyFile &file : files)
        all << file.refusals;
    if (const QStringList missing = unmeasured(); !missing.isEmpty() && overrideReason.trimmed().isEmpty())
        all << Words::tr("No good dry run of exactly this text on this database: %1.").arg(missing.join(u", "_s));
    return all;
}

void turnBack(ApplyPlan &plan, const Script &rollback, const QList<DryRunStamp> &measured)
{
    plan.back = true;
    plan.createsTable = false;
    ApplyFile &file = plan.files.first();
    file.script = std::make_shared<const Script>(rollback.withTrees());
    file.hash = rollback.hash();
    file.steps = applySteps(*file.script);
    file.stepsDone = 0;
    file.warnings.clear();
    file.refusals.clear(); // of the file: it is applied, which is what a rollback wants
    if (const QString why = dryRunRefusal(*file.script); !why.isEmpty())
        file.refusals << file.tag + u": "_s + why;
    if (file.steps.size() > 1)
        file.refusals << Words::tr("The rollback of %1 holds what cannot run in a transaction.").arg(file.tag);
    if (plan.record == RecordStyle::FileItself && !rollback.utf8().contains(plan.source.table.toUtf8()))
        file.warnings << Words::tr("The rollback does not take its row out of %1.").arg(plan.source.shown());
    file.record = shownStatement(recordStatement(plan, file));
    file.measured.reset();
    for (const DryRunStamp &stamp : measured) {
        if (stamp.tag == file.tag && stamp.hash == file.hash && stamp.databaseId == plan.databaseId)
            file.measured = stamp;
    }
}

Result<ApplyPlan> planApply(Session &session, const Layout &layout, const ApplyRequest &request)
{
    ApplyPlan plan;
    const auto read = readTogether(layout, [&](const FolderFunction &folder) -> Result<DatabaseFacts> {
        const auto identity = databaseIdentity(session);
        if (!identity)
            return fail(identity.error());
        const auto name = session.execute(Statement("select pg_catalog.current_database()"));
        if (!name)
            return fail(name.error());
        plan.databaseId = *identity;
        plan.database = name->text(0, 0);
        return layout.readDatabase(session, folder);
    });
    if (!read)
        return fail(read.error());
    const JournalStatus status = layout.evaluate(read->folder, read->database);
    plan.layout = layout.settings();
    plan.record = styleOf(status.format);
    plan.source = status.source;
    plan.runner = layout.runner().name;
    plan.grouping = layout.runner().grouping;
    plan.environment = session.info().environment();
    plan.overrideReason = request.overrideReason;
    const bool oldTable = plan.record == RecordStyle::DrizzleFolders
        && read->database.tracking.state == TrackingTable::State::Read
        && !read->database.tracking.columns.contains("name"_L1);
    if (oldTable)
        plan.refusals << Words::tr(
            "The tracking table is still Drizzle 0.x's: let drizzle-kit migrate upgrade it once.");
    if (const auto filled = Planner(plan, read->folder, status, request).fill(); !filled)
        return fail(filled.error());
    return noteUnfinished(std::move(plan), request.log);
}

} // namespace pitboss
