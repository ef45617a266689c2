// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/adopt.h"

#include "migrations/apply/applyrecord.h"
#include "migrations/apply/otherrunners.h"
#include "migrations/drizzlejournal.h"
#include "migrations/numberedlayout.h"
#include "migrations/words.h"
#include "sql/audit/recorded.h"
#include "sql/session.h"
#include "sql/transaction.h"

#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The entry goes before the bracket that closes the list, so that everything else stays as it was written.
QByteArray withEntry(const QByteArray &journal, const QString &entry)
{
    const qsizetype end = journal.lastIndexOf(']');
    if (end < 0)
        return {};
    qsizetype last = end - 1;
    while (last >= 0 && QByteArray(" \t\r\n").contains(journal[last]))
        --last;
    const bool first = last >= 0 && journal[last] == '[';
    const QByteArray text = (first ? "\n    " : ",\n    ") + entry.toUtf8();
    return journal.left(last + 1) + text + (first ? QByteArray("\n  ") : journal.mid(last + 1, end - last - 1))
        + journal.mid(end);
}

void planEntry(Adoption &adoption, const JournalStatus &status, const Migration &migration)
{
    adoption.path = status.directory + u"/meta/_journal.json"_s;
    adoption.summary = Words::tr("List %1 in meta/_journal.json").arg(migration.tag);
    QFile file(adoption.path);
    if (migration.state != MigrationState::Orphan || !file.open(QIODevice::ReadOnly)) {
        adoption.refusals << Words::tr("%1 is no file that a journal fails to list.").arg(migration.tag);
        return;
    }
    adoption.before = file.readAll();
    for (const Problem &problem : migration.problems)
        adoption.shown = problem.code == "orphan"_L1 ? problem.repair : adoption.shown;
    adoption.after = withEntry(adoption.before, adoption.shown);
    const JournalText old = readJournalText(adoption.before), now = readJournalText(adoption.after);
    if (!now.readable || now.entries.size() != old.entries.size() + 1 || now.entries.last().tag != migration.tag)
        adoption.refusals << Words::tr("The journal is not written as Drizzle writes it: add the entry by hand.");
}

void planRow(Adoption &adoption, const ApplyPlan &plan, const JournalStatus &status, const Migration &migration)
{
    adoption.summary = Words::tr("Record %1 as applied, without running it").arg(migration.tag);
    adoption.source = plan.source;
    adoption.refusals << plan.refusals;
    const ApplyFile file = plan.files.value(0);
    if (plan.record == RecordStyle::None)
        adoption.refusals << Words::tr("This kind of folder keeps no record of what is applied.");
    else if (migration.state != MigrationState::Pending && migration.state != MigrationState::InferredApplied)
        adoption.refusals << Words::tr("%1 is not pending.").arg(migration.tag);
    else if (plan.createsTable)
        adoption.refusals << Words::tr("There is no tracking table yet.");
    if (plan.record == RecordStyle::FileItself && file.script) {
        const QList<SelfRecord> own = selfRecords(*file.script, plan.source.table);
        const SelfRecord row = own.value(0);
        adoption.record = Statement(QByteArray("insert into " + plan.source.quoted().toUtf8()
                                               + (row.name.isEmpty() ? " (version) values ($1)"
                                                                     : " (version, name) values ($1, $2)")))
                              .bind(row.version);
        if (!row.name.isEmpty())
            adoption.record.bind(row.name);
        if (own.isEmpty())
            adoption.refusals << Words::tr("%1 does not say what its row would be.").arg(migration.tag);
    }
    for (const Migration &other : status.migrations) {
        if (other.tag == migration.tag)
            break;
        if (other.state == MigrationState::Pending && plan.record == RecordStyle::DrizzleJournal)
            adoption.warnings
                << Words::tr("%1 is pending and older: Drizzle would skip it from then on.").arg(other.tag);
    }
}

/// What of the file's traces the catalog lacks.
Result<void> noteMissing(Session &session, const Script &script, Adoption &adoption)
{
    const QList<ExpectedObject> expected = expectedObjects(script);
    const auto facts = readCatalogFacts(session, expected);
    if (!facts)
        return fail(facts.error());
    for (const ExpectedObject &object : expected) {
        if (!facts->satisfies(object))
            adoption.warnings << Words::tr("The catalog is not as the file leaves it: %1").arg(object.shown);
    }
    if (expected.isEmpty())
        adoption.warnings << Words::tr("The file leaves no trace in the catalog: nothing tells whether it ever ran.");
    return {};
}

Result<void> writeJournal(const Adoption &adoption)
{
    QFile now(adoption.path);
    if (!now.open(QIODevice::ReadOnly) || now.readAll() != adoption.before)
        return fail(Error::refused(Words::tr("The journal has changed meanwhile: look again.")));
    QSaveFile file(adoption.path);
    if (!file.open(QIODevice::WriteOnly) || file.write(adoption.after) != adoption.after.size() || !file.commit())
        return fail(Error::Kind::File, Words::tr("%1 cannot be written.").arg(adoption.path), file.errorString());
    return {};
}

Result<void> writeRow(Session &session, const Adoption &adoption)
{
    auto begun =
        Transaction::beginWith(session, {},
                               {QByteArray("select pg_catalog.pg_try_advisory_xact_lock(" + applyLockKey + ")"),
                                lockStatement(adoption.source)});
    if (!begun)
        return fail(begun.error());
    if (!begun->results[0].boolean(0, 0))
        return fail(Error::Kind::Conflict, Words::tr("Another Pitboss applies migrations just now."));
    if (const auto written = session.execute(adoption.record); !written)
        return fail(written.error());
    return begun->transaction.commit();
}

} // namespace

Result<Adoption> planAdoption(Session &session, const Layout &layout, const QString &tag, Adoption::Kind kind)
{
    const auto status = readStatus(layout, &session);
    if (!status)
        return fail(status.error());
    const Migration *migration = status->find(tag);
    ApplyRequest request;
    request.tags = {tag};
    const auto plan = planApply(session, layout, request);
    if (!plan)
        return fail(plan.error());
    Adoption adoption;
    adoption.kind = kind;
    adoption.tag = tag;
    adoption.databaseId = plan->databaseId;
    adoption.database = plan->database;
    adoption.environment = plan->environment;
    if (!migration->script) {
        adoption.refusals << Words::tr("%1 has no file.").arg(tag);
    } else if (kind == Adoption::Kind::ListInJournal) {
        planEntry(adoption, *status, *migration);
    } else {
        const ApplyFile file = plan->files.value(0);
        adoption.record = recordStatement(*plan, file);
        planRow(adoption, *plan, *status, *migration);
        adoption.shown = shownStatement(adoption.record);
        if (const auto noted = noteMissing(session, migration->script->withTrees(), adoption); !noted)
            return fail(noted.error());
    }
    return adoption;
}

Result<void> adopt(Session &session, const Adoption &adoption, const ApplyConfirmation &confirmation, AuditLog &log)
{
    ApplyPlan place;
    place.database = adoption.database;
    place.environment = adoption.environment;
    QStringList problems = adoption.refusals + confirmationProblems(place, confirmation);
    const auto identity = databaseIdentity(session);
    if (!identity)
        return fail(identity.error());
    if (*identity != adoption.databaseId)
        problems << Words::tr("This is not the database that the plan was made for.");
    if (!problems.isEmpty())
        return fail(Error::refused(problems.join(u'\n')));
    QJsonObject fields = placeRecord(session, confirmation.context, session.info().user());
    fields[u"phase"_s] = u"intent"_s;
    fields[u"action"_s] = u"migrations.adopt"_s;
    fields[u"target"_s] = adoption.tag;
    fields[u"summary"_s] = adoption.summary;
    fields[u"after"_s] = adoption.shown;
    if (const auto entry = log.append(fields); !entry)
        return fail(entry.error());
    const auto done =
        adoption.kind == Adoption::Kind::ListInJournal ? writeJournal(adoption) : writeRow(session, adoption);
    fields[u"phase"_s] = u"outcome"_s;
    const bool unknown = !done && done.error().kind == Error::Kind::OutcomeUnknown;
    fields[u"outcome"_s] = done ? u"done"_s : unknown ? u"unknown"_s : u"not done"_s;
    const auto entry = log.append(fields);
    return !done || entry ? done : fail(entry.error());
}

Result<QList<DryRunFile>> rollbackTrial(const JournalStatus &status, const RunnerTraits &runner, const QString &tag)
{
    auto files = dryRunFiles(status, runner, {tag});
    if (!files)
        return files;
    DryRunFile &file = files->first();
    if (!file.rollback)
        return fail(Error::Kind::Missing, Words::tr("%1 has no rollback that could be run.").arg(tag));
    std::swap(file.script, file.rollback);
    file.findings.clear();
    return files;
}

Result<ApplyPlan> planRollback(Session &session, const Layout &layout, const ApplyRequest &request)
{
    const auto status = readStatus(layout, &session);
    if (!status)
        return fail(status.error());
    const Migration *last = nullptr;
    for (const Migration &migration : status->migrations) {
        if (migration.state == MigrationState::Applied || migration.state == MigrationState::Edited)
            last = &migration;
    }
    if (!last || (!request.tags.isEmpty() && request.tags != QStringList{last->tag}))
        return fail(Error::Kind::Missing, Words::tr("Only the last applied migration can be taken back."));
    const auto trial = rollbackTrial(*status, layout.runner(), last->tag);
    if (!trial)
        return fail(trial.error());
    ApplyRequest own = request;
    own.tags = {last->tag};
    own.log = nullptr;
    auto plan = planApply(session, layout, own);
    if (!plan)
        return plan;
    turnBack(*plan, *trial->first().script, request.measured);
    if (last->state == MigrationState::Edited)
        plan->refusals
            << Words::tr("%1 was edited after it was applied: its rollback may be for another text.").arg(last->tag);
    return plan;
}

} // namespace pitboss
