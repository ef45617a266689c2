// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunprobe.h"

#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

const char *const allFiles = R"(
select c.oid, n.nspname || '.' || c.relname, c.relkind, pg_catalog.pg_relation_filenode(c.oid),
       pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.oid >= 16384 and c.relkind in ('r', 'p', 'm', 'i', 'S', 'v', 'f') and n.nspname !~ '^pg_')";

const char *const counters = R"(
select c.oid, pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid), pg_catalog.pg_stat_get_xact_tuples_updated(c.oid),
       pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid), pg_catalog.pg_stat_get_xact_tuples_returned(c.oid),
       pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')
  from pg_catalog.pg_class c where c.oid >= 16384 and c.relkind in ('r', 'p', 'm'))";

// Counters are those of this transaction, and never go back; locks only come.
const char *const lockedNow = R"(
select l.relation, n.nspname || '.' || c.relname, c.relkind, pg_catalog.pg_relation_filenode(l.relation),
       pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0'),
       pg_catalog.pg_stat_get_xact_tuples_inserted(l.relation), pg_catalog.pg_stat_get_xact_tuples_updated(l.relation),
       pg_catalog.pg_stat_get_xact_tuples_deleted(l.relation), pg_catalog.pg_stat_get_xact_tuples_returned(l.relation), l.modes
  from (select relation, string_agg(mode, ',') as modes from pg_catalog.pg_locks
         where pid = pg_catalog.pg_backend_pid() and locktype = 'relation' and granted and relation >= 16384 group by relation) l
  left join pg_catalog.pg_class c on c.oid = l.relation
  left join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where n.nspname is null or n.nspname !~ '^pg_')";

bool keepsRows(const QString &kind)
{
    return kind == "r"_L1 || kind == "m"_L1 || kind == "p"_L1;
}

} // namespace

DryRunProbe::DryRunProbe(Session &session)
    : m_session(session)
{
}

// Planning these costs more than running them; they stay with the session.
Result<void> DryRunProbe::prepare()
{
    const auto there = m_session.execute(
        Statement("select name from pg_catalog.pg_prepared_statements where name ^@ 'pitboss_probe'"));
    if (!there)
        return fail(there.error());
    QStringList names;
    for (int row = 0; row < there->rowCount(); ++row)
        names << there->text(row, 0);
    const std::pair<const char *, const char *> all[] = {{"pitboss_probe_locks", lockedNow},
                                                         {"pitboss_probe_counters", counters}};
    for (const auto &[name, sql] : all) {
        if (names.contains(QLatin1StringView(name)))
            continue;
        const auto made = m_session.execute(Statement(QByteArray("PREPARE ") + name + " AS " + sql));
        if (!made)
            return fail(made.error());
    }
    return {};
}

Result<void> DryRunProbe::start()
{
    if (const auto ready = prepare(); !ready)
        return ready;
    const auto rows = m_session.execute(Statement(allFiles));
    if (!rows)
        return fail(rows.error());
    for (int row = 0; row < rows->rowCount(); ++row)
        m_last.insert(quint32(rows->integer(row, 0)),
                      {rows->text(row, 1), rows->text(row, 2), rows->text(row, 3), {}, {}});
    StatementRun nothing;
    return measure(nothing);
}

Result<void> DryRunProbe::measure(StatementRun &run)
{
    const auto rows = m_session.execute("EXECUTE pitboss_probe_locks");
    if (!rows)
        return fail(rows.error());
    for (int row = 0; row < rows->rowCount(); ++row) {
        const quint32 oid = quint32(rows->integer(row, 0));
        Relation now = m_last.value(oid); // a dropped one keeps its name
        if (!rows->isNull(row, 1)) {
            now.name = rows->text(row, 1);
            now.kind = rows->text(row, 2);
            now.file = rows->text(row, 3);
        }
        now.rows = {rows->integer(row, 5), rows->integer(row, 6), rows->integer(row, 7), rows->integer(row, 8)};
        for (const QString &mode : rows->text(row, 9).split(u','))
            now.modes << mode;
        if (!now.name.isEmpty())
            compare(oid, now, run);
    }
    const qint64 wal = rows->isEmpty() ? m_wal : rows->integer(0, 4);
    run.walBytes = m_wal == 0 ? 0 : wal - m_wal;
    m_wal = wal;
    return {};
}

Result<void> DryRunProbe::rolledBack(const Mark &mark)
{
    m_last = mark;
    const auto rows = m_session.execute("EXECUTE pitboss_probe_counters");
    if (!rows)
        return fail(rows.error());
    for (int row = 0; row < rows->rowCount(); ++row) {
        const auto known = m_last.find(quint32(rows->integer(row, 0)));
        if (known != m_last.end())
            known->rows = {rows->integer(row, 1), rows->integer(row, 2), rows->integer(row, 3), rows->integer(row, 4)};
        m_wal = rows->integer(row, 5);
    }
    return {};
}

void DryRunProbe::compare(quint32 oid, const Relation &now, StatementRun &run)
{
    const bool known = m_last.contains(oid);
    Relation &last = m_last[oid];
    for (const QString &mode : now.modes) {
        if (!last.modes.contains(mode))
            run.locks.append({now.name, mode});
    }
    if (known && keepsRows(now.kind) && now.file != last.file && !last.file.isEmpty())
        run.rewrites << now.name;
    const RowCounts change{now.rows.inserted - last.rows.inserted, now.rows.updated - last.rows.updated,
                           now.rows.deleted - last.rows.deleted, now.rows.scanned - last.rows.scanned};
    if (keepsRows(now.kind) && !change.isNull())
        run.rows[now.name] = change;
    last = now;
}

} // namespace pitboss
