// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/layout.h"

namespace pitboss {

/// SQL files that a person runs by hand, in one or several folders, without a record. What is applied is inferred from
/// whether the catalog is as each file would leave it.
class PlainLayout : public Layout
{
public:
    explicit PlainLayout(LayoutSettings settings);

    QString id() const override { return QStringLiteral("plain"); }
    QString title() const override;
    RunnerTraits runner() const override;
    Result<FolderContents> read() const override;
    JournalStatus evaluate(const FolderContents &folder, const DatabaseFacts &database) const override;
    Result<DatabaseFacts> readDatabase(Session &session, const FolderFunction &folder) const override;
};

} // namespace pitboss
