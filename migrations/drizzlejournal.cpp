// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/drizzlejournal.h"

#include "migrations/drizzleverdict.h"
#include "migrations/words.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

const auto unreadable = u"journal-unreadable"_s;

Problem fieldProblem(qsizetype index, const QString &what)
{
    return {u"journal-field"_s, Words::tr("Entry %1 of meta/_journal.json: %2.").arg(index).arg(what), {}};
}

// JavaScript compares whatever stands there: a string of digits is a number to it, and so is a boolean.
std::optional<double> javascriptNumber(const QJsonValue &value)
{
    if (value.isDouble())
        return value.toDouble();
    if (value.isBool())
        return value.toBool() ? 1 : 0;
    if (value.isNull())
        return 0;
    bool ok = false;
    const double number = value.toString().trimmed().toDouble(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

JournalEntry readEntry(const QJsonObject &object, qsizetype index, QList<Problem> &problems)
{
    JournalEntry entry;
    entry.tag = object["tag"_L1].toVariant().toString(); // a number is put into the file name all the same
    entry.when = javascriptNumber(object["when"_L1]);
    if (object["idx"_L1].isDouble())
        entry.idx = qint64(object["idx"_L1].toDouble());
    if (!object["tag"_L1].isString())
        problems << fieldProblem(index, Words::tr("its tag is not a text"));
    if (!object["when"_L1].isDouble())
        problems << fieldProblem(index, Words::tr("its when is not a number"));
    if (!entry.idx || *entry.idx != index)
        problems << fieldProblem(index, Words::tr("its idx is not %1").arg(index));
    return entry;
}

void markRepeatedTags(JournalText &text)
{
    QSet<QString> seen;
    for (qsizetype i = 0; i < text.entries.size(); ++i) {
        const QString &tag = text.entries[i].tag;
        if (seen.contains(tag))
            text.problems << fieldProblem(i, Words::tr("%1 is listed twice").arg(tag));
        seen << tag;
    }
}

JournalText refused(const QString &why)
{
    JournalText text;
    text.readable = false;
    text.problems << Problem{unreadable, why, {}};
    return text;
}

} // namespace

JournalText readJournalText(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return refused(Words::tr("meta/_journal.json is not JSON: %1 in line %2, at byte %3.")
                           .arg(error.errorString())
                           .arg(json.left(error.offset).count('\n') + 1)
                           .arg(error.offset));
    if (!document.object()["entries"_L1].isArray())
        return refused(Words::tr("meta/_journal.json has no list of entries."));
    JournalText text;
    const QJsonArray entries = document.object()["entries"_L1].toArray();
    for (qsizetype i = 0; i < entries.size(); ++i) {
        if (!entries[i].isObject())
            return refused(Words::tr("Entry %1 of meta/_journal.json is not an object.").arg(i));
        text.entries << readEntry(entries[i].toObject(), i, text.problems);
    }
    const QString dialect = document.object()["dialect"_L1].toString();
    if (!dialect.isEmpty() && dialect != "postgresql"_L1 && dialect != "pg"_L1)
        text.problems << Problem{
            u"journal-dialect"_s, Words::tr("The journal is for %1, not for Postgres.").arg(dialect), {}};
    markRepeatedTags(text);
    return text;
}

DrizzleJournal::DrizzleJournal(LayoutSettings settings)
    : Layout(withDrizzleNames(std::move(settings), u"journal"_s))
{
}

QString DrizzleJournal::title() const
{
    return Words::tr("Drizzle with a journal (0.x)");
}

RunnerTraits DrizzleJournal::runner() const
{
    return {u"drizzle-kit migrate"_s, RunnerTraits::Grouping::OneTransaction, true, false};
}

Result<FolderContents> DrizzleJournal::read() const
{
    FolderContents folder;
    folder.directory = directory();
    const QDir dir(folder.directory);
    QFile journal(dir.filePath(u"meta/_journal.json"_s));
    if (!dir.exists())
        return fail(Error::Kind::Missing, Words::tr("There is no folder %1.").arg(folder.directory));
    if (!journal.open(QIODevice::ReadOnly))
        return fail(Error::Kind::Missing, Words::tr("%1 has no meta/_journal.json.").arg(folder.directory),
                    journal.errorString());
    JournalText text = readJournalText(journal.readAll());
    folder.entries = text.entries;
    folder.problems = text.problems;
    QSet<QString> listed;
    for (const JournalEntry &entry : std::as_const(folder.entries)) {
        SourceFile file = sourceAt(entry.tag, dir.filePath(entry.tag + u".sql"_s));
        const QString snapshot = dir.filePath(u"meta/"_s + entry.tag.section(u'_', 0, 0) + u"_snapshot.json"_s);
        file.snapshotPath = QFile::exists(snapshot) ? snapshot : QString();
        folder.files << file;
        listed << entry.tag;
    }
    for (const QString &name : dir.entryList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        if (const QString tag = name.chopped(4); !listed.contains(tag))
            folder.files << sourceAt(tag, dir.filePath(name));
    }
    readSources(folder.files);
    return folder;
}

JournalStatus DrizzleJournal::evaluate(const FolderContents &folder, const DatabaseFacts &database) const
{
    JournalStatus status = emptyStatus(folder, database);
    judgeDrizzleJournal(status, folder, database.tracking);
    return status;
}

} // namespace pitboss
