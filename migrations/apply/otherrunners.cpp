// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/otherrunners.h"

#include "sql/session.h"

#include <QSet>
#include <QThread>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

const QByteArray applyLockKey = "22633946725446515"; // the letters of "Pitboss"

namespace {

constexpr int headLength = 200; // characters; the server keeps about a thousand bytes of a query

// pg_stat_activity without its joins: it is asked once for each file.
const char *const others = R"(
select a.pid, pg_catalog.pg_get_userbyid(a.usesysid), a.application_name, a.state, pg_catalog.left(a.query, 200),
       extract(epoch from pg_catalog.clock_timestamp() - a.state_change) < 60
  from pg_catalog.pg_stat_get_activity(null) a
 where a.datid = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
   and a.pid <> pg_catalog.pg_backend_pid() and a.backend_type = 'client backend'
   and a.state in ('active', 'idle', 'idle in transaction'))";

// Those among them that may be runners, by less than pg_stat_activity, for it is asked with each file: whoever is not
// idle, or said last what a runner says before its BEGIN. The server's own workers have no client, and of others' that
// one may not look at nothing is told.
const char *const suspects = R"(
select from pg_catalog.pg_stat_get_backend_idset() b
 where pg_catalog.pg_stat_get_backend_dbid(b)
       = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
   and pg_catalog.pg_stat_get_backend_pid(b) <> pg_catalog.pg_backend_pid()
   and pg_catalog.pg_stat_get_backend_client_port(b) is not null
   and (pg_catalog.pg_stat_get_backend_xact_start(b) is not null
        or pg_catalog.pg_stat_get_backend_wait_event(b) is distinct from 'ClientRead'
        or pg_catalog.pg_stat_get_backend_activity(b) ~* '^\s*select id, hash, created_at'))";

enum class Sign {
    None,
    Runner, ///< what only a runner says
    Perhaps ///< BEGIN: everybody says it, but nobody stays there
};

class Signs
{
public:
    explicit Signs(const ApplyPlan &plan)
        : m_table(plan.source.quoted().toLower())
    {
        for (const ApplyFile &file : plan.files) {
            for (const ScriptChunk &chunk : file.script->chunks()) {
                const QString text = QString::fromUtf8(file.script->utf8().mid(chunk.offset, chunk.length));
                if (!text.trimmed().isEmpty())
                    m_heads << text.left(headLength).trimmed();
            }
        }
    }

    Sign of(const QString &query, const QString &state, bool recent) const
    {
        const QString text = query.trimmed().toLower();
        const bool idle = state == "idle"_L1;
        if (recent && text.startsWith("select id, hash, created_at"_L1) && text.contains(m_table))
            return Sign::Runner; // its next word is BEGIN
        if (!idle && (m_heads.contains(query.trimmed()) || text.startsWith("insert into "_L1 + m_table)))
            return Sign::Runner;
        return !idle && recent && text == "begin"_L1 ? Sign::Perhaps : Sign::None;
    }

private:
    QString m_table;
    QSet<QString> m_heads;
};

} // namespace

Statement otherSessions()
{
    return Statement(others).keep();
}

QByteArray mayBeRunners()
{
    return QByteArray("exists (") + suspects + ')';
}

Result<QList<LockHolder>> runnersUnderWay(Session &session, const ApplyPlan &plan, const ResultSet &first)
{
    std::optional<Signs> signs; // read from the files only when there is another session at all
    QSet<int> asked;            // those who said BEGIN, until they say more
    for (int look = 0; look < 40; ++look) {
        const auto rows = look == 0 ? Result<ResultSet>(first) : session.execute(otherSessions());
        if (!rows)
            return fail(rows.error());
        if (!signs && !rows->isEmpty())
            signs.emplace(plan);
        QList<LockHolder> runners;
        QSet<int> perhaps;
        for (int row = 0; row < rows->rowCount(); ++row) {
            const int pid = int(rows->integer(row, 0));
            const Sign sign = signs->of(rows->text(row, 4), rows->text(row, 3), rows->boolean(row, 5));
            if (sign == Sign::Perhaps && (look == 0 || asked.contains(pid)))
                perhaps << pid;
            if (sign != Sign::Runner)
                continue;
            LockHolder runner;
            runner.pid = pid;
            runner.user = rows->text(row, 1);
            runner.application = rows->text(row, 2);
            runner.state = rows->text(row, 3);
            runner.query = rows->text(row, 4);
            runners << runner;
        }
        if (!runners.isEmpty() || perhaps.isEmpty())
            return runners;
        asked = perhaps;
        QThread::msleep(25);
        if (const auto fresh = session.execute(Statement("select pg_catalog.pg_stat_clear_snapshot()")); !fresh)
            return fail(fresh.error());
    }
    return QList<LockHolder>();
}

} // namespace pitboss
