// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/githistory.h"

#include "migrations/words.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSet>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int gitMilliseconds = 15000;

QByteArray git(const QString &directory, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(directory);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(
        u"git"_s,
        QStringList{u"--no-optional-locks"_s, u"-c"_s, u"core.quotepath=off"_s, u"-c"_s, u"log.showSignature=false"_s}
            + arguments);
    if (!process.waitForFinished(gitMilliseconds)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0 ? process.readAllStandardOutput()
                                                                                   : QByteArray();
}

const QString commitFormat = u"--format=%x01%H%x02%an%x02%aI"_s;

GitInfo commitOf(const QByteArray &line)
{
    const QList<QByteArray> parts = line.mid(1).split('\x02');
    GitInfo info;
    info.commit = QString::fromLatin1(parts.value(0));
    info.author = QString::fromUtf8(parts.value(1));
    info.date = QDateTime::fromString(QString::fromLatin1(parts.value(2)), Qt::ISODate);
    return info;
}

void markUncommitted(QHash<QString, GitInfo> &files, const QDir &dir, const QByteArray &names)
{
    for (const QByteArray &name : names.split('\0')) {
        if (!name.isEmpty())
            files[dir.absoluteFilePath(QString::fromUtf8(name))].uncommitted = true;
    }
}

struct Blob
{
    QByteArray id;
    GitInfo commit;
};

// ":100644 100644 <old id> <new id> M\tpath" below the commit it belongs to, newest first.
QList<Blob> blobs(const QString &directory, const QString &path)
{
    QList<Blob> found;
    QSet<QByteArray> seen;
    GitInfo commit;
    const QByteArray log = git(
        directory,
        {u"log"_s, u"--all"_s, commitFormat, u"--raw"_s, u"--no-abbrev"_s, u"--no-renames"_s, u"-m"_s, u"--"_s, path});
    for (const QByteArray &line : log.split('\n')) {
        if (line.startsWith('\x01'))
            commit = commitOf(line);
        const QByteArray id = line.startsWith(':') ? line.split(' ').value(3) : QByteArray();
        if (id.isEmpty() || id.startsWith("0000000") || seen.contains(id))
            continue;
        seen << id;
        found.append({id, commit});
    }
    return found;
}

std::optional<AppliedVersion> searchBlobs(const QString &directory, const QString &path, const QString &hash)
{
    constexpr qsizetype most = 500;
    for (const Blob &blob : blobs(directory, path).mid(0, most)) {
        const QByteArray text = git(directory, {u"cat-file"_s, u"blob"_s, QString::fromLatin1(blob.id)});
        if (text.isEmpty() || compareHash(text, hash).verdict == HashVerdict::Edited)
            continue;
        return AppliedVersion{blob.commit.commit, blob.commit.author, blob.commit.date, text, {}};
    }
    return {};
}

} // namespace

QHash<QString, GitInfo> readGitInfo(const QString &directory)
{
    QHash<QString, GitInfo> files;
    const QDir dir(directory);
    GitInfo commit;
    const QByteArray log =
        git(directory, {u"log"_s, commitFormat, u"--name-only"_s, u"--no-renames"_s, u"--relative"_s, u"--"_s, u"."_s});
    for (const QByteArray &line : log.split('\n')) {
        if (line.startsWith('\x01'))
            commit = commitOf(line);
        else if (const QString path = dir.absoluteFilePath(QString::fromUtf8(line));
                 !line.isEmpty() && !files.contains(path))
            files.insert(path, commit);
    }
    if (files.isEmpty() && git(directory, {u"rev-parse"_s, u"--git-dir"_s}).isEmpty())
        return {};
    markUncommitted(
        files, dir,
        git(directory, {u"diff"_s, u"--name-only"_s, u"--relative"_s, u"-z"_s, u"HEAD"_s, u"--"_s, u"."_s}));
    markUncommitted(files, dir, git(directory, {u"ls-files"_s, u"--others"_s, u"--exclude-standard"_s, u"-z"_s}));
    return files;
}

void annotateWithGit(JournalStatus &status, const QHash<QString, GitInfo> &git)
{
    for (Migration &migration : status.migrations) {
        const auto found = git.constFind(QDir::cleanPath(migration.path));
        if (migration.path.isEmpty() || found == git.constEnd())
            continue;
        migration.git = *found;
        const bool comparable = migration.state == MigrationState::Applied && migration.recordedHash.isEmpty()
            && migration.appliedAt && !migration.appliedAtIsGenerated;
        if (comparable && found->date.isValid() && found->date > *migration.appliedAt)
            migration.addProblem("changed-since",
                                 Words::tr("It was changed on %1, after it was applied.")
                                     .arg(found->date.toUTC().toString(Qt::ISODate)));
    }
}

std::optional<AppliedVersion> findAppliedVersion(const Migration &migration)
{
    if (migration.recordedHash.isEmpty() || migration.path.isEmpty())
        return {};
    const QFileInfo file(migration.path);
    QString directory = file.path();
    while (!QFileInfo::exists(directory) && directory != QFileInfo(directory).path())
        directory = QFileInfo(directory).path();
    auto version = searchBlobs(directory, migration.path, migration.recordedHash);
    if (!version)
        version = searchBlobs(directory, u"."_s, migration.recordedHash);
    if (version)
        version->difference = diffLines(version->text, migration.script ? migration.script->bytes() : QByteArray());
    return version;
}

} // namespace pitboss
