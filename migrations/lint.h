// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/finding.h"
#include "migrations/layout.h"

namespace pitboss {

struct FileFindings
{
    QString tag;
    QString file;            ///< relative to the directory
    QList<Finding> findings; ///< by line; ignored ones among them
};

struct LintResult
{
    QString directory;
    QList<FileFindings> files; ///< every file that was looked at, in the folder's order

    int count(Severity atLeast) const; ///< without the ignored ones
};

/// Everything the rules say about a folder, without a database. With `tags` only about those files; the files before
/// them still tell what exists. Callable from any thread.
LintResult lintFolder(const FolderContents &folder, const RunnerTraits &runner, const QStringList &tags = {});

/// One text alone: nothing is known of what exists.
QList<Finding> lintScript(const Script &script, const RunnerTraits &runner);

} // namespace pitboss
