// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/result.h"

#include <QJsonObject>

class QFileDevice;

namespace pitboss {

/// One line of the audit log.
struct AuditEntry
{
    qint64 number = 0; ///< 1, 2, 3 …
    QString time;      ///< UTC, ISO 8601 with milliseconds
    QString phase;     ///< "intent" before COMMIT, "outcome" after
    QString operationId;
    QString action;       ///< "credits.grant"
    QString operatorName; ///< beside it stand OS user, host and database role in `fields`
    QString outcome;      ///< of an outcome: "done", "not done", "unknown"
    QJsonObject fields;   ///< the whole entry
};

/// What a check of the chain found.
struct AuditVerdict
{
    qint64 entries = 0;      ///< read, up to the broken one
    qint64 broken = 0;       ///< number of the first broken entry, by its place in the file; 0: the chain is whole
    QString problem;         ///< in words; empty when whole
    bool hasTornEnd = false; ///< the last line was cut off by a crash: no entry, set aside at the next append
    QStringList setAside;    ///< files that hold such lines
};

/// The local record of every write: JSON lines, appended and never changed, each with the hash of the one before it
/// (SHA-256 over the line's own bytes). Safe against a second process (a lock while appending) and against a crash at
/// any point. Not thread-safe; each thread makes its own.
class AuditLog
{
public:
    explicit AuditLog(QString folder);
    /// Below the user's data folder, shared by the window and the command line.
    static QString defaultFolder();
    QString path() const { return m_folder + QStringLiteral("/audit.jsonl"); }

    /// On the disk when it gives back success. `fields` gets number, time, previous and hash. File: it could not be
    /// written, and then the line is not there at all.
    Result<AuditEntry> append(QJsonObject fields);
    /// In the order of the file. Lines that are no entries are skipped here; verify() tells of them.
    Result<QList<AuditEntry>> entries() const;
    Result<AuditVerdict> verify() const;

private:
    struct Tail
    {
        qint64 number = 0;
        QByteArray hash;
    };
    Result<Tail> readTail(QFileDevice &file);
    Result<void> setAside(QFileDevice &file, qint64 from);
    static Result<void> write(QFileDevice &file, const QByteArray &line);
    Result<void> checkHead(const Tail &last, AuditVerdict *verdict) const;
    void rememberHead(const Tail &tail) const;

    QString m_folder;
};

} // namespace pitboss
