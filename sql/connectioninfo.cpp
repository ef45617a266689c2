// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connectioninfo.h"

#include "sql/connect/englishmessages.h"
#include "sql/connect/neon.h"
#include "sql/connect/urlparameters.h"

#include <libpq-fe.h>

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <memory>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("ConnectionInfo", text);
}

using OptionList = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

bool isUrl(const QString &text)
{
    return text.startsWith(QLatin1String("postgres://")) || text.startsWith(QLatin1String("postgresql://"));
}

/// libpq's (English) message quotes the part it stumbled over, which may be the password: keep only what names the
/// trouble. What is quoted may hold quotes itself.
QString withoutSecrets(const QString &message)
{
    static const QRegularExpression longest(QStringLiteral("(: |after |option )\".*\""),
                                            QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression quoted(QStringLiteral("\"[^\"]*\""));
    QString text = message.trimmed();
    text.replace(longest, QStringLiteral("\\1\"…\""));
    return text.replace(quoted, QStringLiteral("\"…\""));
}

bool isLoopback(const QString &host)
{
    static const QRegularExpression address(QStringLiteral("^127(\\.\\d{1,3}){3}$"));
    return host.isEmpty() || host.startsWith(QLatin1Char('/')) || host.startsWith(QLatin1Char('@'))
        || host == QLatin1String("localhost") || host == QLatin1String("::1") || address.match(host).hasMatch();
}

/// Of several hosts each has to be one of this computer.
bool areLoopback(const QString &hosts)
{
    const QStringList list = hosts.split(QLatin1Char(','));
    return std::all_of(list.begin(), list.end(), &isLoopback);
}

/// What the host is guessed from: a service says nothing but its name.
QString guessedFrom(const ConnectionInfo &info)
{
    return info.host().isEmpty() ? info.parameter(QStringLiteral("service")) : info.host();
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
    SetAside setAside;
    const QString text = isUrl(trimmed) ? withoutForeignParameters(trimmed, setAside) : trimmed;
    info.m_ignored = setAside.names;
    info.m_notes = setAside.notes;
    char *message = nullptr;
    const EnglishMessages english; // other languages quote differently
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
    if (const auto placed = refuseMisplaced(trimmed, info.m_parameters); !placed)
        return fail(placed.error());
    info.m_environment = guessEnvironment(guessedFrom(info), info.database());
    useNeonDefaults(info);
    return info;
}

ConnectionInfo ConnectionInfo::fromLibpqDefaults()
{
    ConnectionInfo info;
    info.m_environment = guessEnvironment(guessedFrom(info), info.database());
    return info;
}

ConnectionInfo ConnectionInfo::fromParameters(const QMap<QString, QString> &libpqKeywords)
{
    ConnectionInfo info;
    info.m_parameters = libpqKeywords;
    info.m_environment = guessEnvironment(guessedFrom(info), info.database());
    return info;
}

void ConnectionInfo::setParameter(const QString &keyword, const QString &value)
{
    m_parameters.insert(keyword, value);
}

QString ConnectionInfo::host() const
{
    const QString name = parameter(QStringLiteral("host"));
    const QString given = name.isEmpty() ? parameter(QStringLiteral("hostaddr")) : name;
    if (!given.isEmpty() || !parameter(QStringLiteral("service")).isEmpty())
        return given;
    return qEnvironmentVariable("PGHOST", qEnvironmentVariable("PGHOSTADDR"));
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
    const QString where = host();
    return (where.isEmpty() && parameter(QStringLiteral("service")).isEmpty()) || where.startsWith(QLatin1Char('/'))
        || where.startsWith(QLatin1Char('@'));
}

QString ConnectionInfo::shortHost() const
{
    static const QRegularExpression whole(QStringLiteral("^[0-9.]+$|:|,"));
    return whole.match(host()).hasMatch() ? host() : host().section(QLatin1Char('.'), 0, 0);
}

QString ConnectionInfo::displayName() const
{
    const QString where = isSocket() ? say("local socket") : shortHost();
    const QString what = database().isEmpty() ? parameter(QStringLiteral("service")) : database();
    return m_name.isEmpty() ? what + QStringLiteral(" @ ") + where : m_name;
}

Environment guessEnvironment(const QString &host, const QString &database)
{
    if (areLoopback(host))
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
