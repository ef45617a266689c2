// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/layout.h"
#include "migrations/plainlayout.h"
#include "sql/session.h"
#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

namespace {

const TrackingSource drizzle{u"drizzle"_s, u"__drizzle_migrations"_s};

void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

} // namespace

class TestTracking : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY2(m_server.start(), qPrintable(m_server.errorText())); }
    void init()
    {
        m_name = u"db%1"_s.arg(++m_databases);
        QVERIFY2(m_server.createDatabase(m_name), qPrintable(m_server.errorText()));
    }

    void aMissingTableMeansNothingApplied()
    {
        const auto session = open();
        const auto table = readTrackingTable(*session, drizzle);
        QVERIFY(table.has_value());
        QVERIFY(table->state == TrackingTable::State::Missing);
        QVERIFY(m_server.runSql(m_name, u"CREATE SCHEMA drizzle"_s));
        QVERIFY(readTrackingTable(*session, drizzle)->state == TrackingTable::State::Missing);
    }

    void readsDrizzlesRows()
    {
        QVERIFY(m_server.runSql(
            m_name,
            u"CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT "
            u"NULL, created_at bigint);"
            "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('aa', 1770000000000), ('bb', NULL)"_s));
        const auto session = open();
        const auto table = readTrackingTable(*session, drizzle);
        QVERIFY2(table.has_value(), qPrintable(table ? QString() : table.error().text()));
        QCOMPARE(table->columns, (QStringList{u"id"_s, u"hash"_s, u"created_at"_s}));
        QCOMPARE(table->rows.size(), 2);
        QCOMPARE(table->rows[0].hash, u"aa"_s);
        QCOMPARE(table->rows[0].createdAt, std::optional<qint64>(1770000000000));
        QVERIFY(!table->rows[1].createdAt);
    }

    void readsNewColumnsAndNamedTables()
    {
        QVERIFY(m_server.runSql(
            m_name,
            u"CREATE SCHEMA \"my meta\"; CREATE TABLE \"my meta\".\"it's\" (id serial PRIMARY KEY, hash text NOT NULL, "
            u"created_at bigint, name text, applied_at timestamptz);"
            "INSERT INTO \"my meta\".\"it's\" (hash, created_at, name, applied_at) VALUES ('aa', 1, 'x', '2026-05-01 12:00:00.25+02')"_s));
        const auto session = open();
        const auto table = readTrackingTable(*session, {u"my meta"_s, u"it's"_s});
        QVERIFY2(table.has_value(), qPrintable(table ? QString() : table.error().text()));
        QCOMPARE(table->rows.size(), 1);
        QCOMPARE(table->rows[0].name, u"x"_s);
        QCOMPARE(*table->rows[0].appliedAt, QDateTime(QDate(2026, 5, 1), QTime(10, 0, 0, 250), Qt::UTC));
    }

    void findsSchemaMigrationsAlongTheSearchPath()
    {
        QVERIFY(
            m_server.runSql(m_name,
                            u"CREATE TABLE public.schema_migrations (version bigint PRIMARY KEY, name text, applied_at "
                            u"timestamp NOT NULL);"
                            "INSERT INTO schema_migrations VALUES (2, 'b', '2026-01-02'), (1, 'a', '2026-01-01')"_s));
        const auto session = open();
        const auto table = readTrackingTable(*session, {{}, u"schema_migrations"_s});
        QVERIFY(table.has_value());
        QCOMPARE(table->source.schema, u"public"_s);
        QCOMPARE(table->rows.size(), 2);
        QCOMPARE(table->rows[0].version, u"1"_s);
        QVERIFY(table->rows[0].appliedAt.has_value());
    }

    void anUnreadableTableIsToldNotGuessed()
    {
        QVERIFY(m_server.runSql(
            m_name,
            u"CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint)"_s));
        const auto session = open(Role::Nothing);
        const auto table = readTrackingTable(*session, drizzle);
        QVERIFY(table.has_value());
        QVERIFY(table->state == TrackingTable::State::NotReadable);
        QVERIFY(table->error.kind == Error::Kind::Permission);
        QVERIFY(!table->mayCreateSchema);
    }

    void infersFromTheCatalog()
    {
        QTemporaryDir dir;
        write(dir.filePath(u"001_a.sql"_s),
              "CREATE TABLE a (id bigserial PRIMARY KEY, at timestamptz(3), \"odd.name\" numeric(10,2)[], m "
              "varchar(20));\n"
              "CREATE INDEX a_at ON a (at); CREATE TYPE mood AS ENUM ('glad'); CREATE VIEW v AS SELECT 1;\n"
              "ALTER TABLE a ADD CONSTRAINT positive CHECK (id > 0);\n"
              "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;\n"
              "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();\n"
              "ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON a USING (true); CREATE SCHEMA s;\n");
        write(dir.filePath(u"002_b.sql"_s),
              "ALTER TABLE a ALTER COLUMN m SET NOT NULL; ALTER TYPE mood ADD VALUE 'calm';\n");
        write(dir.filePath(u"003_c.sql"_s), "CREATE TABLE s.later (id int);\n");
        const auto layout = makeLayout({u"plain"_s, {dir.path()}, {}});
        const auto session = open();
        const auto states = [&] {
            QStringList words;
            const auto status = readStatus(*layout, session.get());
            for (const Migration &migration : status ? status->migrations : QList<Migration>())
                words << toString(migration.state);
            return words.join(u' ');
        };
        QCOMPARE(states(), u"pending pending pending"_s);
        QFile first(dir.filePath(u"001_a.sql"_s));
        QVERIFY(first.open(QIODevice::ReadOnly));
        QVERIFY2(m_server.runSql(m_name, QString::fromUtf8(first.readAll())), qPrintable(m_server.errorText()));
        QCOMPARE(states(), u"inferred-applied pending pending"_s);
        QVERIFY(m_server.runSql(m_name, u"ALTER TABLE a ALTER COLUMN m SET NOT NULL"_s));
        QCOMPARE(states(), u"inferred-applied inferred-partial pending"_s);
        QVERIFY(m_server.runSql(m_name, u"ALTER TYPE mood ADD VALUE 'calm'"_s)
                && m_server.runSql(m_name, u"CREATE TABLE s.later (id int)"_s));
        QCOMPARE(states(), u"inferred-applied inferred-applied inferred-applied"_s);
        QVERIFY(m_server.runSql(m_name, u"ALTER TABLE a ALTER COLUMN at TYPE timestamp"_s));
        QCOMPARE(states(), u"inferred-partial inferred-applied inferred-applied"_s);
    }

    void readingLeavesNothing()
    {
        QTemporaryDir dir;
        write(dir.filePath(u"meta/_journal.json"_s), "{\"entries\":[]}");
        const auto layout = makeLayout({u"journal"_s, {dir.path()}, {}});
        const QString count = u"select count(*)::text from pg_namespace, pg_class"_s;
        const QString before = m_server.value(m_name, count);
        const auto session = open();
        QVERIFY(readStatus(*layout, session.get()).has_value());
        QCOMPARE(m_server.value(m_name, count), before);
    }

private:
    std::unique_ptr<Session> open(Role role = Role::Owner)
    {
        const auto info = ConnectionInfo::fromUrl(m_server.url(m_name, role));
        if (!info)
            return nullptr;
        auto session = std::make_unique<Session>(*info, SessionOptions{});
        const auto opened = session->open();
        return opened ? std::move(session) : nullptr;
    }

    TestServer m_server;
    QString m_name;
    int m_databases = 0;
};

QTEST_GUILESS_MAIN(TestTracking)
#include "tst_tracking.moc"
