// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dryrunplace.h"
#include "migrations/report/report.h"
#include "migrations/scratch.h"

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// The review report: kept as a whole in two files, hostile text, what it must not tell, and its checklist.
class TestReport : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { m_place.start(); }
    void isAsKept_data();
    void isAsKept();
    void textCannotBreakIt_data();
    void textCannotBreakIt();
    void tellsNoValueOfARow();
    void locksOfNewTablesAreNoMatter();
    void sixteenSteps();
    void withoutADryRun();
    void refusedByTransactions();

private:
    ReportInput example() const;
    static DryRunResult failedRun(const Finding &finding);
    static Migration migration(const QString &tag, const QByteArray &sql, MigrationState state);
    DryRunPlace m_place;
};

Migration TestReport::migration(const QString &tag, const QByteArray &sql, MigrationState state)
{
    Migration one;
    one.tag = tag;
    one.state = state;
    one.file = tag + u".sql"_s;
    one.script = std::make_shared<const Script>(Script::parse(sql, {true, Script::Depth::Trees}));
    one.hash = one.script->hash();
    one.size = sql.size();
    return one;
}

/// One file that failed and one that passed, with a bit of everything; times and names are made up.
ReportInput TestReport::example() const
{
    const QByteArray sql = "-- Purpose: a column\nALTER TABLE users ADD COLUMN age int;\n"
                           "CREATE UNIQUE INDEX users_email ON users (email);\n";
    ReportInput input;
    input.status.title = u"Drizzle with a journal (0.x)"_s;
    input.status.source = {u"drizzle"_s, u"__drizzle_migrations"_s};
    input.status.migrations = {
        migration(u"0001_first"_s, "CREATE TABLE users (id int, email text);", MigrationState::Applied),
        migration(u"0002_age"_s, sql, MigrationState::Pending)};
    input.status.migrations[0].appliedAt = QDateTime({2026, 3, 1}, {12, 0}, Qt::UTC);
    input.status.migrations[1].problems = {{u"gap"_s, u"0003 is missing."_s, {}}};
    input.status.forecast.runner = u"drizzle-kit migrate"_s;
    input.status.forecast.runs = {{u"0002_age"_s, 1, false, {}}};
    input.tags = {u"0002_age"_s};
    Finding finding;
    finding.rule = u"require-concurrent-index-creation"_s;
    finding.line = 3;
    finding.statement = 1;
    finding.message = u"Builds an index without CONCURRENTLY."_s;
    input.findings.files = {{u"0002_age"_s, u"0002_age.sql"_s, {finding}}};
    input.dryRun = failedRun(finding);
    input.target = u"pit on db.example.org"_s;
    input.environment = u"staging"_s;
    input.tool = u"Pitboss 0"_s;
    input.made = QDateTime({2026, 4, 5}, {6, 7, 8}, Qt::UTC);
    return input;
}

DryRunResult TestReport::failedRun(const Finding &finding)
{
    DryRunResult result;
    result.serverVersion = u"15.8"_s;
    result.timeZone = u"Europe/Berlin"_s;
    result.database = u"pit"_s;
    MigrationRun run;
    run.tag = u"0002_age"_s;
    run.milliseconds = 12.34;
    StatementRun column;
    column.line = 2;
    column.kind = u"ALTER TABLE"_s;
    column.state = StatementRun::State::Done;
    column.milliseconds = 2.06;
    column.locks = {{u"public.users"_s, u"ShareRowExclusiveLock"_s}, {u"public.users"_s, u"AccessExclusiveLock"_s}};
    column.rows = {{u"public.users"_s, {0, 3, 0, 2000}}};
    column.walBytes = 4096;
    column.notices = {u"NOTICE: column \"age\" of relation \"users\" already exists, skipping"_s,
                      u"NOTICE: ann@example.org was seen"_s};
    StatementRun index;
    index.index = 1;
    index.line = 3;
    index.kind = u"CREATE INDEX"_s;
    index.state = StatementRun::State::Failed;
    index.error = Error::of(Error::Kind::Constraint, u"could not create unique index \"users_email\""_s,
                            u"Key (email)=(ann@example.org) is duplicated."_s);
    index.error->sqlState = u"23505"_s;
    index.errorLine = 3;
    index.data = {{{DataQuestion::Kind::Offending, u"rows of users whose email occurs more than once"_s, {}}, 4}};
    run.statements = {column, index};
    run.schemaChanges = {{SchemaChange::Kind::Added, u"column public.users.age"_s, {}, u"integer"_s}};
    run.findings = {{finding, JudgedFinding::Label::NotMeasurable, {}}};
    run.idempotent.holds = false;
    run.idempotent.reason = u"Line 2, ALTER TABLE: column \"age\" of relation \"users\" already exists"_s;
    run.reversible.reason = u"There is no rollback."_s;
    run.notUndone = {u"The sequence public.s stays where it is."_s};
    result.migrations = {run};
    return result;
}

void TestReport::isAsKept_data()
{
    QTest::addColumn<QString>("ending");
    QTest::newRow("Markdown") << u"md"_s;
    QTest::newRow("HTML") << u"html"_s;
}

void TestReport::isAsKept()
{
    QFETCH(QString, ending);
    const ReportDocument report = reviewReport(example());
    const QString text = ending == u"md" ? report.toMarkdown() : report.toHtml();
    QFile kept(u"" PITBOSS_SOURCE_DIR "/tests/fixtures/reports/review."_s + ending);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    const QString path = QDir::temp().filePath(u"pitboss-report-as-it-is-now."_s + ending);
    if (const QByteArray was = kept.readAll(); was != text.toUtf8()) {
        QFile now(path);
        QVERIFY(now.open(QIODevice::WriteOnly) && now.write(text.toUtf8()) > 0);
        QFAIL(qPrintable(u"it is now as in "_s + path));
    }
}

void TestReport::textCannotBreakIt_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("a cell's end") << u"a | b"_s;
    QTest::newRow("a new line") << u"a\n# b"_s;
    QTest::newRow("a tag") << u"<script>alert(1)</script>"_s;
    QTest::newRow("a link") << u"[x](javascript:1)"_s;
    QTest::newRow("an entity") << u"&lt;b&gt;"_s;
    QTest::newRow("right to left") << QString(QChar(0x202E)) + u"txt.exe"_s;
    QTest::newRow("NUL and escape") << QString(QChar(0)) + u"\x1b[31m"_s;
}

void TestReport::textCannotBreakIt()
{
    QFETCH(QString, text);
    ReportDocument report(text);
    report.heading(2, text);
    report.paragraph(text);
    report.list({text});
    report.table({u"A"_s, u"B"_s}, {{text, u"end"_s}});
    report.code(u"```\n"_s + text + u"\n````"_s, u"sql"_s);
    report.steps({{ReportDocument::Tick::Done, text, text}});
    const QString markdown = report.toMarkdown();
    const QString html = report.toHtml();
    const QString prose = markdown.section(u"`````"_s, 0, 0) + markdown.section(u"`````"_s, 2);
    QVERIFY(!QRegularExpression(uR"((?<!\\)<script|(?<!\\)\]\(|\n# b|(?<!\\)&lt;)"_s).match(prose).hasMatch());
    QVERIFY(!html.contains(u"<script"_s) && !html.contains(u"<b>"_s) && !html.contains(u"href"_s));
    const QString table = markdown.section(u"|---|---|\n"_s, 1).section(u'\n', 0, 0);
    QVERIFY2(table.endsWith(u"| end |"_s) && table.count(QRegularExpression(uR"((?<!\\)\|)"_s)) == 3,
             qPrintable(table));
    QVERIFY(markdown.contains(u"`````sql\n"_s)); // a fence longer than what is inside
    for (const QString &out : {markdown, html}) {
        for (const char16_t bad : {u'\u202E', u'\x1b', u'\0'})
            QVERIFY(!out.contains(QChar(bad)));
    }
}

/// A real server that quotes rows wherever it can.
void TestReport::tellsNoValueOfARow()
{
    m_place.open();
    QVERIFY(m_place.server.runSql(
        m_place.name, u"INSERT INTO users VALUES (-1, 'secret@example.org'), (-2, 'secret@example.org')"_s));
    const QList<QByteArray> scripts{"CREATE UNIQUE INDEX ON users (email)",
                                    "ALTER TABLE users ALTER email TYPE int USING email::int",
                                    "DO $$ BEGIN RAISE EXCEPTION '%', (SELECT email FROM users WHERE id = -1); END $$",
                                    "DO $$ BEGIN RAISE NOTICE '%', (SELECT email FROM users WHERE id = -1); END $$",
                                    "ALTER TABLE users ADD CHECK (email NOT LIKE 's%')"};
    ReportInput input;
    QList<DryRunFile> files;
    for (qsizetype i = 0; i < scripts.size(); ++i) {
        const QString tag = u"m%1"_s.arg(i);
        files << fileOf(tag, scripts[i]);
        input.status.migrations << migration(tag, scripts[i], MigrationState::Pending);
        input.tags << tag;
    }
    input.dryRun = m_place.many(files);
    input.target = m_place.session->info().displayName();
    QCOMPARE(input.dryRun->migrations.size(), scripts.size());
    QVERIFY(!input.dryRun->migrations[0].ok && !input.dryRun->migrations[1].ok && !input.dryRun->migrations[2].ok);
    const ReportDocument report = reviewReport(input);
    for (const QString &text : {report.toMarkdown(), report.toHtml()}) {
        QVERIFY2(!text.contains(u"secret"_s), qPrintable(text));
        QVERIFY(!text.contains(TestServer::password(Role::Owner)));
        QVERIFY(text.contains(u"23505"_s) && text.contains(u"P0001"_s));
    }
    QVERIFY(m_place.server.runSql(m_place.name, u"DELETE FROM users WHERE id < 0"_s));
}

void TestReport::locksOfNewTablesAreNoMatter()
{
    ReportInput input = example();
    MigrationRun &run = input.dryRun->migrations[0];
    run.made = {u"public.fresh"_s};
    run.statements[0].locks << LockTaken{u"public.fresh"_s, u"AccessExclusiveLock"_s};
    const QString text = reviewReport(input).toMarkdown();
    QVERIFY(text.contains(u"blocks reads and writes of public.users"_s));
    QVERIFY(!text.contains(u"of public.fresh"_s) && !text.contains(u"blocks writes of public.users"_s));
}

void TestReport::sixteenSteps()
{
    const auto steps = reviewSteps(example());
    QCOMPARE(steps.size(), 16);
    QStringList ticks;
    for (const auto &step : steps)
        ticks << QString::number(int(step.tick));
    // open: purpose, second person … ; done: rules, forecast, target, impact, time; wrong: dry run, data, second run
    QCOMPARE(ticks.join(QString()), u"1100020202111111"_s);
    ReportInput good = example();
    good.dryRun->ok = good.dryRun->migrations[0].ok = true;
    good.dryRun->migrations[0].statements[1].data.clear();
    good.dryRun->migrations[0].idempotent.holds = true;
    good.dryRun->migrations[0].reversible.holds = true;
    good.status.migrations[1].state = MigrationState::Applied;
    ticks.clear();
    for (const auto &step : reviewSteps(good))
        ticks << QString::number(int(step.tick));
    QCOMPARE(ticks.join(QString()), u"1100000000011011"_s);
}

void TestReport::withoutADryRun()
{
    ReportInput input = example();
    input.dryRun.reset();
    input.noDryRun = u"there is no database"_s;
    const QString text = reviewReport(input).toMarkdown();
    QVERIFY(text.contains(u"there is no database"_s));
    QVERIFY(text.contains(u"not tried"_s) && !text.contains(u"proven"_s));
    for (const auto &step : reviewSteps(input))
        QVERIFY2(step.tick != ReportDocument::Tick::Done || !step.text.contains(u"Dry run"_s), qPrintable(step.text));
}

/// What the server refuses in a transaction stays a confirmed finding, although a copy then did it outside one.
void TestReport::refusedByTransactions()
{
    m_place.open();
    const DryRunFile file = fileOf(u"1"_s, "CREATE INDEX CONCURRENTLY n ON users (n)");
    DryRunResult refused = m_place.many({file});
    QVERIFY(refused.needsScratch);
    DryRunResult copied = refused;
    copied.migrations[0].ok = true;
    copied.migrations[0].statements[0].state = StatementRun::State::Done;
    copied.migrations[0].statements[0].error.reset();
    copied.migrations[0].statements[0].outsideTransaction = true;
    copied.migrations[0].findings.clear();
    judgeFindings(copied.migrations[0], *file.script, file.findings);
    const auto label = [](const DryRunResult &result) {
        for (const JudgedFinding &judged : result.migrations[0].findings) {
            if (judged.finding.rule == u"ban-concurrent-index-creation-in-transaction")
                return toString(judged.label);
        }
        return u"no such finding"_s;
    };
    QCOMPARE(label(copied), u"not-measurable"_s);
    QCOMPARE(label(mergedRuns(refused, copied)), u"confirmed"_s);
    m_place.close();
}

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
