// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recentconnections.h"

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

static QVariantMap toMap(const RecentConnection &connection)
{
    return {{QStringLiteral("kind"), int(connection.kind)},
            {QStringLiteral("name"), connection.name},
            {QStringLiteral("target"), connection.target},
            {QStringLiteral("environment"), int(connection.environment)}};
}

static RecentConnection fromMap(const QVariantMap &map)
{
    const int kind = qBound(0, map.value(QStringLiteral("kind")).toInt(), 2);
    // What cannot be read counts as production: the safe guess.
    bool known = false;
    const int environment = map.value(QStringLiteral("environment")).toInt(&known);
    return {RecentConnection::Kind(kind), map.value(QStringLiteral("name")).toString(),
            map.value(QStringLiteral("target")).toString(),
            known && environment >= 0 && environment <= 3 ? Environment(environment) : Environment::Production};
}

QList<RecentConnection> recentConnections(const QSettings &settings)
{
    QList<RecentConnection> list;
    const QVariantList stored = settings.value(recentKey).toList();
    for (const QVariant &value : stored)
        list.append(fromMap(value.toMap()));
    return list;
}

static void store(QSettings &settings, const QList<RecentConnection> &list)
{
    QVariantList values;
    for (const RecentConnection &connection : list.mid(0, kept))
        values.append(toMap(connection));
    settings.setValue(recentKey, values);
}

static bool samePlace(const RecentConnection &a, const RecentConnection &b)
{
    return a.kind == b.kind && a.target == b.target;
}

void rememberConnection(QSettings &settings, const RecentConnection &connection)
{
    QList<RecentConnection> list = recentConnections(settings);
    list.removeIf([&](const RecentConnection &other) { return samePlace(other, connection); });
    list.prepend(connection);
    store(settings, list);
}

void forgetConnection(QSettings &settings, const RecentConnection &connection)
{
    QList<RecentConnection> list = recentConnections(settings);
    list.removeIf([&](const RecentConnection &other) { return samePlace(other, connection); });
    store(settings, list);
}

} // namespace pitboss
