// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/audit/auditexport.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

namespace pitboss {

namespace {

constexpr const char *columns[] = {"number",   "time",        "phase",  "outcome", "action",
                                   "target",   "operator",    "osUser", "role",    "host",
                                   "database", "environment", "reason", "ticket",  "operationId"};

QByteArray cell(QString text)
{
    if (!text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text[0]))
        text.prepend(QLatin1Char('\''));
    return '"' + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")).toUtf8() + '"';
}

} // namespace

QByteArray auditCsv(const QList<AuditEntry> &entries)
{
    QByteArray csv;
    for (const char *column : columns)
        csv += QByteArray(column) + ',';
    csv += "entry\n";
    for (const AuditEntry &entry : entries) {
        for (const char *column : columns)
            csv += cell(entry.fields[QLatin1String(column)].toVariant().toString()) + ',';
        csv += cell(QString::fromUtf8(QJsonDocument(entry.fields).toJson(QJsonDocument::Compact))) + '\n';
    }
    return csv;
}

QByteArray auditJson(const QList<AuditEntry> &entries)
{
    QJsonArray list;
    for (const AuditEntry &entry : entries)
        list.append(entry.fields);
    return QJsonDocument(list).toJson();
}

Result<void> exportAudit(const QList<AuditEntry> &entries, const QString &file)
{
    QSaveFile out(file);
    const bool isCsv = file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
    const QByteArray text = isCsv ? auditCsv(entries) : auditJson(entries);
    if (out.open(QIODevice::WriteOnly) && out.write(text) == text.size() && out.commit())
        return {};
    return fail(Error::Kind::File, QCoreApplication::translate("Audit", "%1 could not be written.").arg(file),
                out.errorString(),
                QCoreApplication::translate("Audit", "A file that stood there before is as it was."));
}

} // namespace pitboss
