// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

namespace pitboss {

/// One way into a project's database, and where it was found. `info` may hold a password: for opening only.
struct ProjectWay
{
    QString variable; ///< "DATABASE_URL"; empty: the URL stands in the file itself
    QString file;     ///< its path; empty: the environment of this process
    Result<ConnectionInfo> info;
};

/// What a project folder says about its database.
struct ProjectDatabases
{
    QString folder;
    QList<ProjectWay> ways;   ///< best first: the process's own environment, .env.local, .env, drizzle.config.*
    QString migrationsFolder; ///< absolute; from drizzle.config's `out`, else ./drizzle or ./migrations; may be empty
    QStringList problems;     ///< files that could not be read, in words
};

/// The variables that are looked for, best first. Direct ways come before pooled ones: Pitboss needs sessions.
QStringList databaseVariables();

/// `path` is a folder, or one .env file (then only that). A few small files are read.
ProjectDatabases readProjectDatabases(const QString &path, const QProcessEnvironment &environment);

/// What drizzle.config.* holds, read as text and never run.
struct DrizzleHints
{
    QString out;      ///< as written: "./drizzle"
    QString url;      ///< a literal one
    QString variable; ///< process.env.NAME
};
DrizzleHints readDrizzleHints(const QString &text);

/// The names in libpq's service file (PGSERVICEFILE, else ~/.pg_service.conf) and in the system's.
QStringList serviceNames();

} // namespace pitboss
