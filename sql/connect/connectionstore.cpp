// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/connectionstore.h"

#include "sql/embedded/filelock.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <QStandardPaths>
#include <QThread>
#include <QUuid>

#include <algorithm>

namespace pitboss {

namespace {

constexpr int currentVersion = 2;
const QString versionKey = QStringLiteral("version");
const QString listKey = QStringLiteral("connections");

QString say(const char *text)
{
    return QCoreApplication::translate("ConnectionStore", text);
}

struct Content
{
    QJsonObject document; ///< with whatever a newer version put beside the list
    QList<SavedConnection> connections;
};

Result<Content> parse(const QByteArray &bytes, const QString &path)
{
    QJsonParseError problem{};
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    const QJsonValue list = document.isArray() ? QJsonValue(document.array()) : document.object().value(listKey);
    if (problem.error != QJsonParseError::NoError || !list.isArray())
        return fail(Error::Kind::File, say("%1 does not hold saved connections.").arg(path),
                    problem.error == QJsonParseError::NoError ? QString() : problem.errorString(),
                    say("It was left as it is. Mend it or move it away; then a new one is begun."));
    Content content{document.object(), {}};
    for (const QJsonValue &value : list.toArray())
        content.connections.append(SavedConnection::fromJson(value.toObject()));
    return content;
}

Result<Content> readContent(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return Content{};
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::File, say("%1 could not be read.").arg(path), file.errorString(),
                    say("Check who may read it."));
    return parse(file.readAll(), path);
}

QByteArray bytesOf(QJsonObject document, const QList<SavedConnection> &connections)
{
    QJsonArray list;
    for (const SavedConnection &connection : connections)
        list.append(connection.toJson());
    document.insert(versionKey, qMax(currentVersion, document.value(versionKey).toInt()));
    document.insert(listKey, list);
    return QJsonDocument(document).toJson();
}

Result<void> write(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return fail(Error::Kind::File, say("%1 could not be written.").arg(path), file.errorString(),
                say("Nothing was changed. Check the folder's rights and the room on the disk."));
}

Result<FileLock> lockFor(const QString &path)
{
    if (!QDir().mkpath(QFileInfo(path).path()))
        return fail(Error::Kind::File, say("The folder %1 could not be made.").arg(QFileInfo(path).path()));
    const QDeadlineTimer patience(std::chrono::seconds(5));
    while (true) {
        FileLock lock = FileLock::tryLock(path + QStringLiteral(".lock"));
        if (lock.isHeld())
            return lock;
        if (patience.hasExpired())
            return fail(Error::Kind::File, say("%1 is being changed by another program.").arg(path), {},
                        say("Nothing was changed. Try again when the other program is done."));
        QThread::msleep(10);
    }
}

auto byId(QList<SavedConnection> &list, const QString &id)
{
    return std::find_if(list.begin(), list.end(), [&](const SavedConnection &other) { return other.id == id; });
}

/// By its place in the file and what it says: the same each time that an old file is read, so that an entry read
/// before is found again and changed, not added once more.
QString steadyId(const SavedConnection &connection, int place)
{
    static const QUuid ours(QStringLiteral("{0b9e8c0e-6a34-4b52-9a0e-3a4f3a3b7c11}"));
    const QByteArray text = QByteArray::number(place) + QJsonDocument(connection.toJson()).toJson();
    return QUuid::createUuidV5(ours, text).toString(QUuid::WithoutBraces);
}

/// Ids are what a saved connection goes by: a file of the first version has none, and one that was copied together by
/// hand may repeat one.
void makeIdsUnique(QList<SavedConnection> &list)
{
    QStringList seen;
    for (SavedConnection &connection : list) {
        if (connection.id.isEmpty() || seen.contains(connection.id))
            connection.id = steadyId(connection, int(seen.size()));
        seen << connection.id;
    }
}

} // namespace

ConnectionStore::ConnectionStore(QString path)
    : m_path(std::move(path))
{
}

QString ConnectionStore::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/pitboss/connections.json");
}

Result<QList<SavedConnection>> ConnectionStore::read() const
{
    auto content = readContent(m_path);
    if (!content)
        return fail(content.error());
    makeIdsUnique(content->connections);
    return content->connections;
}

Result<QList<SavedConnection>> ConnectionStore::change(const Change &change) const
{
    const auto lock = lockFor(m_path);
    if (!lock)
        return fail(lock.error());
    auto content = readContent(m_path);
    if (!content)
        return fail(content.error());
    makeIdsUnique(content->connections);
    if (const auto changed = change(content->connections); !changed)
        return fail(changed.error());
    if (const auto written = write(m_path, bytesOf(content->document, content->connections)); !written)
        return fail(written.error());
    return content->connections;
}

Result<QList<SavedConnection>> ConnectionStore::put(const SavedConnection &connection) const
{
    return change([&](QList<SavedConnection> &list) -> Result<void> {
        const auto place = byId(list, connection.id);
        if (place == list.end())
            list.append(connection);
        else
            *place = connection;
        return {};
    });
}

Result<QList<SavedConnection>> ConnectionStore::remove(const QString &id) const
{
    return change([&](QList<SavedConnection> &list) -> Result<void> {
        list.removeIf([&](const SavedConnection &connection) { return connection.id == id; });
        return {};
    });
}

Result<QList<SavedConnection>> ConnectionStore::insertBefore(const SavedConnection &connection, const QString &id) const
{
    return change([&](QList<SavedConnection> &list) -> Result<void> {
        list.removeIf([&](const SavedConnection &other) { return other.id == connection.id; });
        list.insert(byId(list, id), connection);
        return {};
    });
}

QByteArray ConnectionStore::exported(const QList<SavedConnection> &connections)
{
    QList<SavedConnection> list = connections;
    for (SavedConnection &connection : list) {
        connection.id.clear();
        connection.passwordKept = false;
    }
    return bytesOf({}, list);
}

Result<QList<SavedConnection>> ConnectionStore::imported(const QByteArray &bytes, const QString &fileName)
{
    auto content = parse(bytes, fileName);
    if (!content)
        return fail(content.error());
    for (SavedConnection &connection : content->connections) {
        connection.id = newConnectionId();
        connection.passwordKept = false;
    }
    return content->connections;
}

Result<SavedConnection> findConnection(const QList<SavedConnection> &connections, const QString &name)
{
    QList<SavedConnection> close;
    QStringList names;
    for (const SavedConnection &connection : connections) {
        if (connection.name == name)
            return connection;
        if (connection.name.compare(name, Qt::CaseInsensitive) == 0)
            close.append(connection);
        names << connection.name;
    }
    if (close.size() == 1)
        return close.first();
    return fail(Error::Kind::Missing, say("There is no saved connection “%1”.").arg(name), {},
                names.isEmpty() ? say("None is saved yet.")
                                : say("Saved are: %1.").arg(names.join(QStringLiteral(", "))));
}

QString freeName(const QList<SavedConnection> &connections, const QString &name)
{
    const auto taken = [&](const QString &candidate) {
        return std::any_of(connections.begin(), connections.end(),
                           [&](const SavedConnection &connection) { return connection.name == candidate; });
    };
    QString candidate = name;
    for (int number = 2; taken(candidate); ++number)
        candidate = QStringLiteral("%1 %2").arg(name).arg(number);
    return candidate;
}

} // namespace pitboss
