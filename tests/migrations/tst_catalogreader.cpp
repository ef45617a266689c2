// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/catalogreader.h"
#include "sql/transaction.h"

#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

namespace {

// One of everything that a migration makes.
const char *const schema = R"(
CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL, age int DEFAULT 1 CHECK (age > 0));
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY, who int REFERENCES users, total numeric(10,2));
CREATE INDEX orders_who ON orders (who);
CREATE SEQUENCE alone;
CREATE TYPE mood AS ENUM ('glad', 'calm');
CREATE TYPE word AS ENUM ('a');
CREATE DOMAIN cents AS bigint CHECK (VALUE >= 0);
CREATE DOMAIN title AS text;
CREATE FUNCTION one() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE FUNCTION event() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE TRIGGER first BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION one();
CREATE VIEW one_row AS SELECT 1 AS id;
CREATE RULE quiet AS ON DELETE TO orders DO INSTEAD NOTHING;
CREATE POLICY own ON orders USING (who = 1);
COMMENT ON COLUMN users.email IS 'where to write';
CREATE SCHEMA extra;
CREATE TABLE plain (id int PRIMARY KEY, note text);
CREATE TABLE told (id int CONSTRAINT counted CHECK (id > 0));
CREATE POLICY mine ON told;
CREATE TRIGGER last AFTER INSERT ON told EXECUTE FUNCTION one();
CREATE RULE also AS ON INSERT TO told DO ALSO NOTHING;
COMMENT ON CONSTRAINT counted ON told IS 'from one';
COMMENT ON POLICY mine ON told IS 'of nobody';
COMMENT ON TRIGGER last ON told IS 'does nothing';
COMMENT ON RULE also ON told IS 'nor does it';
CREATE TABLE "Odd name" ("the id" serial);
CREATE STATISTICS pair ON id, note FROM plain;
CREATE PUBLICATION feed FOR TABLE told;
)";

} // namespace

// The catalog, object by object.
class TestCatalogReader : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
        QVERIFY(m_server.createDatabase(u"pit"_s));
        SessionOptions writing;
        writing.readOnly = false;
        m_session = std::make_unique<Session>(*ConnectionInfo::fromUrl(m_server.url(u"pit"_s, Role::Super)), writing);
        QVERIFY(m_session->open().has_value());
    }

    void init()
    {
        auto begun = Transaction::begin(*m_session);
        QVERIFY(begun);
        m_transaction.emplace(*std::move(begun));
        run(schema);
    }

    void cleanup() { m_transaction.reset(); }

    void tellsEachChangeAndNoOther_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("object");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        addTables();
        addOthers();
        row("SELECT 1", "", "", "");
    }
    void tellsEachChangeAndNoOther()
    {
        QFETCH(const QString, sql);
        QFETCH(const QString, object);
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        const CatalogSnapshot first = objects();
        run(sql.toUtf8());
        const QList<SchemaChange> changes = schemaChanges(first, objects());
        QCOMPARE(changes.size(), object.isEmpty() ? 0 : 1);
        if (object.isEmpty())
            return;
        QCOMPARE(changes.first().object, object);
        QCOMPARE(changes.first().before, before);
        QCOMPARE(changes.first().after, after);
    }

    void tellsACollation()
    {
        const CatalogSnapshot first = objects();
        run("CREATE COLLATION letters (provider = libc, locale = 'C')");
        const QList<SchemaChange> changes = schemaChanges(first, objects());
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes.first().object, u"collation public.letters"_s);
        QVERIFY(changes.first().after.contains(u"\"collctype\": \"C\""_s)); // its other fields differ by version
        run("DROP COLLATION letters");
        QCOMPARE(objects(), first);
    }

    void tellsWhatGoesWithAFunction()
    {
        const CatalogSnapshot first = objects();
        run("DROP FUNCTION one() CASCADE");
        QStringList gone;
        for (const SchemaChange &change : schemaChanges(first, objects())) {
            QVERIFY(change.after.isEmpty());
            gone << change.object;
        }
        gone.sort();
        QCOMPARE(gone,
                 (QStringList{u"comment on trigger last on public.told"_s, u"function public.one()"_s,
                              u"trigger public.told.last"_s, u"trigger public.users.first"_s}));
    }

    void knowsWhatGoesWithATable()
    {
        const auto state = CatalogReader(*m_session).all();
        QVERIFY(state);
        for (const char *part :
             {"table public.users", "sequence public.users_id_seq", "sequence settings public.users_id_seq",
              "index public.users_pkey", "column public.users.age", "constraint public.users.users_pkey",
              "trigger public.users.first", "comment on public.users.email"})
            QVERIFY2(state->keysOf[u"public.users"_s].contains(QString::fromUtf8(part)), part);
        QVERIFY(state->keysOf[u"public.orders"_s].contains(u"sequence public.orders_id_seq"_s)); // an identity's
        QVERIFY(state->keysOf[u"public.Odd name"_s].contains(u"sequence public.Odd name_the id_seq"_s));
        QCOMPARE(state->keysOf[u"public.alone"_s],
                 (QStringList{u"sequence public.alone"_s, u"sequence settings public.alone"_s}));
        qsizetype all = 0;
        for (const QStringList &keys : state->keysOf)
            all += keys.size();
        QStringList lines = state->objects.keys();
        for (const char *by : {"schema ", "type ", "domain ", "function ", "extension ", "publication feed"})
            lines.removeIf([by](const QString &line) { return line.startsWith(QLatin1StringView(by)); });
        QCOMPARE(all, lines.size()); // none twice, none without its relation
    }

    void readsARelationAloneAsItReadsAll_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("relation");
        QTest::newRow("column") << u"ALTER TABLE plain ADD more serial"_s << u"plain"_s;
        QTest::newRow("index and comment")
            << u"CREATE INDEX p ON plain (note); COMMENT ON INDEX p IS 'x'; COMMENT ON COLUMN plain.id IS 'y'"_s
            << u"plain"_s;
        QTest::newRow("policy") << u"ALTER TABLE plain ENABLE ROW LEVEL SECURITY; CREATE POLICY q ON plain"_s
                                << u"plain"_s;
        QTest::newRow("dropped") << u"DROP TABLE plain"_s << u"plain"_s;
        QTest::newRow("commented")
            << u"ALTER TABLE plain ADD CONSTRAINT few CHECK (id < 9); CREATE POLICY q ON plain;"
               " COMMENT ON CONSTRAINT few ON plain IS 'x'; COMMENT ON POLICY q ON plain IS 'y'"_s
            << u"plain"_s;
        QTest::newRow("statistics")
            << u"CREATE STATISTICS more ON id, note FROM plain; COMMENT ON STATISTICS more IS 'x'"_s << u"plain"_s;
        QTest::newRow("dropped with comments") << u"DROP TABLE told"_s << u"told"_s;
        QTest::newRow("made") << u"CREATE TABLE made (id bigserial PRIMARY KEY, x int UNIQUE CHECK (x > 0))"_s
                              << u"public.made"_s;
        QTest::newRow("odd") << u"ALTER TABLE \"Odd name\" ADD \"a.b\" int GENERATED ALWAYS AS IDENTITY"_s
                             << u"\"Odd name\""_s;
    }
    void readsARelationAloneAsItReadsAll()
    {
        QFETCH(const QString, sql);
        QFETCH(const QString, relation);
        CatalogReader reader(*m_session);
        const auto last = reader.all({relation});
        QVERIFY(last);
        run(sql.toUtf8());
        const auto alone = reader.again(*last, {relation});
        QVERIFY(alone && *alone);
        QVERIFY(!schemaChanges(last->objects, (*alone)->objects).isEmpty());
        QCOMPARE((*alone)->objects, objects());
    }

    void leavesTheSettingsAsTheyWere()
    {
        const Statement settings("select pg_catalog.current_setting('search_path'),"
                                 " pg_catalog.current_setting('jit'), pg_catalog.current_setting('plan_cache_mode')");
        run("SET LOCAL search_path = extra, public; SET LOCAL jit = on");
        CatalogReader reader(*m_session);
        const auto last = reader.all({u"plain"_s});
        QVERIFY(last && reader.again(*last, {u"plain"_s}));
        const auto now = m_session->execute(settings);
        QCOMPARE(now->text(0, 0), u"extra, public"_s);
        QCOMPARE(now->text(0, 1), u"on"_s);
        QCOMPARE(now->text(0, 2), u"auto"_s);
    }

private:
    static void row(const char *sql, const char *object, const char *before, const char *after)
    {
        QTest::newRow(sql) << QString::fromUtf8(sql) << QString::fromUtf8(object) << QString::fromUtf8(before)
                           << QString::fromUtf8(after);
    }

    static void addTables()
    {
        row("ALTER TABLE users ALTER email TYPE varchar(9)", "column public.users.email", "text not null",
            "character varying(9) not null");
        row("ALTER TABLE users ALTER age SET DEFAULT 2", "column public.users.age", "integer default 1",
            "integer default 2");
        row("ALTER TABLE orders DROP CONSTRAINT orders_who_fkey", "constraint public.orders.orders_who_fkey",
            "FOREIGN KEY (who) REFERENCES public.users(id)", "");
        row("DROP INDEX orders_who", "index public.orders_who",
            "CREATE INDEX orders_who ON public.orders USING btree (who)", "");
        row("ALTER TABLE users DISABLE TRIGGER first", "trigger public.users.first",
            "CREATE TRIGGER first BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.one()",
            "CREATE TRIGGER first BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.one() disabled");
        row("ALTER TABLE users ENABLE ALWAYS TRIGGER first", "trigger public.users.first",
            "CREATE TRIGGER first BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.one()",
            "CREATE TRIGGER first BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.one()"
            " enabled always");
        row("DROP RULE quiet ON orders", "rule public.orders.quiet",
            "CREATE RULE quiet AS\n    ON DELETE TO public.orders DO INSTEAD NOTHING;", "");
        row("ALTER POLICY own ON orders USING (who = 2)", "policy public.orders.own",
            "for all to public using (who = 1)", "for all to public using (who = 2)");
        row("CREATE POLICY strict ON orders AS RESTRICTIVE FOR SELECT USING (true)", "policy public.orders.strict", "",
            "restrictive for select to public using true");
        row("ALTER TABLE plain REPLICA IDENTITY FULL", "table public.plain", "owner postgres",
            "replica identity full owner postgres");
        row("ALTER TABLE plain REPLICA IDENTITY USING INDEX plain_pkey", "index public.plain_pkey",
            "CREATE UNIQUE INDEX plain_pkey ON public.plain USING btree (id)",
            "CREATE UNIQUE INDEX plain_pkey ON public.plain USING btree (id) replica identity");
        row("ALTER TABLE plain CLUSTER ON plain_pkey", "index public.plain_pkey",
            "CREATE UNIQUE INDEX plain_pkey ON public.plain USING btree (id)",
            "CREATE UNIQUE INDEX plain_pkey ON public.plain USING btree (id) clustered");
        row("ALTER TABLE plain ALTER note SET STATISTICS 7", "column public.plain.note", "text", "text statistics 7");
        row("ALTER TABLE plain ALTER note SET (n_distinct = 5)", "column public.plain.note", "text",
            "text {n_distinct=5}");
    }

    static void addOthers()
    {
        row("ALTER SEQUENCE alone INCREMENT 5", "sequence settings public.alone",
            "bigint start 1 increment 1 from 1 to 9223372036854775807 cache 1",
            "bigint start 1 increment 5 from 1 to 9223372036854775807 cache 1");
        row("ALTER SEQUENCE alone CYCLE", "sequence settings public.alone",
            "bigint start 1 increment 1 from 1 to 9223372036854775807 cache 1",
            "bigint start 1 increment 1 from 1 to 9223372036854775807 cache 1 cycle");
        row("ALTER TYPE mood ADD VALUE 'sad' BEFORE 'calm'", "type public.mood", "enum 'glad', 'calm'",
            "enum 'glad', 'sad', 'calm'");
        row("ALTER DOMAIN cents ADD CONSTRAINT few CHECK (VALUE < 9)", "domain public.cents",
            "bigint cents_check CHECK ((VALUE >= 0))",
            "bigint cents_check CHECK ((VALUE >= 0)) few CHECK ((VALUE < 9))");
        row("ALTER DOMAIN title SET DEFAULT 'none'", "domain public.title", "text", "text 'none'::text");
        row("DROP VIEW one_row", "view public.one_row", " SELECT 1 AS id;", "");
        row("COMMENT ON CONSTRAINT counted ON told IS NULL", "comment on table constraint counted on public.told",
            "from one", "");
        row("COMMENT ON POLICY mine ON told IS NULL", "comment on policy mine on public.told", "of nobody", "");
        row("COMMENT ON COLUMN users.email IS NULL", "comment on public.users.email", "where to write", "");
        row("COMMENT ON FUNCTION one() IS 'calls nobody'", "comment on function public.one()", "", "calls nobody");
        row("DROP STATISTICS pair", "statistics public.pair",
            "CREATE STATISTICS public.pair ON id, note FROM public.plain", "");
        row("COMMENT ON STATISTICS pair IS 'of two'", "comment on statistics object public.pair", "", "of two");
        row("REVOKE USAGE ON TYPE word FROM public", "type public.word", "enum 'a'", "enum 'a' {postgres=U/postgres}");
        row("ALTER PUBLICATION feed ADD TABLE plain", "publication of public.plain by feed", "", "published");
        row("ALTER PUBLICATION feed SET (publish = 'insert')", "publication feed",
            "insert update delete truncate owner postgres", "insert owner postgres");
        row("CREATE EVENT TRIGGER each ON sql_drop WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION event()",
            "event trigger each", "", "on sql_drop when tag in {\"DROP TABLE\"} execute public.event()");
        row("ALTER DEFAULT PRIVILEGES IN SCHEMA extra GRANT SELECT ON TABLES TO public",
            "default privileges of postgres in extra on tables", "", "{=r/postgres}");
        row("DROP SCHEMA extra", "schema extra", " owner postgres", "");
    }

    void run(const QByteArray &sql)
    {
        const Script script = Script::parse(sql, {});
        for (const ScriptStatement &statement : script.statements()) {
            const auto done = m_session->execute(Statement(statement.text));
            QVERIFY2(done, done ? "" : qPrintable(done.error().text()));
        }
    }

    CatalogSnapshot objects()
    {
        const auto read = readCatalogSnapshot(*m_session);
        return read ? *read : CatalogSnapshot{{u"error"_s, read.error().text()}};
    }

    TestServer m_server;
    std::unique_ptr<Session> m_session;
    std::optional<Transaction> m_transaction;
};

QTEST_GUILESS_MAIN(TestCatalogReader)
#include "tst_catalogreader.moc"
