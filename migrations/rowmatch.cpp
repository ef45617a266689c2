// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rowmatch.h"

#include "migrations/forensics.h"
#include "migrations/words.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

QString rowTag(const TrackingRow &row)
{
    if (!row.name.isEmpty())
        return row.name;
    return row.version.isEmpty() ? Words::tr("row %1").arg(row.id) : row.version;
}

void applyRow(Migration &migration, const TrackingRow &row, const TrackingSource &source)
{
    migration.recordedHash = row.hash;
    if (row.appliedAt) {
        migration.appliedAt = row.appliedAt;
    } else if (row.createdAt) {
        migration.appliedAt = QDateTime::fromMSecsSinceEpoch(*row.createdAt, Qt::UTC);
        migration.appliedAtIsGenerated = true;
    }
    if (!migration.script)
        return;
    const HashComparison comparison = compareHash(*migration.script, row.hash);
    migration.state = comparison.verdict == HashVerdict::Same ? MigrationState::Applied : MigrationState::Edited;
    if (comparison.verdict == HashVerdict::Same)
        return;
    const QString accept = u"UPDATE "_s + source.quoted() + u" SET hash = '"_s + migration.hash + u"' WHERE id = "_s
        + QString::number(row.id) + u';';
    if (comparison.verdict == HashVerdict::Cosmetic)
        migration.addProblem("cosmetic", comparison.text, accept);
    else
        migration.addProblem(
            "edited", Words::tr("The file is not the one that was applied: its hash differs from the recorded one."),
            accept);
}

Migration missingFor(const TrackingRow &row)
{
    Migration migration;
    migration.tag = rowTag(row);
    migration.number = leadingNumber(row.name.isEmpty() ? row.version : row.name);
    migration.state = MigrationState::Missing;
    migration.reason = Words::tr("The tracking table records it, and there is no such file.");
    migration.recordedHash = row.hash;
    migration.appliedAt = row.appliedAt;
    if (!row.appliedAt && row.createdAt) {
        migration.appliedAt = QDateTime::fromMSecsSinceEpoch(*row.createdAt, Qt::UTC);
        migration.appliedAtIsGenerated = true;
    }
    return migration;
}

void markRepeatedRows(JournalStatus &status, const QList<TrackingRow> &rows)
{
    QHash<QString, QStringList> ids;
    for (const TrackingRow &row : rows) {
        if (row.createdAt)
            ids[row.hash + u' ' + QString::number(*row.createdAt)] << QString::number(row.id);
    }
    for (auto it = ids.cbegin(); it != ids.cend(); ++it) {
        if (it->size() < 2)
            continue;
        const QString sql =
            u"DELETE FROM "_s + status.source.quoted() + u" WHERE id IN ("_s + it->mid(1).join(u", "_s) + u");"_s;
        status.problems << Problem{
            u"applied-twice"_s,
            Words::tr("The rows %1 record the same migration: it was executed more than once, as "
                      "happens when two runners start together.")
                .arg(it->join(u", "_s)),
            sql};
    }
}

} // namespace pitboss
