// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/discovery.h"
#include "migrations/statusjson.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace pitboss;
using namespace Qt::Literals::StringLiterals;

// Golden folders: tests/fixtures/migrations/status/<folder>, with one rows-<case>.json or catalog-<case>.json for each
// state of the database, and <case>.expected beside it. PITBOSS_REFRESH=1 writes the expected files anew.
namespace {

QString root()
{
    return QStringLiteral(PITBOSS_SOURCE_DIR "/tests/fixtures/migrations/status");
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString sha256(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

// "@0001_x" is the hash of the folder's file, "@0001_x+crlf" that of the same with Windows line ends.
QString hashOf(const QString &word, const FolderContents &folder)
{
    for (const SourceFile &file : folder.files) {
        if (!file.script || !word.startsWith(u'@' + file.tag))
            continue;
        QByteArray bytes = file.script->bytes();
        return sha256(word.endsWith("+crlf"_L1) ? bytes.replace("\n", "\r\n") : bytes);
    }
    return word;
}

TrackingRow rowOf(const QJsonObject &json, const FolderContents &folder)
{
    TrackingRow row;
    row.id = json["id"_L1].toInt();
    row.hash = hashOf(json["hash"_L1].toString(), folder);
    row.name = json["name"_L1].toString();
    row.version = json["version"_L1].toString();
    if (json["created_at"_L1].isDouble())
        row.createdAt = qint64(json["created_at"_L1].toDouble());
    if (json["applied_at"_L1].isString())
        row.appliedAt = QDateTime::fromString(json["applied_at"_L1].toString(), Qt::ISODate);
    return row;
}

DatabaseFacts factsOf(const QJsonObject &json, const Layout &layout, const FolderContents &folder)
{
    DatabaseFacts facts;
    TrackingTable &table = facts.tracking;
    table.source = layout.settings().source;
    const QString state = json["state"_L1].toString(u"read"_s);
    table.state = state == "missing"_L1 ? TrackingTable::State::Missing
        : state == "not-asked"_L1       ? TrackingTable::State::NotAsked
        : state == "not-readable"_L1    ? TrackingTable::State::NotReadable
                                        : TrackingTable::State::Read;
    if (table.state == TrackingTable::State::NotReadable)
        table.error = Error::of(Error::Kind::Permission, u"This role may not read it."_s);
    table.mayCreateSchema = json["mayCreateSchema"_L1].toBool(true);
    for (const QJsonValue column : json["columns"_L1].toArray())
        table.columns << column.toString();
    for (const QJsonValue row : json["rows"_L1].toArray())
        table.rows << rowOf(row.toObject(), folder);
    facts.catalog.asked = json["asked"_L1].toBool(true);
    const QJsonObject objects = json["objects"_L1].toObject();
    for (auto it = objects.begin(); it != objects.end(); ++it)
        facts.catalog.objects.insert(it.key(), {it->toArray()[0].toString(), it->toArray()[1].toBool()});
    return facts;
}

QString printedMigration(const Migration &migration)
{
    QString text = migration.tag + u" | "_s + (migration.number ? QString::number(*migration.number) : u"-"_s)
        + u" | "_s + toString(migration.state) + u" | "_s + QString::number(migration.statementCount())
        + u" statements"_s;
    if (migration.appliedAt)
        text += u" | "_s + migration.appliedAt->toString(Qt::ISODateWithMs)
            + (migration.appliedAtIsGenerated ? u" generated"_s : QString());
    if (!migration.rollbackPath.isEmpty())
        text += u" | rollback "_s + QFileInfo(migration.rollbackPath).fileName();
    if (!migration.snapshotPath.isEmpty())
        text += u" | snapshot"_s;
    if (!migration.reason.isEmpty())
        text += u"\n    "_s + migration.reason;
    for (const Problem &problem : migration.problems) {
        text += u"\n    ["_s + problem.code + u"] "_s + problem.text;
        if (!problem.repair.isEmpty())
            text += u"\n        repair: "_s + problem.repair;
    }
    return text;
}

QString printedForecast(const Forecast &forecast)
{
    QStringList lines{u"forecast: "_s + forecast.sentence()};
    for (const Forecast::Run &run : forecast.runs)
        lines << u"  run "_s + run.tag + u" in transaction "_s + QString::number(run.transaction)
                + (run.again ? u" again"_s : QString());
    for (const Forecast::Skip &skip : forecast.skips)
        lines << u"  skip "_s + skip.tag + u": "_s + skip.why + u" | "_s + skip.repair;
    for (const Forecast::Stop &stop : forecast.stops)
        lines << u"  stop "_s + stop.tag + u':' + QString::number(stop.line) + u' ' + stop.code + u": "_s + stop.why
                + u" | "_s + stop.repair;
    for (const QString &warning : forecast.warnings)
        lines << u"  warning "_s + warning;
    return lines.join(u'\n');
}

QString printed(const JournalStatus &status)
{
    QStringList lines{status.title + u" ("_s + status.source.shown() + u')'};
    if (!status.note.isEmpty())
        lines << u"note: "_s + status.note;
    for (const Problem &problem : status.problems)
        lines << u"problem ["_s + problem.code + u"] "_s + problem.text
                + (problem.repair.isEmpty() ? QString() : QString(u" | "_s + problem.repair));
    if (!status.ignored.isEmpty())
        lines << u"ignored: "_s + status.ignored.join(u", "_s);
    for (const Migration &migration : status.migrations)
        lines << printedMigration(migration);
    lines << printedForecast(status.forecast);
    QString text = lines.join(u'\n') + u'\n';
    return text.replace(root(), u"…"_s);
}

std::unique_ptr<Layout> layoutAt(const QString &folder)
{
    const QList<LayoutCandidate> found = discoverLayouts(root() + u'/' + folder);
    return found.isEmpty() ? nullptr : makeLayout(found.first().settings);
}

void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray journalOf(const QStringList &tags)
{
    QJsonArray entries;
    for (qsizetype i = 0; i < tags.size(); ++i)
        entries << QJsonObject{{u"idx"_s, i},
                               {u"version"_s, u"7"_s},
                               {u"when"_s, 1770000000000.0 + double(i)},
                               {u"tag"_s, tags[i]},
                               {u"breakpoints"_s, true}};
    return QJsonDocument(QJsonObject{{u"version"_s, u"7"_s}, {u"dialect"_s, u"postgresql"_s}, {u"entries"_s, entries}})
        .toJson();
}

DatabaseFacts noTable()
{
    DatabaseFacts facts;
    facts.tracking.state = TrackingTable::State::Missing;
    return facts;
}

// A Drizzle folder of these files, on an empty database.
JournalStatus statusOf(const QTemporaryDir &dir, const QList<QByteArray> &files)
{
    QStringList tags;
    for (qsizetype i = 0; i < files.size(); ++i) {
        tags << QString::number(i).rightJustified(4, u'0') + u"_f"_s;
        write(dir.filePath(tags.last() + u".sql"_s), files[i]);
    }
    write(dir.filePath(u"meta/_journal.json"_s), journalOf(tags));
    const auto layout = makeLayout({u"journal"_s, {dir.path()}, {}});
    return layout->evaluate(*layout->read(), noTable());
}

} // namespace

class TestStatus : public QObject
{
    Q_OBJECT

private slots:
    void golden_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("facts");
        for (const QString &folder : QDir(root()).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            for (const QString &facts : QDir(root() + u'/' + folder).entryList({u"rows-*.json"_s, u"catalog-*.json"_s}))
                QTest::newRow(qPrintable(QString(folder + u'/' + facts))) << folder << facts;
        }
    }
    void golden()
    {
        QFETCH(QString, folder);
        QFETCH(QString, facts);
        const auto layout = layoutAt(folder);
        QVERIFY(layout);
        const auto contents = layout->read();
        QVERIFY(contents);
        const QJsonObject json = QJsonDocument::fromJson(readFile(root() + u'/' + folder + u'/' + facts)).object();
        const QString actual = printed(layout->evaluate(*contents, factsOf(json, *layout, *contents)));
        const QString expected = root() + u'/' + folder + u'/' + facts.section(u'.', 0, 0) + u".expected"_s;
        if (qEnvironmentVariableIsSet("PITBOSS_REFRESH"))
            write(expected, actual.toUtf8());
        QCOMPARE(actual, QString::fromUtf8(readFile(expected)));
    }

    void readingWritesNothing()
    {
        QTemporaryDir dir;
        (void)statusOf(dir, {"SELECT 1;"});
        const QStringList before = QDir(dir.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        QVERIFY(QFile::setPermissions(dir.path(), QFile::ReadOwner | QFile::ExeOwner));
        const auto layout = makeLayout({u"journal"_s, {dir.path()}, {}});
        QVERIFY(layout->read().has_value());
        QVERIFY(QFile::setPermissions(dir.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QCOMPARE(QDir(dir.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), before);
    }

    void foretellsWhatStopsDrizzle_data()
    {
        QTest::addColumn<QList<QByteArray>>("files");
        QTest::addColumn<QString>("stop");
        QTest::addColumn<int>("runs");
        QTest::addColumn<bool>("kept");
        using Files = QList<QByteArray>;
        const QByteArray cut = "\n--> statement-breakpoint\n";
        QTest::newRow("nothing") << Files{"SELECT 1;", "SELECT 2;"} << u""_s << 2 << false;
        QTest::newRow("concurrently") << Files{"SELECT 1;", "CREATE INDEX CONCURRENTLY i ON a (b);"} << u"25001"_s << 2
                                      << false;
        QTest::newRow("commit, then alone")
            << Files{"COMMIT;" + cut + "CREATE INDEX CONCURRENTLY i ON a (b);"} << u""_s << 1 << false;
        QTest::newRow("commit in the same query")
            << Files{"COMMIT;\nCREATE INDEX CONCURRENTLY i ON a (b);"} << u"25001"_s << 1 << true;
        QTest::newRow("commit, then a failure")
            << Files{"SELECT 1;", "COMMIT;" + cut + "SELECT 1;", "SELECT 1; VACUUM a;"} << u"25001"_s << 3 << true;
        QTest::newRow("own transaction") << Files{"BEGIN; SELECT 1; COMMIT;", "SELECT 2;"} << u""_s << 2 << false;
        QTest::newRow("marker in a string") << Files{"SELECT '--> statement-breakpoint';"} << u"42601"_s << 1 << false;
        QTest::newRow("commented baseline")
            << Files{"/*\nCREATE TABLE a (b int);\n--> statement-breakpoint\nSELECT 1;\n*/"} << u"42601"_s << 1
            << false;
        QTest::newRow("marker in a remark")
            << Files{"-- about --> statement-breakpoint\nSELECT 1;"} << u""_s << 1 << false;
        QTest::newRow("byte order mark") << Files{"\xEF\xBB\xBFSELECT 1;"} << u"42601"_s << 1 << false;
        QTest::newRow("psql line") << Files{"SELECT 1;", "\\i other.sql\n"} << u"42601"_s << 2 << false;
        QTest::newRow("copy data") << Files{"COPY a FROM STDIN;\n1\n\\.\n"} << u"42601"_s << 1 << false;
        QTest::newRow("enum value across files")
            << Files{"ALTER TYPE mood ADD VALUE 'calm';", "UPDATE a SET m = 'calm';"} << u"55P04"_s << 2 << false;
        QTest::newRow("enum value renamed")
            << Files{"ALTER TYPE mood RENAME VALUE 'sad' TO 'calm';", "UPDATE a SET m = 'calm';"} << u""_s << 2
            << false;
        QTest::newRow("enum value of a new type")
            << Files{"CREATE TYPE mood AS ENUM ('calm');", "UPDATE a SET m = 'calm';"} << u""_s << 2 << false;
        QTest::newRow("empty file") << Files{"", "-- nothing"} << u""_s << 2 << false;
    }
    void foretellsWhatStopsDrizzle()
    {
        QFETCH(QList<QByteArray>, files);
        QFETCH(QString, stop);
        QFETCH(int, runs);
        QFETCH(bool, kept);
        QTemporaryDir dir;
        const Forecast forecast = statusOf(dir, files).forecast;
        QCOMPARE(forecast.stops.isEmpty() ? QString() : forecast.stops.first().code, stop);
        QCOMPARE(forecast.runs.size(), runs);
        QCOMPARE(forecast.consequence.contains("stay, in whole"_L1), kept);
    }

    void jsonHasTheContractsKeys()
    {
        const auto layout = layoutAt(u"journal"_s);
        const auto contents = layout->read();
        const QJsonObject facts =
            QJsonDocument::fromJson(readFile(root() + u"/journal/rows-in-the-middle.json"_s)).object();
        const JournalStatus status = layout->evaluate(*contents, factsOf(facts, *layout, *contents));
        const QJsonObject json = statusJson(status);
        QCOMPARE(json["layout"_L1].toString(), u"drizzle"_s);
        QCOMPARE(json["tracking_table"_L1].toString(), u"drizzle.__drizzle_migrations"_s);
        QCOMPARE(json["migrations"_L1].toArray().size(), 6);
        const QJsonObject first = json["migrations"_L1].toArray().first().toObject();
        for (const auto key :
             {"tag"_L1, "number"_L1, "state"_L1, "applied_at"_L1, "file"_L1, "hash"_L1, "statements"_L1, "problems"_L1})
            QVERIFY2(first.contains(key), key.data());
        QCOMPARE(first["state"_L1].toString(), u"applied"_s);
        QCOMPARE(first["applied_at"_L1].toString(), u"2026-02-02T02:40:00Z"_s);
        QCOMPARE(first["number"_L1].toInt(-1), 0);
        QCOMPARE(first["statements"_L1].toInt(), 2);
        const QJsonObject counts = json["counts"_L1].toObject();
        QCOMPARE(counts["applied"_L1].toInt(), 1);
        QCOMPARE(counts["edited"_L1].toInt(), 2);
        QCOMPARE(counts["pending"_L1].toInt(), 2);
        QCOMPARE(counts["orphan"_L1].toInt(), 1);
        QVERIFY(!isClean(status));
        QVERIFY(!lintJson(lintFolder(*contents, layout->runner()))["findings"_L1].toArray().isEmpty());
    }

    void findsLayoutsFromARepositorysRoot()
    {
        QTemporaryDir dir;
        write(
            dir.filePath(u"web/drizzle.config.ts"_s),
            "export default { // out: \"./wrong\",\n  dialect: 'postgresql', out: `./db/out`, schema: './schema.ts',\n"
            "  migrations: { table: 'my_migrations', schema: \"meta\" } };\n");
        write(dir.filePath(u"web/db/out/meta/_journal.json"_s), journalOf({u"0000_a"_s}));
        write(dir.filePath(u"web/db/out/0000_a.sql"_s), "SELECT 1;");
        write(dir.filePath(u"node_modules/x/drizzle/meta/_journal.json"_s), journalOf({}));
        write(dir.filePath(u"infra/migrations/001_a.sql"_s), "SELECT 1;");
        write(dir.filePath(u"infra/idempotency/migrations/001_b.sql"_s), "SELECT 1;");
        write(dir.filePath(u"legacy/001_init.sql"_s), "INSERT INTO public.schema_migrations(version) VALUES ('001');");
        const QList<LayoutCandidate> found = discoverLayouts(dir.path());
        QCOMPARE(found.size(), 3);
        QCOMPARE(found[0].settings.format, u"journal"_s);
        QCOMPARE(found[0].settings.directories, QStringList{dir.filePath(u"web/db/out"_s)});
        QCOMPARE(found[0].settings.source, (TrackingSource{u"meta"_s, u"my_migrations"_s}));
        QVERIFY(found[0].why.contains("drizzle.config.ts"_L1));
        QCOMPARE(found[1].settings.format, u"numbered"_s);
        QCOMPARE(found[2].settings.format, u"plain"_s);
        QCOMPARE(found[2].settings.directories.size(), 2);
        QCOMPARE(found[2].files, 2);
        QVERIFY(discoverLayouts(dir.filePath(u"nowhere"_s)).isEmpty());
    }

    void readsTheSampleProject()
    {
        const QList<LayoutCandidate> found = discoverLayouts(QStringLiteral(PITBOSS_SOURCE_DIR "/resources/sample"));
        QVERIFY(!found.isEmpty());
        const auto layout = makeLayout(found.first().settings);
        QCOMPARE(layout->id(), u"drizzle"_s);
        const JournalStatus status = layout->evaluate(*layout->read(), noTable());
        QVERIFY(status.migrations.size() >= 9);
        // Its last file builds an index concurrently, which Drizzle's one transaction does not allow.
        QVERIFY(status.forecast.stops.isEmpty() || status.forecast.stops.first().code == "25001"_L1);
    }

    void readsAThousandFiles()
    {
        QTemporaryDir dir;
        QList<QByteArray> files;
        for (int i = 0; i < 1000; ++i)
            files << "CREATE TABLE t" + QByteArray::number(i) + " (id bigint PRIMARY KEY);\n";
        const JournalStatus status = statusOf(dir, files);
        QCOMPARE(status.migrations.size(), 1000);
        QCOMPARE(status.count(MigrationState::Pending), 1000);
        QCOMPARE(status.forecast.runs.size(), 1000);
    }

    void saysWhatCannotBeRead()
    {
        QTemporaryDir dir;
        QVERIFY(!makeLayout({u"journal"_s, {dir.path()}, {}})->read().has_value());
        QVERIFY(!makeLayout({u"folders"_s, {dir.filePath(u"no"_s)}, {}})->read().has_value());
        QCOMPARE(makeLayout({u"folders"_s, {dir.path()}, {}})->read()->files.size(), 0);
        QVERIFY(makeLayout({u"flyway"_s, {dir.path()}, {}}) == nullptr);
    }
};

QTEST_APPLESS_MAIN(TestStatus)
#include "tst_status.moc"
