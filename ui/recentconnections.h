// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

#include <QList>

class QSettings;

namespace pitboss {

/// Where somebody was connected to lately: enough to find the way back, never a password.
struct RecentConnection
{
    enum class Kind { Demo, Url, EnvFile, Saved };
    Kind kind = Kind::Url;
    QString name;   ///< "pit_prod @ ep-cool-darkness", as ConnectionInfo says it
    QString target; ///< Url: the URL without its password; EnvFile: the file's path; Saved: its id; Demo: empty
    Environment environment = Environment::Local;

    bool operator==(const RecentConnection &) const = default;
};

/// The connection as a postgresql:// URL with everything but the password.
QString urlWithoutPassword(const ConnectionInfo &info);

QList<RecentConnection> recentConnections(const QSettings &settings); ///< latest first
void rememberConnection(QSettings &settings, const RecentConnection &connection);
void forgetConnection(QSettings &settings, const RecentConnection &connection);

} // namespace pitboss
