// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/report/reportfile.h"
#include "migrations/words.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

using Step = ReportDocument::Step;
using Tick = ReportDocument::Tick;

class Steps
{
public:
    explicit Steps(const ReportInput &input)
        : m_input(input)
        , m_when(input.made.toUTC().toString(Qt::ISODate))
    {
        for (const QString &tag : input.tags)
            m_all << runOf(input, tag);
    }
    Step purpose() const;
    Step findings() const;
    Step forecast() const;
    Step environment() const
    {
        return done(Words::tr("Environment and target named"), u"%1, %2"_s.arg(m_input.environment, m_input.target));
    }
    Step dryRun() const;
    Step impact() const;
    Step constraints() const;
    Step performance() const;
    Step proof(const QString &text, Proof MigrationRun::*proof) const;
    Step applied() const;

private:
    bool wasTried() const { return !m_all.isEmpty() && !m_all.contains(nullptr); }
    Step done(const QString &text, const QString &note) const
    {
        return {Tick::Done, text, u"%1: %2"_s.arg(m_when, note)};
    }
    Step untried(const QString &text) const
    {
        return {Tick::Open, text, m_input.noDryRun.isEmpty() ? Words::tr("not tried") : m_input.noDryRun};
    }

    const ReportInput &m_input;
    QString m_when;
    QList<const MigrationRun *> m_all;
};

Step Steps::purpose() const
{
    QStringList without;
    for (const QString &tag : m_input.tags) {
        const Migration *migration = m_input.status.find(tag);
        if (!migration || !migration->script || migration->script->header().purpose.isEmpty())
            without << tag;
    }
    return {Tick::Open, Words::tr("Purpose and references read"),
            without.isEmpty() ? QString() : Words::tr("no Purpose stands in %1").arg(without.join(u", "_s))};
}

Step Steps::findings() const
{
    int count = 0;
    for (const FileFindings &file : m_input.findings.files)
        for (const Finding &finding : m_input.tags.contains(file.tag) ? file.findings : QList<Finding>())
            count += finding.ignored ? 0 : 1;
    return done(Words::tr("Checked by the rules, without a database"), Words::tr("findings: %1").arg(count));
}

Step Steps::forecast() const
{
    const QString text = Words::tr("What the project's own runner would do is known");
    if (!m_input.status.forecast.known)
        return {Tick::Open, text, Words::tr("the database was not asked")};
    const bool stops = !m_input.status.forecast.stops.isEmpty();
    return stops ? Step{Tick::Wrong, text, Words::tr("it would stop: see above")}
                 : done(text, m_input.status.forecast.nothingToDo() ? Words::tr("nothing") : Words::tr("see above"));
}

Step Steps::dryRun() const
{
    const QString text = Words::tr("Dry run on the real database");
    if (!wasTried())
        return untried(text);
    if (!m_input.dryRun->ok)
        return {Tick::Wrong, text, u"%1: %2"_s.arg(m_when, Words::tr("failed"))};
    return done(text, m_input.dryRun->onScratch ? Words::tr("in part on a scratch copy") : m_input.dryRun->database);
}

Step Steps::impact() const
{
    const QString text = Words::tr("Impact measured: locks, rewrites, rows");
    if (!wasTried())
        return untried(text);
    int rewrites = 0;
    for (const MigrationRun *run : m_all)
        for (const StatementRun &statement : run->statements)
            rewrites += int(statement.rewrites.size());
    return done(text, Words::tr("tables written anew: %1").arg(rewrites));
}

Step Steps::constraints() const
{
    const QString text = Words::tr("Constraints and data checked");
    if (!wasTried())
        return untried(text);
    qint64 offending = 0, lost = 0;
    for (const MigrationRun *run : m_all)
        for (const StatementRun &statement : run->statements)
            for (const DataAnswer &answer : statement.data)
                (answer.question.kind == DataQuestion::Kind::Offending ? offending : lost) += answer.rows;
    const QString note =
        Words::tr("rows in the way: %1; rows or values that would be lost: %2").arg(offending).arg(lost);
    return offending > 0 ? Step{Tick::Wrong, text, u"%1: %2"_s.arg(m_when, note)} : done(text, note);
}

Step Steps::performance() const
{
    const QString text = Words::tr("Performance: how long it takes");
    if (!wasTried())
        return untried(text);
    double all = 0;
    for (const MigrationRun *run : m_all)
        all += run->milliseconds;
    return done(text, Words::tr("%1 ms, on the data of now").arg(all, 0, 'f', 0));
}

Step Steps::proof(const QString &text, Proof MigrationRun::*proof) const
{
    if (!wasTried())
        return untried(text);
    QStringList untriedTags, wrong;
    for (const MigrationRun *run : m_all) {
        const Proof &one = run->*proof;
        if (!one.holds)
            untriedTags << run->tag;
        else if (!*one.holds)
            wrong << run->tag;
    }
    if (!wrong.isEmpty())
        return {Tick::Wrong, text, Words::tr("not so: %1").arg(wrong.join(u", "_s))};
    if (!untriedTags.isEmpty())
        return {Tick::Open, text, Words::tr("not tried: %1").arg(untriedTags.join(u", "_s))};
    return done(text, Words::tr("proven; files: %1").arg(m_all.size()));
}

Step Steps::applied() const
{
    QStringList open;
    for (const QString &tag : m_input.tags) {
        const Migration *migration = m_input.status.find(tag);
        if (!migration
            || (migration->state != MigrationState::Applied && migration->state != MigrationState::InferredApplied))
            open << tag;
    }
    if (open.isEmpty())
        return done(Words::tr("Applied"), Words::tr("the journal says so"));
    return {Tick::Open, Words::tr("Applied"), QString()};
}

} // namespace

QList<ReportDocument::Step> reviewSteps(const ReportInput &input)
{
    const Steps steps(input);
    return {steps.purpose(),
            {Tick::Open, Words::tr("SQL read by a second person"), {}},
            steps.findings(),
            steps.forecast(),
            steps.environment(),
            steps.dryRun(),
            steps.impact(),
            steps.constraints(),
            steps.performance(),
            steps.proof(Words::tr("May run twice"), &MigrationRun::idempotent),
            steps.proof(Words::tr("Rollback tested"), &MigrationRun::reversible),
            {Tick::Open, Words::tr("Time agreed with those who would wait for the locks"), {}},
            {Tick::Open, Words::tr("Backup made, and restored once"), {}},
            steps.applied(),
            {Tick::Open, Words::tr("Verified afterwards"), {}},
            {Tick::Open, Words::tr("Signed off"), {}}};
}

} // namespace pitboss
