// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/servererror.h"

#include <libpq-fe.h>

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

} // namespace pitboss
