// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/connectionstore.h"
#include "sql/connect/secretstore.h"

namespace pitboss::cli {

/// A saved connection as --profile opens it.
struct Profile
{
    SavedConnection saved;
    ConnectionInfo info;   ///< with its password when the key chain gave it
    QString secretProblem; ///< why the key chain gave none although one is kept; empty: nothing is wrong
};

/// Reads the store and, when a password is kept, asks the key chain (at most its patience).
Result<Profile> openProfile(const QString &name);

/// Runs the event loop until the answer is there. For the command line only.
Result<std::optional<QString>> readSecret(const QString &key);
Result<void> writeSecret(const QString &key, const QString &secret);
Result<void> removeSecret(const QString &key);

} // namespace pitboss::cli
