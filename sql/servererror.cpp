// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/servererror.h"

#include <libpq-fe.h>

#include <QCoreApplication>

#include <array>

namespace pitboss {

namespace {

QString field(const pg_result *result, int code)
{
    return QString::fromUtf8(PQresultErrorField(result, code));
}

struct StateKind
{
    const char *prefix;
    Error::Kind kind;
};

/// First match wins, so whole states stand before their class.
constexpr std::array stateKinds{
    StateKind{"57014", Error::Kind::Canceled},
    StateKind{"55P03", Error::Kind::Timeout},
    StateKind{"25P03", Error::Kind::ConnectionLost},
    StateKind{"57P0", Error::Kind::ConnectionLost},
    StateKind{"25006", Error::Kind::ReadOnly},
    StateKind{"42501", Error::Kind::Permission},
    StateKind{"42601", Error::Kind::Syntax},
    StateKind{"42P01", Error::Kind::Missing},
    StateKind{"42703", Error::Kind::Missing},
    StateKind{"42883", Error::Kind::Missing},
    StateKind{"42704", Error::Kind::Missing},
    StateKind{"3F000", Error::Kind::Missing},
    StateKind{"3D000", Error::Kind::Connect},
    StateKind{"23", Error::Kind::Constraint},
    StateKind{"22", Error::Kind::Data},
    StateKind{"28", Error::Kind::Connect},
    StateKind{"08", Error::Kind::ConnectionLost},
    StateKind{"40", Error::Kind::Conflict},
    StateKind{"53", Error::Kind::Resources},
};

struct ConnectPhrase
{
    const char *needle; ///< in libpq's or the server's text
    const char *message;
    const char *hint;
};

constexpr std::array connectPhrases{
    ConnectPhrase{"could not translate host name", QT_TRANSLATE_NOOP("Connect", "The host name was not found."),
                  QT_TRANSLATE_NOOP("Connect", "Check the host's spelling and that this computer is online.")},
    ConnectPhrase{"Connection refused",
                  QT_TRANSLATE_NOOP("Connect", "The host is there, but no server answers at this port."),
                  QT_TRANSLATE_NOOP("Connect", "Check the port, and that Postgres runs and listens there.")},
    ConnectPhrase{"No such file or directory", QT_TRANSLATE_NOOP("Connect", "No server answers at this socket."),
                  QT_TRANSLATE_NOOP("Connect", "Check that Postgres runs, or give a host to connect by network.")},
    ConnectPhrase{
        "timeout expired", QT_TRANSLATE_NOOP("Connect", "The server did not answer in time."),
        QT_TRANSLATE_NOOP("Connect", "Check host, port and firewall; a sleeping server may need another try.")},
    ConnectPhrase{"password authentication failed", QT_TRANSLATE_NOOP("Connect", "The password was not accepted."),
                  QT_TRANSLATE_NOOP("Connect", "Check user and password.")},
    ConnectPhrase{"no password supplied", QT_TRANSLATE_NOOP("Connect", "The server asks for a password."),
                  QT_TRANSLATE_NOOP("Connect", "Put it into the URL, PGPASSWORD or ~/.pgpass.")},
    ConnectPhrase{"certificate", QT_TRANSLATE_NOOP("Connect", "The server's TLS certificate was not accepted."),
                  QT_TRANSLATE_NOOP("Connect", "Check sslmode, sslrootcert and the host name.")},
    ConnectPhrase{"does not support SSL", QT_TRANSLATE_NOOP("Connect", "The server does not offer TLS."),
                  QT_TRANSLATE_NOOP("Connect", "Use sslmode=prefer only where the network is trusted.")},
    ConnectPhrase{
        "Peer authentication failed",
        QT_TRANSLATE_NOOP("Connect", "The server lets only the database user of the same name in here."),
        QT_TRANSLATE_NOOP("Connect", "Give the user that matches your login, or connect by host and password.")},
    ConnectPhrase{"no pg_hba.conf entry",
                  QT_TRANSLATE_NOOP("Connect", "The server does not let this user, database and address in."),
                  QT_TRANSLATE_NOOP("Connect", "An administrator has to allow it in pg_hba.conf.")},
    ConnectPhrase{"too many c", QT_TRANSLATE_NOOP("Connect", "The server has no connection left."),
                  QT_TRANSLATE_NOOP("Connect", "Close other clients, or try again in a moment.")},
    ConnectPhrase{"database \"", QT_TRANSLATE_NOOP("Connect", "The database does not exist, or may not be opened."),
                  QT_TRANSLATE_NOOP("Connect", "Check the database's name.")},
    ConnectPhrase{"role \"", QT_TRANSLATE_NOOP("Connect", "The user does not exist on this server."),
                  QT_TRANSLATE_NOOP("Connect", "Check the user's name.")},
    ConnectPhrase{"invalid response", QT_TRANSLATE_NOOP("Connect", "What answers there is not Postgres."),
                  QT_TRANSLATE_NOOP("Connect", "Check host and port.")},
};

} // namespace

Error::Kind kindOfSqlState(const QString &sqlState)
{
    for (const StateKind &entry : stateKinds) {
        if (sqlState.startsWith(QLatin1String(entry.prefix)))
            return entry.kind;
    }
    return Error::Kind::Server;
}

Error serverError(const pg_result *result, const QString &statement)
{
    Error error;
    error.sqlState = field(result, PG_DIAG_SQLSTATE);
    error.kind = kindOfSqlState(error.sqlState);
    error.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (error.message.isEmpty())
        error.message = QString::fromUtf8(PQresultErrorMessage(result)).trimmed();
    error.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
    error.hint = field(result, PG_DIAG_MESSAGE_HINT);
    error.position = field(result, PG_DIAG_STATEMENT_POSITION).toInt();
    error.constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    error.column = field(result, PG_DIAG_COLUMN_NAME);
    error.relation = field(result, PG_DIAG_TABLE_NAME);
    if (!error.relation.isEmpty())
        error.relation.prepend(field(result, PG_DIAG_SCHEMA_NAME) + QLatin1Char('.'));
    error.statement = statement;
    return error;
}

Notice noticeOf(const pg_result *result)
{
    return {field(result, PG_DIAG_SEVERITY_NONLOCALIZED), field(result, PG_DIAG_MESSAGE_PRIMARY),
            field(result, PG_DIAG_MESSAGE_DETAIL), field(result, PG_DIAG_MESSAGE_HINT),
            field(result, PG_DIAG_SQLSTATE)};
}

Error connectError(const QString &libpqMessage, const ConnectionInfo &info)
{
    QString detail = libpqMessage.trimmed();
    const QString password = info.parameter(QStringLiteral("password"));
    if (!password.isEmpty())
        detail.replace(password, QStringLiteral("…")); // libpq does not repeat it; a proxy's text might
    for (const ConnectPhrase &phrase : connectPhrases) {
        if (detail.contains(QLatin1String(phrase.needle)))
            return Error::of(Error::Kind::Connect, QCoreApplication::translate("Connect", phrase.message), detail,
                             QCoreApplication::translate("Connect", phrase.hint));
    }
    return Error::of(Error::Kind::Connect, QCoreApplication::translate("Connect", "The connection could not be made."),
                     detail);
}

} // namespace pitboss
