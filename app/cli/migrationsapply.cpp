// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/dryruntext.h"
#include "app/cli/migrationsproject.h"
#include "app/cli/migrationsrun.h"
#include "app/cli/writing.h"
#include "migrations/apply/backup.h"
#include "migrations/apply/dryrunrecord.h"
#include "migrations/dryrunjson.h"

#include <QCoreApplication>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("MigrationsApply", text);
}

/// One call of `migrations apply`.
class Apply
{
public:
    Apply(Context &context, Session &session, const Layout &layout)
        : m_context(context)
        , m_session(session)
        , m_layout(layout)
        , m_log(AuditLog::defaultFolder())
    {
    }

    Result<int> run()
    {
        if (const auto planned = plan(); !planned)
            return fail(planned.error());
        if (m_plan.files.isEmpty()) {
            if (m_context.json())
                m_context.printJson({{QStringLiteral("done"), true}, {QStringLiteral("migrations"), QJsonArray()}});
            m_context.terminal().note(say("Nothing is pending."));
            return Done;
        }
        if (!m_plan.unmeasured().isEmpty() && m_plan.overrideReason.isEmpty()) {
            const auto measured = dryRunFirst();
            if (!measured || *measured != Done)
                return measured;
        }
        return m_context.has("yes") ? apply() : show(NotClean);
    }

private:
    Result<void> plan()
    {
        const auto identity = databaseIdentity(m_session);
        if (!identity)
            return fail(identity.error());
        const auto folder = m_layout.read();
        if (!folder)
            return fail(folder.error());
        const auto tags = tagsOf(m_context, *folder);
        if (!tags)
            return fail(tags.error());
        ApplyRequest request;
        request.tags = *tags;
        request.to = m_context.option("to");
        request.overrideReason = m_context.option("without-dry-run");
        request.measured = DryRunRecord(DryRunRecord::defaultFolder()).recall(*identity);
        request.log = &m_log;
        auto made = planApply(m_session, m_layout, request);
        if (!made)
            return fail(made.error());
        m_plan = *std::move(made);
        return {};
    }

    /// There is none on record for these files on this database.
    Result<int> dryRunFirst()
    {
        QStringList tags;
        for (const ApplyFile &file : m_plan.files)
            tags << file.tag;
        const auto status = readStatus(m_layout, &m_session);
        if (!status)
            return fail(status.error());
        const auto result = measure(m_context, m_session, m_layout, *status, tags);
        if (!result)
            return fail(result.error());
        if (const auto planned = plan(); !planned)
            return fail(planned.error());
        if (result->ok)
            return Done;
        if (m_context.json())
            m_context.printJson({{QStringLiteral("done"), false}, {QStringLiteral("dry_run"), dryRunJson(*result)}});
        else
            printDryRun(m_context.terminal(), *result);
        m_context.terminal().note(say("The dry run failed: nothing was applied."));
        return NotClean;
    }

    QList<LockTaken> locks() const
    {
        QList<LockTaken> all;
        for (const ApplyFile &file : m_plan.files)
            all << (file.measured ? file.measured->locks : expectedLocks(*file.script));
        return all;
    }

    Result<int> show(ExitStatus status)
    {
        const auto forecast = forecastLocks(m_session, locks());
        if (!forecast)
            return fail(forecast.error());
        if (m_context.json()) {
            m_context.printJson({{QStringLiteral("done"), false}, {QStringLiteral("preview"), applyPlanJson(m_plan)}});
        } else {
            printPlan(m_context.terminal(), m_plan);
            printLocks(m_context.terminal(), *forecast);
        }
        m_context.terminal().note(say("\nNothing was applied. Add --yes to do it."));
        return status;
    }

    Result<int> apply()
    {
        const auto call = operationContext(m_context, m_session);
        if (!call)
            return fail(call.error());
        const ApplyConfirmation confirmation{*call, m_context.option("database")};
        QStringList problems = m_plan.obstacles();
        problems << confirmationProblems(m_plan, confirmation);
        if (!problems.isEmpty())
            return fail(Error::refused(problems.join(QLatin1Char('\n')),
                                       say("See --reason, --database and --without-dry-run in its help.")));
        ApplyOptions options;
        const auto lock = durationOf(m_context, "lock-timeout", options.lockTimeout);
        const auto patience = durationOf(m_context, "patience", options.patience);
        if (!lock || !patience)
            return fail(lock ? patience.error() : lock.error());
        options.lockTimeout = *lock;
        options.patience = *patience;
        if (const auto saved = backUpFirst(); !saved)
            return fail(saved.error());
        options.progress = [this](const ApplyEvent &event) { tell(event); };
        const auto result = applyMigrations(m_session, m_plan, confirmation, options, m_log);
        m_context.terminal().progress({});
        if (!result)
            return fail(result.error());
        return tellDone(*result);
    }

    Result<void> backUpFirst()
    {
        if (!m_context.has("backup"))
            return {};
        m_context.terminal().progress(say("Backing up"));
        const auto canceler = m_session.canceler();
        const auto saved = backUp(m_session.info(), m_session.serverVersion(), m_context.option("backup"),
                                  [canceler] { return canceler->requested(); });
        m_context.terminal().progress({});
        return saved;
    }

    void tell(const ApplyEvent &event)
    {
        if (event.kind == ApplyEvent::Kind::Statement)
            m_context.terminal().progress(
                say("Applying %1: statement %2 of %3").arg(event.tag).arg(event.statement + 1).arg(event.statements));
        else if (!event.text.isEmpty() && event.text != m_told)
            m_context.terminal().note(m_told = event.text);
    }

    int tellDone(const ApplyResult &result)
    {
        if (m_context.json())
            m_context.printJson(applyJson(result));
        else
            printApplied(m_context.terminal(), result);
        if (!result.auditProblem.isEmpty())
            m_context.terminal().note(say("The outcome could not be recorded: %1").arg(result.auditProblem));
        return result.ok ? Done : Failed;
    }

    Context &m_context;
    Session &m_session;
    const Layout &m_layout;
    AuditLog m_log;
    ApplyPlan m_plan;
    QString m_told;
};

Result<int> runApply(Context &context)
{
    const auto layout = layoutOf(context);
    if (!layout)
        return fail(layout.error());
    const auto session = context.migrator();
    if (!session)
        return fail(session.error());
    return Apply(context, **session, **layout).run();
}

} // namespace

Command applyCommand()
{
    const QString time = QStringLiteral("TIME"), text = QStringLiteral("TEXT");
    return {
        QStringLiteral("migrations apply"),
        say("Applies pending migrations in order, as the project's own runner would record them."),
        {folderArgument(), tagsArgument()},
        QList<Option>{
            {QStringLiteral("to"), QStringLiteral("TAG"), say("The last one to apply.")},
            {QStringLiteral("on"),
             QStringLiteral("WHERE"),
             say("Where its dry run tries them: see migrations dry-run."),
             {},
             {QStringLiteral("transaction"), QStringLiteral("scratch"), QStringLiteral("auto")}},
            {QStringLiteral("lock-timeout"), time, say("How long a statement waits for a lock: 3s.")},
            {QStringLiteral("statement-timeout"), time, say("Of the dry run's statements: 60s.")},
            {QStringLiteral("patience"), time, say("How long a file is tried again while a lock is missing: 60s.")},
            {QStringLiteral("backup"), QStringLiteral("FILE"), say("First the whole database there, by pg_dump -Fc.")},
            {QStringLiteral("database"), QStringLiteral("NAME"), say("Production: the database's name, once more.")},
            {QStringLiteral("without-dry-run"), text, say("Apply without a good dry run; the reason stays on record.")}}
            + writeOptions(),
        say("A dry run comes first, unless one of exactly these files on this database is on record; when it fails\n"
            "nothing is applied. Each file is one transaction together with its row in the tracking table. Without\n"
            "--yes it only shows what it would do, and the status is 3."),
        &runApply};
}

} // namespace pitboss::cli
