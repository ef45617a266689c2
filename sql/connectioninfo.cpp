// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connectioninfo.h"

#include <libpq-fe.h>

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <memory>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("ConnectionInfo", text);
}

using OptionList = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

QStringList libpqKeywords()
{
    QStringList keywords;
    const OptionList options(PQconndefaults(), &PQconninfoFree);
    for (auto *option = options.get(); option && option->keyword; ++option)
        keywords << QString::fromLatin1(option->keyword);
    return keywords;
}

bool isUrl(const QString &text)
{
    return text.startsWith(QLatin1String("postgres://")) || text.startsWith(QLatin1String("postgresql://"));
}

/// Takes the query parameters that libpq would refuse out of the URL: other tools (Prisma, Drizzle, poolers) put
/// theirs there.
QString withoutUnknownParameters(const QString &url, QStringList &ignored)
{
    const qsizetype mark = url.indexOf(QLatin1Char('?'));
    if (mark < 0)
        return url;
    const QStringList known = libpqKeywords() << QStringLiteral("ssl");
    QStringList kept;
    const auto pairs = QStringView(url).mid(mark + 1).split(QLatin1Char('&'), Qt::SkipEmptyParts);
    for (const QStringView pair : pairs) {
        const QString key = pair.left(pair.indexOf(QLatin1Char('='))).toString();
        if (known.contains(key))
            kept << pair.toString();
        else
            ignored << (key.isEmpty() ? pair.toString() : key);
    }
    return kept.isEmpty() ? url.left(mark) : url.left(mark + 1) + kept.join(QLatin1Char('&'));
}

/// libpq's message quotes the part it stumbled over, which may be the password: keep only what names the trouble.
QString withoutSecrets(const QString &message)
{
    static const QRegularExpression quoted(QStringLiteral("\"[^\"]*\""));
    QString text = message.trimmed();
    return text.replace(quoted, QStringLiteral("\"…\""));
}

bool isLoopback(const QString &host)
{
    return host.isEmpty() || host.startsWith(QLatin1Char('/')) || host.startsWith(QLatin1Char('@'))
        || host == QLatin1String("localhost") || host == QLatin1String("::1") || host.startsWith(QLatin1String("127."));
}

} // namespace

QString environmentName(Environment environment)
{
    static constexpr const char *names[] = {"local", "preview", "staging", "production"};
    return QString::fromLatin1(names[int(environment)]);
}

Result<ConnectionInfo> ConnectionInfo::fromUrl(const QString &url)
{
    const QString trimmed = url.trimmed();
    if (trimmed.isEmpty())
        return fail(Error::Kind::Usage, say("The connection URL is empty."));
    if (trimmed.contains(QChar(0)))
        return fail(Error::Kind::Usage, say("The connection URL holds a NUL character."));
    ConnectionInfo info;
    const QString text = isUrl(trimmed) ? withoutUnknownParameters(trimmed, info.m_ignored) : trimmed;
    char *message = nullptr;
    const OptionList options(PQconninfoParse(text.toUtf8().constData(), &message), &PQconninfoFree);
    if (!options) {
        const QString detail = withoutSecrets(QString::fromUtf8(message));
        PQfreemem(message);
        return fail(Error::Kind::Usage, say("The connection URL could not be read."), detail,
                    say("Expected: postgresql://user:password@host:port/database?sslmode=require"));
    }
    for (auto *option = options.get(); option->keyword; ++option) {
        if (option->val)
            info.m_parameters.insert(QString::fromLatin1(option->keyword), QString::fromUtf8(option->val));
    }
    info.m_environment = guessEnvironment(info.host(), info.database());
    return info;
}

ConnectionInfo ConnectionInfo::fromLibpqDefaults()
{
    ConnectionInfo info;
    info.m_environment = guessEnvironment(info.host(), info.database());
    return info;
}

ConnectionInfo ConnectionInfo::fromParameters(const QMap<QString, QString> &libpqKeywords)
{
    ConnectionInfo info;
    info.m_parameters = libpqKeywords;
    info.m_environment = guessEnvironment(info.host(), info.database());
    return info;
}

void ConnectionInfo::setParameter(const QString &keyword, const QString &value)
{
    m_parameters.insert(keyword, value);
}

QString ConnectionInfo::host() const
{
    const QString given = parameter(QStringLiteral("host"));
    return given.isEmpty() && parameter(QStringLiteral("service")).isEmpty() ? qEnvironmentVariable("PGHOST") : given;
}

QString ConnectionInfo::database() const
{
    const QString given = parameter(QStringLiteral("dbname"));
    if (!given.isEmpty() || !parameter(QStringLiteral("service")).isEmpty())
        return given;
    return qEnvironmentVariable("PGDATABASE", user());
}

QString ConnectionInfo::user() const
{
    const QString given = parameter(QStringLiteral("user"));
    return given.isEmpty() ? qEnvironmentVariable("PGUSER", qEnvironmentVariable("USER")) : given;
}

bool ConnectionInfo::isSocket() const
{
    return host().isEmpty() || host().startsWith(QLatin1Char('/')) || host().startsWith(QLatin1Char('@'));
}

QString ConnectionInfo::displayName() const
{
    const QString where = isSocket() ? say("local socket") : host().section(QLatin1Char('.'), 0, 0);
    const QString what = database().isEmpty() ? parameter(QStringLiteral("service")) : database();
    return m_name.isEmpty() ? what + QStringLiteral(" @ ") + where : m_name;
}

Environment guessEnvironment(const QString &host, const QString &database)
{
    if (isLoopback(host))
        return Environment::Local;
    static const QRegularExpression staging(QStringLiteral("(^|[^a-z])(staging|stage|stg|uat|test)([^a-z]|$)"));
    static const QRegularExpression preview(QStringLiteral("(^|[^a-z])(preview|dev|development|branch)([^a-z]|$)"));
    const QString text = (host + QLatin1Char(' ') + database).toLower();
    if (text.contains(staging))
        return Environment::Staging;
    return text.contains(preview) ? Environment::Preview : Environment::Production;
}

Result<ConnectionInfo> resolveConnection(const ConnectionSource &source)
{
    const QString variable = QStringLiteral("DATABASE_URL");
    if (!source.url.isEmpty())
        return ConnectionInfo::fromUrl(source.url);
    if (const QString url = source.environment.value(variable); !url.isEmpty())
        return ConnectionInfo::fromUrl(url);
    const QString ownFile = source.directory + QStringLiteral("/.env");
    const QString file = source.envFile.isEmpty() && QFileInfo::exists(ownFile) ? ownFile : source.envFile;
    if (file.isEmpty())
        return ConnectionInfo::fromLibpqDefaults();
    const auto variables = readEnvFile(file);
    if (!variables)
        return fail(variables.error());
    const QString url = variables->value(variable);
    if (url.isEmpty() && !source.envFile.isEmpty())
        return fail(Error::Kind::Usage, say("%1 does not set DATABASE_URL.").arg(file));
    return url.isEmpty() ? Result<ConnectionInfo>(ConnectionInfo::fromLibpqDefaults()) : ConnectionInfo::fromUrl(url);
}

} // namespace pitboss
