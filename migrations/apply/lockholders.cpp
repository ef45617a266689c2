// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/lockholders.h"

#include "migrations/words.h"
#include "sql/audit/recorded.h"
#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

const char *const activity =
    "a.pid, a.usename, a.application_name, a.client_addr::text, a.state,"
    " extract(epoch from pg_catalog.clock_timestamp() - coalesce(a.state_change, a.query_start)),"
    " extract(epoch from pg_catalog.clock_timestamp() - a.xact_start), pg_catalog.left(a.query, 2000)";

// Several locks of one session on one table are one line: the strongest is told by its conflict, not by its name.
const char *const holdersOf = R"(
select %1, n.nspname || '.' || c.relname, l.mode, l.granted
  from pg_catalog.pg_locks l join pg_catalog.pg_class c on c.oid = l.relation
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_stat_activity a on a.pid = l.pid
 where l.locktype = 'relation' and l.pid is not null and l.pid <> pg_catalog.pg_backend_pid()
   and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
   and n.nspname || '.' || c.relname = any($1::text[])
 order by l.granted desc, l.pid)";

LockHolder holderOf(const ResultSet &rows, int row)
{
    LockHolder holder;
    holder.pid = int(rows.integer(row, 0));
    holder.user = rows.text(row, 1);
    holder.application = rows.text(row, 2);
    holder.client = rows.text(row, 3);
    holder.state = rows.text(row, 4);
    holder.seconds = rows.text(row, 5).toDouble();
    holder.transactionSeconds = rows.text(row, 6).toDouble();
    holder.query = rows.text(row, 7);
    return holder;
}

QString durationText(double seconds)
{
    if (seconds < 120)
        return Words::tr("%1 s").arg(qint64(seconds));
    if (seconds < 7200)
        return Words::tr("%1 min").arg(qint64(seconds / 60));
    return Words::tr("%1 h").arg(qint64(seconds / 3600));
}

QByteArray textArray(const QStringList &texts)
{
    QStringList parts;
    for (QString text : texts)
        parts << u'"' + text.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1) + u'"';
    return QByteArray('{' + parts.join(u',').toUtf8() + '}');
}

} // namespace

QString lockHolderText(const LockHolder &holder)
{
    QStringList parts{Words::tr("pid %1").arg(holder.pid)};
    for (const QString &part : {holder.application, holder.user}) {
        if (!part.isEmpty())
            parts << part;
    }
    if (!holder.state.isEmpty())
        parts << Words::tr("%1 for %2").arg(holder.state, durationText(holder.seconds));
    if (!holder.granted)
        parts << Words::tr("waiting itself");
    return parts.join(u", "_s);
}

Result<QList<LockHolder>> blockersOf(Session &session, int pid)
{
    const auto rows = session.execute(
        Statement(QByteArray("select ") + activity
                  + ", (select n.nspname || '.' || c.relname from pg_catalog.pg_locks l"
                    " join pg_catalog.pg_class c on c.oid = l.relation"
                    " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
                    " where l.pid = $1::int and not l.granted limit 1)"
                    " from pg_catalog.pg_stat_activity a where a.pid = any(pg_catalog.pg_blocking_pids($1::int))")
            .bind(qint64(pid)));
    if (!rows)
        return fail(rows.error());
    QList<LockHolder> holders;
    for (int row = 0; row < rows->rowCount(); ++row) {
        LockHolder holder = holderOf(*rows, row);
        holder.relation = rows->text(row, 8);
        holders << holder;
    }
    return holders;
}

Result<bool> stopSession(Session &session, const LockHolder &holder, StopKind kind, const OperationContext &context,
                         AuditLog &log)
{
    QJsonObject fields = placeRecord(session, context, session.info().user());
    fields[u"phase"_s] = u"intent"_s;
    fields[u"action"_s] = kind == StopKind::EndSession ? u"session.end"_s : u"session.cancel"_s;
    fields[u"target"_s] = QString::number(holder.pid);
    fields[u"summary"_s] = lockHolderText(holder);
    if (const auto entry = log.append(fields); !entry)
        return fail(entry.error());
    // Only while it is the session that was shown: a pid may have been given to another one meanwhile.
    const QByteArray call = kind == StopKind::EndSession ? "pg_terminate_backend" : "pg_cancel_backend";
    const auto stopped = session.execute(Statement("select pg_catalog." + call
                                                   + "(pid) from pg_catalog.pg_stat_activity where pid = $1::int"
                                                     " and application_name = $2 and usename is not distinct from $3")
                                             .bind(qint64(holder.pid))
                                             .bind(holder.application)
                                             .bind(holder.user));
    const bool done = stopped && !stopped->isEmpty() && stopped->boolean(0, 0);
    fields[u"phase"_s] = u"outcome"_s;
    fields[u"outcome"_s] = done ? u"done"_s : u"not done"_s;
    if (const auto entry = log.append(fields); !entry && stopped)
        return fail(entry.error());
    if (!stopped)
        return fail(stopped.error());
    return done;
}

bool locksConflict(const QString &mode, const QString &other)
{
    // PostgreSQL manual, "Table-Level Locks": each mode's bits are those that it keeps out.
    static const QStringList modes{
        u"AccessShareLock"_s, u"RowShareLock"_s,          u"RowExclusiveLock"_s, u"ShareUpdateExclusiveLock"_s,
        u"ShareLock"_s,       u"ShareRowExclusiveLock"_s, u"ExclusiveLock"_s,    u"AccessExclusiveLock"_s};
    static constexpr unsigned keepsOut[] = {0x80, 0xc0, 0xf0, 0xf8, 0xec, 0xfc, 0xfe, 0xff};
    const qsizetype a = modes.indexOf(mode), b = modes.indexOf(other);
    return a >= 0 && b >= 0 && (keepsOut[a] & (1U << b));
}

bool LockForecast::isFree() const
{
    return std::all_of(entries.begin(), entries.end(), [](const Entry &entry) { return entry.holders.isEmpty(); });
}

Result<LockForecast> forecastLocks(Session &session, const QList<LockTaken> &locks)
{
    LockForecast forecast;
    QStringList relations;
    for (const LockTaken &lock : locks) {
        if (lockEffect(lock.mode).isEmpty())
            continue;
        const auto known = std::find_if(forecast.entries.begin(), forecast.entries.end(),
                                        [&](const auto &entry) { return entry.lock.relation == lock.relation; });
        if (known != forecast.entries.end()) {
            if (lockStrength(lock.mode) > lockStrength(known->lock.mode))
                *known = {lock, lockEffect(lock.mode), {}};
            continue;
        }
        forecast.entries.append({lock, lockEffect(lock.mode), {}});
        relations << lock.relation;
    }
    const auto rows = session.execute(
        Statement(QString::fromLatin1(holdersOf).arg(QLatin1String(activity))).bind(textArray(relations)));
    if (!rows)
        return fail(rows.error());
    for (int row = 0; row < rows->rowCount(); ++row) {
        LockHolder holder = holderOf(*rows, row);
        holder.relation = rows->text(row, 8);
        holder.mode = rows->text(row, 9);
        holder.granted = rows->boolean(row, 10);
        for (LockForecast::Entry &entry : forecast.entries) {
            const bool told = std::any_of(entry.holders.begin(), entry.holders.end(),
                                          [&](const LockHolder &other) { return other.pid == holder.pid; });
            if (!told && entry.lock.relation == holder.relation && locksConflict(entry.lock.mode, holder.mode))
                entry.holders << holder;
        }
    }
    return forecast;
}

} // namespace pitboss
