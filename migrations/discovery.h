// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/layout.h"

namespace pitboss {

/// A place that looks like migrations, and why.
struct LayoutCandidate
{
    LayoutSettings settings;
    QString title; ///< "Drizzle with a journal (0.x) in drizzle"
    QString why;   ///< "drizzle.config.ts names it; it has meta/_journal.json"
    int files = 0;
    int rank = 0; ///< higher is likelier; the list is sorted by it
};

/// Searches a folder (a repository's root is enough), not deeper than six levels and not in node_modules, .git and the
/// like. An empty answer: nothing that looks like migrations. Reads names, configurations and the heads of SQL files.
QList<LayoutCandidate> discoverLayouts(const QString &folder);

/// What a drizzle.config file says, read as text: it is a program, and it is not run.
struct DrizzleConfig
{
    QString out;           ///< as written; "drizzle" when it does not say
    TrackingSource source; ///< empty parts: not said
    QString dialect;
};
DrizzleConfig readDrizzleConfig(const QByteArray &text);

} // namespace pitboss
