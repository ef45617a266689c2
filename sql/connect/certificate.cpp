// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/certificate.h"

#include "sql/connect/loginprobe.h"

#include <libpq-fe.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <QCoreApplication>
#include <QLocale>

#include <memory>

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

/// As far as the handshake, and without anything that is secret.
QMap<QString, QString> onlyTls(QMap<QString, QString> parameters)
{
    for (const char *keyword : {"password", "sslpassword", "sslcert", "sslkey", "channel_binding"})
        parameters.remove(QLatin1String(keyword));
    parameters.insert(QStringLiteral("sslmode"), QStringLiteral("require"));
    // Without a root file "require" checks nothing; with the usual one in the home folder it would.
    parameters.insert(QStringLiteral("sslrootcert"), QStringLiteral("/dev/null/none"));
    parameters.insert(QStringLiteral("gssencmode"), QStringLiteral("disable"));
    return parameters;
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
    const QMap<QString, QString> parameters = onlyTls(libpqParameters);
    const Probe probe = startProbe(parameters);
    // The handshake is over, and the packet with user and database has not been sent.
    const bool isThere = advance(probe.get(), parameters, [&probe] {
        return PQstatus(probe.get()) == CONNECTION_MADE && PQsslInUse(probe.get());
    });
    return isThere ? certificateOf(probe.get()) : std::nullopt;
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
