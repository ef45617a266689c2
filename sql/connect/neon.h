// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

#include <optional>

namespace pitboss {

/// What a host of Neon says about itself: "ep-cool-darkness-a1b2c3d4-pooler.c-2.us-east-2.aws.neon.tech".
struct NeonFacts
{
    QString endpointId; ///< "ep-cool-darkness-a1b2c3d4"
    QString region;     ///< "us-east-2"; empty when the host does not say
    QString provider;   ///< "aws", "azure"; empty when the host does not say
    bool isPooled = false;

    bool operator==(const NeonFacts &) const = default;
};

/// nullopt: not a host of Neon.
std::optional<NeonFacts> neonFacts(const QString &host);

enum class Route { Direct, Pooled };
/// The same compute by the other way; any other host stays what it is.
QString neonHost(const QString &host, Route route);
ConnectionInfo byRoute(ConnectionInfo info, Route route);

/// For Neon alone: verify-full with the system's roots when the URL asks for no more than encryption (Neon's
/// certificates are public ones), and what it was before is told in the notes. A named root certificate stays.
void useNeonDefaults(ConnectionInfo &info);

/// libpq's sslrootcert for the certificates that this computer trusts: "system" from libpq 16 on, else the file.
/// Empty: none was found.
QString systemRoots();

/// What is sent for `info`: system roots spelled for this libpq, and Neon's endpoint in `options` where the server name
/// does not travel with TLS.
QMap<QString, QString> spelledForLibpq(const ConnectionInfo &info);

} // namespace pitboss
