// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

/// A folder of Drizzle's with as many small migrations as one likes, of three statements each.
namespace pitboss::bench {

using namespace Qt::Literals::StringLiterals;

inline void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (file.open(QIODevice::WriteOnly))
        file.write(text);
}

inline QByteArray migration(int i)
{
    const QByteArray n = QByteArray::number(i);
    return "-- Migration: " + n
        + "\n-- Purpose: measure\n-- References: none\n-- Idempotent: yes\n\nCREATE TABLE IF NOT EXISTS \"t" + n
        + "\" (\n\t\"id\" bigint PRIMARY KEY NOT NULL,\n\t\"name\" varchar(128) NOT NULL,\n\t\"created_at\" timestamp "
          "with time zone DEFAULT now() NOT "
          "NULL\n);\n--> statement-breakpoint\nALTER TABLE \"t"
        + n + "\" ADD COLUMN IF NOT EXISTS \"more\" text;\n--> statement-breakpoint\n"
        + "CREATE INDEX IF NOT EXISTS \"t" + n + "_name\" ON \"t" + n + "\" (\"name\");\n";
}

inline void writeFolder(const QString &folder, int files)
{
    QJsonArray entries;
    for (int i = 0; i < files; ++i) {
        const QString tag = QString::number(i).rightJustified(4, u'0') + u"_t"_s;
        write(folder + u"/drizzle/"_s + tag + u".sql"_s, migration(i));
        entries << QJsonObject{{u"idx"_s, i},
                               {u"version"_s, u"7"_s},
                               {u"when"_s, 1770000000000.0 + i},
                               {u"tag"_s, tag},
                               {u"breakpoints"_s, true}};
    }
    const QJsonObject journal{{u"version"_s, u"7"_s}, {u"dialect"_s, u"postgresql"_s}, {u"entries"_s, entries}};
    write(folder + u"/drizzle/meta/_journal.json"_s, QJsonDocument(journal).toJson());
}

} // namespace pitboss::bench
