// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/lint.h"
#include "migrations/rules/rule.h"

#include "support/owntime.h"

#include <QDir>
#include <QtTest>

using namespace pitboss;
using namespace Qt::Literals::StringLiterals;

// Golden files: tests/fixtures/migrations/rules/<rule>.sql, and beside it <rule>.expected with one line for each
// finding of that rule. PITBOSS_REFRESH=1 writes the expected files anew; read the difference before committing it.
namespace {

const RunnerTraits drizzle{u"drizzle-kit migrate"_s, RunnerTraits::Grouping::OneTransaction, true, false};
const RunnerTraits psql{u"psql"_s, RunnerTraits::Grouping::FileDecides, false, true};

QString folder()
{
    return QStringLiteral(PITBOSS_SOURCE_DIR "/tests/fixtures/migrations/rules");
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

SourceFile source(const QString &tag, const QByteArray &sql)
{
    SourceFile file;
    file.tag = tag;
    file.file = tag + u".sql"_s;
    file.script = std::make_shared<const Script>(Script::parse(sql, {true, Script::Depth::Trees}));
    return file;
}

QString printed(const Finding &finding)
{
    QString text = QString::number(finding.line) + u' ' + toString(finding.severity) + u' ' + finding.rule + u": "_s
        + finding.message;
    if (!finding.fix.isEmpty())
        text += u"\n    "_s + QString(finding.fix).replace(u'\n', u"\n    "_s);
    return finding.ignored ? QString(text + u"\n    ignored: "_s + finding.ignoreReason) : text;
}

// "-- file: 0001_a" cuts one fixture into several files of one folder; "-- runner: psql" names who runs it.
FolderContents folderOf(const QByteArray &fixture)
{
    FolderContents contents;
    QString tag = u"0000_fixture"_s;
    QByteArray text;
    for (const QByteArray &line : fixture.split('\n')) {
        if (line.startsWith("-- file: ")) {
            if (!text.trimmed().isEmpty())
                contents.files << source(tag, text);
            tag = QString::fromUtf8(line.mid(9).trimmed());
            text.clear();
        } else {
            text += line + '\n';
        }
    }
    text.chop(1);
    contents.files << source(tag, text);
    return contents;
}

QString findingsText(const QString &rule, const QByteArray &fixture)
{
    const bool byPsql = fixture.contains("-- runner: psql");
    QStringList lines;
    for (const FileFindings &file : lintFolder(folderOf(fixture), byPsql ? psql : drizzle).files) {
        for (const Finding &finding : file.findings) {
            if (finding.rule == rule)
                lines << file.tag + u':' + printed(finding);
        }
    }
    return lines.isEmpty() ? QString() : QString(lines.join(u'\n') + u'\n');
}

} // namespace

class TestLint : public QObject
{
    Q_OBJECT

private slots:
    void golden_data()
    {
        QTest::addColumn<QString>("rule");
        for (const Rule &rule : allRules())
            QTest::newRow(rule.name) << QString::fromLatin1(rule.name);
        QTest::newRow("unused-ignore") << u"unused-ignore"_s;
    }
    void golden()
    {
        QFETCH(QString, rule);
        const QString path = folder() + u'/' + rule;
        const QByteArray fixture = readFile(path + u".sql"_s);
        QVERIFY2(!fixture.isEmpty(), qPrintable(QString(path + u".sql is missing: every rule has its fixture"_s)));
        const QString actual = findingsText(rule, fixture);
        if (qEnvironmentVariableIsSet("PITBOSS_REFRESH")) {
            QFile file(path + u".expected"_s);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(actual.toUtf8());
        }
        QCOMPARE(actual, QString::fromUtf8(readFile(path + u".expected"_s)));
        QVERIFY2(!actual.isEmpty(), "the fixture shows nothing");
    }

    void everyFixtureHasItsRule()
    {
        QStringList names{u"unused-ignore"_s};
        for (const Rule &rule : allRules())
            names << QString::fromLatin1(rule.name);
        for (const QString &file : QDir(folder()).entryList({u"*.sql"_s}))
            QVERIFY2(names.contains(file.chopped(4)), qPrintable(file));
    }

    void everyFindingSaysWhy()
    {
        for (const QString &file : QDir(folder()).entryList({u"*.sql"_s})) {
            const QByteArray fixture = readFile(folder() + u'/' + file);
            for (const FileFindings &result : lintFolder(folderOf(fixture), drizzle).files) {
                for (const Finding &finding : result.findings)
                    QVERIFY2(!finding.why.isEmpty() && !finding.message.isEmpty() && finding.line > 0,
                             qPrintable(finding.rule));
            }
        }
    }

    void aCleanFileIsClean()
    {
        const QByteArray sql =
            "-- Migration: 0001\n-- Purpose: x\n-- References: y\n-- Idempotent: yes\n"
            "CREATE TABLE IF NOT EXISTS a (id bigint PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());\n"
            "--> statement-breakpoint\nCREATE INDEX IF NOT EXISTS a_at ON a (at);\n";
        const LintResult result = lintFolder(folderOf(sql), drizzle);
        QStringList found;
        for (const Finding &finding : result.files.first().findings)
            found << printed(finding);
        QCOMPARE(found.join(u'\n'), QString());
    }

    void countsFromASeverityUp()
    {
        const LintResult result = lintFolder(folderOf("ALTER TABLE a ADD COLUMN b int NOT NULL;"), drizzle);
        QCOMPARE(result.count(Severity::Error), 1);
        QVERIFY(result.count(Severity::Warning) > 1);
        QVERIFY(result.count(Severity::Info) > result.count(Severity::Warning));
    }

    void looksAtTheNamedFilesOnly()
    {
        const FolderContents contents =
            folderOf("-- file: 1_a\nCREATE TABLE a (b int);\n-- file: 2_b\nDROP TABLE a;\n");
        const LintResult result = lintFolder(contents, drizzle, {u"2_b"_s});
        QCOMPARE(result.files.size(), 1);
        QCOMPARE(result.files.first().tag, u"2_b"_s);
    }

    void isQuickEnough()
    {
        qint64 hundred = 0, thousand = 0;
        lint(100, hundred);
        lint(1000, thousand);
        QVERIFY2(thousand < 30 * hundred, qPrintable(u"%1, then %2"_s.arg(hundred).arg(thousand))); // a square: 100
        if (!testing::isSanitized)
            QVERIFY2(thousand < 5000, qPrintable(QString::number(thousand))); // a debug build
    }

private:
    /// So many files.
    static void lint(int count, qint64 &milliseconds)
    {
        FolderContents contents;
        for (int i = 0; i < count; ++i) {
            const QByteArray n = QByteArray::number(i);
            contents.files << source(
                QString::number(i),
                "-- Migration: " + n + "\nCREATE TABLE IF NOT EXISTS t" + n
                    + " (id bigint PRIMARY KEY, a text NOT NULL, at timestamp);\n--> statement-breakpoint\n"
                      "ALTER TABLE t"
                    + n
                    + " ADD COLUMN b int DEFAULT 1;\n--> statement-breakpoint\n"
                      "CREATE INDEX IF NOT EXISTS i"
                    + n + " ON t" + n + " (b);\n");
        }
        const testing::OwnTime time;
        const LintResult result = lintFolder(contents, drizzle);
        milliseconds = time.elapsed();
        QCOMPARE(result.files.size(), count);
    }
};

QTEST_APPLESS_MAIN(TestLint)
#include "tst_lint.moc"
