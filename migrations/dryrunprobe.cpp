// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunprobe.h"

#include "sql/session.h"

#include <limits>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

const char *const allFiles = R"(
select c.oid, n.nspname, c.relname, c.relkind, pg_catalog.pg_relation_filenode(c.oid)
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.oid >= 16384 and c.relkind in ('r', 'p', 'm', 'i', 'S', 'v', 'f') and n.nspname !~ '^pg_')";

// The server's clock, for the network is no part of a statement; and where its log of writes stands.
constexpr auto clockColumns = "pg_catalog.date_part('epoch', pg_catalog.clock_timestamp()) as clock,"
                              " pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_insert_lsn(), '0/0') as wal";

const QByteArray &clockNow()
{
    static const QByteArray sql = QByteArray("select ") + clockColumns;
    return sql;
}

/// Counters are those of this transaction, and never go back.
QByteArray countersOf(const QByteArray &oid)
{
    return "pg_catalog.pg_stat_get_xact_tuples_inserted(" + oid + "), pg_catalog.pg_stat_get_xact_tuples_updated(" + oid
        + "), pg_catalog.pg_stat_get_xact_tuples_deleted(" + oid + "), pg_catalog.pg_stat_get_xact_tuples_returned("
        + oid + ")";
}

const QByteArray &counters()
{
    static const QByteArray sql = "select c.oid, " + countersOf("c.oid") + ", now.wal from pg_catalog.pg_class c, ("
        + clockNow() + ") now where c.oid >= 16384 and c.relkind in ('r', 'p', 'm')";
    return sql;
}

// What is locked, and what each of that is by now: asked after each statement of a transaction that may hold hundreds
// of locks. Of relations between $3 and $2, which the dry run made itself, only those of $1. The clock of the first
// rows was read before them (it is the outer side of the join, which is first asked for its row), that of the last one
// when all was done, so that the next statement may begin there.
const QByteArray &standing()
{
    static const QByteArray sql =
        "select before.clock, before.wal, l.relation, l.mode, pg_catalog.pg_relation_filenode(l.relation), "
        + countersOf("l.relation")
        + ", (select c.relkind::text || n.nspname || '.' || c.relname from pg_catalog.pg_class c"
          " join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = l.relation) from ("
        + clockNow()
        + " offset 0) before left join pg_catalog.pg_locks l on l.relation >= 16384"
          " and (l.relation <= $3::oid or l.relation > $2::oid or l.relation = any ($1::oid[]))"
          " and l.pid = pg_catalog.pg_backend_pid() and l.locktype = 'relation' and l.granted union all "
        + clockNow() + ", null, null, null, null, null, null, null, null";
    return sql;
}

// The same without the locks, for looking through them takes as long as many a statement: of relations above $1. With
// $2, which leaves nothing out, the planner takes the range for a small one, and its index. Each row has a clock
// before and behind it, for a plan of one step begins sooner; the schema comes as SQL writes it.
const QByteArray &newRelations()
{
    static const QByteArray sql = clockNow() + ", c.oid, null, pg_catalog.pg_relation_filenode(c.oid), "
        + countersOf("c.oid") + ", c.relkind::text || c.relname, c.relnamespace::pg_catalog.regnamespace::text, "
        + clockColumns + " from pg_catalog.pg_class c where c.oid > $1::oid and c.oid <= $2::oid";
    return sql;
}

enum Column { Clock, Wal, Oid, Mode, File, Inserted, Updated, Deleted, Scanned, Name, Schema, EndClock, EndWal };

/// Its kind, a letter, and schema.name; empty when it is not there. newRelations() tells the schema by itself.
QString toldName(const ResultSet &rows, int row)
{
    const QString name = rows.text(row, Name);
    if (rows.columnCount() <= Schema)
        return name;
    QString schema = rows.text(row, Schema);
    if (schema.startsWith(u'"'))
        schema = schema.mid(1, schema.size() - 2).replace("\"\""_L1, "\""_L1);
    return name.left(1) + schema + u'.' + name.mid(1);
}

constexpr const char *modes[] = {
    "AccessShareLock", "RowShareLock",          "RowExclusiveLock", "ShareUpdateExclusiveLock",
    "ShareLock",       "ShareRowExclusiveLock", "ExclusiveLock",    "AccessExclusiveLock"};

constexpr quint64 accessExclusive = std::size(modes) - 1;

quint64 lockKey(quint32 oid, quint64 mode)
{
    return (quint64(oid) << 8) | mode;
}

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

// The table that a statement stays within, by its name without schema: beside that one it can have read, written or
// rewritten only what it was the first to lock. Empty: it may reach further, as by a foreign key, a trigger, a
// partition.
QString reachOf(const ScriptStatement &statement)
{
    const Node &tree = statement.tree;
    const QString name = relationName(tree.plain("relation"_L1, "RangeVar"_L1)).name;
    const bool reads = std::any_of(statement.touches.begin(), statement.touches.end(), [&](const TouchedObject &o) {
        return o.effect == TouchEffect::Reads && o.name.name != name;
    });
    const QList<Node> commands = tree.is("AlterTableStmt"_L1) ? tree.list("cmds"_L1) : QList<Node>();
    const bool makes = tree.is("IndexStmt"_L1)
        || (tree.is("CreateStmt"_L1) && !tree.has("inhRelations"_L1) && !tree.has("partbound"_L1));
    const bool stays = makes || (!commands.isEmpty() && std::all_of(commands.begin(), commands.end(), staysWithin));
    return reads || !stays ? QString() : name;
}

} // namespace

bool DryRunProbe::Mark::knows(const QString &relation) const
{
    const auto [begin, end] = byName.equal_range(relation.section(u'.', 1));
    return std::any_of(begin, end, [&](quint32 oid) { return relations[oid].name == relation; });
}

DryRunProbe::DryRunProbe(Session &session, bool exact)
    : m_session(session)
    , m_exact(exact)
{
}

Result<void> DryRunProbe::start()
{
    const auto rows = m_session.execute(Statement(allFiles));
    if (!rows)
        return fail(rows.error());
    m_sure = true;
    m_last = {};
    m_wal = 0;
    m_newest = 0;
    for (int row = 0; row < rows->rowCount(); ++row) {
        const quint32 oid = quint32(rows->integer(row, 0));
        const QString name = rows->text(row, 2);
        m_last.relations.insert(oid, {rows->text(row, 1) + u'.' + name, rows->text(row, 3), rows->text(row, 4), {}});
        m_last.byName.insert(name, oid);
        m_newest = std::max(m_newest, oid);
    }
    m_newestOfOld = m_newest;
    StatementRun nothing;
    return measure(nothing);
}

Statement DryRunProbe::countersQuestion()
{
    return Statement(counters()).keep();
}

Statement DryRunProbe::clockQuestion()
{
    return Statement(clockNow()).keep();
}

Statement DryRunProbe::question(const QSet<quint32> &oids, quint32 newestOfOld) const
{
    QByteArrayList numbers;
    for (const quint32 oid : oids)
        numbers << QByteArray::number(oid);
    return Statement(standing())
        .bind(QByteArray('{' + numbers.join(',') + '}'))
        .bind(m_newest)
        .bind(newestOfOld)
        .keep();
}

Statement DryRunProbe::questionForAll() const
{
    return question({}, std::numeric_limits<quint32>::max());
}

// Whether each stays within a table that the ones before it, or it itself, say to make.
QList<bool> DryRunProbe::stayWithinMade(const QList<const ScriptStatement *> &statements) const
{
    QSet<QString> said;
    QList<bool> stay;
    for (const ScriptStatement *statement : statements) {
        const QString reach = m_exact ? QString() : reachOf(*statement);
        if (statement->tree.is("CreateStmt"_L1) && !reach.isEmpty() && !m_last.byName.contains(reach))
            said.insert(reach);
        stay << said.contains(reach);
    }
    return stay;
}

// What the statements make themselves is newer than the newest that is known now: the questions go for all of that.
// Statements in a row that stay within it are looked at for locks only once, behind the last one, or later still.
QList<Statement> DryRunProbe::around(const QList<const ScriptStatement *> &statements, bool mayLeave)
{
    const QList<bool> own = stayWithinMade(statements);
    const bool leaves = mayLeave && !own.contains(false);
    m_batch = {};
    m_batch.closesFirst = m_last.isOpen && !leaves;
    QList<Statement> all{m_batch.closesFirst ? questionForAll() : clockQuestion()};
    for (qsizetype i = 0; i < statements.size(); ++i) {
        QSet<quint32> oids;
        const QString reach = reachOf(*statements[i]);
        const auto [begin, end] = m_last.byName.equal_range(reach);
        std::for_each(begin, end, [&](quint32 oid) { oids.insert(oid); });
        const bool later = own[i] && own.value(i + 1, leaves);
        m_batch.later << later;
        all << Statement(statements[i]->text)
            << (later                 ? Statement(newRelations()).bind(m_newest).bind("4294967295").keep()
                    : reach.isEmpty() ? questionForAll()
                                      : question(oids, m_newestOfOld));
    }
    return all;
}

Result<void> DryRunProbe::measure(StatementRun &run)
{
    const auto answer = m_session.execute(questionForAll());
    if (!answer)
        return fail(answer.error());
    const double milliseconds = run.milliseconds;
    m_batch = {};
    measure(*answer, run);
    run.milliseconds = milliseconds;
    return {};
}

void DryRunProbe::begin(const ResultSet &answer)
{
    if (m_batch.closesFirst)
        readClosing(answer);
    const int last = answer.rowCount() - 1;
    m_clock = answer.text(last, Clock).toDouble();
    m_wal = answer.integer(last, Wal); // what others wrote in the meantime is not its own
}

Result<void> DryRunProbe::close()
{
    if (!m_last.isOpen)
        return {};
    const auto answer = m_session.execute(questionForAll());
    if (!answer)
        return fail(answer.error());
    readClosing(*answer);
    return {};
}

// Whatever else they locked, nobody knows any more which of them it was.
void DryRunProbe::readClosing(const ResultSet &answer)
{
    StatementRun others;
    readLocks(answer, others);
    m_sure = m_sure && others.locks.isEmpty() && others.rows.isEmpty() && others.rewrites.isEmpty();
}

bool DryRunProbe::standsWhereItStood(const ResultSet &clock) const
{
    return clock.integer(0, 1) == m_wal;
}

void DryRunProbe::measure(const ResultSet &answer, StatementRun &run)
{
    const bool later = m_batch.later.value(m_batch.measured++);
    if (answer.isEmpty()) { // what it said to make is not there, or not above the newest: another run looks everywhere
        m_sure = false;
        return;
    }
    run.milliseconds = std::max(0.0, 1000 * (answer.text(0, Clock).toDouble() - m_clock)); // a clock may be set back
    run.walBytes = m_wal == 0 ? 0 : answer.integer(0, Wal) - m_wal;
    if (later)
        readMade(answer, run);
    else
        readLocks(answer, run);
    const int last = answer.rowCount() - 1;
    m_clock = answer.text(last, later ? EndClock : Clock).toDouble();
    m_wal = answer.integer(last, later ? EndWal : Wal);
}

// Whoever makes a relation holds ACCESS EXCLUSIVE on it; whether that is so is seen when the locks are looked at.
void DryRunProbe::readMade(const ResultSet &answer, StatementRun &run)
{
    for (int row = 0; row < answer.rowCount(); ++row) {
        const quint32 oid = quint32(answer.integer(row, Oid));
        const bool isNew = !m_last.relations.contains(oid);
        readRelation(oid, answer, row, run);
        const QString name = m_last.relations.value(oid).name;
        if (!isNew || name.isEmpty())
            continue;
        run.locks.append({name, QString::fromLatin1(modes[accessExclusive])});
        m_last.locks.insert(lockKey(oid, accessExclusive));
        m_last.owed.insert(lockKey(oid, accessExclusive));
        m_last.made.insert(oid);
    }
    m_last.isOpen = true;
}

void DryRunProbe::readLocks(const ResultSet &answer, StatementRun &run)
{
    QSet<quint32> told;
    QSet<quint64> owed = std::exchange(m_last.owed, {});
    const QSet<quint32> made = std::exchange(m_last.made, {});
    const bool closes = std::exchange(m_last.isOpen, false); // those that can have locked only what they made
    for (int row = 0; row < answer.rowCount(); ++row) {
        if (answer.isNull(row, Oid))
            continue;
        const quint32 oid = quint32(answer.integer(row, Oid));
        if (!told.contains(oid))
            readRelation(oid, answer, row, run);
        told.insert(oid);
        const QByteArray mode = answer.value(row, Mode).toByteArray();
        const auto number = quint64(std::find(std::begin(modes), std::end(modes), mode) - std::begin(modes));
        const quint64 key = lockKey(oid, number);
        const QString name = m_last.relations.value(oid).name;
        const bool blocks = number < std::size(modes); // SIReadLock does not
        const bool isNew = !m_last.locks.contains(key);
        if (blocks && isNew && !name.isEmpty())
            (made.contains(oid) ? m_late : run.locks).append({name, QString::fromLatin1(mode)});
        m_sure = m_sure && (!closes || !isNew || oid > m_newestOfOld);
        m_last.locks.insert(key);
        owed.remove(key);
    }
    m_sure = m_sure && owed.isEmpty();
}

void DryRunProbe::readRelation(quint32 oid, const ResultSet &rows, int row, StatementRun &run)
{
    Relation now = m_last.relations.value(oid); // a dropped one keeps its name
    const QString told = toldName(rows, row);
    if (QStringView(told).mid(1).startsWith("pg_"_L1))
        now = {};
    else if (!rows.isNull(row, Name))
        now = {told.mid(1), told.left(1), rows.text(row, File), {}};
    if (!now.name.isEmpty() && !m_last.byName.contains(now.name.section(u'.', 1), oid))
        m_last.byName.insert(now.name.section(u'.', 1), oid);
    now.rows = {rows.integer(row, Inserted), rows.integer(row, Updated), rows.integer(row, Deleted),
                rows.integer(row, Scanned)};
    compare(oid, now, run);
    m_newest = std::max(m_newest, oid);
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
