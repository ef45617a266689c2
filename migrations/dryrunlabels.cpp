// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrun.h"

#include "migrations/words.h"

#include <QHash>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

using Label = JudgedFinding::Label;

struct Verdict
{
    Label label = Label::NotMeasurable;
    QString evidence;
};

qint64 scannedRows(const StatementRun &run)
{
    qint64 rows = 0;
    for (const RowCounts &counts : run.rows)
        rows += counts.scanned;
    return rows;
}

Verdict byRewrite(const StatementRun &run, const MigrationRun &)
{
    if (run.rewrites.isEmpty())
        return {Label::Dismissed, Words::tr("no table was rewritten")};
    return {Label::Confirmed,
            Words::tr("rewrote %1 in %2 ms").arg(run.rewrites.join(u", "_s)).arg(run.milliseconds, 0, 'f', 1)};
}

Verdict byScan(const StatementRun &run, const MigrationRun &)
{
    const qint64 rows = scannedRows(run);
    if (rows == 0)
        return {Label::Dismissed, Words::tr("no rows were read")};
    return {Label::Confirmed, Words::tr("read %1 rows in %2 ms").arg(rows).arg(run.milliseconds, 0, 'f', 1)};
}

Verdict byFailure(const StatementRun &run, const MigrationRun &)
{
    if (run.state == StatementRun::State::Failed)
        return {Label::Confirmed, run.error->message};
    return {Label::Dismissed, Words::tr("it ran without an error")};
}

/// Outside a transaction its success says nothing.
Verdict byTransaction(const StatementRun &run, const MigrationRun &migration)
{
    if (run.outsideTransaction)
        return {Label::NotMeasurable, Words::tr("it was tried outside any transaction")};
    return byFailure(run, migration);
}

Verdict bySecondRun(const StatementRun &, const MigrationRun &migration)
{
    if (!migration.idempotent.holds)
        return {};
    if (*migration.idempotent.holds)
        return {Label::Dismissed, Words::tr("a second run changed nothing")};
    return {Label::Confirmed, migration.idempotent.reason};
}

Verdict byLock(const StatementRun &run, const MigrationRun &migration)
{
    for (const LockTaken &lock : run.locks) {
        if (const QString effect = lockEffect(lock.mode); !effect.isEmpty() && !migration.made.contains(lock.relation))
            return {Label::Confirmed,
                    Words::tr("%1 of %2 for %3 ms, and until the end of its transaction")
                        .arg(effect, lock.relation)
                        .arg(run.milliseconds, 0, 'f', 1)};
    }
    return {Label::Dismissed, Words::tr("no lock that others wait for was newly taken")};
}

using Judge = Verdict (*)(const StatementRun &, const MigrationRun &);

const QHash<QString, Judge> &judges()
{
    static const QHash<QString, Judge> all{{u"adding-field-with-default"_s, byRewrite},
                                           {u"changing-column-type"_s, byRewrite},
                                           {u"constraint-missing-not-valid"_s, byScan},
                                           {u"adding-foreign-key-constraint"_s, byScan},
                                           {u"adding-not-nullable-field"_s, byScan},
                                           {u"disallowed-unique-constraint"_s, byScan},
                                           {u"require-concurrent-index-creation"_s, byScan},
                                           {u"adding-required-field"_s, byFailure},
                                           {u"ban-concurrent-index-creation-in-transaction"_s, byTransaction},
                                           {u"non-transactional-statement"_s, byTransaction},
                                           {u"syntax-error"_s, byFailure},
                                           {u"unknown-object"_s, byFailure},
                                           {u"enum-value-used-in-transaction"_s, byFailure},
                                           {u"object-created-earlier"_s, byFailure},
                                           {u"not-idempotent"_s, bySecondRun},
                                           {u"require-lock-timeout"_s, byLock}};
    return all;
}

} // namespace

void judgeFindings(MigrationRun &run, const Script &, const QList<Finding> &findings)
{
    for (const Finding &finding : findings) {
        JudgedFinding judged{finding, Label::NotMeasurable, {}};
        const auto at = std::find_if(run.statements.begin(), run.statements.end(),
                                     [&](const StatementRun &s) { return s.index == finding.statement; });
        const bool ran = at != run.statements.end()
            && (at->state == StatementRun::State::Done || at->state == StatementRun::State::Failed);
        if (const Judge judge = judges().value(finding.rule); judge && ran) {
            // What failed was not measured; only its failure is.
            const bool measured =
                at->state == StatementRun::State::Done || judge == byFailure || judge == byTransaction;
            const Verdict verdict = measured ? judge(*at, run) : Verdict();
            judged.label = verdict.label;
            judged.evidence = verdict.evidence;
        }
        run.findings << judged;
    }
}

} // namespace pitboss
