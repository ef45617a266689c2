// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/findingsmodel.h"
#include "models/migrationfilter.h"
#include "models/migrationmodel.h"
#include "models/statementsmodel.h"

#include <QAbstractItemModelTester>
#include <QtTest>

using namespace pitboss;
using namespace Qt::Literals::StringLiterals;

namespace {

QStringList printed(const QAbstractItemModel &model, int role = Qt::DisplayRole)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data(role).toString();
        rows << cells.join(u" | "_s);
    }
    return rows;
}

std::shared_ptr<const Script> script(const QByteArray &sql)
{
    return std::make_shared<const Script>(Script::parse(sql));
}

Migration migration(const QString &tag, MigrationState state, const QByteArray &sql = "SELECT 1;")
{
    Migration result;
    result.tag = tag;
    result.number = leadingNumber(tag);
    result.state = state;
    result.script = script(sql);
    result.size = sql.size();
    return result;
}

JournalStatus sampleStatus()
{
    Migration applied = migration(u"0000_arena"_s, MigrationState::Applied);
    applied.appliedAt = QDateTime({2024, 2, 11}, {14, 2}, Qt::UTC);
    Migration generated = migration(u"0001_credits"_s, MigrationState::Edited);
    generated.appliedAt = applied.appliedAt;
    generated.appliedAtIsGenerated = true;
    generated.git = GitInfo{u"abc"_s, u"Ada"_s, QDateTime({2024, 3, 1}, {9, 0}, Qt::UTC), false};
    Migration orphan = migration(u"0001_agents"_s, MigrationState::Orphan, "CREATE TABLE agents (id int);");
    orphan.addProblem("duplicate-number", u"Another file has this number too."_s);
    orphan.addProblem("orphan", u"Not in the journal."_s);
    orphan.git = GitInfo{{}, {}, {}, true};
    Migration partial = migration(u"0003_votes"_s, MigrationState::InferredPartial);
    partial.missingObjects = QStringList{u"table votes"_s, u"index votes_i"_s};
    Migration missing = migration(u"0004_gone"_s, MigrationState::Missing);
    missing.script.reset();
    JournalStatus status;
    status.migrations = {applied,
                         generated,
                         orphan,
                         partial,
                         missing,
                         migration(u"late"_s, MigrationState::Pending),
                         migration(u"x"_s, MigrationState::Unknown)};
    return status;
}

Finding finding(Severity severity, int line, bool ignored = false)
{
    Finding result;
    result.rule = u"rule-%1"_s.arg(line);
    result.severity = severity;
    result.line = line;
    result.message = u"Says %1."_s.arg(line);
    result.ignored = ignored;
    return result;
}

} // namespace

class TestMigrationModel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void printsEveryState()
    {
        MigrationModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setTimeZone(QTimeZone::utc());
        model.setStatus(sampleStatus());
        QCOMPARE(printed(model),
                 (QStringList{
                     u"0000_arena | applied 11 Feb 2024 |  | 1 | 9 B | "_s,
                     u"0001_credits | edited, generated 11 Feb 2024 |  | 1 | 9 B | 1 Mar 2024, Ada"_s,
                     u"0001_agents | orphan · duplicate number |  | 1 | 29 B | not in git yet"_s,
                     u"0003_votes | inferred: in part · 2 objects missing |  | 1 | 9 B | "_s,
                     u"0004_gone | missing |  |  |  | "_s,
                     u"late | pending |  | 1 | 9 B | "_s,
                     u"x | unknown |  | 1 | 9 B | "_s,
                 }));
        QCOMPARE(printed(model, MigrationModel::StateIconRole).at(4).left(7), u"missing"_s);
        QCOMPARE(model.index(0, 0).data(MigrationModel::NumberRole).toLongLong(), 0);
        QVERIFY(!model.index(5, 0).data(MigrationModel::NumberRole).isValid());
    }

    void saysThatItAsks()
    {
        MigrationModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setStatus(sampleStatus());
        model.setAsking(true);
        QCOMPARE(model.index(6, MigrationModel::StateColumn).data().toString(), u"asking…"_s);
        QCOMPARE(model.index(5, MigrationModel::StateColumn).data().toString(), u"pending"_s);
    }

    void countsFindingsWithoutTheIgnored()
    {
        MigrationModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setStatus(sampleStatus());
        LintResult lint;
        lint.files = {{u"late"_s,
                       {},
                       {finding(Severity::Error, 1), finding(Severity::Warning, 2), finding(Severity::Warning, 3),
                        finding(Severity::Error, 4, true), finding(Severity::Info, 5)}}};
        model.setFindings(lint);
        const QModelIndex cell = model.index(5, MigrationModel::FindingsColumn);
        QCOMPARE(cell.data().toString(), u"●1 ▲2 i1"_s);
        QCOMPARE(cell.data(Qt::AccessibleTextRole).toString(), u"1 error, 2 warnings, 1 remark"_s);
        QCOMPARE(model.index(0, MigrationModel::FindingsColumn).data(Qt::AccessibleTextRole).toString(),
                 u"no findings"_s);
    }

    void aRefreshKeepsItsRows()
    {
        MigrationModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setStatus(sampleStatus());
        const QPersistentModelIndex row(model.index(5, 0));
        JournalStatus changed = sampleStatus();
        changed.migrations[5].state = MigrationState::Applied;
        model.setStatus(changed);
        QVERIFY(row.isValid());
        QVERIFY(MigrationState(row.data(MigrationModel::StateRole).toInt()) == MigrationState::Applied);
        changed.migrations.removeFirst();
        model.setStatus(changed);
        QVERIFY(!row.isValid());
        QCOMPARE(model.rowOf(u"late"_s), 4);
        QCOMPARE(model.rowOf(u"nobody"_s), -1);
    }

    void filtersByStateAndWords()
    {
        MigrationModel model;
        MigrationFilter filter;
        QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
        filter.setSourceModel(&model);
        model.setStatus(sampleStatus());
        const auto tags = [&] {
            QStringList found;
            for (int row = 0; row < filter.rowCount(); ++row)
                found << filter.index(row, 0).data().toString();
            return found.join(u' ');
        };
        filter.setShow(MigrationFilter::Show::Pending);
        QCOMPARE(tags(), u"0003_votes late"_s);
        filter.setShow(MigrationFilter::Show::Problems);
        QCOMPARE(tags(), u"0001_credits 0001_agents 0003_votes 0004_gone"_s);
        filter.setShow(MigrationFilter::Show::All);
        filter.setPattern(u"Create AGENTS"_s);
        QCOMPARE(tags(), u"0001_agents"_s);
        filter.setPattern(u"duplicate"_s);
        QCOMPARE(tags(), u"0001_agents"_s);
        filter.setPattern(u"ada"_s);
        QCOMPARE(tags(), u"0001_credits"_s);
        filter.setPattern({});
        QCOMPARE(filter.rowCount(), 7);
    }

    void findingsStandByLineAndIgnoredOnesLast()
    {
        FindingsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        Finding silenced = finding(Severity::Error, 1, true);
        silenced.ignoreReason = u"it is a seed"_s;
        model.setFindings({silenced, finding(Severity::Warning, 2), finding(Severity::Info, 1200)});
        QCOMPARE(printed(model),
                 (QStringList{u"warning | 2 | Says 2. | rule-2"_s, u"remark | 1200 | Says 1200. | rule-1200"_s,
                              u"error | 1 | ignored (it is a seed): Says 1. | rule-1"_s}));
        QCOMPARE(model.rowAtLine(1), 2);
        QCOMPARE(model.rowAtLine(3), -1);
    }

    void statementsTellKindAndObjects()
    {
        StatementsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setScript(script("CREATE TABLE t (\n  id int PRIMARY KEY);\nCREATE INDEX CONCURRENTLY i ON t (id);\n"
                               "FROBNICATE ALL;\n"));
        QCOMPARE(printed(model),
                 (QStringList{u"1 | 1 | CREATE TABLE | creates table t"_s,
                              u"2 | 3 | CREATE INDEX | creates index i, reads table t"_s, u"3 | 4 | FROBNICATE | "_s}));
        QVERIFY(model.index(1, 0).data(StatementsModel::WarningRole).toString().contains("transaction"_L1));
        QVERIFY(model.index(2, 0).data(StatementsModel::WarningRole).toString().contains("server judges"_L1));
        QCOMPARE(model.rowAtLine(2), 0);
        model.setScript({});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(TestMigrationModel)
#include "tst_migrationmodel.moc"
