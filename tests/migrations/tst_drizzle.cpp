// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "drizzlefolder.h"
#include "migrations/layout.h"
#include "sql/session.h"
#include "support/testserver.h"

#include <QProcess>
#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

// The real drizzle-orm and drizzle-kit of both lines apply and refuse; what Pitboss foretold is compared with what they
// did. Each file writes its tag into `ran`, so an execution that left no record is seen as well.
class TestDrizzle : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
            QSKIP("node is not installed");
        for (const Line &line : lines) {
            QProcess script;
            script.start(u"sh"_s,
                         {QStringLiteral(PITBOSS_SOURCE_DIR "/tests/migrations/drizzle.sh"), QString(line.version)});
            QVERIFY(script.waitForFinished(240'000));
            if (script.exitCode() != 0)
                QSKIP(script.readAllStandardError().trimmed().constData());
            m_caches << QString::fromLocal8Bit(script.readAllStandardOutput()).trimmed();
        }
        QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    }

    void foretellsTheRunner_data()
    {
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("damage");
        const QStringList both{u"fresh"_s,
                               u"one more"_s,
                               u"nothing to do"_s,
                               u"out of order"_s,
                               u"edited"_s,
                               u"carriage returns"_s,
                               u"bad bytes"_s,
                               u"file gone"_s,
                               u"applied file gone"_s,
                               u"concurrently"_s,
                               u"commit trick"_s,
                               u"commit in one query"_s,
                               u"own transaction"_s,
                               u"own rollback"_s,
                               u"half applied"_s,
                               u"marker in a string"_s,
                               u"commented baseline"_s,
                               u"byte order mark"_s,
                               u"psql line"_s,
                               u"enum in one run"_s,
                               u"vacuum"_s,
                               u"no right to create"_s,
                               u"empty file"_s,
                               u"twice in the table"_s};
        const QStringList journalOnly{u"orphan"_s,         u"same when"_s,    u"null created_at"_s,
                                      u"when is a word"_s, u"listed twice"_s, u"other time on record"_s};
        const QStringList foldersOnly{
            u"renamed"_s,       u"no digits"_s, u"old table"_s, u"old table, unmatched row"_s, u"journal left behind"_s,
            u"month thirteen"_s};
        for (int line = 0; line < 2; ++line) {
            for (const QString &damage : both + (line == 0 ? journalOnly : foldersOnly))
                QTest::newRow(qPrintable(QString(QString(lines[line].version) + u": "_s + damage))) << line << damage;
        }
    }
    void foretellsTheRunner()
    {
        QFETCH(int, line);
        QFETCH(QString, damage);
        prepare(line);
        arrange(damage);
        const JournalStatus foretold = status();
        const QStringList before = ran();
        const QString recordedBefore = records();
        const QByteArray error = migrate();
        const Forecast &forecast = foretold.forecast;
        const QByteArray told = forecast.sentence().toUtf8() + " | really: " + error;
        QVERIFY2(forecast.stops.isEmpty() == error.isEmpty(), told.constData());
        if (!error.isEmpty() && forecast.stops.first().code.size() == 5)
            QVERIFY2(error.startsWith(forecast.stops.first().code.toUtf8()), told.constData());
        QStringList expected = before;
        if (forecast.stops.isEmpty()) {
            for (const Forecast::Run &run : forecast.runs)
                expected << m_writes.value(run.tag, run.tag);
            expected.removeAll(u"-"_s);
            QCOMPARE(ran(), expected);
            for (const Migration &migration : status().migrations)
                QVERIFY2(migration.state != MigrationState::Pending || migration.hasProblem("skipped"_L1),
                         qPrintable(migration.tag));
        } else if (!forecast.consequence.contains("stay, in whole"_L1)) {
            QCOMPARE(ran(), before);
            QCOMPARE(records(), recordedBefore);
        } else {
            QVERIFY2(ran() != before, told.constData());
        }
    }

    void readsWhatTheKitApplied_data()
    {
        QTest::addColumn<int>("line");
        QTest::newRow("0.45") << 0;
        QTest::newRow("1.0") << 1;
    }
    void readsWhatTheKitApplied()
    {
        QFETCH(int, line);
        prepare(line);
        add(1, u"a"_s);
        add(2, u"b"_s);
        writeFolder(m_out, *m_line, m_files);
        QVERIFY(runKit());
        const JournalStatus now = status();
        QCOMPARE(now.count(MigrationState::Applied), 2);
        QVERIFY2(now.forecast.nothingToDo(), qPrintable(now.forecast.sentence()));
        QVERIFY(runKit());
        QCOMPARE(ran().size(), 2);
    }

private:
    void prepare(int line)
    {
        m_line = &lines[line];
        m_cache = m_caches.at(line);
        m_name = u"drizzle%1"_s.arg(++m_databases);
        m_files.clear();
        m_writes.clear();
        m_role = Role::Owner;
        QVERIFY2(m_server.createDatabase(m_name), qPrintable(m_server.errorText()));
        QVERIFY(m_server.runSql(m_name, u"CREATE TABLE ran (tag text)"_s));
        m_out = m_dir.filePath(m_name + u"/drizzle"_s);
    }

    File &add(int number, const QString &name, const QByteArray &more = {})
    {
        const QString tag = tagOf(*m_line, number, name);
        m_files.append({tag, marking(tag, more), base + number * 1000, true, true});
        return m_files.last();
    }

    bool journal() const { return m_line->format == "journal"_L1; }
    QString table() const { return u"drizzle.__drizzle_migrations"_s; }

    /// Two files, applied by the real runner: once, and copied from then on.
    void applyTwo()
    {
        add(1, u"a"_s);
        add(2, u"b"_s);
        QString &applied = m_applied[m_line];
        if (applied.isEmpty()) {
            writeFolder(m_out, *m_line, m_files);
            const QByteArray error = migrate();
            QVERIFY2(error.isEmpty(), error.constData());
            applied = m_name + u"_applied"_s;
            QVERIFY2(m_server.createDatabase(applied, m_name), qPrintable(m_server.errorText()));
        } else {
            QVERIFY2(m_server.dropDatabase(m_name) && m_server.createDatabase(m_name, applied),
                     qPrintable(m_server.errorText()));
        }
    }

    void arrange(const QString &damage)
    {
        if (damage == "fresh"_L1 || damage == "no right to create"_L1) {
            add(1, u"a"_s);
            add(2, u"b"_s);
            if (damage != "fresh"_L1)
                m_role = Role::Nothing;
        } else {
            applyTwo();
            damageFiles(damage);
            damageRows(damage);
        }
        writeFolder(m_out, *m_line, m_files);
        if (damage == "journal left behind"_L1)
            write(m_out + u"/meta/_journal.json"_s, "{\"version\":\"7\",\"dialect\":\"postgresql\",\"entries\":[]}");
        if (damage == "when is a word"_L1) {
            QFile file(m_out + u"/meta/_journal.json"_s);
            QVERIFY(file.open(QIODevice::ReadOnly));
            write(file.fileName(), file.readAll().replace("1770000003000", "\"soon\""));
        }
    }

    void damageFiles(const QString &damage)
    {
        static const QHash<QString, QByteArray> added{
            {u"one more"_s, "SELECT 1;"},
            {u"concurrently"_s, "CREATE INDEX CONCURRENTLY i ON ran (tag);"},
            {u"commit trick"_s, "COMMIT;--> statement-breakpoint\nCREATE INDEX CONCURRENTLY i ON ran (tag);"},
            {u"commit in one query"_s, "COMMIT;\nCREATE INDEX CONCURRENTLY i ON ran (tag);"},
            {u"own transaction"_s, "BEGIN;\nSELECT 1;\nCOMMIT;"},
            {u"marker in a string"_s, "SELECT '--> statement-breakpoint';"},
            {u"commented baseline"_s, "/*\nSELECT 1;\n--> statement-breakpoint\nSELECT 2;\n*/"},
            {u"psql line"_s, "\\echo hello\n"},
            {u"vacuum"_s, "VACUUM ran;"},
            {u"bad bytes"_s, "SELECT 'caf\xE9';"}};
        if (added.contains(damage))
            add(3, u"c"_s, added.value(damage));
        if (damage == "out of order"_L1) {
            add(5, u"e"_s);
            writeFolder(m_out, *m_line, m_files);
            QVERIFY(migrate().isEmpty());
            add(3, u"late"_s);
        } else if (damage == "own rollback"_L1) {
            m_writes.insert(add(3, u"c"_s, "ROLLBACK;").tag, u"-"_s);
        } else if (damage == "half applied"_L1) {
            add(3, u"c"_s, "COMMIT;");
            add(4, u"d"_s, "SELECT 1; VACUUM ran;");
        } else if (damage == "edited"_L1) {
            m_files[0].sql += "SELECT 'edited';\n";
        } else if (damage == "carriage returns"_L1) {
            m_files[0].sql.replace("\n", "\r\n");
            add(3, u"c"_s).sql.replace("\n", "\r\n");
        } else if (damage == "applied file gone"_L1) {
            m_files[0].present = false;
            add(3, u"c"_s);
        } else if (damage == "file gone"_L1) {
            add(3, u"c"_s);
            add(4, u"d"_s).present = false;
        } else if (damage == "byte order mark"_L1) {
            add(3, u"c"_s).sql.prepend("\xEF\xBB\xBF");
        } else if (damage == "enum in one run"_L1) {
            QVERIFY(m_server.runSql(m_name, u"CREATE TYPE mood AS ENUM ('glad')"_s));
            add(3, u"c"_s, "ALTER TYPE mood ADD VALUE 'calm';");
            add(4, u"d"_s, "SELECT 'calm'::mood;");
        } else if (damage == "empty file"_L1) {
            m_writes.insert(add(3, u"c"_s).tag, u"-"_s);
            m_files.last().sql = "-- nothing yet\n";
        } else {
            damageNames(damage);
        }
    }

    void damageNames(const QString &damage)
    {
        if (damage == "orphan"_L1)
            add(3, u"c"_s).listed = false;
        else if (damage == "same when"_L1)
            add(3, u"c"_s).when = base + 2000;
        else if (damage == "when is a word"_L1)
            add(3, u"c"_s);
        else if (damage == "listed twice"_L1)
            m_files << add(3, u"c"_s);
        else if (damage == "renamed"_L1) {
            const QString old = m_files[1].tag;
            m_files[1].tag.replace(u"_b"_s, u"_bee"_s);
            m_writes.insert(m_files[1].tag, old);
        } else if (damage == "no digits"_L1)
            m_files.append({u"zeta"_s, marking(u"zeta"_s)});
        else if (damage == "month thirteen"_L1)
            m_files.append({u"20261301000000_odd"_s, marking(u"20261301000000_odd"_s)});
    }

    void damageRows(const QString &damage)
    {
        const QString t = table();
        const auto run = [&](const QString &sql) {
            QVERIFY2(m_server.runSql(m_name, sql), qPrintable(m_server.errorText()));
        };
        if (damage == "null created_at"_L1)
            run(u"INSERT INTO "_s + t + u" (hash, created_at) VALUES ('x', NULL)"_s);
        else if (damage == "twice in the table"_L1)
            run(u"INSERT INTO "_s + t + u" (hash, created_at"_s + (journal() ? u""_s : u", name"_s)
                + u") SELECT hash, created_at"_s + (journal() ? u""_s : u", name"_s) + u" FROM "_s + t);
        else if (damage == "other time on record"_L1)
            run(u"UPDATE "_s + t + u" SET created_at = created_at - 1500"_s);
        if (!damage.startsWith("old table"_L1))
            return;
        run(u"ALTER TABLE "_s + t + u" DROP COLUMN name, DROP COLUMN applied_at; UPDATE "_s + t
            + u" SET created_at = created_at + 7"_s);
        add(3, u"c"_s);
        if (damage.endsWith("row"_L1))
            run(u"INSERT INTO "_s + t + u" (hash, created_at) VALUES ('nobody', 1760000000000)"_s);
    }

    JournalStatus status()
    {
        const auto info = ConnectionInfo::fromUrl(m_server.url(m_name, m_role));
        Session session(*info, SessionOptions{});
        const auto opened = session.open();
        const auto layout = makeLayout({QString(m_line->format), {m_out}, {}});
        const auto read = readStatus(*layout, opened ? &session : nullptr);
        return read ? *read : JournalStatus{};
    }

    QStringList ran()
    {
        const QString all = m_server.value(m_name, u"select string_agg(tag, ' ' order by ctid) from ran"_s);
        return all.isEmpty() ? QStringList() : all.split(u' ');
    }

    QString records() { return m_server.value(m_name, u"select count(*)::text from "_s + table()); }

    /// What the runner said when it failed; empty when it did not.
    QByteArray migrate()
    {
        QProcess node;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"NODE_PATH"_s, m_cache + u"/node_modules"_s);
        node.setProcessEnvironment(environment);
        node.start(u"node"_s,
                   {QStringLiteral(PITBOSS_SOURCE_DIR "/tests/migrations/drizzle-migrate.cjs"), m_out,
                    m_server.url(m_name, m_role)});
        if (!node.waitForFinished(60'000))
            return "timeout";
        const QByteArray error = node.readAllStandardError().trimmed();
        return node.exitCode() == 0 ? QByteArray() : error.isEmpty() ? QByteArray("failed") : error;
    }

    bool runKit()
    {
        const QJsonObject settings{{u"dialect"_s, u"postgresql"_s},
                                   {u"out"_s, u"./drizzle"_s},
                                   {u"schema"_s, u"./schema.ts"_s},
                                   {u"dbCredentials"_s, QJsonObject{{u"url"_s, m_server.url(m_name)}}}};
        write(m_dir.filePath(m_name + u"/drizzle.config.js"_s),
              "module.exports = " + QJsonDocument(settings).toJson() + ";\n");
        write(m_dir.filePath(m_name + u"/schema.ts"_s), "export {};\n");
        QProcess kit;
        kit.setWorkingDirectory(m_dir.filePath(m_name));
        kit.start(u"node"_s,
                  {m_cache + u"/node_modules/drizzle-kit/bin.cjs"_s, u"migrate"_s, u"--config=drizzle.config.js"_s});
        const bool ended = kit.waitForFinished(60'000);
        if (!ended || kit.exitCode() != 0)
            qWarning().noquote() << kit.readAllStandardOutput() << kit.readAllStandardError();
        return ended && kit.exitCode() == 0;
    }

    TestServer m_server;
    QTemporaryDir m_dir;
    QStringList m_caches;
    const Line *m_line = nullptr;
    QString m_cache, m_name, m_out;
    Role m_role = Role::Owner;
    QList<File> m_files;
    QHash<QString, QString> m_writes;       ///< tag → what it writes into `ran`; "-": nothing that stays
    QHash<const Line *, QString> m_applied; ///< a database in which the first two files are applied
    int m_databases = 0;
};

QTEST_GUILESS_MAIN(TestDrizzle)
#include "tst_drizzle.moc"
