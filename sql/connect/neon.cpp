// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/neon.h"

#include <libpq-fe.h>

#include <QCoreApplication>
#include <QFileInfo>

namespace pitboss {

namespace {

const QLatin1String poolerMark("-pooler");
const QString hostKey = QStringLiteral("host");
const QString modeKey = QStringLiteral("sslmode");
const QString rootKey = QStringLiteral("sslrootcert");

bool isNeonHost(const QString &host)
{
    const QString name = host.toLower();
    return name.startsWith(QLatin1String("ep-")) && name.endsWith(QLatin1String(".neon.tech"));
}

/// "us-east-2", "eu-central-1", "eastus2": letters and a number; a cell is "c-2".
bool isRegion(const QString &label)
{
    return label.size() > 4 && label.back().isDigit();
}

} // namespace

std::optional<NeonFacts> neonFacts(const QString &host)
{
    if (!isNeonHost(host))
        return {};
    NeonFacts facts;
    QStringList labels = host.toLower().split(QLatin1Char('.'));
    facts.endpointId = labels.takeFirst();
    facts.isPooled = facts.endpointId.endsWith(poolerMark);
    if (facts.isPooled)
        facts.endpointId.chop(poolerMark.size());
    for (const QString &label : labels.mid(0, labels.size() - 2)) {
        if (isRegion(label))
            facts.region = label;
        else if (!label.startsWith(QLatin1String("c-")))
            facts.provider = label;
    }
    return facts;
}

QString neonHost(const QString &host, Route route)
{
    const auto facts = neonFacts(host);
    if (!facts || facts->isPooled == (route == Route::Pooled))
        return host;
    const qsizetype end = host.indexOf(QLatin1Char('.'));
    return route == Route::Pooled ? host.left(end) + poolerMark + host.mid(end)
                                  : host.left(end - poolerMark.size()) + host.mid(end);
}

ConnectionInfo byRoute(ConnectionInfo info, Route route)
{
    if (neonFacts(info.host()))
        info.setParameter(hostKey, neonHost(info.host(), route));
    return info;
}

void useNeonDefaults(ConnectionInfo &info)
{
    static const QStringList weak{QString(), QStringLiteral("allow"), QStringLiteral("prefer"),
                                  QStringLiteral("require")};
    const QString mode = info.parameter(modeKey);
    if (!neonFacts(info.host()) || !weak.contains(mode) || !info.parameter(rootKey).isEmpty()
        || systemRoots().isEmpty())
        return;
    info.setParameter(modeKey, QStringLiteral("verify-full"));
    info.setParameter(rootKey, QStringLiteral("system"));
    if (!mode.isEmpty())
        info.addNote(QCoreApplication::translate("Neon",
                                                 "sslmode=%1 is raised to verify-full: Neon's certificate is "
                                                 "checked against this computer's roots.")
                         .arg(mode));
}

QString systemRoots()
{
    if (PQlibVersion() >= 160000)
        return QStringLiteral("system");
    // Debian and Arch, Fedora, openSUSE, macOS and the BSDs.
    for (const char *file : {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                             "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem"}) {
        if (QFileInfo::exists(QLatin1String(file)))
            return QLatin1String(file);
    }
    return {};
}

QMap<QString, QString> spelledForLibpq(const ConnectionInfo &info)
{
    QMap<QString, QString> parameters = info.libpqParameters();
    if (parameters.value(rootKey) == QLatin1String("system"))
        parameters.insert(rootKey, systemRoots());
    const auto neon = neonFacts(info.host());
    const bool namesServer =
        PQlibVersion() >= 140000 && parameters.value(QStringLiteral("sslsni")) != QLatin1String("0");
    const QString key = QStringLiteral("options");
    if (neon && !namesServer && !parameters.value(key).contains(QLatin1String("endpoint="))) {
        const QString endpoint = QStringLiteral("endpoint=") + neon->endpointId;
        parameters.insert(key, QString(parameters.value(key) + QLatin1Char(' ') + endpoint).trimmed());
    }
    return parameters;
}

} // namespace pitboss
