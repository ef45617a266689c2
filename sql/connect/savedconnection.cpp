// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/savedconnection.h"

#include <QCoreApplication>
#include <QJsonValue>
#include <QUuid>

#include <algorithm>
#include <array>
#include <optional>

namespace pitboss {

namespace {

struct TextField
{
    const char *key;     ///< in the file
    const char *keyword; ///< libpq's; nullptr: not libpq's
    QString SavedConnection::*member;
};

const std::array textFields{
    TextField{"id", nullptr, &SavedConnection::id},
    TextField{"name", nullptr, &SavedConnection::name},
    TextField{"host", "host", &SavedConnection::host},
    TextField{"service", "service", &SavedConnection::service},
    TextField{"database", "dbname", &SavedConnection::database},
    TextField{"user", "user", &SavedConnection::user},
    TextField{"tls", "sslmode", &SavedConnection::tlsMode},
    TextField{"root_certificate", "sslrootcert", &SavedConnection::rootCertificate},
    TextField{"client_certificate", "sslcert", &SavedConnection::clientCertificate},
    TextField{"client_key", "sslkey", &SavedConnection::clientKey},
    TextField{"migrations", nullptr, &SavedConnection::migrationsFolder},
    TextField{"time_zone", nullptr, &SavedConnection::timeZone},
};

const QString environmentKey = QStringLiteral("environment");
const QString portKey = QStringLiteral("port");
const QString writesKey = QStringLiteral("writes_allowed");
const QString keptKey = QStringLiteral("password_in_key_chain");
const QString timeoutKey = QStringLiteral("statement_timeout_s");
const QString moreKey = QStringLiteral("more");

std::optional<Environment> environmentOf(const QJsonValue &value)
{
    for (const Environment environment :
         {Environment::Local, Environment::Preview, Environment::Staging, Environment::Production}) {
        // The first version wrote numbers.
        if (value.toString() == environmentName(environment)
            || (value.isDouble() && value.toInt(-1) == int(environment)))
            return environment;
    }
    return {};
}

QMap<QString, QString> readMore(const QJsonObject &object)
{
    QMap<QString, QString> more;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!isSecretKeyword(it.key()) && it.value().isString())
            more.insert(it.key(), it.value().toString());
    }
    return more;
}

/// The first version kept a URL in place of the parts.
SavedConnection fromFirstVersion(const QJsonObject &object)
{
    const auto info = ConnectionInfo::fromUrl(object.value(QStringLiteral("url")).toString());
    return info ? SavedConnection::from(*info) : SavedConnection{};
}

bool isOwnKey(const QString &key)
{
    static const QStringList own{environmentKey,       portKey, writesKey, keptKey, timeoutKey, moreKey,
                                 QStringLiteral("url")};
    return own.contains(key) || std::any_of(textFields.begin(), textFields.end(), [&](const TextField &field) {
               return key == QLatin1String(field.key);
           });
}

} // namespace

QString newConnectionId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

bool isSecretKeyword(const QString &keyword)
{
    const QString word = keyword.toLower();
    return word.contains(QLatin1String("password")) || word.contains(QLatin1String("secret"))
        || word == QLatin1String("scram_client_key") || word == QLatin1String("scram_server_key");
}

SavedConnection SavedConnection::from(const ConnectionInfo &info)
{
    SavedConnection saved;
    QMap<QString, QString> rest = info.libpqParameters();
    for (const TextField &field : textFields) {
        if (field.keyword)
            saved.*field.member = rest.take(QLatin1String(field.keyword));
    }
    saved.id = newConnectionId();
    saved.port = rest.take(portKey).toInt();
    if (info.libpqParameters().value(portKey).contains(QLatin1Char(',')))
        rest.insert(portKey, info.parameter(portKey)); // several hosts, each with its own
    rest.removeIf([](std::pair<const QString &, QString &> entry) { return isSecretKeyword(entry.first); });
    saved.more = rest;
    saved.name = info.displayName();
    saved.environment = info.environment();
    saved.writesAllowed = info.writesAllowed();
    return saved;
}

ConnectionInfo SavedConnection::info() const
{
    QMap<QString, QString> parameters = more;
    for (const TextField &field : textFields) {
        if (field.keyword && !(this->*field.member).isEmpty())
            parameters.insert(QLatin1String(field.keyword), this->*field.member);
    }
    if (port > 0)
        parameters.insert(portKey, QString::number(port));
    ConnectionInfo info = ConnectionInfo::fromParameters(parameters);
    info.setName(name);
    info.setEnvironment(environment);
    info.setWritesAllowed(writesAllowed);
    return info;
}

QString SavedConnection::secretKey() const
{
    const QString where = service.isEmpty() ? host + QLatin1Char(':') + QString::number(port) : service;
    return QStringLiteral("%1@%2/%3 %4").arg(user, where, database, id);
}

QString SavedConnection::place() const
{
    const ConnectionInfo opened = info();
    const QString where = !service.isEmpty() ? QCoreApplication::translate("SavedConnection", "service %1").arg(service)
        : opened.isSocket()                  ? QCoreApplication::translate("SavedConnection", "local socket")
                                             : opened.host();
    const QString what = database.isEmpty() ? where : database + QStringLiteral(" @ ") + where;
    return user.isEmpty() ? what : QCoreApplication::translate("SavedConnection", "%1 as %2").arg(what, user);
}

QJsonObject SavedConnection::toJson() const
{
    QJsonObject object = unknown;
    for (const TextField &field : textFields) {
        if (!(this->*field.member).isEmpty())
            object.insert(QLatin1String(field.key), this->*field.member);
    }
    object.insert(environmentKey, environmentName(environment));
    object.insert(writesKey, writesAllowed);
    if (passwordKept)
        object.insert(keptKey, true);
    if (port > 0)
        object.insert(portKey, port);
    if (statementTimeout.count() > 0)
        object.insert(timeoutKey, qint64(statementTimeout.count()));
    QJsonObject rest;
    for (auto it = more.begin(); it != more.end(); ++it) {
        if (!isSecretKeyword(it.key()))
            rest.insert(it.key(), it.value());
    }
    if (!rest.isEmpty())
        object.insert(moreKey, rest);
    return object;
}

SavedConnection SavedConnection::fromJson(const QJsonObject &object)
{
    SavedConnection saved = object.contains(QStringLiteral("url")) ? fromFirstVersion(object) : SavedConnection{};
    for (const TextField &field : textFields) {
        const QString text = object.value(QLatin1String(field.key)).toString();
        if (!text.isEmpty())
            saved.*field.member = text;
    }
    saved.id = object.value(QStringLiteral("id")).toString();
    // What cannot be read counts as production, and where writing is not plainly allowed it is not.
    saved.environment = environmentOf(object.value(environmentKey)).value_or(Environment::Production);
    saved.writesAllowed = object.value(writesKey).toBool(!object.contains(writesKey));
    saved.passwordKept = object.value(keptKey).toBool();
    if (object.contains(portKey))
        saved.port = qBound(0, object.value(portKey).toInt(), 65535);
    constexpr int day = 86400;
    saved.statementTimeout = std::chrono::seconds(qBound(0, object.value(timeoutKey).toInt(), day));
    if (object.contains(moreKey))
        saved.more = readMore(object.value(moreKey).toObject());
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!isOwnKey(it.key()) && !isSecretKeyword(it.key()))
            saved.unknown.insert(it.key(), it.value());
    }
    return saved;
}

} // namespace pitboss
