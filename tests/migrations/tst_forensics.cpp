// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/githistory.h"

#include <QCryptographicHash>
#include <QProcess>
#include <QtTest>

using namespace pitboss;
using namespace Qt::Literals::StringLiterals;

namespace {

QString sha256(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

QString printed(const QList<DiffLine> &lines)
{
    QString text;
    for (const DiffLine &line : lines) {
        const QChar mark = line.kind == DiffLine::Kind::Same ? u' ' : line.kind == DiffLine::Kind::Added ? u'+' : u'-';
        text += mark + QString::number(line.oldLine) + u',' + QString::number(line.newLine) + u' ' + line.text + u'\n';
    }
    return text;
}

bool git(const QString &directory, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(directory);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GIT_CONFIG_GLOBAL"_s, u"/dev/null"_s);
    environment.insert(u"GIT_AUTHOR_DATE"_s, u"2026-04-01T10:00:00+00:00"_s);
    environment.insert(u"GIT_COMMITTER_DATE"_s, u"2026-04-01T10:00:00+00:00"_s);
    process.setProcessEnvironment(environment);
    process.start(u"git"_s,
                  QStringList{u"-c"_s, u"user.name=Ada"_s, u"-c"_s, u"user.email=ada@example.org"_s} + arguments);
    return process.waitForFinished() && process.exitCode() == 0;
}

void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

Migration applied(const QString &path, const QByteArray &now, const QString &hash)
{
    Migration migration;
    migration.path = path;
    migration.recordedHash = hash;
    migration.script = std::make_shared<const Script>(Script::parse(now));
    return migration;
}

} // namespace

class TestForensics : public QObject
{
    Q_OBJECT

private slots:
    void tellsCosmeticFromEdited_data()
    {
        QTest::addColumn<QByteArray>("appliedText");
        QTest::addColumn<QByteArray>("now");
        QTest::addColumn<int>("verdict");
        const auto row = [](const char *name, const QByteArray &a, const QByteArray &n, HashVerdict v) {
            QTest::newRow(name) << a << n << int(v);
        };
        row("same", "a\nb\n", "a\nb\n", HashVerdict::Same);
        row("crlf now", "a\nb\n", "a\r\nb\r\n", HashVerdict::Cosmetic);
        row("lf now", "a\r\nb\r\n", "a\nb\n", HashVerdict::Cosmetic);
        row("newline lost", "a\nb\n", "a\nb", HashVerdict::Cosmetic);
        row("newline won", "a\nb", "a\nb\n", HashVerdict::Cosmetic);
        row("both", "a\r\nb", "a\nb\n", HashVerdict::Cosmetic);
        row("mark lost",
            "\xEF\xBB\xBF"
            "a\n",
            "a\n", HashVerdict::Cosmetic);
        row("a blank", "a\nb\n", "a\nb \n", HashVerdict::Edited);
        row("a word", "a\nb\n", "a\nc\n", HashVerdict::Edited);
    }
    void tellsCosmeticFromEdited()
    {
        QFETCH(QByteArray, appliedText);
        QFETCH(QByteArray, now);
        QFETCH(int, verdict);
        const HashComparison comparison = compareHash(Script::parse(now), sha256(appliedText));
        QCOMPARE(int(comparison.verdict), verdict);
        QCOMPARE(comparison.text.isEmpty(), verdict != int(HashVerdict::Cosmetic));
        QCOMPARE(int(compareHash(Script::parse(now), {}).verdict), int(HashVerdict::Same));
    }

    void showsTheDifference()
    {
        QCOMPARE(printed(diffLines("a\nb\nc\nd\n", "a\nx\nc\nd\ne\n")),
                 u" 1,1 a\n-2,0 b\n+0,2 x\n 3,3 c\n 4,4 d\n+0,5 e\n"_s);
        QCOMPARE(printed(diffLines("", "a\n")), u"+0,1 a\n"_s);
        QCOMPARE(printed(diffLines("a\n", "")), u"-1,0 a\n"_s);
        QCOMPARE(printed(diffLines("", "")), QString());
        QCOMPARE(printed(diffLines("a\r\n", "a\n")), u" 1,1 a\n"_s);
        QCOMPARE(withContext(diffLines("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\nx\n5\n6\n7\n"), 1).size(), 4);
    }

    void differencesAreRight()
    {
        // Whatever the edit, what is same and removed is the old text, what is same and added the new one.
        quint32 seed = 1;
        const auto random = [&](int below) { return int((seed = seed * 1664525u + 1013904223u) >> 16) % below; };
        for (int round = 0; round < 300; ++round) {
            QByteArrayList before, after;
            for (int i = random(30); i > 0; --i)
                before << QByteArray::number(random(6));
            for (int i = random(30); i > 0; --i)
                after << QByteArray::number(random(6));
            QByteArrayList old, fresh;
            for (const DiffLine &line : diffLines(before.join('\n'), after.join('\n'))) {
                if (line.kind != DiffLine::Kind::Added)
                    old << line.text.toUtf8();
                if (line.kind != DiffLine::Kind::Removed)
                    fresh << line.text.toUtf8();
            }
            QCOMPARE(old, before);
            QCOMPARE(fresh, after);
        }
        QByteArray big, other;
        for (int i = 0; i < 5000; ++i) {
            big += QByteArray::number(i) + '\n';
            other += QByteArray::number(-i - 1) + '\n';
        }
        QCOMPARE(diffLines(big, other).size(), 10000);
    }

    void findsWhatWasAppliedInGit()
    {
        QTemporaryDir dir;
        if (!git(dir.path(), {u"init"_s, u"-q"_s}))
            QSKIP("git is not installed");
        const QString path = dir.filePath(u"db/0001_a.sql"_s);
        for (const QByteArray text : {"one\n", "two\n", "three\n"}) {
            write(path, text);
            QVERIFY(git(dir.path(), {u"add"_s, u"-A"_s}) && git(dir.path(), {u"commit"_s, u"-qm"_s, u"x"_s}));
        }
        const auto version = findAppliedVersion(applied(path, "three\n", sha256("two\r\n")));
        QVERIFY(version);
        QCOMPARE(version->text, QByteArray("two\n"));
        QCOMPARE(version->author, u"Ada"_s);
        QCOMPARE(printed(version->difference), u"-1,0 two\n+0,1 three\n"_s);
        QVERIFY(!findAppliedVersion(applied(path, "three\n", sha256("never\n"))));

        // Renamed since: found among the folder's other files.
        QVERIFY(git(dir.path(), {u"mv"_s, u"db/0001_a.sql"_s, u"db/0002_b.sql"_s})
                && git(dir.path(), {u"commit"_s, u"-qm"_s, u"y"_s}));
        QVERIFY(findAppliedVersion(applied(dir.filePath(u"db/0002_b.sql"_s), "three\n", sha256("one\n"))));

        write(dir.filePath(u"db/0003_new.sql"_s), "new\n");
        const auto info = readGitInfo(dir.filePath(u"db"_s));
        QCOMPARE(info.value(dir.filePath(u"db/0002_b.sql"_s)).author, u"Ada"_s);
        QVERIFY(!info.value(dir.filePath(u"db/0002_b.sql"_s)).uncommitted);
        QVERIFY(info.value(dir.filePath(u"db/0003_new.sql"_s)).uncommitted);
    }

    void saysNothingWithoutARepository()
    {
        QTemporaryDir dir;
        write(dir.filePath(u"a.sql"_s), "a\n");
        QVERIFY(readGitInfo(dir.path()).isEmpty());
        QVERIFY(!findAppliedVersion(applied(dir.filePath(u"a.sql"_s), "a\n", sha256("b"))));
    }
};

QTEST_GUILESS_MAIN(TestForensics)
#include "tst_forensics.moc"
