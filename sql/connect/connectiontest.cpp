// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/connectiontest.h"

#include "sql/connect/connectfailure.h"
#include "sql/connect/englishmessages.h"
#include "sql/connect/loginprobe.h"
#include "sql/servererror.h"

#include <libpq-fe.h>

#include <QDateTime>
#include <QDeadlineTimer>
#include <QElapsedTimer>

#include <poll.h>

#include <algorithm>
#include <memory>
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
    " t.tables, t.readable, t.writable, pg_backend_pid()"
    " FROM pg_roles r, (SELECT count(*) AS tables,"
    "  count(*) FILTER (WHERE has_table_privilege(c.oid, 'SELECT')) AS readable,"
    "  count(*) FILTER (WHERE has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE')) AS writable"
    "  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    "  WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') t"
    " WHERE r.rolname = current_user";

/// A session of libpq alone, for looking around: never blocks longer than a poll of a few ms without asking whether it
/// is still wanted.
class Probe
{
public:
    Probe(const ConnectionInfo &info, const std::function<bool()> &isCanceled)
        : m_info(info)
        , m_isCanceled(isCanceled)
    {
    }
    ~Probe() { PQfinish(m_connection); }
    Q_DISABLE_COPY_MOVE(Probe)

    pg_conn *connection() const { return m_connection; }

    Result<void> open()
    {
        const QMap<QString, QString> parameters = spelledForLibpq(m_info);
        start(parameters);
        PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
        m_deadline = QDeadlineTimer(timeOf(parameters));
        while (PQstatus(m_connection) != CONNECTION_BAD && wanted != PGRES_POLLING_FAILED) {
            if (wanted == PGRES_POLLING_OK)
                return {};
            if (const auto waited = wait(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT); !waited)
                return waited;
            wanted = PQconnectPoll(m_connection);
        }
        Error error = connectError(QString::fromUtf8(PQerrorMessage(m_connection)), m_info);
        if (connectReason(error) == ConnectReason::CertificateUntrusted)
            if (const auto facts = askForCertificate(parameters))
                error = explainCertificate(error, *facts);
        return fail(error);
    }

    /// The first row's fields.
    Result<QStringList> row(const char *sql)
    {
        m_deadline = QDeadlineTimer(std::chrono::seconds(15));
        if (!PQsendQuery(m_connection, sql))
            return fail(lost());
        while (PQisBusy(m_connection)) {
            if (const auto waited = wait(POLLIN); !waited)
                return fail(waited.error());
            if (!PQconsumeInput(m_connection))
                return fail(lost());
        }
        Result<QStringList> fields = read();
        while (PGresult *rest = PQgetResult(m_connection))
            PQclear(rest);
        return fields;
    }

private:
    static std::chrono::seconds timeOf(const QMap<QString, QString> &parameters)
    {
        const int given = parameters.value(QStringLiteral("connect_timeout")).toInt();
        return std::chrono::seconds(given > 0 ? given : 10);
    }

    void start(QMap<QString, QString> parameters)
    {
        parameters.insert(QStringLiteral("application_name"), QStringLiteral("Pitboss test"));
        m_connection = startProbe(parameters).release();
        PQsetNoticeProcessor(
            m_connection, [](void *, const char *) {}, nullptr);
    }

    Result<void> wait(short events) const
    {
        while (true) {
            if (m_isCanceled && m_isCanceled())
                return fail(Error::canceled());
            if (m_deadline.hasExpired())
                return fail(connectError(QStringLiteral("timeout expired"), m_info));
            pollfd socket{PQsocket(m_connection), events, 0};
            constexpr int slice = 20; // ms
            if (poll(&socket, 1, slice) > 0)
                return {};
        }
    }

    Result<QStringList> read() const
    {
        const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQgetResult(m_connection), &PQclear);
        if (PQresultStatus(result.get()) != PGRES_TUPLES_OK)
            return fail(result ? serverError(result.get(), {}) : lost());
        QStringList fields;
        for (int column = 0; column < PQnfields(result.get()) && PQntuples(result.get()) > 0; ++column)
            fields << QString::fromUtf8(PQgetvalue(result.get(), 0, column));
        return fields;
    }

    Error lost() const { return connectError(QString::fromUtf8(PQerrorMessage(m_connection)), m_info); }

    const ConnectionInfo &m_info;
    const std::function<bool()> &m_isCanceled;
    PGconn *m_connection = nullptr;
    QDeadlineTimer m_deadline;
};

Result<void> readFacts(Probe &probe, ConnectionReport &report)
{
    const qint64 asked = QDateTime::currentMSecsSinceEpoch();
    const auto row = probe.row(factsSql);
    const qint64 answeredAt = QDateTime::currentMSecsSinceEpoch();
    if (!row)
        return fail(row.error());
    const auto yes = [&](int column) { return row->value(column) == QLatin1String("t"); };
    report.serverVersion = row->value(0);
    report.database = row->value(1);
    report.role = row->value(2);
    report.isSuperuser = yes(3);
    report.mayCreateSchemas = yes(4);
    report.mayCreateRoles = yes(5);
    report.mayCreateDatabases = yes(6);
    report.isStandby = yes(7);
    report.isReadOnly = yes(8);
    report.timeZone = row->value(9);
    report.clockDifferenceMs = row->value(10).toLongLong() - (asked + answeredAt) / 2;
    report.tables = row->value(11).toLongLong();
    report.readableTables = row->value(12).toLongLong();
    report.writableTables = row->value(13).toLongLong();
    // A pooler names another backend than the one that answers; so does Neon's proxy, whose host tells which it is.
    report.isPooled = report.neon ? report.neon->isPooled : row->value(14).toInt() != PQbackendPID(probe.connection());
    return {};
}

/// The median of two empty queries and of the one for the facts (`first`, which is hardly the middle one): a query
/// more would be a round trip more.
Result<void> measureLatency(Probe &probe, double first, ConnectionReport &report)
{
    std::vector<double> times{first};
    for (int i = 0; i < 2; ++i) {
        QElapsedTimer clock;
        clock.start();
        if (const auto answer = probe.row("SELECT 1"); !answer)
            return fail(answer.error());
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    std::sort(times.begin(), times.end());
    report.latencyMs = times[times.size() / 2];
    report.samples = int(times.size());
    return {};
}

void readTls(pg_conn *connection, ConnectionReport &report)
{
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

Result<ConnectionReport> testOnce(const ConnectionInfo &info, const std::function<bool()> &isCanceled)
{
    Probe probe(info, isCanceled);
    ConnectionReport report;
    report.neon = neonFacts(info.host());
    if (const auto opened = probe.open(); !opened)
        return fail(opened.error());
    readTls(probe.connection(), report);
    QElapsedTimer clock;
    clock.start();
    if (const auto done = readFacts(probe, report); !done)
        return fail(done.error());
    if (const auto done = measureLatency(probe, double(clock.nsecsElapsed()) / 1e6, report); !done)
        return fail(done.error());
    return report;
}

} // namespace

Result<ConnectionReport> testConnection(const ConnectionInfo &info, const Patience &patience)
{
    const EnglishMessages english;
    return patiently<ConnectionReport>(info, patience, [&] { return testOnce(info, patience.isCanceled); });
}

} // namespace pitboss
