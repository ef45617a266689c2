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
    const auto ask = [&session](const QByteArray &cluster) {
        return session.execute(Statement(QByteArray("select oid::text || ' ' || datname, " + cluster
                                                    + " from pg_catalog.pg_database"
                                                      " where datname = pg_catalog.current_database()")));
    };
    // Some hosts keep the cluster's identifier to themselves, or have none; then the address has to do.
    auto told = ask("case when pg_catalog.has_function_privilege('pg_control_system()', 'execute')"
                    " then (select system_identifier::text from pg_catalog.pg_control_system()) end");
    if (!told && session.isOpen() && session.transactionStatus() == Session::TransactionStatus::Idle)
        told = ask("null");
    if (!told)
        return fail(told.error());
    const QString cluster = told->isNull(0, 1) ? directConnection(session.info()).host() : told->text(0, 1);
    return QString(cluster + u' ' + told->text(0, 0));
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
