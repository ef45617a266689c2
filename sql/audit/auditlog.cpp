// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/audit/auditlog.h"

#include "sql/embedded/filelock.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QThread>

#include <fcntl.h>
#include <unistd.h>

namespace pitboss {

namespace {

constexpr qint64 longestLine = 16LL * 1024 * 1024;
constexpr auto hashKey = ",\"hash\":\"";
constexpr int hashKeyLength = 9;
constexpr int hashLength = 64;

QString say(const char *text)
{
    return QCoreApplication::translate("AuditLog", text);
}

Error fileError(const QFileDevice &file)
{
    return Error::of(Error::Kind::File, say("The audit log could not be written."),
                     file.fileName() + QStringLiteral(": ") + file.errorString(),
                     say("Without a record nothing is changed: make room, or let this user write there."));
}

Error unreadable(const QFileDevice &file)
{
    return Error::of(Error::Kind::File, say("The audit log could not be read."),
                     file.fileName() + QStringLiteral(": ") + file.errorString());
}

QByteArray firstPrevious()
{
    return QByteArray(hashLength, '0');
}

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

/// The hash is over the bytes before it, so that checking needs no parser's idea of JSON.
QByteArray sealed(const QJsonObject &fields, QByteArray *hash)
{
    const QByteArray body = QJsonDocument(fields).toJson(QJsonDocument::Compact).chopped(1);
    *hash = sha256(body);
    return body + hashKey + *hash + "\"}\n";
}

struct Line
{
    QJsonObject fields;
    QByteArray hash;
    QString problem; ///< empty: an entry that fits its hash
};

Line readLine(const QByteArray &line)
{
    Line read;
    const qsizetype at = line.size() - (hashKeyLength + hashLength + 3);
    if (at < 1 || line.mid(at, hashKeyLength) != hashKey || !line.endsWith("\"}\n")) {
        read.problem = say("It is no entry.");
        return read;
    }
    read.hash = line.mid(at + hashKeyLength, hashLength);
    read.fields = QJsonDocument::fromJson(line).object();
    if (sha256(line.left(at)) != read.hash)
        read.problem = say("Its text was changed.");
    else if (read.fields.isEmpty())
        read.problem = say("It is no entry.");
    return read;
}

AuditEntry entryOf(const QJsonObject &fields)
{
    const auto text = [&fields](const char *key) { return fields[QLatin1String(key)].toString(); };
    return {fields[QLatin1String("number")].toInteger(),
            text("time"),
            text("phase"),
            text("operationId"),
            text("action"),
            text("operator"),
            text("outcome"),
            fields};
}

Result<FileLock> lockFolder(const QString &folder)
{
    if (!QDir().mkpath(folder))
        return fail(Error::Kind::File, say("The folder of the audit log could not be made."), folder,
                    say("Without a record nothing is changed: make room, or let this user write there."));
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QDeadlineTimer deadline(std::chrono::seconds(5));
    for (;;) {
        FileLock lock = FileLock::tryLock(folder + QStringLiteral("/audit.lock"));
        if (lock.isHeld())
            return lock;
        if (deadline.hasExpired())
            return fail(Error::Kind::File, say("Another program holds the audit log, or its folder cannot be written."),
                        folder, say("Without a record nothing is changed."));
        QThread::msleep(10);
    }
}

void syncFolder(const QString &folder)
{
    const int fd = open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

} // namespace

AuditLog::AuditLog(QString folder)
    : m_folder(std::move(folder))
{
}

QString AuditLog::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/pitboss/audit");
}

Result<AuditEntry> AuditLog::append(QJsonObject fields)
{
    const auto lock = lockFolder(m_folder);
    if (!lock)
        return fail(lock.error());
    QFile file(path());
    const bool isNew = !file.exists();
    if (!file.open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered))
        return fail(fileError(file));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    const auto tail = readTail(file);
    if (!tail)
        return fail(tail.error());
    Tail mine;
    mine.number = tail->number + 1;
    fields.insert(QStringLiteral("number"), mine.number);
    fields.insert(QStringLiteral("time"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs));
    fields.insert(QStringLiteral("previous"), QString::fromLatin1(tail->hash));
    if (auto written = write(file, sealed(fields, &mine.hash)); !written)
        return fail(written.error());
    if (isNew)
        syncFolder(m_folder);
    rememberHead(mine);
    return entryOf(fields);
}

/// The last entry, read from the end. What follows the last whole line was torn off by a crash: it is set aside.
Result<AuditLog::Tail> AuditLog::readTail(QFileDevice &file)
{
    const qint64 size = file.size();
    const qint64 from = qMax(qint64(0), size - longestLine);
    file.seek(from);
    const QByteArray bytes = file.read(size - from);
    qsizetype end = bytes.lastIndexOf('\n') + 1;
    while (end > 0) {
        const qsizetype start = end > 1 ? bytes.lastIndexOf('\n', end - 2) + 1 : 0;
        const Line line = readLine(bytes.mid(start, end - start));
        if (!line.hash.isEmpty()) {
            if (auto aside = from + end < size ? setAside(file, from + end) : Result<void>(); !aside)
                return fail(aside.error());
            return Tail{line.fields[QLatin1String("number")].toInteger(), line.hash};
        }
        end = start; // a crash may also leave a line of zeros
    }
    if (auto aside = size > 0 ? setAside(file, from) : Result<void>(); !aside)
        return fail(aside.error());
    return Tail{0, firstPrevious()};
}

Result<void> AuditLog::setAside(QFileDevice &file, qint64 from)
{
    file.seek(from);
    const QByteArray torn = file.read(file.size() - from);
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddThhmmsszzz"));
    QFile aside(m_folder + QStringLiteral("/audit.torn-") + stamp);
    if (!aside.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered)
        || aside.write(torn) != torn.size() || fsync(aside.handle()) != 0)
        return fail(fileError(aside));
    syncFolder(m_folder);
    if (!file.resize(from))
        return fail(fileError(file));
    return {};
}

Result<void> AuditLog::write(QFileDevice &file, const QByteArray &line)
{
    const qint64 before = file.size();
    if (file.write(line) == line.size() && fsync(file.handle()) == 0)
        return {};
    const Error error = fileError(file);
    file.resize(before); // half a line would be set aside at the next append; better none at all
    return fail(error);
}

/// How far the log has come, beside it: so that lines missing at its end are noticed. It may lag by a crash.
void AuditLog::rememberHead(const Tail &tail) const
{
    QFile head(m_folder + QStringLiteral("/audit.head"));
    if (head.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        head.write(QByteArray::number(tail.number) + ' ' + tail.hash + '\n');
}

Result<QList<AuditEntry>> AuditLog::entries() const
{
    QList<AuditEntry> list;
    QFile file(path());
    if (!file.exists())
        return list;
    if (!file.open(QIODevice::ReadOnly))
        return fail(unreadable(file));
    while (!file.atEnd()) {
        const Line line = readLine(file.readLine(longestLine));
        if (!line.fields.isEmpty())
            list.append(entryOf(line.fields));
    }
    return list;
}

Result<AuditVerdict> AuditLog::verify() const
{
    AuditVerdict verdict;
    verdict.setAside = QDir(m_folder).entryList({QStringLiteral("audit.torn-*")}, QDir::Files, QDir::Name);
    QFile file(path());
    Tail last{0, firstPrevious()};
    if (file.exists() && !file.open(QIODevice::ReadOnly))
        return fail(unreadable(file));
    while (file.isOpen() && !file.atEnd() && verdict.problem.isEmpty()) {
        const QByteArray bytes = file.readLine(longestLine);
        verdict.hasTornEnd = !bytes.endsWith('\n') && file.atEnd();
        if (verdict.hasTornEnd)
            break;
        const Line line = readLine(bytes);
        verdict.problem = line.problem;
        if (verdict.problem.isEmpty() && line.fields[QLatin1String("previous")].toString().toLatin1() != last.hash)
            verdict.problem = say("It does not follow the entry before it: one was removed, added or replaced.");
        last = {++verdict.entries, line.hash};
        if (verdict.problem.isEmpty() && line.fields[QLatin1String("number")].toInteger() != last.number)
            verdict.problem = say("Its number is not its place.");
    }
    verdict.broken = verdict.problem.isEmpty() ? 0 : verdict.entries;
    if (auto checked = checkHead(last, &verdict); !checked)
        return fail(checked.error());
    return verdict;
}

Result<void> AuditLog::checkHead(const Tail &last, AuditVerdict *verdict) const
{
    QFile head(m_folder + QStringLiteral("/audit.head"));
    if (!verdict->problem.isEmpty() || !head.exists())
        return {};
    if (!head.open(QIODevice::ReadOnly))
        return fail(unreadable(head));
    const QByteArrayList words = head.readAll().simplified().split(' ');
    const qint64 number = words.first().toLongLong();
    if (words.size() != 2 || number < last.number || (number == last.number && words.last() == last.hash))
        return {};
    verdict->broken = qMin(number, last.number + 1);
    verdict->problem = say("The log once had %1 entries; the last ones were removed or replaced.").arg(number);
    return {};
}

} // namespace pitboss
