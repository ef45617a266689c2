// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunprobe.h"

#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

const char *const allFiles = R"(
select c.oid, n.nspname, c.relname, c.relkind, pg_catalog.pg_relation_filenode(c.oid)
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.oid >= 16384 and c.relkind in ('r', 'p', 'm', 'i', 'S', 'v', 'f') and n.nspname !~ '^pg_')";

// Counters are those of this transaction, and never go back; locks only come.
const char *const counters = R"(
select c.oid, pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid), pg_catalog.pg_stat_get_xact_tuples_updated(c.oid),
       pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid), pg_catalog.pg_stat_get_xact_tuples_returned(c.oid),
       pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')
  from pg_catalog.pg_class c where c.oid >= 16384 and c.relkind in ('r', 'p', 'm'))";

// One row: a transaction may hold hundreds, and it is asked after each statement.
const char *const locksNow = R"(
select pg_catalog.string_agg(relation || ' ' || mode, ','),
       pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0')
  from pg_catalog.pg_locks
 where relation >= 16384 and pid = pg_catalog.pg_backend_pid() and locktype = 'relation' and granted)";

const char *const details = R"(
select o.oid, n.nspname, c.relname, c.relkind, pg_catalog.pg_relation_filenode(o.oid),
       pg_catalog.pg_stat_get_xact_tuples_inserted(o.oid), pg_catalog.pg_stat_get_xact_tuples_updated(o.oid),
       pg_catalog.pg_stat_get_xact_tuples_deleted(o.oid), pg_catalog.pg_stat_get_xact_tuples_returned(o.oid)
  from pg_catalog.unnest($1) as o(oid)
  left join pg_catalog.pg_class c on c.oid = o.oid
  left join pg_catalog.pg_namespace n on n.oid = c.relnamespace)";

const QByteArrayList modes{"AccessShareLock", "RowShareLock",          "RowExclusiveLock", "ShareUpdateExclusiveLock",
                           "ShareLock",       "ShareRowExclusiveLock", "ExclusiveLock",    "AccessExclusiveLock"};

bool keepsRows(const QString &kind)
{
    return kind == "r"_L1 || kind == "m"_L1 || kind == "p"_L1;
}

bool staysWithin(const Node &command)
{
    static const QStringList own{u"AT_AddColumn"_s,  u"AT_ColumnDefault"_s, u"AT_DropNotNull"_s,
                                 u"AT_SetNotNull"_s, u"AT_DropColumn"_s,    u"AT_AlterColumnType"_s};
    return own.contains(command.text("subtype"_L1));
}

} // namespace

bool DryRunProbe::Mark::knows(const QString &relation) const
{
    const auto [begin, end] = byName.equal_range(relation.section(u'.', 1));
    return std::any_of(begin, end, [&](quint32 oid) { return relations[oid].name == relation; });
}

// Of a table by itself, or of one that is made; a foreign key, a trigger or a partition reaches further.
DryRunProbe::Reach DryRunProbe::reachOf(const ScriptStatement &statement)
{
    const Node &tree = statement.tree;
    const QString name = relationName(tree.plain("relation"_L1, "RangeVar"_L1)).name;
    const bool reads = std::any_of(statement.touches.begin(), statement.touches.end(), [&](const TouchedObject &o) {
        return o.effect == TouchEffect::Reads && o.name.name != name;
    });
    if (name.isEmpty() || reads)
        return {};
    const QList<Node> commands = tree.is("AlterTableStmt"_L1) ? tree.list("cmds"_L1) : QList<Node>();
    const bool makes = tree.is("IndexStmt"_L1)
        || (tree.is("CreateStmt"_L1) && !tree.has("inhRelations"_L1) && !tree.has("partbound"_L1));
    if (!makes && (commands.isEmpty() || !std::all_of(commands.begin(), commands.end(), staysWithin)))
        return {};
    return {false, {name}};
}

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
    const std::pair<const char *, const char *> all[] = {{"pitboss_probe_locks AS ", locksNow},
                                                         {"pitboss_probe_counters AS ", counters},
                                                         {"pitboss_probe_details (oid[]) AS ", details}};
    for (const auto &[head, sql] : all) {
        if (names.contains(QString::fromLatin1(head).section(u' ', 0, 0)))
            continue;
        const auto made = m_session.execute(Statement(QByteArray("PREPARE ") + head + sql));
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
    m_last = {};
    m_wal = 0;
    for (int row = 0; row < rows->rowCount(); ++row) {
        const quint32 oid = quint32(rows->integer(row, 0));
        const QString name = rows->text(row, 2);
        m_last.relations.insert(oid, {rows->text(row, 1) + u'.' + name, rows->text(row, 3), rows->text(row, 4), {}});
        m_last.byName.insert(name, oid);
    }
    StatementRun nothing;
    return measure(nothing);
}

Statement DryRunProbe::question()
{
    return QByteArray("EXECUTE pitboss_probe_locks");
}

Statement DryRunProbe::countersQuestion()
{
    return QByteArray("EXECUTE pitboss_probe_counters");
}

Result<void> DryRunProbe::measure(StatementRun &run)
{
    const auto rows = m_session.execute(question());
    return rows ? measure(*rows, Reach(), run) : fail(rows.error());
}

/// Those that are new, with their modes; gives their relations, each once.
QList<quint32> DryRunProbe::readLocks(const QByteArray &text, QList<std::pair<quint32, int>> &taken)
{
    QList<quint32> oids;
    for (qsizetype at = 0; at < text.size();) {
        quint32 oid = 0;
        for (; text[at] != ' '; ++at)
            oid = oid * 10 + quint32(text[at] - '0');
        qsizetype end = text.indexOf(',', ++at);
        end = end < 0 ? text.size() : end;
        const QByteArrayView mode(text.constData() + at, end - at);
        at = end + 1;
        const int number = int(std::find(modes.begin(), modes.end(), mode) - modes.begin());
        const quint64 key = (quint64(oid) << 8) | quint64(number);
        if (number == modes.size() || m_last.locks.contains(key))
            continue;
        m_last.locks.insert(key);
        taken.append({oid, number});
        if (!oids.contains(oid))
            oids << oid;
    }
    return oids;
}

void DryRunProbe::reached(const Reach &reach, QList<quint32> &oids) const
{
    const auto add = [&](quint32 oid) {
        if (!oids.contains(oid))
            oids << oid;
    };
    if (!reach.everything) {
        for (const QString &name : reach.relations) {
            const auto [begin, end] = m_last.byName.equal_range(name);
            std::for_each(begin, end, add);
        }
        return;
    }
    QSet<quint32> all(oids.begin(), oids.end());
    for (const quint64 lock : m_last.locks)
        all.insert(quint32(lock >> 8));
    oids = all.values();
    oids.removeIf([this](quint32 oid) {
        const auto known = m_last.relations.constFind(oid);
        return known != m_last.relations.cend() && known->name.isEmpty();
    });
}

Result<void> DryRunProbe::measure(const ResultSet &answer, const Reach &reach, StatementRun &run)
{
    const qint64 wal = answer.integer(0, 1);
    run.walBytes = m_wal == 0 ? 0 : wal - m_wal;
    m_wal = wal;
    QList<std::pair<quint32, int>> taken;
    QList<quint32> oids = readLocks(answer.value(0, 0).toByteArray(), taken);
    reached(reach, oids);
    if (const auto read = oids.isEmpty() ? Result<void>() : readDetails(oids, run); !read)
        return read;
    for (const auto &[oid, mode] : taken) {
        if (const QString name = m_last.relations.value(oid).name; !name.isEmpty())
            run.locks.append({name, QString::fromLatin1(modes[mode])});
    }
    return {};
}

Result<void> DryRunProbe::readDetails(const QList<quint32> &oids, StatementRun &run)
{
    QByteArrayList numbers;
    for (const quint32 oid : oids)
        numbers << QByteArray::number(oid);
    const auto rows =
        m_session.execute(Statement(QByteArray("EXECUTE pitboss_probe_details ('{" + numbers.join(',') + "}')")));
    if (!rows)
        return fail(rows.error());
    for (int row = 0; row < rows->rowCount(); ++row) {
        const quint32 oid = quint32(rows->integer(row, 0));
        Relation now = m_last.relations.value(oid); // a dropped one keeps its name
        if (rows->text(row, 1).startsWith("pg_"_L1))
            now = {};
        else if (!rows->isNull(row, 1))
            now = {rows->text(row, 1) + u'.' + rows->text(row, 2), rows->text(row, 3), rows->text(row, 4), {}};
        if (!now.name.isEmpty() && !m_last.byName.contains(now.name.section(u'.', 1), oid))
            m_last.byName.insert(now.name.section(u'.', 1), oid);
        now.rows = {rows->integer(row, 5), rows->integer(row, 6), rows->integer(row, 7), rows->integer(row, 8)};
        compare(oid, now, run);
    }
    return {};
}

void DryRunProbe::rolledBack(const Mark &mark, const ResultSet &answer)
{
    m_last = mark;
    for (int row = 0; row < answer.rowCount(); ++row) {
        const auto known = m_last.relations.find(quint32(answer.integer(row, 0)));
        if (known != m_last.relations.end())
            known->rows = {answer.integer(row, 1), answer.integer(row, 2), answer.integer(row, 3),
                           answer.integer(row, 4)};
        m_wal = answer.integer(row, 5);
    }
}

Result<void> DryRunProbe::rolledBack(const Mark &mark)
{
    const auto rows = m_session.execute(countersQuestion());
    if (!rows)
        return fail(rows.error());
    rolledBack(mark, *rows);
    return {};
}

void DryRunProbe::compare(quint32 oid, const Relation &now, StatementRun &run)
{
    const auto known = m_last.relations.constFind(oid);
    const Relation last = known == m_last.relations.cend() ? Relation() : *known;
    if (keepsRows(now.kind) && now.file != last.file && !last.file.isEmpty())
        run.rewrites << now.name;
    const RowCounts change{now.rows.inserted - last.rows.inserted, now.rows.updated - last.rows.updated,
                           now.rows.deleted - last.rows.deleted, now.rows.scanned - last.rows.scanned};
    if (keepsRows(now.kind) && !change.isNull())
        run.rows[now.name] = change;
    m_last.relations.insert(oid, now);
}

} // namespace pitboss
