// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

namespace pitboss::testing {

using namespace Qt::Literals::StringLiterals;

struct Line
{
    QLatin1StringView version;
    QLatin1StringView format;
};
inline constexpr Line lines[] = {{"0.45"_L1, "journal"_L1}, {"1.0"_L1, "folders"_L1}};

struct File
{
    QString tag;
    QByteArray sql;
    double when = 0;
    bool listed = true;  // in the journal
    bool present = true; // on the disk
};

inline constexpr double base = 1770000000000.0;

inline QByteArray marking(const QString &tag, const QByteArray &more = {})
{
    return "INSERT INTO ran VALUES ('" + tag.toUtf8() + "');\n"
        + (more.isEmpty() ? QByteArray() : "--> statement-breakpoint\n" + more);
}

// The same migration in both formats: 0001_b at base + 1 s is 20260202024001_b.
inline QString tagOf(const Line &line, int number, const QString &name)
{
    if (line.format == "journal"_L1)
        return QString::number(number).rightJustified(4, u'0') + u'_' + name;
    return QDateTime::fromMSecsSinceEpoch(qint64(base) + number * 1000, Qt::UTC).toString(u"yyyyMMddHHmmss"_s) + u'_'
        + name;
}

inline void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

inline void writeFolder(const QString &out, const Line &line, const QList<File> &files)
{
    QDir(out).removeRecursively();
    const bool journal = line.format == "journal"_L1;
    QJsonArray entries;
    for (const File &file : files) {
        if (file.present)
            write(out + u'/' + file.tag + (journal ? u".sql"_s : u"/migration.sql"_s), file.sql);
        if (file.listed)
            entries << QJsonObject{{u"idx"_s, entries.size()},
                                   {u"version"_s, u"7"_s},
                                   {u"when"_s, file.when},
                                   {u"tag"_s, file.tag},
                                   {u"breakpoints"_s, true}};
    }
    QDir().mkpath(out);
    if (journal)
        write(
            out + u"/meta/_journal.json"_s,
            QJsonDocument(QJsonObject{{u"version"_s, u"7"_s}, {u"dialect"_s, u"postgresql"_s}, {u"entries"_s, entries}})
                .toJson());
}

} // namespace pitboss::testing
