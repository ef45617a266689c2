// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/testserver.h"

#include <QDir>
#include <QFile>

namespace pitboss::testing {

inline QString readText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

/// The Pit's twelve tables, as the sample project makes them, and a handful of rows whose every figure is known.
inline bool makePit(TestServer &server, const QString &database)
{
    if (!server.createDatabase(database))
        return false;
    const QDir folder(QStringLiteral(PITBOSS_SOURCE_DIR "/resources/sample/drizzle"));
    const QStringList files = folder.entryList({QStringLiteral("000[0-5]_*.sql")}, QDir::Files, QDir::Name);
    for (const QString &file : files) {
        if (!server.runSql(database, readText(folder.filePath(file))))
            return false;
    }
    return server.runSql(database, readText(QStringLiteral(PITBOSS_SOURCE_DIR "/tests/support/pit.sql")));
}

} // namespace pitboss::testing
