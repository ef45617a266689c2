// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/demo/sampleproject.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

namespace pitboss {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("SampleProject", source);
}

Result<QByteArray> contents(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::File, text("Cannot read %1.").arg(path), file.errorString());
    return file.readAll();
}

/// Not QFile::copy: what it copies from a resource cannot be edited.
Result<void> copyFile(const QString &from, const QString &to)
{
    const Result<QByteArray> bytes = contents(from);
    if (!bytes)
        return fail(bytes.error());
    QFile file(to);
    if (!QDir().mkpath(QFileInfo(to).path()) || !file.open(QIODevice::WriteOnly) || file.write(*bytes) != bytes->size()
        || !file.flush())
        return fail(Error::Kind::File, text("Cannot write %1.").arg(to), file.errorString());
    return {};
}

} // namespace

SampleProject::SampleProject(const QString &root)
    : m_root(root)
{
}

QStringList SampleProject::seedFiles() const
{
    const QDir folder(m_root + QStringLiteral("/seed"));
    QStringList paths;
    for (const QString &name : folder.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name))
        paths << folder.filePath(name);
    return paths;
}

Result<QList<SampleProject::Entry>> SampleProject::entries() const
{
    const QString path = drizzleFolder() + QStringLiteral("/meta/_journal.json");
    const Result<QByteArray> bytes = contents(path);
    if (!bytes)
        return fail(bytes.error());
    const QJsonArray list = QJsonDocument::fromJson(*bytes).object().value(QLatin1String("entries")).toArray();
    if (list.isEmpty())
        return fail(Error::Kind::File, text("%1 holds no entries.").arg(path));
    QList<Entry> entries;
    for (const auto value : list)
        entries << Entry{value[QLatin1String("tag")].toString(), value[QLatin1String("when")].toInteger()};
    return entries;
}

Result<QByteArray> SampleProject::migration(const Entry &entry) const
{
    return contents(drizzleFolder() + QLatin1Char('/') + entry.tag + QStringLiteral(".sql"));
}

Result<void> SampleProject::materialise(const QString &folder) const
{
    if (QFile::exists(folder))
        return {};
    // Each program its own, and the first rename wins: two may make the demo at once.
    const QTemporaryDir own(folder + QStringLiteral(".XXXXXX"));
    const QString making = own.filePath(QStringLiteral("project"));
    for (QDirIterator it(m_root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();) {
        const QString relative = QDir(m_root).relativeFilePath(it.next());
        if (relative.startsWith(QLatin1String("seed/")))
            continue;
        if (auto copied = copyFile(it.filePath(), making + QLatin1Char('/') + relative); !copied)
            return copied;
    }
    if (!QDir().rename(making, folder) && !QFile::exists(folder))
        return fail(Error::Kind::File, text("Cannot create the folder %1.").arg(folder));
    return {};
}

} // namespace pitboss
