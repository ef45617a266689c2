// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/connectiontest.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

namespace pitboss {

namespace {

using Kind = ReportLine::Kind;

QString say(const char *text)
{
    return QCoreApplication::translate("ConnectionReport", text);
}

QString day(const QDateTime &time)
{
    return QLocale().toString(time.date(), QLocale::ShortFormat);
}

ReportLine tlsLine(const ConnectionReport &report)
{
    const QString label = say("Encryption");
    const QString id = QStringLiteral("tls");
    if (!report.tlsVersion.isEmpty())
        return {id, label, QStringLiteral("%1, %2").arg(report.tlsVersion, report.cipher), Kind::Good};
    return report.isLocal
        ? ReportLine{id, label, say("none; it does not leave this computer"), Kind::Plain}
        : ReportLine{id, label, say("none: whoever is in between can read and change everything"), Kind::Warning};
}

ReportLine certificateLine(const CertificateFacts &facts)
{
    constexpr int soon = 30; // days
    const qint64 left = QDateTime::currentDateTimeUtc().daysTo(facts.validUntil);
    const QString value = left < soon
        ? say("issued by %1, expires on %2, in %3 days").arg(facts.issuer, day(facts.validUntil)).arg(left)
        : say("issued by %1, valid until %2").arg(facts.issuer, day(facts.validUntil));
    return {QStringLiteral("certificate"), say("Certificate"), value, left < soon ? Kind::Warning : Kind::Plain};
}

QString rightsOf(const ConnectionReport &report)
{
    QStringList rights;
    if (report.isSuperuser)
        rights << say("superuser: may do everything");
    if (report.mayCreateSchemas)
        rights << say("may create schemas");
    if (report.mayCreateRoles)
        rights << say("may create roles");
    if (report.mayCreateDatabases)
        rights << say("may create databases");
    rights << say("reads %1 and writes %2 of %3 tables")
                  .arg(report.readableTables)
                  .arg(report.writableTables)
                  .arg(report.tables);
    return rights.join(QStringLiteral(", "));
}

QString routeOf(const ConnectionReport &report)
{
    QString route = report.isPooled ? say("pooled: a pooler stands in between, no session of its own") : say("direct");
    if (report.neon)
        route += QStringLiteral(" · Neon %1 %2").arg(report.neon->endpointId, report.neon->region).trimmed();
    return route;
}

ReportLine modeLine(const ConnectionReport &report)
{
    const QString value = report.isStandby ? say("a standby: it copies another server and refuses every write")
        : report.isReadOnly                ? say("read-only unless a transaction asks otherwise")
                                           : say("primary, takes writes");
    return {QStringLiteral("mode"), say("Mode"), value, Kind::Plain};
}

ReportLine clockLine(qint64 difference)
{
    constexpr qint64 notable = 2000; // ms: more than the way there and back explains
    const QString value = qAbs(difference) < notable
        ? say("as this computer's, to %1 ms").arg(qAbs(difference))
        : (difference > 0 ? say("%1 s ahead of this computer's") : say("%1 s behind this computer's"))
              .arg(QLocale().toString(double(qAbs(difference)) / 1000, 'f', 1));
    return {QStringLiteral("clock"), say("Clock"), value, qAbs(difference) < notable ? Kind::Plain : Kind::Warning};
}

} // namespace

QList<ReportLine> reportLines(const ConnectionReport &report)
{
    QList<ReportLine> lines;
    lines.append({QStringLiteral("server"), say("Server"),
                  say("PostgreSQL %1 at %2").arg(report.serverVersion, report.place), Kind::Good});
    lines.append({QStringLiteral("latency"), say("Latency"),
                  say("%1 ms (median of %2)")
                      .arg(QLocale().toString(report.latencyMs, 'f', report.latencyMs < 10 ? 1 : 0))
                      .arg(report.samples)});
    lines.append(tlsLine(report));
    if (report.certificate)
        lines.append(certificateLine(*report.certificate));
    lines.append({QStringLiteral("role"), say("Role"), QStringLiteral("%1: %2").arg(report.role, rightsOf(report)),
                  report.isSuperuser ? Kind::Warning : Kind::Plain});
    lines.append(
        {QStringLiteral("route"), say("Route"), routeOf(report), report.isPooled ? Kind::Warning : Kind::Plain});
    lines.append(modeLine(report));
    lines.append({QStringLiteral("timezone"), say("Time zone"), report.timeZone});
    lines.append(clockLine(report.clockDifferenceMs));
    return lines;
}

QJsonObject reportJson(const ConnectionReport &report)
{
    QJsonObject object{{QStringLiteral("server_version"), report.serverVersion},
                       {QStringLiteral("place"), report.place},
                       {QStringLiteral("database"), report.database},
                       {QStringLiteral("latency_ms"), report.latencyMs},
                       {QStringLiteral("role"), report.role},
                       {QStringLiteral("superuser"), report.isSuperuser},
                       {QStringLiteral("tables"), report.tables},
                       {QStringLiteral("tables_readable"), report.readableTables},
                       {QStringLiteral("tables_writable"), report.writableTables},
                       {QStringLiteral("pooled"), report.isPooled},
                       {QStringLiteral("standby"), report.isStandby},
                       {QStringLiteral("read_only"), report.isReadOnly},
                       {QStringLiteral("time_zone"), report.timeZone},
                       {QStringLiteral("clock_difference_ms"), report.clockDifferenceMs},
                       {QStringLiteral("tls"), report.tlsVersion.isEmpty() ? QJsonValue() : report.tlsVersion},
                       {QStringLiteral("cipher"), report.cipher.isEmpty() ? QJsonValue() : report.cipher}};
    if (report.certificate)
        object.insert(QStringLiteral("certificate"),
                      QJsonObject{{QStringLiteral("issuer"), report.certificate->issuer},
                                  {QStringLiteral("valid_until"), report.certificate->validUntil.toString(Qt::ISODate)},
                                  {QStringLiteral("names"), QJsonArray::fromStringList(report.certificate->names)}});
    if (report.neon)
        object.insert(QStringLiteral("neon"),
                      QJsonObject{{QStringLiteral("endpoint"), report.neon->endpointId},
                                  {QStringLiteral("region"), report.neon->region}});
    return object;
}

} // namespace pitboss
