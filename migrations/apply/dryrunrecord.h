// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/apply/applyplan.h"

namespace pitboss {

/// What was dry-run on which database, on the disk: the window measures, the command line applies. Safe against a
/// second process. A stamp holds for a day; the newest thousand are kept.
class DryRunRecord
{
public:
    explicit DryRunRecord(QString folder);
    /// Beside the audit log.
    static QString defaultFolder();

    Result<void> remember(const QList<DryRunStamp> &stamps);
    /// For this database, oldest first; a file that is not there or cannot be read is an empty record.
    QList<DryRunStamp> recall(const QString &databaseId) const;

private:
    QString path() const { return m_folder + QStringLiteral("/dry-runs.jsonl"); }
    QString m_folder;
};

} // namespace pitboss
