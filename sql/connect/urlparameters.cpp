// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/urlparameters.h"

#include <libpq-fe.h>

#include <QCoreApplication>
#include <QRegularExpression>
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

std::pair<qsizetype, qsizetype> passwordInUrl(QStringView url)
{
    constexpr std::pair<qsizetype, qsizetype> none(0, 0);
    const qsizetype mark = url.indexOf(QLatin1String("://"));
    const qsizetype start = mark + 3;
    const qsizetype colon = mark < 0 ? -1 : url.indexOf(QLatin1Char(':'), start);
    if (colon < 0 || url.at(colon - 1) == QLatin1Char('[')) // [::1] is an address
        return none;
    static const QRegularExpression ends(QStringLiteral("[/?#]"));
    const auto atBefore = [&](qsizetype end) {
        const qsizetype at = url.left(end < 0 ? url.size() : end).lastIndexOf(QLatin1Char('@'));
        return at > colon ? at : -1;
    };
    qsizetype at = atBefore(url.toString().indexOf(ends, start));
    if (const qsizetype slash = url.indexOf(QLatin1Char('/'), start); at < 0 && slash >= 0)
        at = atBefore(slash);
    static const QRegularExpression port(QStringLiteral("^\\d*([/?#,]|$)"));
    if (at < 0 && !port.match(url.mid(colon + 1).toString()).hasMatch())
        at = atBefore(-1);
    return at < 0 ? none : std::pair(colon + 1, at - colon - 1);
}

QString withoutPasswords(QString text)
{
    static const QRegularExpression inUrl(QStringLiteral("(postgres(?:ql)?://[^:/?#\\s@]*:)\\S+@"));
    // Words that went wrong may have put it into another part: host=h&password=… is a host's name to libpq.
    static const QRegularExpression assigned(QStringLiteral("(password\\s*=\\s*)[^\\s\"”&]+"),
                                             QRegularExpression::CaseInsensitiveOption);
    return text.replace(inUrl, QStringLiteral("\\1…@")).replace(assigned, QStringLiteral("\\1…"));
}

Result<void> refuseMisplaced(const QString &url, const QMap<QString, QString> &parameters)
{
    const QString host = parameters.value(QStringLiteral("host"));
    const QString database = parameters.value(QStringLiteral("dbname"));
    static const QRegularExpression ports(QStringLiteral("^(\\d{0,5}(,\\d{0,5})*)?$"));
    const QChar at = QLatin1Char('@');
    const bool noPort = !ports.match(parameters.value(QStringLiteral("port"))).hasMatch();
    static const QRegularExpression stray(QStringLiteral(".@|[=&]"));
    const bool inHost = (!host.startsWith(QLatin1Char('/')) && stray.match(host).hasMatch())
        || (host.startsWith(at) && url.contains(QLatin1String("@@")));
    const bool inDatabase =
        database.contains(at) && !parameters.contains(QStringLiteral("user")) && !host.startsWith(QLatin1Char('/'));
    if (database.contains(QLatin1String("://")))
        return fail(Error::Kind::Usage, QCoreApplication::translate("UrlParameters", "The database's name is a URL."),
                    {}, QCoreApplication::translate("UrlParameters", "Give that URL by itself."));
    if (!noPort && !inHost && !inDatabase)
        return {};
    return fail(Error::Kind::Usage,
                noPort ? QCoreApplication::translate("UrlParameters", "The port is not a number.")
                       : QCoreApplication::translate("UrlParameters", "The host runs into another part."),
                {},
                QCoreApplication::translate("UrlParameters",
                                            "In a password write @ as %40, / as %2F, : as %3A, "
                                            "? as %3F, # as %23 and % as %25."));
}

} // namespace pitboss
