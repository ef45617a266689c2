// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/applyplan.h"
#include "migrations/dryrunner.h"
#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

QList<ApplyStep> applySteps(const Script &script)
{
    QList<ApplyStep> steps;
    for (int i = 0; i < script.statements().size(); ++i) {
        const bool alone = !script.statements().at(i).nonTransactional.isEmpty();
        if (alone || steps.isEmpty() || steps.last().alone)
            steps << ApplyStep{alone, {}};
        steps.last().statements << i;
    }
    if (steps.isEmpty() || steps.last().alone)
        steps << ApplyStep{}; // for the journal's row
    return steps;
}

QList<DryRunStamp> dryRunStamps(const DryRunResult &result, const QString &databaseId)
{
    QList<DryRunStamp> stamps;
    for (const MigrationRun &run : result.migrations) {
        DryRunStamp stamp{databaseId, run.tag, run.hash, run.ok, run.ok, false, QDateTime::currentDateTimeUtc(),
                          {},         {}};
        stamp.reversible = run.reversible.holds.value_or(false);
        for (const StatementRun &statement : run.statements) {
            stamp.whole = stamp.whole && statement.state != StatementRun::State::NotMeasurable;
            for (const LockTaken &lock : statement.locks) {
                if (!lockEffect(lock.mode).isEmpty() && !run.made.contains(lock.relation)
                    && !stamp.locks.contains(lock))
                    stamp.locks << lock;
            }
            for (const DataAnswer &answer : statement.data) {
                if (answer.question.kind == DataQuestion::Kind::Lost)
                    stamp.lost << QString::number(answer.rows) + u' ' + answer.question.what;
            }
        }
        stamps << stamp;
    }
    return stamps;
}

Result<QString> databaseIdentity(Session &session)
{
    const auto own = session.execute(Statement("select oid::text || ' ' || datname from pg_catalog.pg_database"
                                               " where datname = pg_catalog.current_database()"));
    if (!own)
        return fail(own.error());
    // Some hosts keep the cluster's identifier to themselves; then the address has to do.
    const auto cluster =
        session.execute(Statement("select case when pg_catalog.has_function_privilege('pg_control_system()', 'execute')"
                                  " then (select system_identifier::text from pg_catalog.pg_control_system()) end"));
    if (!cluster && !session.isOpen())
        return fail(cluster.error());
    const bool told = cluster && !cluster->isEmpty() && !cluster->isNull(0, 0);
    return QString((told ? cluster->text(0, 0) : directConnection(session.info()).host()) + u' ' + own->text(0, 0));
}

bool isPooled(const ConnectionInfo &info)
{
    const QString host = info.host();
    return host.endsWith(".neon.tech"_L1) && host.section(u'.', 0, 0).endsWith("-pooler"_L1);
}

ConnectionInfo directConnection(const ConnectionInfo &info)
{
    if (!isPooled(info))
        return info;
    ConnectionInfo direct = info;
    const QString host = info.host();
    direct.setParameter(u"host"_s, host.section(u'.', 0, 0).chopped(7) + u'.' + host.section(u'.', 1));
    return direct;
}

} // namespace pitboss
