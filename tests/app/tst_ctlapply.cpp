// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl.h"
#include "migrations/drizzlefolder.h"

using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// migrations dry-run and apply, as scripts and CI call them.
class TestCtlApply : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.errorText())); }
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_name = u"ctl%1"_s.arg(++m_databases);
        QVERIFY(m_server.createDatabase(m_name));
        QVERIFY(m_server.runSql(m_name, u"CREATE TABLE ran (tag text)"_s));
        m_ctl.setUrl(m_server.url(m_name));
        m_ctl.environment().insert(u"XDG_DATA_HOME"_s, m_home->path());
        m_files = {file(u"0001_a"_s, marking(u"a"_s)), file(u"0002_b"_s, marking(u"b"_s))};
        writeFiles();
    }

    void measuresAndLeavesNothing()
    {
        const Answer answer = call({u"dry-run"_s, m_home->path(), u"--json"_s});
        QCOMPARE(answer.status, 0);
        QVERIFY(answer.object()[u"ok"].toBool());
        QCOMPARE(answer.object()[u"on"].toString(), u"transaction"_s);
        QCOMPARE(answer.object()[u"migrations"].toArray().size(), 2);
        const QJsonObject one = answer.object()[u"migrations"].toArray()[0].toObject();
        const QJsonObject rows = one[u"statements"].toArray()[0].toObject()[u"rows"].toObject();
        QCOMPARE(rows[u"public.ran"].toObject()[u"inserted"].toInt(), 1);
        QVERIFY(ran().isEmpty());
        QCOMPARE(
            call({u"dry-run"_s, m_home->path(), u"0002_b"_s, u"--json"_s}).object()[u"migrations"].toArray().size(), 1);
        QVERIFY(QString::fromUtf8(call({u"dry-run"_s, m_home->path()}).out).contains("0002_b"_L1));
        QCOMPARE(call({u"dry-run"_s, m_home->path(), u"0002_b"_s, u"--pending"_s}).status, 2);
        QCOMPARE(call({u"dry-run"_s, m_home->path(), u"--lock-timeout"_s, u"soon"_s}).status, 2);
        QCOMPARE(call({u"dry-run"_s, m_home->path(), u"nope"_s}).status, 1);
    }

    void writesAReport()
    {
        const Answer text = call({u"report"_s, m_home->path()});
        QCOMPARE(text.status, 0);
        QVERIFY2(text.out.startsWith("# Review of 2 migrations\n") && text.out.contains("May run twice"),
                 text.out.constData());
        QVERIFY(!text.out.contains(TestServer::password(Role::Owner).toUtf8()));
        const QString path = m_home->filePath(u"report.html"_s);
        const Answer file = call({u"report"_s, m_home->path(), u"0002_b"_s, u"-o"_s, path, u"--json"_s});
        QCOMPARE(file.status, 0);
        QCOMPARE(file.object()[u"format"].toString(), u"html"_s);
        QVERIFY(readText(path).contains(u"<h1>Review of migration 0002_b</h1>"_s));
        const Answer untried = call({u"report"_s, m_home->path(), u"--no-dry-run"_s, u"--format"_s, u"md"_s});
        QVERIFY(untried.status == 0 && !untried.out.contains("passed"));
        QCOMPARE(call({u"report"_s, m_home->path(), u"-o"_s, u"/nowhere/report.md"_s}).status, 1);
        m_files[1].sql = "SELECT nobody FROM ran;";
        writeFiles();
        const Answer failed = call({u"report"_s, m_home->path()});
        QVERIFY(failed.status == 3 && failed.out.contains("42703"));
        QVERIFY(ran().isEmpty());
    }

    void tellsAFailedDryRun()
    {
        m_files[1].sql = "SELECT 1;\nSELECT nobody FROM ran;";
        writeFiles();
        const Answer answer = call({u"dry-run"_s, m_home->path(), u"--json"_s});
        QCOMPARE(answer.status, 3);
        const QJsonObject failed = answer.object()[u"migrations"].toArray()[1].toObject();
        QCOMPARE(failed[u"statements"].toArray()[1].toObject()[u"error"].toObject()[u"line"].toInt(), 2);
        const Answer apply = call({u"apply"_s, m_home->path(), u"--yes"_s});
        QCOMPARE(apply.status, 3);
        QVERIFY(ran().isEmpty());
        QVERIFY(m_server.value(m_name, u"select to_regclass('drizzle.__drizzle_migrations')::text"_s).isEmpty());
    }

    void appliesOnlyWithYes()
    {
        const Answer shown = call({u"apply"_s, m_home->path(), u"--json"_s});
        QCOMPARE(shown.status, 3);
        QVERIFY(!shown.object()[u"done"].toBool());
        QCOMPARE(shown.object()[u"preview"].toObject()[u"migrations"].toArray().size(), 2);
        QVERIFY(ran().isEmpty());
        const Answer one = call({u"apply"_s, m_home->path(), u"--to"_s, u"0001_a"_s, u"--yes"_s, u"--json"_s});
        QVERIFY2(one.status == 0, qPrintable(one.err));
        QCOMPARE(ran(), u"a"_s);
        const QString backup = m_home->filePath(u"before.dump"_s);
        const Answer rest = call({u"apply"_s, m_home->path(), u"--yes"_s, u"--backup"_s, backup});
        QVERIFY2(rest.status == 0, qPrintable(rest.err));
        QCOMPARE(ran(), u"a b"_s);
        QFile dump(backup);
        QVERIFY(dump.open(QIODevice::ReadOnly) && dump.readAll().startsWith("PGDMP"));
        QVERIFY(!QFile::exists(backup + u".part"_s));
        QCOMPARE(call({u"status"_s, m_home->path(), u"--check"_s}).status, 0);
        const Answer none = call({u"apply"_s, m_home->path(), u"--yes"_s, u"--json"_s});
        QCOMPARE(none.status, 0);
        QVERIFY(none.object()[u"done"].toBool());
        const QJsonArray log = m_ctl({u"audit"_s, u"list"_s, u"--json"_s}).array();
        QCOMPARE(log.size(), 4);
        QCOMPARE(log[0].toObject()[u"action"].toString(), u"migrations.apply"_s);
    }

    void triesOnACopyWhatNoTransactionTakes()
    {
        QVERIFY(m_server.runSql(u"postgres"_s, u"ALTER ROLE pit_owner CREATEDB"_s, Role::Super));
        m_files[1].sql = "CREATE INDEX CONCURRENTLY i ON ran (tag);\n";
        writeFiles();
        QCOMPARE(call({u"dry-run"_s, m_home->path(), u"--on"_s, u"transaction"_s}).status, 3);
        const Answer tried = call({u"dry-run"_s, m_home->path(), u"--json"_s});
        QVERIFY2(tried.status == 0, qPrintable(tried.err));
        QCOMPARE(tried.object()[u"on"].toString(), u"scratch"_s);
        QVERIFY(m_server.value(m_name, u"select to_regclass('i')::text"_s).isEmpty());
        QCOMPARE(m_server.value(m_name, u"select count(*)::text from pg_database where datname like 'pitboss%'"_s),
                 u"0"_s);
        QCOMPARE(call({u"apply"_s, m_home->path(), u"--yes"_s}).status, 0);
        QCOMPARE(m_server.value(m_name, u"select to_regclass('i')::text"_s), u"i"_s);
        QVERIFY(m_server.runSql(u"postgres"_s, u"ALTER ROLE pit_owner NOCREATEDB"_s, Role::Super));
    }

    void doesNotApplyWhatABackupCouldNotSave()
    {
        const QString there = m_home->filePath(u"there"_s);
        write(there, "x");
        const Answer answer = call({u"apply"_s, m_home->path(), u"--yes"_s, u"--backup"_s, there});
        QCOMPARE(answer.status, 1);
        QVERIFY(ran().isEmpty());
    }

    void isStrictOnProduction()
    {
        QVERIFY(m_server.createDatabase(m_name + u"_prod"_s));
        m_name += u"_prod"_s;
        QVERIFY(m_server.runSql(m_name, u"CREATE TABLE ran (tag text)"_s));
        const QString url = m_server.url(m_name).replace(u"127.0.0.1"_s, u"db.example.com"_s);
        m_ctl.setUrl(url + (url.contains(u'?') ? u'&' : u'?') + u"hostaddr=127.0.0.1"_s);
        m_ctl.environment().insert(u"XDG_DATA_HOME"_s, m_home->path());
        m_files[1].sql += "--> statement-breakpoint\nALTER TABLE ran ADD COLUMN more int;\n";
        writeFiles();
        const Answer measured = call({u"dry-run"_s, m_home->path()});
        QCOMPARE(measured.status, 0);
        QVERIFY2(measured.err.contains("Will lock public.ran"_L1), qPrintable(measured.err));
        const Answer shown = call({u"apply"_s, m_home->path(), u"--json"_s});
        QCOMPARE(shown.object()[u"preview"].toObject()[u"environment"].toString(), u"production"_s);
        QCOMPARE(call({u"apply"_s, m_home->path(), u"--yes"_s}).status, 1);
        QCOMPARE(call({u"apply"_s, m_home->path(), u"--yes"_s, u"--reason"_s, u"r"_s}).status, 1);
        QCOMPARE(call({u"apply"_s, m_home->path(), u"--yes"_s, u"--reason"_s, u"r"_s, u"--database"_s, u"x"_s}).status,
                 1);
        QVERIFY(ran().isEmpty());
        QCOMPARE(call({u"apply"_s, m_home->path(), u"--yes"_s, u"--reason"_s, u"r"_s, u"--database"_s, m_name}).status,
                 0);
        QCOMPARE(ran(), u"a b"_s);
    }

private:
    static File file(const QString &tag, const QByteArray &sql)
    {
        return {tag, sql, base + tag.left(4).toInt() * 1000, true, true};
    }
    void writeFiles() { writeFolder(m_home->filePath(u"drizzle"_s), lines[0], m_files); }
    Answer call(QStringList words) { return m_ctl(QStringList{u"migrations"_s} + words); }
    QString ran() { return m_server.value(m_name, u"select string_agg(tag, ' ' order by ctid) from ran"_s); }

    TestServer m_server;
    std::unique_ptr<QTemporaryDir> m_home;
    Ctl m_ctl;
    QList<File> m_files;
    QString m_name;
    int m_databases = 0;
};

QTEST_GUILESS_MAIN(TestCtlApply)
#include "tst_ctlapply.moc"
