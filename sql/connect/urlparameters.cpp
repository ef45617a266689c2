// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/urlparameters.h"

#include <libpq-fe.h>

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>
#include <array>
#include <memory>

namespace pitboss {

namespace {

struct Foreign
{
    const char *name;
    const char *note;
};

/// Parameters that are seen in the wild and are not Postgres's.
constexpr std::array foreigners{
    Foreign{"pgbouncer",
            QT_TRANSLATE_NOOP("UrlParameters",
                              "pgbouncer: says to Prisma that a pooler is in between; "
                              "Pitboss finds that out by itself.")},
    Foreign{"schema", QT_TRANSLATE_NOOP("UrlParameters", "schema: Prisma's; Pitboss shows every schema.")},
    Foreign{
        "connection_limit",
        QT_TRANSLATE_NOOP("UrlParameters", "connection_limit: the size of an application's pool; not needed here.")},
    Foreign{"pool_timeout",
            QT_TRANSLATE_NOOP("UrlParameters", "pool_timeout: of an application's pool; not needed here.")},
    Foreign{"pool_max_conns",
            QT_TRANSLATE_NOOP("UrlParameters", "pool_max_conns: of an application's pool; not needed here.")},
    Foreign{"socket_timeout",
            QT_TRANSLATE_NOOP("UrlParameters", "socket_timeout: Prisma's; use the statement time-out instead.")},
    Foreign{"statement_cache_size",
            QT_TRANSLATE_NOOP("UrlParameters", "statement_cache_size: of another driver; not needed here.")},
    Foreign{"uselibpqcompat",
            QT_TRANSLATE_NOOP("UrlParameters", "uselibpqcompat: of node-postgres; Pitboss uses libpq itself.")},
    Foreign{"sslnegotiation",
            QT_TRANSLATE_NOOP("UrlParameters",
                              "sslnegotiation: needs libpq 17; TLS is negotiated as ever, which takes "
                              "one round trip more.")},
    Foreign{"sslaccept",
            QT_TRANSLATE_NOOP("UrlParameters", "sslaccept: Prisma's; sslmode decides what is accepted here.")},
    Foreign{"sslidentity", QT_TRANSLATE_NOOP("UrlParameters", "sslidentity: Prisma's; give sslcert and sslkey.")},
    Foreign{"statement_timeout",
            QT_TRANSLATE_NOOP("UrlParameters", "statement_timeout: set it in the saved connection instead.")},
    Foreign{"replication", QT_TRANSLATE_NOOP("UrlParameters", "replication: Pitboss opens ordinary sessions only.")},
    Foreign{
        "sslkeylogfile",
        QT_TRANSLATE_NOOP("UrlParameters", "sslkeylogfile: writes the keys of the encryption to a file; not done.")},
    Foreign{"client_encoding", QT_TRANSLATE_NOOP("UrlParameters", "client_encoding: Pitboss always speaks UTF-8.")},
};

bool isRefused(const QString &name)
{
    return name == QLatin1String("replication") || name == QLatin1String("sslkeylogfile")
        || name == QLatin1String("client_encoding");
}

QStringList libpqKeywords()
{
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconndefaults(), &PQconninfoFree);
    QStringList keywords{QStringLiteral("ssl")}; // ssl=true is JDBC's; libpq takes it in URLs
    for (auto *option = options.get(); option && option->keyword; ++option)
        keywords << QString::fromLatin1(option->keyword);
    return keywords;
}

QString noteOf(const QString &name)
{
    const auto known = std::find_if(foreigners.begin(), foreigners.end(),
                                    [&](const Foreign &foreign) { return name == QLatin1String(foreign.name); });
    return known == foreigners.end()
        ? QCoreApplication::translate("UrlParameters", "%1: not a parameter of Postgres; left out.").arg(name)
        : QCoreApplication::translate("UrlParameters", known->note);
}

/// node-postgres writes "no-verify" for what libpq calls "require".
QString spelled(QStringView pair, SetAside &setAside)
{
    if (pair != QLatin1String("sslmode=no-verify"))
        return pair.toString();
    setAside.notes << QCoreApplication::translate("UrlParameters",
                                                  "sslmode=no-verify: node-postgres's word for require.");
    return QStringLiteral("sslmode=require");
}

/// A name for people: a hostile URL may put anything there, also a password without a "=".
QString shownName(QStringView pair)
{
    const qsizetype equals = pair.indexOf(QLatin1Char('='));
    const QString name = equals > 0 ? QUrl::fromPercentEncoding(pair.left(equals).toUtf8()) : QString();
    const auto plain = [](QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char('-'); };
    constexpr qsizetype longest = 40;
    return !name.isEmpty() && name.size() <= longest && std::all_of(name.begin(), name.end(), plain)
        ? name
        : QStringLiteral("…");
}

} // namespace

QString withoutForeignParameters(const QString &url, SetAside &setAside)
{
    const qsizetype mark = url.indexOf(QLatin1Char('?'));
    if (mark < 0)
        return url;
    const QStringList known = libpqKeywords();
    QStringList kept;
    const auto pairs = QStringView(url).mid(mark + 1).split(QLatin1Char('&'), Qt::SkipEmptyParts);
    for (const QStringView pair : pairs) {
        const QString name = QUrl::fromPercentEncoding(pair.left(pair.indexOf(QLatin1Char('='))).toUtf8());
        if (known.contains(name) && !isRefused(name)) {
            kept << spelled(pair, setAside);
            continue;
        }
        setAside.names << shownName(pair);
        setAside.notes << noteOf(shownName(pair));
    }
    return kept.isEmpty() ? url.left(mark) : url.left(mark + 1) + kept.join(QLatin1Char('&'));
}

} // namespace pitboss
