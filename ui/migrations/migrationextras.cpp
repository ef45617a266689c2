// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/migrationextras.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

namespace pitboss {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("MigrationExtras", text);
}

void readRollback(MigrationExtras &extras, const Migration &migration)
{
    if (!migration.rollbackPath.isEmpty()) {
        QFile file(migration.rollbackPath);
        extras.rollbackOrigin = QFileInfo(file).dir().dirName() + QLatin1Char('/') + QFileInfo(file).fileName();
        if (file.open(QIODevice::ReadOnly))
            extras.rollback = QString::fromUtf8(file.readAll());
        else
            extras.rollbackOrigin = tr("%1 cannot be read: %2").arg(extras.rollbackOrigin, file.errorString());
        return;
    }
    if (!migration.script || migration.script->rollback().kind == RollbackSection::Kind::None)
        return;
    const RollbackSection &section = migration.script->rollback();
    extras.rollback = section.text;
    extras.rollbackIsProse = section.kind == RollbackSection::Kind::Prose;
    extras.rollbackOrigin = tr("the file's own comment, line %1").arg(section.line);
}

void readSnapshots(MigrationExtras &extras, const Migration &migration, const Migration *before)
{
    extras.hasSnapshot = !migration.snapshotPath.isEmpty();
    if (!extras.hasSnapshot)
        return;
    extras.snapshotBefore = before ? before->tag : QString();
    auto changes = compareSnapshotFiles(before ? before->snapshotPath : QString(), migration.snapshotPath);
    if (changes)
        extras.snapshotChanges = *std::move(changes);
    else
        extras.snapshotError = changes.error().message;
}

} // namespace

MigrationExtras readExtras(const Migration &migration, const Migration *before)
{
    MigrationExtras extras;
    if (migration.script)
        extras.script = std::make_shared<const Script>(migration.script->withTrees());
    readRollback(extras, migration);
    readSnapshots(extras, migration, before);
    return extras;
}

AppliedDifference readAppliedDifference(const Migration &migration)
{
    const auto version = findAppliedVersion(migration);
    if (!version)
        return {};
    constexpr int context = 4;
    return {
        true,
        tr("commit %1 by %2, %3")
            .arg(version->commit.left(10), version->author, QLocale().toString(version->date, QLocale::ShortFormat)),
        withContext(version->difference, context)};
}

} // namespace pitboss
