// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/drizzlefolders.h"

#include "migrations/drizzleverdict.h"
#include "migrations/words.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

std::optional<qint64> folderMillis(const QString &name)
{
    // The runner gives the six numbers to Date.UTC, which carries what overflows: month 13 is next year's January.
    int numbers[6];
    constexpr int starts[] = {0, 4, 6, 8, 10, 12};
    for (int i = 0; i < 6; ++i) {
        bool ok = false;
        numbers[i] = name.mid(starts[i], i == 0 ? 4 : 2).toInt(&ok);
        if (!ok)
            return {};
    }
    const QDate january(numbers[0], 1, 1);
    if (!january.isValid())
        return {};
    const QDateTime day(january.addMonths(numbers[1] - 1).addDays(numbers[2] - 1), QTime(0, 0), Qt::UTC);
    return day.toMSecsSinceEpoch() + ((numbers[3] * 60 + numbers[4]) * 60 + numbers[5]) * qint64(1000);
}

DrizzleFolders::DrizzleFolders(LayoutSettings settings)
    : Layout(withDrizzleNames(std::move(settings), u"folders"_s))
{
}

QString DrizzleFolders::title() const
{
    return Words::tr("Drizzle with folders (1.0)");
}

RunnerTraits DrizzleFolders::runner() const
{
    return {u"drizzle-kit migrate"_s, RunnerTraits::Grouping::OneTransaction, true, false};
}

Result<FolderContents> DrizzleFolders::read() const
{
    FolderContents folder;
    folder.directory = directory();
    const QDir dir(folder.directory);
    if (!dir.exists())
        return fail(Error::Kind::Missing, Words::tr("There is no folder %1.").arg(folder.directory));
    if (dir.exists(u"meta/_journal.json"_s))
        folder.problems << Problem{u"old-journal"_s,
                                   Words::tr("meta/_journal.json is still there: Drizzle 1.0 refuses the folder until "
                                             "“drizzle-kit up” has moved it."),
                                   u"npx drizzle-kit up"_s};
    for (const QString &name : dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString path = dir.filePath(name + u"/migration.sql"_s);
        if (!QFile::exists(path)) {
            if (folderMillis(name))
                folder.ignored << name;
            continue;
        }
        SourceFile file = sourceAt(name, path);
        const QString snapshot = dir.filePath(name + u"/snapshot.json"_s);
        file.snapshotPath = QFile::exists(snapshot) ? snapshot : QString();
        folder.files << file;
    }
    for (const QString &name : dir.entryList({u"*.sql"_s}, QDir::Files, QDir::Name))
        folder.ignored << name;
    readSources(folder.files);
    return folder;
}

JournalStatus DrizzleFolders::evaluate(const FolderContents &folder, const DatabaseFacts &database) const
{
    JournalStatus status = emptyStatus(folder, database);
    judgeDrizzleFolders(status, folder, database.tracking);
    return status;
}

} // namespace pitboss
