// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/dryrunrecord.h"

#include "migrations/words.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLockFile>
#include <QSaveFile>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype mostStamps = 1000;

QByteArray lineOf(const DryRunStamp &stamp)
{
    QJsonArray locks;
    for (const LockTaken &lock : stamp.locks)
        locks << QJsonArray{lock.relation, lock.mode};
    return QJsonDocument(QJsonObject{{u"database"_s, stamp.databaseId},
                                     {u"tag"_s, stamp.tag},
                                     {u"sha256"_s, stamp.hash},
                                     {u"ok"_s, stamp.ok},
                                     {u"whole"_s, stamp.whole},
                                     {u"reversible"_s, stamp.reversible},
                                     {u"when"_s, stamp.when.toString(Qt::ISODateWithMs)},
                                     {u"locks"_s, locks},
                                     {u"lost"_s, QJsonArray::fromStringList(stamp.lost)}})
        .toJson(QJsonDocument::Compact);
}

DryRunStamp stampOf(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    DryRunStamp stamp;
    stamp.databaseId = object[u"database"].toString();
    stamp.tag = object[u"tag"].toString();
    stamp.hash = object[u"sha256"].toString();
    stamp.ok = object[u"ok"].toBool();
    stamp.whole = object[u"whole"].toBool();
    stamp.reversible = object[u"reversible"].toBool();
    stamp.when = QDateTime::fromString(object[u"when"].toString(), Qt::ISODateWithMs);
    const QJsonArray locks = object[u"locks"].toArray();
    for (const auto lock : locks)
        stamp.locks.append({lock.toArray()[0].toString(), lock.toArray()[1].toString()});
    const QJsonArray losses = object[u"lost"].toArray();
    for (const auto lost : losses)
        stamp.lost << lost.toString();
    return stamp;
}

} // namespace

DryRunRecord::DryRunRecord(QString folder)
    : m_folder(std::move(folder))
{
}

QString DryRunRecord::defaultFolder()
{
    return AuditLog::defaultFolder();
}

Result<void> DryRunRecord::remember(const QList<DryRunStamp> &stamps)
{
    const auto refuse = [this](const QString &why) {
        return fail(Error::Kind::File, Words::tr("The record of dry runs cannot be written: %1").arg(path()), why);
    };
    if (!QDir().mkpath(m_folder))
        return refuse({});
    QLockFile lock(path() + u".lock"_s);
    if (!lock.tryLock(5000))
        return refuse(Words::tr("Another process holds it."));
    QList<QByteArray> lines;
    if (QFile old(path()); old.open(QIODevice::ReadOnly))
        lines = old.readAll().split('\n');
    for (const DryRunStamp &stamp : stamps)
        lines << lineOf(stamp);
    lines.removeAll({});
    QSaveFile file(path());
    if (!file.open(QIODevice::WriteOnly))
        return refuse(file.errorString());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(lines.mid(std::max<qsizetype>(0, lines.size() - mostStamps)).join('\n') + '\n');
    return file.commit() ? Result<void>() : refuse(file.errorString());
}

QList<DryRunStamp> DryRunRecord::recall(const QString &databaseId) const
{
    QList<DryRunStamp> stamps;
    QFile file(path());
    if (!file.open(QIODevice::ReadOnly))
        return stamps;
    const QDateTime yesterday = QDateTime::currentDateTimeUtc().addDays(-1);
    while (!file.atEnd()) {
        const DryRunStamp stamp = stampOf(file.readLine());
        if (stamp.databaseId == databaseId && stamp.when > yesterday)
            stamps << stamp;
    }
    return stamps;
}

} // namespace pitboss
