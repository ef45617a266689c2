// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

#include <QJsonObject>

#include <chrono>

namespace pitboss {

/// A connection that a person keeps, as a value. It holds no password and cannot: those live in the key chain.
struct SavedConnection
{
    QString id; ///< never changes and never repeats
    QString name;
    Environment environment = Environment::Production;
    QString host;    ///< name, address, or a socket's folder; empty: libpq's default, or the service decides
    int port = 0;    ///< 0: libpq's default
    QString service; ///< an entry of pg_service.conf
    QString database;
    QString user;
    QString tlsMode; ///< libpq's sslmode; empty: libpq's default
    QString rootCertificate;
    QString clientCertificate;
    QString clientKey;
    QString migrationsFolder;
    bool writesAllowed = true;
    bool passwordKept = false;                ///< in the key chain, under secretKey()
    std::chrono::seconds statementTimeout{0}; ///< 0: none
    QString timeZone;                         ///< empty: the window's
    QMap<QString, QString> more;              ///< other libpq keywords: options, channel_binding …; never a secret
    QJsonObject unknown;                      ///< what a newer version wrote; kept as it is

    bool operator==(const SavedConnection &) const = default;

    /// With a new id and everything but the password.
    static SavedConnection from(const ConnectionInfo &info);
    /// To be opened; without a password.
    ConnectionInfo info() const;
    /// Under which its password is kept. It names user, host and database: a changed host asks anew, so that a password
    /// never goes to a server it was not given for.
    QString secretKey() const;
    QString place() const; ///< "pit_prod @ ep-cool-darkness… as app": for lists and help

    QJsonObject toJson() const;
    /// Without an id where the first version wrote it: the store gives one.
    static SavedConnection fromJson(const QJsonObject &object);
};

QString newConnectionId();
/// libpq's keywords that hold a secret.
bool isSecretKeyword(const QString &keyword);

} // namespace pitboss
