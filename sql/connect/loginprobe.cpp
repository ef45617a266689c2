// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/loginprobe.h"

#include "sql/connect/connectfailure.h"
#include "sql/connect/neon.h"

#include <libpq-fe.h>

#include <QRegularExpression>

#include <array>
#include <vector>

#include <poll.h>

namespace pitboss {

namespace {

struct StateReason
{
    const char *sqlState;
    ConnectReason reason;
};

/// PostgreSQL documentation, appendix "PostgreSQL Error Codes", and what postinit.c, auth.c and miscinit.c send.
constexpr std::array stateReasons{
    StateReason{"28P01", ConnectReason::PasswordWrong},     StateReason{"28000", ConnectReason::NotAllowedFromHere},
    StateReason{"3D000", ConnectReason::DatabaseMissing},   StateReason{"42501", ConnectReason::DatabaseForbidden},
    StateReason{"55000", ConnectReason::DatabaseForbidden}, StateReason{"53300", ConnectReason::TooMany},
    StateReason{"57P01", ConnectReason::StartingUp},        StateReason{"57P02", ConnectReason::StartingUp},
    StateReason{"57P03", ConnectReason::StartingUp},        StateReason{"42704", ConnectReason::PoolerParameter},
    StateReason{"42601", ConnectReason::PoolerParameter},   StateReason{"22023", ConnectReason::PoolerParameter},
};

/// libpq puts two blanks behind the server's own severity, and one behind its own "failed:".
bool isServersWord(const QString &libpqText)
{
    static const QRegularExpression severity(QStringLiteral("(^|failed: )[^\\s:]+:  \\S"));
    return severity.match(libpqText).hasMatch();
}

QString lastMatch(const QRegularExpression &expression, const QString &text)
{
    QString last; // of several hosts the last one decided
    for (auto it = expression.globalMatch(text); it.hasNext();)
        last = it.next().captured(1);
    return last;
}

QString refusalOf(const QMap<QString, QString> &parameters)
{
    const Probe probe = startProbe(parameters);
    PQsetErrorVerbosity(probe.get(), PQERRORS_VERBOSE);
    advance(probe.get(), parameters, [] { return false; });
    return PQstatus(probe.get()) == CONNECTION_BAD ? QString::fromUtf8(PQerrorMessage(probe.get())) : QString();
}

} // namespace

void ProbeEnd::operator()(pg_conn *connection) const
{
    PQfinish(connection);
}

Probe startProbe(const QMap<QString, QString> &libpqParameters)
{
    std::vector<QByteArray> texts;
    for (auto it = libpqParameters.begin(); it != libpqParameters.end(); ++it) {
        texts.push_back(it.key().toUtf8());
        texts.push_back(it.value().toUtf8());
    }
    std::vector<const char *> keys;
    std::vector<const char *> values;
    for (size_t i = 0; i < texts.size(); i += 2) {
        keys.push_back(texts[i].constData());
        values.push_back(texts[i + 1].constData());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    return Probe(PQconnectStartParams(keys.data(), values.data(), 0));
}

bool advance(pg_conn *probe, const QMap<QString, QString> &libpqParameters, const std::function<bool()> &enough)
{
    const int seconds = qBound(1, libpqParameters.value(QStringLiteral("connect_timeout")).toInt(), 30);
    const QDeadlineTimer deadline(std::chrono::seconds{seconds});
    PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
    while (PQstatus(probe) != CONNECTION_BAD && !deadline.hasExpired()) {
        if (enough())
            return true;
        pollfd socket{PQsocket(probe), short(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        if (poll(&socket, 1, int(deadline.remainingTime())) <= 0)
            break;
        wanted = PQconnectPoll(probe);
        if (wanted == PGRES_POLLING_FAILED || wanted == PGRES_POLLING_OK)
            break;
    }
    return false;
}

Error explainRefusal(const Error &error, const QString &libpqText, const QMap<QString, QString> &libpqParameters)
{
    const bool speaksEnglish = neonFacts(libpqParameters.value(QStringLiteral("host"))).has_value();
    if (connectReason(error) != ConnectReason::Other || !isServersWord(libpqText) || speaksEnglish)
        return error;
    const QString text = refusalOf(libpqParameters);
    static const QRegularExpression state(QStringLiteral("(?:^|failed: )[^\\s:]+:  ([0-9A-Z]{5}): "),
                                          QRegularExpression::MultilineOption);
    static const QRegularExpression place(QStringLiteral("^LOCATION:  (\\w+),"), QRegularExpression::MultilineOption);
    const QString sqlState = lastMatch(state, text);
    const bool bySocket = libpqParameters.value(QStringLiteral("host")).startsWith(QLatin1Char('/'));
    // Over a socket it is not the address that is looked at but who calls.
    if (sqlState == QLatin1String("28000") && bySocket && lastMatch(place, text) == QLatin1String("auth_failed"))
        return withReason(error, ConnectReason::PeerRefused);
    for (const StateReason &entry : stateReasons) {
        if (sqlState == QLatin1String(entry.sqlState))
            return withReason(error, entry.reason);
    }
    return error;
}

} // namespace pitboss
