// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/figures.h"

#include "sql/money.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <array>

namespace pitboss {

namespace {

struct Definition
{
    const char *group;
    const char *key;
    FigureUnit unit;
    bool isBreakdown;
    const char *needs; ///< as PitSchema::require
    const char *sql;
    /// What it means when there is no row, or NULL in it.
    const char *nothing = QT_TRANSLATE_NOOP("Figures", "The server gave no value.");
};

#define PITBOSS_SINCE_MIDNIGHT "created_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'"
// Sessions of other roles show no times to a role without this right, and would be counted as none.
#define PITBOSS_IF_SESSIONS_SHOW "CASE WHEN pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') THEN "
constexpr const char *sessionsHidden =
    QT_TRANSLATE_NOOP("Figures", "Sessions of other roles are hidden from this role (it lacks pg_read_all_stats).");
constexpr const char *noPoolToday = QT_TRANSLATE_NOOP("Figures", "free_bout_pool has no row for today (UTC) yet.");
constexpr const char *noIntroPool = QT_TRANSLATE_NOOP("Figures", "intro_pool has no row.");

constexpr auto Count = FigureUnit::Count;
constexpr auto Micro = FigureUnit::MicroCredits;

constexpr Definition definitions[] = {
    {"server", "version", FigureUnit::Text, false, "", "SELECT current_setting('server_version')"},
    {"server", "database", FigureUnit::Text, false, "", "SELECT current_database()"},
    {"server", "role", FigureUnit::Text, false, "", "SELECT current_user"},
    {"server", "size_bytes", FigureUnit::Bytes, false, "", "SELECT pg_database_size(current_database())"},
    {"server", "tables", Count, false, "",
     "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p')"
     " AND NOT c.relispartition AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'"},
    {"server", "connections", Count, false, "",
     "SELECT numbackends FROM pg_stat_database WHERE datname = current_database()"},
    {"server", "max_connections", Count, false, "", "SELECT current_setting('max_connections')"},
    {"server", "cache_hit_percent", FigureUnit::Percent, false, "",
     "SELECT round(100.0 * blks_hit / nullif(blks_hit + blks_read, 0), 1) FROM pg_stat_database"
     " WHERE datname = current_database()",
     QT_TRANSLATE_NOOP("Figures", "Nothing has been read since the statistics began.")},
    {"server", "long_transactions", Count, false, "",
     "SELECT " PITBOSS_IF_SESSIONS_SHOW "(SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
     " AND pid <> pg_backend_pid() AND xact_start < now() - interval '5 minutes') END",
     sessionsHidden},
    {"server", "longest_transaction_s", FigureUnit::Seconds, false, "",
     "SELECT " PITBOSS_IF_SESSIONS_SHOW "coalesce((SELECT extract(epoch FROM max(clock_timestamp() - xact_start))::int8"
     " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()), 0) END",
     sessionsHidden},

    {"users", "total", Count, false, "users", "SELECT count(*) FROM users"},
    {"users", "by_tier", Count, true, "users.subscription_tier",
     "SELECT subscription_tier, count(*) FROM users GROUP BY subscription_tier ORDER BY subscription_tier"},
    {"users", "new_today", Count, false, "users.created_at",
     "SELECT count(*) FROM users WHERE " PITBOSS_SINCE_MIDNIGHT},

    {"bouts", "total", Count, false, "bouts", "SELECT count(*) FROM bouts"},
    {"bouts", "by_status", Count, true, "bouts.status",
     "SELECT status, count(*) FROM bouts GROUP BY status ORDER BY status"},
    {"bouts", "today", Count, false, "bouts.created_at", "SELECT count(*) FROM bouts WHERE " PITBOSS_SINCE_MIDNIGHT},
    {"bouts", "stuck", Count, false, "bouts.status bouts.created_at",
     "SELECT count(*) FROM bouts WHERE status = 'running' AND created_at < now() - interval '10 minutes'"},
    {"bouts", "errors_last_hour", Count, false, "bouts.status bouts.created_at",
     "SELECT count(*) FROM bouts WHERE status = 'error' AND created_at > now() - interval '1 hour'"},

    {"agents", "total", Count, false, "agents", "SELECT count(*) FROM agents"},
    {"agents", "by_tier", Count, true, "agents.tier", "SELECT tier, count(*) FROM agents GROUP BY tier ORDER BY tier"},
    {"agents", "archived", Count, false, "agents.archived", "SELECT count(*) FROM agents WHERE archived"},
    {"agents", "flagged", Count, false, "agent_flags.agent_id", "SELECT count(DISTINCT agent_id) FROM agent_flags"},

    {"credits", "accounts", Count, false, "credits", "SELECT count(*) FROM credits"},
    {"credits", "total_micro", Micro, false, "credits.balance_micro",
     "SELECT coalesce(sum(balance_micro), 0)::int8 FROM credits"},
    {"credits", "zero_balance", Count, false, "credits.balance_micro",
     "SELECT count(*) FROM credits WHERE balance_micro = 0"},
    {"credits", "unreconciled", Count, false,
     "credits.user_id credits.balance_micro credit_transactions.user_id credit_transactions.delta_micro",
     "SELECT count(*) FROM credits c LEFT JOIN (SELECT user_id, sum(delta_micro) AS ledger FROM credit_transactions"
     " GROUP BY user_id) l ON l.user_id = c.user_id WHERE c.balance_micro <> coalesce(l.ledger, 0) + $1"},

    {"pool", "used", Count, false, "free_bout_pool.used free_bout_pool.date",
     "SELECT used FROM free_bout_pool WHERE date = to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')", noPoolToday},
    {"pool", "max_daily", Count, false, "free_bout_pool.max_daily free_bout_pool.date",
     "SELECT max_daily FROM free_bout_pool WHERE date = to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD')", noPoolToday},
    {"pool", "intro_initial_micro", Micro, false, "intro_pool.initial_micro intro_pool.id",
     "SELECT initial_micro FROM intro_pool ORDER BY id DESC LIMIT 1", noIntroPool},
    {"pool", "intro_claimed_micro", Micro, false, "intro_pool.claimed_micro intro_pool.id",
     "SELECT claimed_micro FROM intro_pool ORDER BY id DESC LIMIT 1", noIntroPool},
};

#undef PITBOSS_SINCE_MIDNIGHT
#undef PITBOSS_IF_SESSIONS_SHOW

Statement statementOf(const Definition &definition)
{
    Statement statement(definition.sql);
    if (statement.sql.contains("$1"))
        statement.bind(openingBalance.micro());
    return statement;
}

Error nothingError(const Definition &definition)
{
    return Error::of(Error::Kind::Data, QCoreApplication::translate("Figures", definition.nothing));
}

void readEntries(Figure &figure, const Definition &definition, const ResultSet &rows)
{
    const int valueColumn = definition.isBreakdown ? 1 : 0;
    for (int r = 0; r < rows.rowCount(); ++r) {
        if (!rows.isNull(r, valueColumn))
            figure.entries.append({definition.isBreakdown ? rows.text(r, 0) : QString(), rows.text(r, valueColumn)});
    }
    if (figure.entries.isEmpty() && !definition.isBreakdown)
        figure.error = nothingError(definition);
}

Figure readFigure(Session &session, const PitSchema &schema, const Definition &definition)
{
    Figure figure;
    figure.group = QLatin1String(definition.group);
    figure.key = QLatin1String(definition.key);
    figure.unit = definition.unit;
    figure.isBreakdown = definition.isBreakdown;
    if (const auto there = schema.require(QLatin1String(definition.needs)); !there) {
        figure.error = there.error();
        return figure;
    }
    const auto rows = session.execute(statementOf(definition));
    if (rows)
        readEntries(figure, definition, *rows);
    else
        figure.error = rows.error();
    return figure;
}

} // namespace

qint64 Figure::total() const
{
    qint64 sum = 0;
    for (const FigureEntry &entry : entries)
        sum += entry.number();
    return sum;
}

QStringList figureGroups()
{
    QStringList groups;
    for (const Definition &definition : definitions) {
        if (!groups.contains(QLatin1String(definition.group)))
            groups << QLatin1String(definition.group);
    }
    return groups;
}

QList<Figure> readFigures(Session &session, const PitSchema &schema, const QString &group)
{
    QList<Figure> figures;
    for (const Definition &definition : definitions) {
        if (group == QLatin1String(definition.group))
            figures.append(readFigure(session, schema, definition));
    }
    return figures;
}

QList<Figure> readAllFigures(Session &session, const PitSchema &schema)
{
    QList<Figure> figures;
    const QStringList groups = figureGroups();
    for (const QString &group : groups)
        figures += readFigures(session, schema, group);
    return figures;
}

Result<double> measureLatency(Session &session)
{
    std::array<qint64, 7> times{};
    for (qint64 &time : times) {
        QElapsedTimer timer;
        timer.start();
        const auto answer = session.execute("SELECT 1");
        if (!answer)
            return fail(answer.error());
        time = timer.nsecsElapsed();
    }
    std::sort(times.begin(), times.end());
    constexpr double nanosecondsPerMillisecond = 1e6;
    return double(times[times.size() / 2]) / nanosecondsPerMillisecond;
}

} // namespace pitboss
