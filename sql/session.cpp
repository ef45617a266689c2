// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/session.h"

#include "sql/connect/certificate.h"
#include "sql/connect/connectfailure.h"
#include "sql/connect/englishmessages.h"
#include "sql/connect/loginprobe.h"
#include "sql/connect/neon.h"
#include "sql/servererror.h"

#include <libpq-fe.h>

#include <QCoreApplication>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QUuid>
#include <QVariant>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Session", text);
}

QString quoteOption(QString value)
{
    value.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('\''), QLatin1String("\\'"));
    return QStringLiteral("'") + value + QStringLiteral("'");
}

/// What the URL does not set itself: a dead peer is noticed within half a minute, and connecting ends.
QMap<QString, QString> withDefaults(QMap<QString, QString> parameters, const SessionOptions &options)
{
    const auto byDefault = [&](const char *key, const QString &value) {
        if (!parameters.contains(QLatin1String(key)))
            parameters.insert(QLatin1String(key), value);
    };
    byDefault("connect_timeout", QString::number(options.connectTimeout.count()));
    byDefault("keepalives_idle", QStringLiteral("10"));
    byDefault("keepalives_interval", QStringLiteral("5"));
    byDefault("keepalives_count", QStringLiteral("3"));
    byDefault("tcp_user_timeout", QStringLiteral("25000"));
    byDefault("application_name", options.applicationName);
    return parameters;
}

Error writesForbidden(const ConnectionInfo &info)
{
    return Error::refused(
        say("Writing is forbidden on the connection “%1”.").arg(info.displayName()),
        say("Nothing was sent. If that is no longer meant, allow it where the connection is edited."));
}

pg_conn *nativeHandle(const QSqlDatabase &database)
{
    const QVariant handle = database.driver()->handle();
    if (!handle.isValid()
        || !(qstrcmp(handle.typeName(), "PGconn*") == 0 || qstrcmp(handle.typeName(), "pg_conn*") == 0))
        return nullptr;
    return *static_cast<pg_conn *const *>(handle.constData());
}

} // namespace

Session::Session(ConnectionInfo info, SessionOptions options)
    : m_info(std::move(info))
    , m_options(std::move(options))
{
}

Session::~Session()
{
    close();
}

Result<void> Session::open()
{
    if (m_connection)
        return {};
    if (!m_options.readOnly && !m_info.writesAllowed())
        return fail(writesForbidden(m_info));
    const QString name = QStringLiteral("pitboss-") + QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_database = std::make_unique<QSqlDatabase>(QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), name));
    if (!m_database->isValid()) {
        close();
        return fail(Error::Kind::Connect, say("Qt's driver for Postgres (QPSQL) is not installed."), {},
                    say("Install the package libqt6sql6-psql (Debian, Ubuntu) or qt6-qtbase-postgresql (Fedora)."));
    }
    QStringList options;
    const auto parameters = withDefaults(spelledForLibpq(m_info), m_options);
    for (auto it = parameters.begin(); it != parameters.end(); ++it) {
        if (it.key() == QLatin1String("password"))
            m_database->setPassword(it.value());
        else
            options << it.key() + QLatin1Char('=') + quoteOption(it.value());
    }
    m_database->setConnectOptions(options.join(QLatin1Char(' ')));
    const EnglishMessages english;
    if (!m_database->open()) {
        const QString said = m_database->lastError().databaseText();
        Error error = connectError(said, m_info);
        close();
        error = explainRefusal(error, said, parameters);
        if (connectReason(error) == ConnectReason::CertificateUntrusted)
            if (const auto facts = askForCertificate(parameters))
                error = explainCertificate(error, *facts);
        return fail(error);
    }
    m_connection = nativeHandle(*m_database);
    PQsetNoticeReceiver(m_connection, &Session::receiveNotice, this);
    m_canceler->attach(m_connection);
    return configure();
}

Result<void> Session::configure()
{
    // One round trip. transaction_read_only guards each statement; the default here guards whatever comes around it.
    // Behind a pooler the server's session is shared with applications: what is set there would hit them, so nothing
    // is but the time zone, which poolers keep apart; the rest goes with each statement (localSettings).
    // A pooler is known by a backend other than the one it named.
    Statement settings("SELECT own, CASE WHEN own THEN set_config('default_transaction_read_only', $1, false) END,"
                       " CASE WHEN own THEN set_config('statement_timeout', $2, false) END,"
                       " CASE WHEN own THEN set_config('lock_timeout', $3, false) END,"
                       " CASE WHEN own THEN set_config('idle_in_transaction_session_timeout', $4, false) END,"
                       " CASE WHEN own THEN set_config('IntervalStyle', 'postgres', false) END,"
                       " CASE WHEN own THEN set_config('bytea_output', 'hex', false) END,"
                       " CASE WHEN own THEN set_config('extra_float_digits', $5, false) END,"
                       " CASE WHEN $6 <> '' THEN set_config('TimeZone', $6, false) END,"
                       " current_setting('statement_timeout')"
                       " FROM (SELECT $7::boolean OR ($8::boolean AND pg_backend_pid() = $9::integer) AS own) s");
    const auto neon = neonFacts(m_info.host()); // its proxy names another backend on either host
    settings.bind(m_options.readOnly ? "on" : "off")
        .bind(qint64(m_options.statementTimeout.count()))
        .bind(qint64(m_options.lockTimeout.count()))
        .bind(qint64(m_options.idleInTransactionTimeout.count()))
        .bind(serverVersion() >= 120000 ? "1" : "3") // exact floats: before 12 only 3 prints all digits
        .bind(m_options.timeZone)
        .bind(neon && !neon->isPooled ? "on" : "off")
        .bind(neon ? "off" : "on")
        .bind(qint64(backendPid()));
    const bool readOnly = std::exchange(m_options.readOnly, false);
    const auto done = execute(settings);
    m_options.readOnly = readOnly;
    if (done) {
        m_isPooled = !done->boolean(0, 0);
        const int limit = done->columnCount() - 1;
        m_isLimited =
            m_options.statementTimeout.count() > 0 || (m_isPooled && done->text(0, limit) != QLatin1String("0"));
        return {};
    }
    close();
    return fail(done.error());
}

QByteArray Session::localSettings() const
{
    const auto setting = [](const char *name, const QByteArray &value) {
        return QByteArray(", set_config('") + name + "', '" + value + "', true)";
    };
    const auto limit = [&](const char *name, std::chrono::milliseconds value) {
        return value.count() > 0 ? setting(name, QByteArray::number(qint64(value.count()))) : QByteArray();
    };
    return "SELECT set_config('IntervalStyle', 'postgres', true)" + setting("bytea_output", "hex")
        + setting("extra_float_digits", serverVersion() >= 120000 ? "1" : "3")
        + limit("statement_timeout", m_options.statementTimeout) + limit("lock_timeout", m_options.lockTimeout)
        + limit("idle_in_transaction_session_timeout", m_options.idleInTransactionTimeout);
}

void Session::close()
{
    m_canceler->attach(nullptr);
    m_connection = nullptr;
    m_kept.clear();
    if (!m_database)
        return;
    const QString name = m_database->connectionName();
    m_database->close();
    m_database.reset();
    QSqlDatabase::removeDatabase(name);
}

Session::TransactionStatus Session::transactionStatus() const
{
    switch (m_connection ? PQtransactionStatus(m_connection) : PQTRANS_UNKNOWN) {
    case PQTRANS_IDLE:
        return TransactionStatus::Idle;
    case PQTRANS_ACTIVE:
        return TransactionStatus::Active;
    case PQTRANS_INTRANS:
        return TransactionStatus::InTransaction;
    case PQTRANS_INERROR:
        return TransactionStatus::Failed;
    default:
        return TransactionStatus::Unknown;
    }
}

int Session::serverVersion() const
{
    return m_connection ? PQserverVersion(m_connection) : 0;
}

int Session::backendPid() const
{
    return m_connection ? PQbackendPID(m_connection) : 0;
}

QString Session::serverParameter(const char *name) const
{
    return m_connection ? QString::fromUtf8(PQparameterStatus(m_connection, name)) : QString();
}

int Session::socket() const
{
    return m_connection ? PQsocket(m_connection) : -1;
}

bool Session::checkAlive()
{
    if (m_connection && (!PQconsumeInput(m_connection) || PQstatus(m_connection) != CONNECTION_OK))
        close();
    return m_connection != nullptr;
}

void Session::receiveNotice(void *self, const pg_result *result)
{
    auto &notices = static_cast<Session *>(self)->m_notices;
    constexpr qsizetype most = 10000; // a loop of RAISE NOTICE must not eat the memory
    if (notices.size() < most)
        notices.append(noticeOf(result));
}

} // namespace pitboss
