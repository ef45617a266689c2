// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/result.h"

#include <QMap>
#include <QProcessEnvironment>
#include <QStringList>

namespace pitboss {

/// How much harm a mistake does here. Shown in colour and in words wherever a write can start.
enum class Environment { Local, Preview, Staging, Production };
QString environmentName(Environment environment); ///< "local" …: stored and shown in JSON, never translated

/// Everything that opens one session: a value, copied freely between threads. The password is in memory only; no
/// member function but `libpqParameters` gives it away.
class ConnectionInfo
{
public:
    /// A postgres:// or postgresql:// URL or a libpq "key=value" string. Parameters that libpq does not know
    /// (pgbouncer=true, schema=…) are set aside in `ignoredParameters`. Errors (Usage) never repeat the password.
    static Result<ConnectionInfo> fromUrl(const QString &url);
    /// libpq's own environment variables and defaults decide everything.
    static ConnectionInfo fromLibpqDefaults();
    static ConnectionInfo fromParameters(const QMap<QString, QString> &libpqKeywords);

    QString parameter(const QString &keyword) const { return m_parameters.value(keyword); }
    void setParameter(const QString &keyword, const QString &value);
    /// All keywords, the password included: for opening a session and nothing else.
    const QMap<QString, QString> &libpqParameters() const { return m_parameters; }
    QStringList ignoredParameters() const { return m_ignored; }
    /// Sentences about what the URL asked for and what is done instead; never a value of it.
    QStringList notes() const { return m_notes; }
    void addNote(const QString &note) { m_notes << note; }

    QString host() const; ///< as given, a socket folder included; PGHOST or empty when the default is used
    QString database() const;
    QString user() const;
    /// The first label of a name; the whole of an address, or of several hosts.
    QString shortHost() const;
    QString displayName() const; ///< "pit_prod @ ep-cool-darkness"; never a password
    bool isSocket() const;

    Environment environment() const { return m_environment; }
    void setEnvironment(Environment environment) { m_environment = environment; }
    /// False: no session that may write is ever opened on it, whatever asks for one.
    bool writesAllowed() const { return m_writesAllowed; }
    void setWritesAllowed(bool allowed) { m_writesAllowed = allowed; }
    QString name() const { return m_name; }
    void setName(const QString &name) { m_name = name; }

    bool operator==(const ConnectionInfo &) const = default;

private:
    QMap<QString, QString> m_parameters;
    QStringList m_ignored;
    QStringList m_notes;
    QString m_name;
    Environment m_environment = Environment::Local;
    bool m_writesAllowed = true;
};

/// Local for sockets and loopback addresses; by words in host and database name; else production, the safe guess.
Environment guessEnvironment(const QString &host, const QString &database);

/// KEY=value lines as dotenv reads them: export, quotes, comments; later lines win. Errors name file and line.
Result<QMap<QString, QString>> readEnvFile(const QString &path);

/// Where a connection may come from, in CLI.md's order: url, DATABASE_URL of the process, DATABASE_URL of the file
/// (`envFile`, or ./.env when that exists), libpq's own variables. None of them: libpq's defaults.
struct ConnectionSource
{
    QString url;
    QString envFile;   ///< named by a person: it must exist
    QString directory; ///< where ./.env is looked for
    QProcessEnvironment environment;
};
Result<ConnectionInfo> resolveConnection(const ConnectionSource &source);

} // namespace pitboss
