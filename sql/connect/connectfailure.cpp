// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/connectfailure.h"

#include "sql/connect/neon.h"
#include "sql/connect/urlparameters.h"
#include "sql/connectioninfo.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>
#include <array>

namespace pitboss {

namespace {

using Reason = ConnectReason;

struct Phrase
{
    const char *needle; ///< in libpq's, the server's, the pooler's or Neon's text, any case
    Reason reason;
};

/// First match wins: what is said more exactly stands first.
constexpr std::array phrases{
    // Neon's proxy: every text of its own comes as XX000, so the words have to tell.
    Phrase{"endpoint id is not specified", Reason::NeonNoEndpoint},
    Phrase{"endpoint cannot be found", Reason::NeonUnknownEndpoint},
    Phrase{"endpoint is disabled", Reason::NeonDisabled},
    Phrase{"check your quotas", Reason::NeonQuota},
    Phrase{"exceeded the compute time quota", Reason::NeonQuota},
    Phrase{"limit of concurrently active endpoints", Reason::NeonQuota},
    Phrase{"is not allowed to connect to this endpoint", Reason::NeonAddress},
    Phrase{"blocked network", Reason::NeonAddress},
    Phrase{"too many connections to this endpoint", Reason::NeonBusy},
    Phrase{"couldn't connect to compute node", Reason::NeonWaking},
    Phrase{"control plane request failed", Reason::NeonWaking},
    Phrase{"endpoint is idle", Reason::NeonWaking},
    Phrase{"terminating connection due to administrator command", Reason::NeonWaking},
    Phrase{"definition of service", Reason::ServiceMissing},
    Phrase{"could not translate host name", Reason::NameNotFound},
    Phrase{"does not support ssl", Reason::NoTls},
    Phrase{"root certificate file", Reason::RootMissing},
    Phrase{"does not match host name", Reason::CertificateOtherName},
    Phrase{"certificate verify failed", Reason::CertificateUntrusted},
    Phrase{"requires a valid client certificate", Reason::ClientCertificate},
    Phrase{"private key file", Reason::ClientCertificate},
    Phrase{"certificate file", Reason::ClientCertificate},
    Phrase{"alert unknown ca", Reason::ClientCertificate},
    Phrase{"alert certificate required", Reason::ClientCertificate},
    Phrase{"certificate authentication failed", Reason::ClientCertificate},
    Phrase{"channel binding", Reason::ChannelBinding},
    Phrase{"no password supplied", Reason::PasswordNeeded},
    Phrase{"password authentication failed", Reason::PasswordWrong},
    Phrase{"sasl authentication failed", Reason::PasswordWrong},
    Phrase{"scram authentication failed", Reason::PasswordWrong},
    Phrase{"peer authentication failed", Reason::PeerRefused},
    Phrase{"ident authentication failed", Reason::PeerRefused},
    Phrase{"no pg_hba.conf entry", Reason::NotAllowedFromHere},
    Phrase{"pg_hba.conf rejects", Reason::NotAllowedFromHere},
    Phrase{"too many clients", Reason::TooMany},
    Phrase{"too many connections", Reason::TooMany},
    Phrase{"connection slots are reserved", Reason::TooMany},
    Phrase{"no more connections allowed", Reason::TooMany},
    Phrase{"is not permitted to log in", Reason::RoleMayNotLogIn},
    Phrase{"permission denied for database", Reason::DatabaseForbidden},
    Phrase{"not currently accepting connections", Reason::DatabaseForbidden},
    Phrase{"role \"", Reason::RoleMissing},
    Phrase{"no such user", Reason::RoleMissing},
    Phrase{"database \"", Reason::DatabaseMissing},
    Phrase{"no such database", Reason::DatabaseMissing},
    Phrase{"the database system is", Reason::StartingUp},
    Phrase{"unsupported startup parameter", Reason::PoolerParameter},
    Phrase{"invalid command-line argument for server process", Reason::PoolerParameter},
    Phrase{"invalid response", Reason::NotPostgres},
    Phrase{"expected authentication request", Reason::NotPostgres},
    Phrase{"timeout expired", Reason::TimedOut},
    Phrase{"connection timed out", Reason::TimedOut},
    Phrase{"connection refused", Reason::Refused},
    Phrase{"no such file or directory", Reason::NoSocket},
    Phrase{"no route to host", Reason::Unreachable},
    Phrase{"network is unreachable", Reason::Unreachable},
    Phrase{"server closed the connection", Reason::Cut},
    Phrase{"connection reset by peer", Reason::Cut},
    Phrase{"unexpected eof", Reason::Cut},
    Phrase{"ssl syscall error", Reason::Cut},
};

struct Words
{
    Reason reason;
    const char *message;
    const char *hint;
};

#define WORDS(reason, message, hint)                                                                                   \
    Words                                                                                                              \
    {                                                                                                                  \
        Reason::reason, QT_TRANSLATE_NOOP("Connect", message), QT_TRANSLATE_NOOP("Connect", hint)                      \
    }

const std::array wordsOfReasons{
    WORDS(NameNotFound, "The host name was not found.", "Check the host's spelling and that this computer is online."),
    WORDS(Refused, "The host is there, but no server answers at this port.",
          "Check the port, and that Postgres runs and listens there."),
    WORDS(NoSocket, "No server answers at this socket.",
          "Check that Postgres runs, or give a host to connect by network."),
    WORDS(Unreachable, "There is no way to this host from here.",
          "Check the network, a VPN, and whether the host has an address of the kind (IPv4, IPv6) that this network "
          "has."),
    WORDS(TimedOut, "The server did not answer in time.",
          "Check host, port and firewall; a sleeping server may need another try."),
    WORDS(NotPostgres, "What answers there is not Postgres.", "Check host and port."),
    WORDS(Cut, "The server hung up while connecting.",
          "Try again. If it stays so, a firewall or a proxy in between may be the cause, or the server wants TLS."),
    WORDS(NoTls, "The server does not offer TLS.",
          "Check host and port: hosted servers always offer it. Use sslmode=prefer only where the network is trusted."),
    WORDS(CertificateUntrusted, "The server's TLS certificate is not trusted.",
          "Name the authority that issued it (root certificate), or check that this is the right server."),
    WORDS(CertificateOtherName, "The server's TLS certificate is for another name.",
          "Connect by the name in the certificate, or check that this is the right server."),
    WORDS(RootMissing, "The root certificate's file is not there.",
          "Name a file that exists, or “system” for the authorities that this computer trusts."),
    WORDS(ClientCertificate, "The server or the TLS library did not take the client certificate.",
          "Check its file and its key's file (which only you may read), and that the server knows its issuer."),
    WORDS(ChannelBinding, "Channel binding is required, and the server does not offer it.",
          "Check that TLS is on and no proxy ends it in between; or connect without channel_binding=require."),
    WORDS(PasswordNeeded, "The server asks for a password.",
          "Give it here; or put it into the URL, PGPASSWORD or ~/.pgpass."),
    WORDS(PasswordWrong, "The password was not accepted.",
          "Check user and password. On a Neon branch of a protected branch, roles have new passwords."),
    WORDS(PeerRefused, "The server lets only the database user of the same name in here.",
          "Give the user that matches your login, or connect by host and password."),
    WORDS(NotAllowedFromHere, "The server does not let this user, database and address in.",
          "An administrator has to allow it in pg_hba.conf; if the message says “no encryption”, try with TLS."),
    WORDS(DatabaseMissing, "The database does not exist.", "Check the database's name."),
    WORDS(DatabaseForbidden, "This user may not open the database, or nobody may at present.",
          "An administrator has to grant CONNECT on it, or allow connections again."),
    WORDS(RoleMissing, "The user does not exist on this server.", "Check the user's name."),
    WORDS(RoleMayNotLogIn, "This role may not log in.", "It is a group: use a member's name."),
    WORDS(TooMany, "The server has no connection left.", "Close other clients, or try again in a moment."),
    WORDS(StartingUp, "The server is starting, stopping or recovering.", "Try again in a moment."),
    WORDS(PoolerParameter, "The server or the pooler before it does not take one of the parameters.",
          "Take “options” out, or connect directly; endpoint= is for Neon only."),
    WORDS(ServiceMissing, "The service is not defined.", "Check its name in pg_service.conf."),
    WORDS(NeonWaking, "The database is waking up and was not ready in time.", "Try again in a moment."),
    WORDS(NeonBusy, "This Neon endpoint has no connection left.",
          "Close other clients, try again in a moment, or use the pooled host for applications."),
    WORDS(NeonNoEndpoint, "Neon was not told which endpoint is meant.",
          "Use the host name that Neon gives (not an address), or add options=endpoint%3Dep-… to the URL."),
    WORDS(NeonUnknownEndpoint, "Neon has no such endpoint.",
          "Its branch may have been deleted: copy the connection string from the console again."),
    WORDS(NeonDisabled, "This Neon endpoint is disabled.", "Enable its compute in the console."),
    WORDS(NeonQuota, "A limit of the Neon project is used up.",
          "See usage and plan in the console; trying again does not help."),
    WORDS(NeonAddress, "Neon does not allow this computer's address.",
          "Add it to the project's IP Allow list; check whether the network uses IPv4 or IPv6."),
};

#undef WORDS

QString translated(const char *text)
{
    return QCoreApplication::translate("Connect", text);
}

QString redacted(QString text, const ConnectionInfo &info)
{
    text = withoutPasswords(text);
    for (const char *keyword : {"password", "sslpassword"}) {
        const QString secret = info.parameter(QLatin1String(keyword));
        if (secret.isEmpty())
            continue;
        text.replace(secret, QStringLiteral("…"));
        text.replace(QString::fromLatin1(QUrl::toPercentEncoding(secret)), QStringLiteral("…"));
    }
    return text;
}

} // namespace

ConnectReason connectReason(const QString &libpqText)
{
    const QString text = libpqText.toLower();
    const auto found = std::find_if(phrases.begin(), phrases.end(),
                                    [&](const Phrase &phrase) { return text.contains(QLatin1String(phrase.needle)); });
    return found == phrases.end() ? Reason::Other : found->reason;
}

ConnectReason connectReason(const Error &error)
{
    const auto words = std::find_if(wordsOfReasons.begin(), wordsOfReasons.end(),
                                    [&](const Words &entry) { return error.message == translated(entry.message); });
    return words == wordsOfReasons.end() ? connectReason(error.detail) : words->reason;
}

Error withReason(Error error, ConnectReason reason)
{
    for (const Words &words : wordsOfReasons) {
        if (words.reason == reason) {
            error.message = translated(words.message);
            error.hint = translated(words.hint);
        }
    }
    return error;
}

Error connectError(const QString &libpqText, const ConnectionInfo &info)
{
    const QString detail = redacted(libpqText.trimmed(), info);
    const Reason reason = connectReason(libpqText); // before a short password takes letters out of the words
    return withReason(Error::of(Error::Kind::Connect, translated("The connection could not be made."), detail,
                                translated("The detail holds the server's own words.")),
                      reason);
}

bool isPassing(const Error &error, const ConnectionInfo &info)
{
    if (error.kind != Error::Kind::Connect)
        return false;
    const Reason reason = connectReason(error);
    if (reason == Reason::NeonWaking || reason == Reason::NeonBusy || reason == Reason::StartingUp)
        return true;
    // A compute that is just being suspended refuses or cuts; elsewhere that would only delay the answer.
    return neonFacts(info.host()) && (reason == Reason::TimedOut || reason == Reason::Cut || reason == Reason::Refused);
}

} // namespace pitboss
