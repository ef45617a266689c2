// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/layout.h"

namespace pitboss {

/// Drizzle up to 0.x: meta/_journal.json lists the files; a file is pending when its `when` is newer than the newest
/// created_at of the tracking table, whatever else stands there. (drizzle-orm 0.45: migrator.js, pg-core/dialect.js)
class DrizzleJournal : public Layout
{
public:
    explicit DrizzleJournal(LayoutSettings settings);

    QString id() const override { return QStringLiteral("drizzle"); }
    QString title() const override;
    RunnerTraits runner() const override;
    Result<FolderContents> read() const override;
    JournalStatus evaluate(const FolderContents &folder, const DatabaseFacts &database) const override;
};

/// Reads a journal's text. Problems say what the runner would stumble over; entries are those it would see.
struct JournalText
{
    QList<JournalEntry> entries;
    QList<Problem> problems;
    bool readable = true; ///< false: the runner ends with an error before it begins
};
JournalText readJournalText(const QByteArray &json);

} // namespace pitboss
