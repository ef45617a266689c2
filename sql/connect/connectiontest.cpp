// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/connectiontest.h"

#include <libpq-fe.h>

#include <QDateTime>
#include <QElapsedTimer>

#include <algorithm>
#include <vector>

namespace pitboss {

namespace {

QString attribute(pg_conn *connection, const char *name)
{
    return QString::fromUtf8(PQsslAttribute(connection, name));
}

/// Tables of a person: what the catalog shows, system schemas apart.
const char *const factsSql =
    "SELECT split_part(current_setting('server_version'), ' ', 1), current_database(), current_user, r.rolsuper,"
    " has_database_privilege(current_database(), 'CREATE'), r.rolcreaterole, r.rolcreatedb, pg_is_in_recovery(),"
    " (SELECT reset_val FROM pg_settings WHERE name = 'default_transaction_read_only') = 'on',"
    " (SELECT reset_val FROM pg_settings WHERE name = 'TimeZone'),"
    " (extract(epoch FROM clock_timestamp()) * 1000)::bigint,"
    " t.tables, t.readable, t.writable"
    " FROM pg_roles r, (SELECT count(*) AS tables,"
    "  count(*) FILTER (WHERE has_table_privilege(c.oid, 'SELECT')) AS readable,"
    "  count(*) FILTER (WHERE has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE')) AS writable"
    "  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    "  WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') t"
    " WHERE r.rolname = current_user";

Result<void> readFacts(Session &session, ConnectionReport &report)
{
    const qint64 asked = QDateTime::currentMSecsSinceEpoch();
    const auto row = session.execute(factsSql);
    const qint64 answeredAt = QDateTime::currentMSecsSinceEpoch();
    if (!row)
        return fail(row.error());
    if (row->isEmpty())
        return fail(Error::Kind::Missing, QStringLiteral("pg_roles"));
    report.serverVersion = row->text(0, 0);
    report.database = row->text(0, 1);
    report.role = row->text(0, 2);
    report.isSuperuser = row->boolean(0, 3);
    report.mayCreateSchemas = row->boolean(0, 4);
    report.mayCreateRoles = row->boolean(0, 5);
    report.mayCreateDatabases = row->boolean(0, 6);
    report.isStandby = row->boolean(0, 7);
    report.isReadOnly = row->boolean(0, 8);
    report.timeZone = row->text(0, 9);
    report.clockDifferenceMs = row->text(0, 10).toLongLong() - (asked + answeredAt) / 2;
    report.tables = row->text(0, 11).toLongLong();
    report.readableTables = row->text(0, 12).toLongLong();
    report.writableTables = row->text(0, 13).toLongLong();
    return {};
}

Result<void> measureLatency(Session &session, ConnectionReport &report)
{
    constexpr int samples = 3;
    std::vector<double> times;
    for (int i = 0; i < samples; ++i) {
        QElapsedTimer clock;
        clock.start();
        if (const auto answer = session.execute("SELECT 1"); !answer)
            return fail(answer.error());
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    std::nth_element(times.begin(), times.begin() + samples / 2, times.end());
    report.latencyMs = times[samples / 2];
    report.samples = samples;
    return {};
}

void readTls(Session &session, ConnectionReport &report)
{
    pg_conn *connection = session.handle();
    const QString host = QString::fromUtf8(PQhost(connection));
    report.isLocal = guessEnvironment(host, {}) == Environment::Local;
    report.place = host.startsWith(QLatin1Char('/'))
        ? host
        : QStringLiteral("%1:%2").arg(host, QString::fromLatin1(PQport(connection)));
    if (!PQsslInUse(connection))
        return;
    report.tlsVersion = attribute(connection, "protocol");
    report.cipher = attribute(connection, "cipher");
    report.certificate = certificateOf(connection);
}

} // namespace

Result<ConnectionReport> testConnection(Session &session)
{
    ConnectionReport report;
    if (const auto opened = session.open(); !opened)
        return fail(opened.error());
    readTls(session, report);
    report.isPooled = session.isPooled();
    report.neon = neonFacts(session.info().host());
    if (const auto done = readFacts(session, report); !done)
        return fail(done.error());
    if (const auto done = measureLatency(session, report); !done)
        return fail(done.error());
    return report;
}

} // namespace pitboss
