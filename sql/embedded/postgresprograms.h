// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/error.h"

#include <QList>
#include <QStringList>

namespace pitboss {

/// The server programs of one installed Postgres.
struct PostgresPrograms
{
    QString folder;
    int major = 0; ///< 15
    QString initdb() const { return folder + QStringLiteral("/initdb"); }
    QString postgres() const { return folder + QStringLiteral("/postgres"); }
};

/// Folders that may hold `initdb` and `postgres`: $PITBOSS_POSTGRES alone when it is set; else where Debian, Fedora,
/// Arch, openSUSE, the Postgres project's own packages, Homebrew and Postgres.app put them, then PATH.
QStringList postgresFolders();

/// What is really there, highest version first. Runs `postgres --version` in each folder (about 5 ms).
QList<PostgresPrograms> findPostgres(const QStringList &folders);

/// Kind Missing; the hint says which package to install on the system that `osRelease` (a file) describes.
Error noPostgresError(const QString &osRelease = QStringLiteral("/etc/os-release"));

} // namespace pitboss
