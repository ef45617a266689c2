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
CREATE DOMAIN title AS text NOT NULL;
CREATE FUNCTION one() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER first BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION one();
CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;
CREATE RULE quiet AS ON DELETE TO orders DO INSTEAD NOTHING;
CREATE POLICY own ON orders USING (who = 1);
COMMENT ON COLUMN users.email IS 'where to write';
CREATE SCHEMA extra;
CREATE TABLE plain (id int PRIMARY KEY, note text);
CREATE TABLE "Odd name" ("the id" serial);
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
        m_transaction.emplace(*Transaction::begin(*m_session));
        run(schema);
    }

    void cleanup() { m_transaction.reset(); }

    void tellsEachChangeAndNoOther_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("object");
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        const auto row = [](const char *sql, const char *object, const char *before, const char *after) {
            QTest::newRow(sql) << QString::fromUtf8(sql) << QString::fromUtf8(object) << QString::fromUtf8(before)
                               << QString::fromUtf8(after);
        };
        row("ALTER TABLE users ALTER email DROP NOT NULL", "column public.users.email", "text not null", "text");
        row("ALTER TABLE users ALTER age SET DEFAULT 2", "column public.users.age", "integer default 1",
            "integer default 2");
        row("ALTER TABLE orders DROP CONSTRAINT orders_who_fkey", "constraint public.orders.orders_who_fkey",
            "FOREIGN KEY (who) REFERENCES public.users(id)", "");
        row("DROP INDEX orders_who", "index public.orders_who",
            "CREATE INDEX orders_who ON public.orders USING btree (who)", "");
        row("ALTER SEQUENCE alone INCREMENT 5", "sequence settings public.alone",
            "bigint start 1 increment 1 from 1 to 9223372036854775807 cache 1",
            "bigint start 1 increment 5 from 1 to 9223372036854775807 cache 1");
        row("ALTER TYPE mood ADD VALUE 'sad' BEFORE 'calm'", "type public.mood", "enum 'glad', 'calm'",
            "enum 'glad', 'sad', 'calm'");
        row("ALTER DOMAIN cents ADD CONSTRAINT few CHECK (VALUE < 9)", "domain public.cents",
            "bigint cents_check CHECK ((VALUE >= 0))",
            "bigint cents_check CHECK ((VALUE >= 0)) few CHECK ((VALUE < 9))");
        row("ALTER DOMAIN title DROP NOT NULL", "domain public.title", "text not null", "text");
        row("ALTER TABLE users DISABLE TRIGGER first", "trigger public.users.first",
            "CREATE TRIGGER first BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.one()",
            "CREATE TRIGGER first BEFORE INSERT ON public.users FOR EACH ROW EXECUTE FUNCTION public.one() disabled");
        row("DROP VIEW adults", "view public.adults",
            " SELECT users.id\n   FROM public.users\n  WHERE (users.age > 17);", "");
        row("DROP RULE quiet ON orders", "rule public.orders.quiet",
            "CREATE RULE quiet AS\n    ON DELETE TO public.orders DO INSTEAD NOTHING;", "");
        row("ALTER POLICY own ON orders USING (who = 2)", "policy public.orders.own",
            "for all to public using (who = 1)", "for all to public using (who = 2)");
        row("COMMENT ON COLUMN users.email IS NULL", "comment on public.users.email", "where to write", "");
        row("COMMENT ON FUNCTION one() IS 'calls nobody'", "comment on function public.one()", "", "calls nobody");
        row("DROP SCHEMA extra", "schema extra", " owner postgres", "");
        row("DROP FUNCTION one() CASCADE; CREATE TRIGGER first BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION"
            " suppress_redundant_updates_trigger()",
            "", "", "");
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
        if (sql.startsWith("DROP FUNCTION"_L1)) {
            QCOMPARE(changes.size(), 2); // the function, and what the trigger calls
            return;
        }
        QCOMPARE(changes.size(), object.isEmpty() ? 0 : 1);
        if (object.isEmpty())
            return;
        QCOMPARE(changes.first().object, object);
        QCOMPARE(changes.first().before, before);
        QCOMPARE(changes.first().after, after);
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
        const auto lines = state->objects.keys();
        QCOMPARE(all, std::count_if(lines.begin(), lines.end(), [&](const QString &line) {
                     return !line.startsWith("schema "_L1) && !line.startsWith("type "_L1)
                         && !line.startsWith("domain "_L1) && !line.startsWith("function "_L1)
                         && !line.startsWith("extension "_L1);
                 })); // none twice, none without its relation
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
