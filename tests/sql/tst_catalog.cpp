// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/catalog.h"
#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using testing::Role;
using testing::TestServer;

class TestCatalog : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void listsRelations();
    void addsUpPartitions();
    void hostileNames();
    void keyColumns_data();
    void keyColumns();
    void columnsAndKeys();
    void manyTablesAndColumns();
    void asRoleWithoutRights();
    void lockedTableDoesNotStopIt();
    void findsByName();

private:
    const RelationSummary *find(const Catalog &catalog, const QString &name) const;
    Session open(Role role = Role::Owner);
    TestServer m_server;
};

void TestCatalog::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(QStringLiteral("pit")));
    const QString sql = QStringLiteral(R"(
        CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
        CREATE DOMAIN email AS varchar(256);
        CREATE TABLE users (id varchar(128) PRIMARY KEY, mail email, mood mood NOT NULL DEFAULT 'ok', note text,
                            j json, n numeric(20,4), created timestamptz NOT NULL DEFAULT now());
        COMMENT ON TABLE users IS 'People';
        COMMENT ON COLUMN users.note IS 'free text';
        CREATE INDEX users_created ON users (created DESC, id);
        CREATE TABLE owned (a int, b int, u varchar(128) REFERENCES users (id), PRIMARY KEY (a, b));
        CREATE TABLE by_unique (x int NOT NULL, y text, z uuid NOT NULL);
        CREATE UNIQUE INDEX ON by_unique (x, z);
        CREATE UNIQUE INDEX ON by_unique (z);
        CREATE UNIQUE INDEX ON by_unique (y);
        CREATE TABLE no_key (x int, y text UNIQUE);
        CREATE UNIQUE INDEX ON no_key (x) WHERE x > 0;
        CREATE UNIQUE INDEX ON no_key ((x + 1));
        CREATE VIEW seen AS SELECT id FROM users;
        CREATE MATERIALIZED VIEW frozen AS SELECT 1 AS one;
        CREATE TABLE events (at date NOT NULL, id int NOT NULL, PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
        CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
        INSERT INTO events SELECT '2026-01-05', g FROM generate_series(1, 300) g;
        INSERT INTO events SELECT '2026-02-05', g FROM generate_series(1, 200) g;
        CREATE SCHEMA "we;ird ""schema";
        CREATE TABLE "we;ird ""schema"."ta""ble; DROP TABLE users" ("co""l' umn" int PRIMARY KEY, "ünï🥊" text, "select" int);
        CREATE TABLE never_analyzed (x int);
        ANALYZE events, events_1, events_2, users;)");
    QVERIFY2(m_server.runSql(QStringLiteral("pit"), sql), qPrintable(m_server.errorText()));
}

Session TestCatalog::open(Role role)
{
    SessionOptions options;
    options.lockTimeout = std::chrono::milliseconds(200);
    return Session(*ConnectionInfo::fromUrl(m_server.url(QStringLiteral("pit"), role)), options);
}

const RelationSummary *TestCatalog::find(const Catalog &catalog, const QString &name) const
{
    const auto it = std::find_if(catalog.relations.begin(), catalog.relations.end(),
                                 [&](const RelationSummary &r) { return r.ref.name == name; });
    return it == catalog.relations.end() ? nullptr : &*it;
}

void TestCatalog::listsRelations()
{
    Session session = open();
    QVERIFY(session.open());
    const auto catalog = readCatalog(session);
    QVERIFY2(catalog, catalog ? "" : qPrintable(catalog.error().text()));
    QCOMPARE(catalog->schemas.first().name, QStringLiteral("public"));
    QVERIFY(!catalog->sizesAreEstimates);
    const auto *users = find(*catalog, QStringLiteral("users"));
    QVERIFY(users);
    QCOMPARE(users->comment, QStringLiteral("People"));
    QCOMPARE(users->columnCount, 7);
    QVERIFY(users->bytes > 0);
    QCOMPARE(find(*catalog, QStringLiteral("seen"))->kind, RelationKind::View);
    QCOMPARE(find(*catalog, QStringLiteral("seen"))->bytes, -1);
    QCOMPARE(find(*catalog, QStringLiteral("frozen"))->kind, RelationKind::MaterializedView);
    QCOMPARE(find(*catalog, QStringLiteral("never_analyzed"))->rowsEstimate, -1);
    QVERIFY(!find(*catalog, QStringLiteral("pg_class")));
    const auto all = readCatalog(session, true);
    QVERIFY(all);
    QVERIFY(find(*all, QStringLiteral("pg_class"))->isSystem);
}

void TestCatalog::addsUpPartitions()
{
    Session session = open();
    QVERIFY(session.open());
    const auto catalog = readCatalog(session);
    QVERIFY(catalog);
    const auto *events = find(*catalog, QStringLiteral("events"));
    QCOMPARE(events->kind, RelationKind::PartitionedTable);
    QCOMPARE(events->rowsEstimate, 500);
    const auto *first = find(*catalog, QStringLiteral("events_1"));
    QCOMPARE(first->parentOid, events->oid);
    QCOMPARE(events->bytes, first->bytes + find(*catalog, QStringLiteral("events_2"))->bytes);
}

void TestCatalog::hostileNames()
{
    Session session = open();
    QVERIFY(session.open());
    const RelationRef ref{QStringLiteral("we;ird \"schema"), QStringLiteral("ta\"ble; DROP TABLE users")};
    const auto relation = readRelation(session, ref);
    QVERIFY2(relation, relation ? "" : qPrintable(relation.error().text()));
    QCOMPARE(relation->columns[0].name, QStringLiteral("co\"l' umn"));
    QCOMPARE(relation->columns[1].name, QStringLiteral("ünï🥊"));
    QCOMPARE(relation->keyColumns, QStringList{QStringLiteral("co\"l' umn")});
    QVERIFY(session.execute(QByteArray("SELECT * FROM " + ref.quoted())));
}

void TestCatalog::keyColumns_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QStringList>("key");
    QTest::newRow("primary") << QStringLiteral("users") << QStringList{QStringLiteral("id")};
    QTest::newRow("composite") << QStringLiteral("owned") << QStringList{QStringLiteral("a"), QStringLiteral("b")};
    QTest::newRow("shortest unique") << QStringLiteral("by_unique") << QStringList{QStringLiteral("z")};
    QTest::newRow("none") << QStringLiteral("no_key") << QStringList{};
    QTest::newRow("view") << QStringLiteral("seen") << QStringList{};
    QTest::newRow("partitioned") << QStringLiteral("events") << QStringList{QStringLiteral("at"), QStringLiteral("id")};
}

void TestCatalog::keyColumns()
{
    QFETCH(QString, table);
    QFETCH(QStringList, key);
    Session session = open();
    QVERIFY(session.open());
    const auto relation = readRelation(session, {QStringLiteral("public"), table});
    QVERIFY(relation);
    QCOMPARE(relation->keyColumns, key);
}

void TestCatalog::columnsAndKeys()
{
    Session session = open();
    QVERIFY(session.open());
    const auto users = readRelation(session, {QStringLiteral("public"), QStringLiteral("users")});
    QVERIFY(users);
    const auto column = [&](const char *name) { return users->columns[users->columnIndex(QString::fromLatin1(name))]; };
    QCOMPARE(column("id").type, QStringLiteral("character varying(128)"));
    QVERIFY(!column("id").isWide);
    QCOMPARE(column("mail").type, QStringLiteral("email"));
    QCOMPARE(column("mood").enumLabels,
             (QStringList{QStringLiteral("sad"), QStringLiteral("ok"), QStringLiteral("happy")}));
    QCOMPARE(column("mood").defaultExpression, QStringLiteral("'ok'::mood"));
    QVERIFY(column("note").isWide);
    QCOMPARE(column("note").comment, QStringLiteral("free text"));
    QVERIFY(!column("j").isSortable);
    QVERIFY(column("n").isSortable);
    QVERIFY(!column("n").isWide);
    QCOMPARE(users->indexes.size(), 2);
    QCOMPARE(users->indexes[1].descending, (QList<bool>{true, false}));
    const auto owned = readRelation(session, {QStringLiteral("public"), QStringLiteral("owned")});
    QVERIFY(owned);
    QCOMPARE(owned->foreignKeys.size(), 1);
    QCOMPARE(owned->foreignKeys[0].target.name, QStringLiteral("users"));
    const auto gone = readRelation(session, {QStringLiteral("public"), QStringLiteral("gone")});
    QVERIFY(!gone);
    QCOMPARE(gone.error().kind, Error::Kind::Missing);
}

void TestCatalog::manyTablesAndColumns()
{
    QVERIFY(m_server.runSql(QStringLiteral("pit"), QStringLiteral(R"(
        CREATE SCHEMA many;
        DO $$ BEGIN
          FOR i IN 1..500 LOOP EXECUTE format('CREATE TABLE many.t%s (id int)', i); END LOOP;
          EXECUTE 'CREATE TABLE many.broad (' || (SELECT string_agg('c' || g || ' int', ', ') FROM generate_series(1, 1000) g) || ')';
        END $$;)")));
    Session session = open();
    QVERIFY(session.open());
    const auto catalog = readCatalog(session);
    QVERIFY(catalog);
    QVERIFY(catalog->relations.size() > 500);
    const auto broad = readRelation(session, {QStringLiteral("many"), QStringLiteral("broad")});
    QVERIFY(broad);
    QCOMPARE(broad->columns.size(), 1000);
}

void TestCatalog::asRoleWithoutRights()
{
    Session session = open(Role::Nothing);
    QVERIFY(session.open());
    const auto catalog = readCatalog(session);
    QVERIFY2(catalog, catalog ? "" : qPrintable(catalog.error().text()));
    const auto *users = find(*catalog, QStringLiteral("users"));
    QVERIFY(users);
    QVERIFY(!users->isReadable);
}

void TestCatalog::lockedTableDoesNotStopIt()
{
    SessionOptions writing;
    writing.readOnly = false;
    Session locker(*ConnectionInfo::fromUrl(m_server.url(QStringLiteral("pit"))), writing);
    QVERIFY(locker.open());
    QVERIFY(locker.execute("BEGIN"));
    QVERIFY(locker.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE"));
    Session session = open();
    QVERIFY(session.open());
    const auto catalog = readCatalog(session);
    QVERIFY2(catalog, catalog ? "" : qPrintable(catalog.error().text()));
    QVERIFY(catalog->sizesAreEstimates);
    QVERIFY(find(*catalog, QStringLiteral("users")));
}

void TestCatalog::findsByName()
{
    Session session = open();
    QVERIFY(session.open());
    QCOMPARE(findRelation(session, QStringLiteral("users"))->name, QStringLiteral("users"));
    QCOMPARE(findRelation(session, QStringLiteral("public.\"users\""))->schema, QStringLiteral("public"));
    QCOMPARE(findRelation(session, QStringLiteral("nothing")).error().kind, Error::Kind::Missing);
    QVERIFY(!findRelation(session, QStringLiteral("users; drop table users")));
}

QTEST_GUILESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
