// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/certificate.h"

#include <libpq-fe.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QLocale>

#include <poll.h>

#include <memory>
#include <vector>

namespace pitboss {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Certificate", text);
}

QString entryOf(const X509_NAME *name, int id)
{
    char text[256] = {};
    return X509_NAME_get_text_by_NID(const_cast<X509_NAME *>(name), id, text, sizeof text) > 0 ? QString::fromUtf8(text)
                                                                                               : QString();
}

QString shownName(const X509_NAME *name)
{
    const QString common = entryOf(name, NID_commonName);
    const QString organisation = entryOf(name, NID_organizationName);
    if (common.isEmpty() || organisation.isEmpty())
        return common + organisation;
    return QStringLiteral("%1 (%2)").arg(common, organisation);
}

QDateTime timeOf(const ASN1_TIME *time)
{
    tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1)
        return {};
    return {QDate(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday),
            QTime(parts.tm_hour, parts.tm_min, parts.tm_sec), Qt::UTC};
}

QString addressOf(const ASN1_OCTET_STRING *bytes)
{
    const unsigned char *data = ASN1_STRING_get0_data(bytes);
    if (ASN1_STRING_length(bytes) == 4)
        return QStringLiteral("%1.%2.%3.%4").arg(data[0]).arg(data[1]).arg(data[2]).arg(data[3]);
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(data), ASN1_STRING_length(bytes)).toHex(':'));
}

QStringList namesOf(const X509 *certificate)
{
    QStringList names;
    auto *alternatives =
        static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
    for (int i = 0; i < sk_GENERAL_NAME_num(alternatives); ++i) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(alternatives, i);
        if (name->type == GEN_DNS)
            names << QString::fromUtf8(reinterpret_cast<const char *>(ASN1_STRING_get0_data(name->d.dNSName)),
                                       ASN1_STRING_length(name->d.dNSName));
        else if (name->type == GEN_IPADD)
            names << addressOf(name->d.iPAddress);
    }
    GENERAL_NAMES_free(alternatives);
    return names;
}

CertificateFacts factsOf(X509 *certificate)
{
    const X509_NAME *subject = X509_get_subject_name(certificate);
    const X509_NAME *issuer = X509_get_issuer_name(certificate);
    CertificateFacts facts;
    facts.subject = entryOf(subject, NID_commonName);
    facts.issuer = shownName(issuer);
    facts.validFrom = timeOf(X509_get0_notBefore(certificate));
    facts.validUntil = timeOf(X509_get0_notAfter(certificate));
    facts.names = namesOf(certificate);
    facts.isSelfSigned = X509_NAME_cmp(subject, issuer) == 0;
    return facts;
}

struct Finished
{
    void operator()(PGconn *connection) const { PQfinish(connection); }
};
using Owned = std::unique_ptr<PGconn, Finished>;

Owned startTls(QMap<QString, QString> parameters)
{
    for (const char *keyword : {"password", "sslpassword", "sslcert", "sslkey", "channel_binding"})
        parameters.remove(QLatin1String(keyword));
    parameters.insert(QStringLiteral("sslmode"), QStringLiteral("require"));
    // Without a root file "require" checks nothing; with the usual one in the home folder it would.
    parameters.insert(QStringLiteral("sslrootcert"), QStringLiteral("/dev/null/none"));
    parameters.insert(QStringLiteral("gssencmode"), QStringLiteral("disable"));
    std::vector<QByteArray> texts;
    for (auto it = parameters.begin(); it != parameters.end(); ++it) {
        texts.push_back(it.key().toUtf8());
        texts.push_back(it.value().toUtf8());
    }
    std::vector<const char *> keys;
    std::vector<const char *> values;
    for (size_t i = 0; i < texts.size(); i += 2) {
        keys.push_back(texts[i].constData());
        values.push_back(texts[i + 1].constData());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    return Owned(PQconnectStartParams(keys.data(), values.data(), 0));
}

} // namespace

std::optional<CertificateFacts> certificateOf(pg_conn *connection)
{
    auto *tls = connection ? static_cast<SSL *>(PQsslStruct(connection, "OpenSSL")) : nullptr;
    if (!tls)
        return {};
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(SSL_get_peer_certificate(tls), &X509_free);
    return certificate ? std::optional(factsOf(certificate.get())) : std::nullopt;
}

std::optional<CertificateFacts> askForCertificate(const QMap<QString, QString> &libpqParameters)
{
    const Owned connection = startTls(libpqParameters);
    const int seconds = qBound(1, libpqParameters.value(QStringLiteral("connect_timeout")).toInt(), 30);
    const QDeadlineTimer deadline(std::chrono::seconds{seconds});
    PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
    while (PQstatus(connection.get()) != CONNECTION_BAD && !deadline.hasExpired()) {
        // The handshake is over, and the packet with user and database has not been sent.
        if (PQstatus(connection.get()) == CONNECTION_MADE && PQsslInUse(connection.get()))
            return certificateOf(connection.get());
        pollfd socket{PQsocket(connection.get()), short(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        if (poll(&socket, 1, int(deadline.remainingTime())) <= 0)
            break;
        wanted = PQconnectPoll(connection.get());
        if (wanted == PGRES_POLLING_FAILED || wanted == PGRES_POLLING_OK)
            break;
    }
    return {};
}

Error explainCertificate(Error error, const CertificateFacts &facts)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto day = [](const QDateTime &time) { return QLocale().toString(time.date(), QLocale::LongFormat); };
    if (facts.validUntil < now) {
        error.message = say("The server's TLS certificate expired on %1.").arg(day(facts.validUntil));
        error.hint = say("Whoever runs the server has to renew it. Check also this computer's clock.");
    } else if (facts.validFrom > now) {
        error.message = say("The server's TLS certificate is valid only from %1 on.").arg(day(facts.validFrom));
        error.hint = say("Check this computer's clock.");
    } else if (facts.isSelfSigned) {
        error.message = say("The server's TLS certificate is signed by itself, so nobody vouches for it.");
        error.hint = say("If it is your own server, give its certificate as the root certificate.");
    } else {
        error.message = say("The server's TLS certificate is not trusted: %1 issued it.").arg(facts.issuer);
        error.hint = say("Give that authority's file as the root certificate, or check that this is the right server.");
    }
    return error;
}

} // namespace pitboss
