// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recentconnections.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QUrl>
#include <QUrlQuery>

namespace pitboss {

static const QLatin1String recentKey("start/recent");
static constexpr int kept = 8;

QString urlWithoutPassword(const ConnectionInfo &info)
{
    QUrl url;
    url.setScheme(QStringLiteral("postgresql"));
    url.setUserName(info.user());
    if (!info.isSocket())
        url.setHost(info.host());
    url.setPath(QLatin1Char('/') + info.database());
    QUrlQuery query;
    const auto &parameters = info.libpqParameters();
    for (auto it = parameters.begin(); it != parameters.end(); ++it) {
        const QString &key = it.key();
        if (key == QLatin1String("port") && !info.isSocket())
            url.setPort(it.value().toInt());
        else if (key == QLatin1String("host") && info.isSocket())
            query.addQueryItem(key, it.value());
        else if (key == QLatin1String("sslmode") || key == QLatin1String("port") || key == QLatin1String("options"))
            query.addQueryItem(key, it.value());
    }
    if (!query.isEmpty())
        url.setQuery(query);
    return url.toString(QUrl::FullyEncoded);
}

static QJsonObject toJson(const RecentConnection &connection)
{
    return {{QStringLiteral("kind"), int(connection.kind)},
            {QStringLiteral("name"), connection.name},
            {QStringLiteral("target"), connection.target},
            {QStringLiteral("environment"), int(connection.environment)}};
}

static RecentConnection fromJson(const QJsonObject &object)
{
    const int kind = qBound(0, object.value(QStringLiteral("kind")).toInt(), 3);
    // What cannot be read counts as production: the safe guess.
    const int environment = object.value(QStringLiteral("environment")).toInt(-1);
    return {RecentConnection::Kind(kind), object.value(QStringLiteral("name")).toString(),
            object.value(QStringLiteral("target")).toString(),
            environment >= 0 && environment <= 3 ? Environment(environment) : Environment::Production};
}

QList<RecentConnection> recentConnections(const QSettings &settings)
{
    QList<RecentConnection> list;
    const QJsonArray stored = QJsonDocument::fromJson(settings.value(recentKey).toString().toUtf8()).array();
    for (const QJsonValue &value : stored)
        list.append(fromJson(value.toObject()));
    return list;
}

static void store(QSettings &settings, const QList<RecentConnection> &list)
{
    QJsonArray values;
    for (const RecentConnection &connection : list.mid(0, kept))
        values.append(toJson(connection));
    settings.setValue(recentKey, QString::fromUtf8(QJsonDocument(values).toJson(QJsonDocument::Compact)));
}

static bool samePlace(const RecentConnection &a, const RecentConnection &b)
{
    return a.kind == b.kind && a.target == b.target;
}

void rememberConnection(QSettings &settings, const RecentConnection &connection)
{
    settings.sync(); // another window may have added to them
    QList<RecentConnection> list = recentConnections(settings);
    list.removeIf([&](const RecentConnection &other) { return samePlace(other, connection); });
    list.prepend(connection);
    store(settings, list);
}

void forgetConnection(QSettings &settings, const RecentConnection &connection)
{
    settings.sync(); // another window may have added to them
    QList<RecentConnection> list = recentConnections(settings);
    list.removeIf([&](const RecentConnection &other) { return samePlace(other, connection); });
    store(settings, list);
}

} // namespace pitboss
