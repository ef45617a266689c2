// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/certificate.h"
#include "sql/connect/neon.h"
#include "sql/connect/patience.h"

#include <QJsonObject>

namespace pitboss {

/// What there is to know of a connection before anybody works on it.
struct ConnectionReport
{
    QString serverVersion; ///< "15.18"
    QString place;         ///< host and port as they were reached
    double latencyMs = 0;  ///< median of `samples` round trips
    int samples = 0;
    QString tlsVersion; ///< "TLSv1.3"; empty: not encrypted
    QString cipher;
    std::optional<CertificateFacts> certificate;
    bool isLocal = false; ///< a socket or this computer's own address: TLS would add nothing

    QString database;
    QString role;
    bool isSuperuser = false;
    bool mayCreateSchemas = false;
    bool mayCreateRoles = false;
    bool mayCreateDatabases = false;
    qint64 tables = 0;
    qint64 readableTables = 0;
    qint64 writableTables = 0;

    bool isPooled = false;
    std::optional<NeonFacts> neon;
    bool isStandby = false;
    bool isReadOnly = false; ///< by the server's, the database's or the role's own setting
    QString timeZone;
    qint64 clockDifferenceMs = 0; ///< the server's clock minus this computer's
};

/// Connects and looks, and hangs up. At most ten round trips, TLS and password included, three of them its own: it goes
/// past Qt's driver, which takes five more to settle in. A sleeping server is waited for; ends within about 20 ms of a
/// cancel, whatever it waits for. Blocking, any thread.
Result<ConnectionReport> testConnection(const ConnectionInfo &info, const Patience &patience = {});

/// One line of the report for people.
struct ReportLine
{
    enum class Kind { Plain, Good, Warning };
    QString id; ///< "latency": for tests and JSON, never translated
    QString label;
    QString value;
    Kind kind = Kind::Plain;
};
QList<ReportLine> reportLines(const ConnectionReport &report);
QJsonObject reportJson(const ConnectionReport &report);

} // namespace pitboss
