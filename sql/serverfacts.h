// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/session.h"

namespace pitboss {

/// What a person should know of a session at a glance.
struct ServerFacts
{
    QString version; ///< "15.18"
    QString database;
    QString user;
    bool isSuperuser = false;
    bool isStandby = false;
    QString timeZone;
};

/// One round trip.
Result<ServerFacts> readServerFacts(Session &session);
/// libpq's version at run time, "15.18".
QString libpqVersion();

} // namespace pitboss
