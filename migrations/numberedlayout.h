// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/layout.h"

namespace pitboss {

/// NNN_name.sql, run with psql one after the other; each file inserts its own row (version, name, applied_at) and may
/// wrap itself in BEGIN … COMMIT. Rollbacks stand in rollback/NNN_down.sql or in comments.
class NumberedLayout : public Layout
{
public:
    explicit NumberedLayout(LayoutSettings settings);

    QString id() const override { return QStringLiteral("numbered"); }
    QString title() const override;
    RunnerTraits runner() const override;
    Result<FolderContents> read() const override;
    JournalStatus evaluate(const FolderContents &folder, const DatabaseFacts &database) const override;
};

/// The row that a file writes about itself when it runs.
struct SelfRecord
{
    QString version;
    QString name;
    int line = 0;
};
/// All of them: INSERT INTO <table> … VALUES with constants, also inside DO blocks.
QList<SelfRecord> selfRecords(const Script &script, const QString &table);

} // namespace pitboss
