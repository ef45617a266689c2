// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/forensics.h"
#include "migrations/layout.h"

#include <QHash>

namespace pitboss {

// These run git and wait for it: not for the GUI thread. They write nothing, not even git's index. Where there is no
// git, no repository or no history, the answer is empty.

/// Who last touched each file below a folder, by absolute path.
QHash<QString, GitInfo> readGitInfo(const QString &directory);

/// Puts them on the rows, and says of an applied file without a recorded hash when it changed after it was applied.
void annotateWithGit(JournalStatus &status, const QHash<QString, GitInfo> &git);

/// The text of a migration as it was applied.
struct AppliedVersion
{
    QString commit; ///< the newest that holds it
    QString author;
    QDateTime date;
    QByteArray text;
    QList<DiffLine> difference; ///< applied → now
};

/// Looks for the recorded hash among all versions of the file on all branches, then among all files of its folder.
std::optional<AppliedVersion> findAppliedVersion(const Migration &migration);

} // namespace pitboss
