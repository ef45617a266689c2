// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/apply.h"

#include "migrations/apply/applier.h"
#include "migrations/apply/applyrecord.h"
#include "migrations/apply/otherrunners.h"
#include "migrations/words.h"
#include "sql/audit/recorded.h"
#include "sql/session.h"

#include <QElapsedTimer>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

Result<void> refuse(const QString &message, const QString &hint = {})
{
    return fail(Error::refused(message, hint));
}

Result<void> checkSession(Session &session)
{
    if (session.options().readOnly)
        return refuse(Words::tr("Applying needs a connection that may write."));
    if (isPooled(session.info()))
        return refuse(Words::tr("This is Neon's pooled host: what is locked there does not stay locked."),
                      Words::tr("Connect to the direct host, without “-pooler”."));
    if (const auto opened = session.open(); !opened)
        return opened;
    if (session.transactionStatus() != Session::TransactionStatus::Idle)
        return refuse(Words::tr("The session has a transaction open."));
    return {};
}

Result<void> checkPlan(Session &session, const ApplyPlan &plan)
{
    if (const QStringList obstacles = plan.obstacles(); !obstacles.isEmpty())
        return refuse(obstacles.join(u'\n'));
    if (plan.files.isEmpty())
        return refuse(Words::tr("There is nothing to apply."));
    const auto identity = databaseIdentity(session);
    if (!identity)
        return fail(identity.error());
    if (*identity != plan.databaseId)
        return refuse(Words::tr("This is not the database that the plan was made for."));
    if (session.info().environment() != plan.environment) // what was asked for there may be less than what is due here
        return refuse(Words::tr("The plan was made for %1, and this connection is marked %2.")
                          .arg(environmentName(plan.environment), environmentName(session.info().environment())));
    return {};
}

} // namespace

QString toString(StatementOutcome::State state)
{
    static constexpr const char *words[] = {"done",        "failed",   "undone", "not-reached",
                                            "done-before", "stripped", "unknown"};
    return QString::fromLatin1(words[int(state)]);
}

QString toString(FileOutcome::State state)
{
    static constexpr const char *words[] = {"applied", "applied-before", "failed", "partial", "not-reached", "unknown"};
    return QString::fromLatin1(words[int(state)]);
}

QStringList confirmationProblems(const ApplyPlan &plan, const ApplyConfirmation &confirmation)
{
    QStringList problems;
    const OperationContext &context = confirmation.context;
    if (!context.limits.writesAllowed)
        problems << Words::tr("Writing is switched off for this connection.");
    if (plan.environment != Environment::Production)
        return problems;
    if (context.reason.trimmed().isEmpty())
        problems << Words::tr("Production needs a reason.");
    if (confirmation.typedDatabase != plan.database)
        problems << Words::tr("Production needs the database's name typed: %1.").arg(plan.database);
    return problems;
}

Result<ApplyResult> applyMigrations(Session &session, const ApplyPlan &plan, const ApplyConfirmation &confirmation,
                                    const ApplyOptions &options, AuditLog &log)
{
    if (const QStringList problems = confirmationProblems(plan, confirmation); !problems.isEmpty())
        return fail(Error::refused(problems.join(u'\n')));
    if (const auto fit = checkSession(session); !fit)
        return fail(fit.error());
    if (const auto fit = checkPlan(session, plan); !fit)
        return fail(fit.error());
    QElapsedTimer timer;
    timer.start();
    const QJsonObject intent = intentFields(session, plan, confirmation);
    if (const auto entry = log.append(intent); !entry)
        return fail(entry.error());
    ApplyResult result;
    result.operationId = confirmation.context.operationId;
    Applier(session, plan, options, log, intent).run(result);
    result.milliseconds = double(timer.nsecsElapsed()) / 1e6;
    const auto entry = log.append(outcomeFields(intent, result));
    if (entry)
        result.auditNumber = entry->number;
    else
        result.auditProblem = entry.error().text();
    return result;
}

Result<void> dropInvalidIndex(Session &session, const QString &index, const ApplyConfirmation &confirmation,
                              AuditLog &log)
{
    if (const auto fit = checkSession(session); !fit)
        return fit;
    if (confirmation.context.limits.reasonRequired && confirmation.context.reason.trimmed().isEmpty())
        return refuse(Words::tr("Production needs a reason."));
    const QByteArray name = quoteIdentifier(index.section(u'.', 0, 0), index.section(u'.', 1));
    const auto state =
        session.execute(Statement("select exists (select from pg_catalog.pg_stat_progress_create_index p"
                                  " where p.index_relid = i.indexrelid) from pg_catalog.pg_index i"
                                  " where i.indexrelid = pg_catalog.to_regclass($1) and not i.indisvalid")
                            .bind(name));
    if (!state)
        return fail(state.error());
    if (state->isEmpty())
        return refuse(Words::tr("%1 is no invalid index.").arg(index));
    if (state->boolean(0, 0))
        return refuse(Words::tr("%1 is being built just now.").arg(index));
    QJsonObject fields = placeRecord(session, confirmation.context, session.info().user());
    fields[u"phase"_s] = u"intent"_s;
    fields[u"action"_s] = u"migrations.drop-invalid-index"_s;
    fields[u"target"_s] = index;
    if (const auto entry = log.append(fields); !entry)
        return fail(entry.error());
    const auto dropped = session.execute(Statement(QByteArray("DROP INDEX CONCURRENTLY " + name)));
    fields[u"phase"_s] = u"outcome"_s;
    fields[u"outcome"_s] = dropped ? u"done"_s : u"not done"_s;
    (void)log.append(fields).has_value();
    return dropped ? Result<void>() : fail(dropped.error());
}

} // namespace pitboss
