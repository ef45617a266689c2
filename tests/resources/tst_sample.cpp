// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testserver.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace pitboss::testing;

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject json(const QString &path)
{
    return QJsonDocument::fromJson(contents(path)).object();
}

QStringList journalTags()
{
    QStringList tags;
    const QJsonObject journal = json(QStringLiteral(":/sample/drizzle/meta/_journal.json"));
    const QJsonArray entries = journal.value(QStringLiteral("entries")).toArray();
    for (const QJsonValue &entry : entries)
        tags << entry.toObject().value(QStringLiteral("tag")).toString();
    return tags;
}

QString migration(const QString &tag)
{
    return QString::fromUtf8(contents(QStringLiteral(":/sample/drizzle/%1.sql").arg(tag)));
}

QString seed()
{
    QByteArray all;
    const QStringList files =
        QDir(QStringLiteral(":/sample/seed")).entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    for (const QString &file : files)
        all += contents(QStringLiteral(":/sample/seed/") + file);
    return QString::fromUtf8(all);
}

// One line for each table, index and enum of schema public.
const char schemaQuery[] = R"(
    SELECT string_agg(line, E'\n' ORDER BY part, line COLLATE "C") FROM (
        SELECT 1 AS part, c.relname || ': ' || string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
               || CASE WHEN a.attnotnull THEN ' !' ELSE '' END
               || coalesce(' = ' || pg_get_expr(d.adbin, d.adrelid), ''), ', ' ORDER BY a.attnum) AS line
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname
        UNION ALL
        SELECT 2, t.relname || ' ' || CASE WHEN i.indisprimary THEN 'pk' WHEN i.indisunique THEN 'unique' ELSE 'index' END
               || ' ' || substring(pg_get_indexdef(i.indexrelid) from '\(.*$')
        FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid WHERE t.relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT 3, typname || ': ' || string_agg(enumlabel, ', ' ORDER BY enumsortorder)
        FROM pg_enum e JOIN pg_type t ON t.oid = enumtypid GROUP BY typname) AS lines)";

/// A hash of every row of one table.
QString contentQuery(const QString &table)
{
    return QStringLiteral("SELECT md5(string_agg(md5(t::text), '' ORDER BY md5(t::text) COLLATE \"C\")) FROM %1 AS t")
        .arg(table);
}

const char tablesQuery[] = "SELECT string_agg(relname, ' ') FROM pg_class "
                           "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace";

// What README.md of the sample promises.
const struct
{
    const char *name;
    const char *query;
    const char *expected;
} promises[] = {
    {"users", "SELECT count(*) FROM users", "2000"},
    {"bouts", "SELECT count(*) FROM bouts", "8000"},
    {"ledger", "SELECT count(*) FROM credit_transactions", "40000"},
    {"agents", "SELECT count(*) FROM agents", "400"},
    {"days of the free pool", "SELECT count(*) FROM free_bout_pool WHERE used <= max_daily", "60"},
    {"three tiers", "SELECT count(DISTINCT subscription_tier) FROM users", "3"},
    {"running", "SELECT count(*) FROM bouts WHERE status = 'running'", "11"},
    {"stuck",
     "SELECT count(*) FROM bouts WHERE status = 'running' "
     "AND created_at < timestamptz '2026-05-14 12:00:00+00' - interval '10 minutes'",
     "6"},
    {"errors of the last hour",
     "SELECT count(*) FROM bouts WHERE status = 'error' AND created_at > timestamptz '2026-05-14 11:00:00+00'", "4"},
    {"nothing in the future",
     "SELECT (SELECT count(*) FROM bouts WHERE greatest(created_at, updated_at) > '2026-05-14 12:00:00+00') "
     "+ (SELECT count(*) FROM credit_transactions WHERE created_at > '2026-05-14 12:00:00+00')",
     "0"},
    {"balances off",
     "SELECT string_agg(off::text, ' ' ORDER BY off) FROM (SELECT c.balance_micro - 50000 - "
     "coalesce(sum(t.delta_micro), 0)"
     " AS off FROM credits c LEFT JOIN credit_transactions t USING (user_id) GROUP BY c.user_id) AS x WHERE off <> "
     "0",
     "-3450 -2750 -100 1 12000 50000 250000"},
    {"never below zero",
     "SELECT count(*) FROM (SELECT 50000 + sum(delta_micro) OVER (PARTITION BY user_id ORDER BY id) AS balance "
     "FROM credit_transactions) AS x WHERE balance < 0",
     "0"},
    {"nor the balances", "SELECT count(*) FROM credits WHERE balance_micro < 0", "0"},
    {"without an account", "SELECT count(*) FROM users WHERE id NOT IN (SELECT user_id FROM credits)", "5"},
    {"emptied", "SELECT count(*) FROM credits WHERE balance_micro = 0", "9"},
    {"charged twice",
     "SELECT count(*) FROM (SELECT 1 FROM credit_transactions WHERE source = 'preauth' "
     "GROUP BY reference_id, metadata -> 'act' HAVING count(*) > 1) AS x",
     "3"},
    {"charges without their bout",
     "SELECT count(*) FROM credit_transactions WHERE source IN ('preauth', 'settlement', 'settlement-error') "
     "AND reference_id NOT IN (SELECT id FROM bouts)",
     "0"},
    {"free bouts are counted",
     "SELECT count(*) FROM users u LEFT JOIN (SELECT owner_id, count(*) AS free FROM bouts WHERE id NOT IN "
     "(SELECT reference_id FROM credit_transactions WHERE reference_id IS NOT NULL) GROUP BY 1) b ON b.owner_id = "
     "u.id "
     "WHERE u.free_bouts_used <> coalesce(b.free, 0)",
     "0"},
    {"reactions to no bout", "SELECT count(*) FROM reactions WHERE bout_id NOT IN (SELECT id FROM bouts)", "4"},
    {"parents that are gone",
     "SELECT count(*) FROM agents a WHERE parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM agents p WHERE p.id = "
     "a.parent_id)",
     "2"},
    {"votes outside the line-up",
     "SELECT count(*) FROM winner_votes v JOIN bouts b ON b.id = v.bout_id "
     "WHERE NOT b.agent_lineup @> jsonb_build_array(jsonb_build_object('id', v.agent_id))",
     "0"},
    {"brought themselves", "SELECT count(*) FROM referrals WHERE referrer_id = referred_id", "1"},
    {"paid period over",
     "SELECT count(*) FROM users WHERE subscription_tier <> 'free' AND subscription_current_period_end < "
     "'2026-05-14 12:00:00+00'",
     "3"},
    {"complete and empty", "SELECT count(*) FROM bouts WHERE status = 'completed' AND transcript = '[]'", "1"},
    {"turns in order",
     "SELECT count(*) FROM bouts b WHERE EXISTS (SELECT 1 FROM jsonb_array_elements(b.transcript) WITH ORDINALITY "
     "AS e(turn, n) "
     "WHERE (turn ->> 'turn')::int <> n - 1)",
     "0"},
    {"an id that is part of another",
     "SELECT (SELECT count(*) FROM bouts WHERE agent_lineup @> '[{\"id\": \"agt_otter\"}]') "
     "< (SELECT count(*) FROM bouts WHERE agent_lineup::text LIKE '%agt_otter%')",
     "t"},
};

} // namespace

class TestSample : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void journalIsWhole();
    void snapshotsFormAChain();
    void migrationsHaveTheirHeader();
    void appliedOnesBuildTheTwelveTables();
    void appliedOnesAreIdempotent();
    void catalogIsDescribed();
    void seedIsTheSameEachTime();
    void countsAreAsPromised_data();
    void countsAreAsPromised();
    void pendingTableAppliesTwice();
    void pendingUniqueIndexMeetsTheTwins();
    void pendingConcurrentIndexNeedsNoTransaction();

private:
    bool apply(const QString &database, const QString &sql) { return m_server.runSql(database, sql); }
    QString ask(const char *sql) { return m_server.value(QStringLiteral("pit"), QString::fromUtf8(sql)); }
    bool build(const QString &database, const QString &zone);

    TestServer m_server;
    QStringList m_tags;
};

/// Applies all but the last three and fills the tables, with a fixed anchor and any time zone.
bool TestSample::build(const QString &database, const QString &zone)
{
    if (!m_server.createDatabase(database))
        return false;
    for (const QString &tag : m_tags.mid(0, m_tags.size() - 3))
        if (!apply(database, migration(tag)))
            return false;
    const QString head =
        QStringLiteral("SET TimeZone = '%1'; SET pitboss.seed_now = '2026-05-14 12:00:00+00';\n").arg(zone);
    return apply(database, head + seed());
}

void TestSample::initTestCase()
{
    m_tags = journalTags();
    QCOMPARE(m_tags.size(), 9);
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QElapsedTimer timer;
    timer.start();
    QVERIFY2(build(QStringLiteral("pit"), QStringLiteral("UTC")), qPrintable(m_server.errorText()));
    qInfo("migrations and seed took %lld ms", timer.elapsed());
}

void TestSample::journalIsWhole()
{
    const QJsonObject journal = json(QStringLiteral(":/sample/drizzle/meta/_journal.json"));
    QCOMPARE(journal.value(QStringLiteral("version")).toString(), QStringLiteral("7"));
    double last = 0;
    int number = 0;
    for (const QJsonValue &value : journal.value(QStringLiteral("entries")).toArray()) {
        const QJsonObject entry = value.toObject();
        QCOMPARE(entry.value(QStringLiteral("idx")).toInt(), number++);
        QVERIFY(entry.value(QStringLiteral("when")).toDouble() > last);
        last = entry.value(QStringLiteral("when")).toDouble();
        QVERIFY2(!migration(entry.value(QStringLiteral("tag")).toString()).isEmpty(), "a file is missing");
    }
    QVERIFY(!contents(QStringLiteral(":/sample/drizzle.config.ts")).isEmpty());
}

void TestSample::snapshotsFormAChain()
{
    QString previous = QStringLiteral("00000000-0000-0000-0000-000000000000");
    for (const QString &tag : std::as_const(m_tags)) {
        const QJsonObject snapshot = json(QStringLiteral(":/sample/drizzle/meta/%1_snapshot.json").arg(tag.left(4)));
        QCOMPARE(snapshot.value(QStringLiteral("version")).toString(), QStringLiteral("7"));
        QCOMPARE(snapshot.value(QStringLiteral("prevId")).toString(), previous);
        previous = snapshot.value(QStringLiteral("id")).toString();
    }
    const QJsonObject applied = json(QStringLiteral(":/sample/drizzle/meta/0005_snapshot.json"));
    QCOMPARE(applied.value(QStringLiteral("tables")).toObject().size(), 12);
    QCOMPARE(applied.value(QStringLiteral("enums")).toObject().size(), 3);
}

void TestSample::migrationsHaveTheirHeader()
{
    for (const QString &tag : std::as_const(m_tags)) {
        const QString text = migration(tag);
        QVERIFY2(text.contains(QStringLiteral("-- Migration:  %1\n").arg(tag)), qPrintable(tag));
        for (const char *field : {"-- Purpose: ", "-- References: ", "-- Idempotent: "})
            QVERIFY2(text.contains(QLatin1String(field)), qPrintable(tag));
    }
}

void TestSample::appliedOnesBuildTheTwelveTables()
{
    const QByteArray expected = contents(QStringLiteral(PITBOSS_SOURCE_DIR "/tests/resources/twelvetables.txt"));
    QCOMPARE(ask(schemaQuery), QString::fromUtf8(expected).trimmed());
}

void TestSample::appliedOnesAreIdempotent()
{
    const QString before = ask(schemaQuery);
    for (const QString &tag : m_tags.mid(0, m_tags.size() - 3))
        QVERIFY2(apply(QStringLiteral("pit"), migration(tag)), qPrintable(tag + m_server.errorText()));
    QCOMPARE(ask(schemaQuery), before);
}

void TestSample::catalogIsDescribed()
{
    QCOMPARE(ask("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
                 "AND obj_description(oid, 'pg_class') IS NULL"),
             QStringLiteral("0"));
}

void TestSample::seedIsTheSameEachTime()
{
    QVERIFY2(build(QStringLiteral("again"), QStringLiteral("America/New_York")), qPrintable(m_server.errorText()));
    const QStringList tables = ask(tablesQuery).split(QLatin1Char(' '));
    QCOMPARE(tables.size(), 12);
    for (const QString &table : tables) {
        const QString hash = m_server.value(QStringLiteral("pit"), contentQuery(table));
        QCOMPARE(hash.size(), 32);
        QCOMPARE(m_server.value(QStringLiteral("again"), contentQuery(table)), hash);
    }
    QVERIFY(m_server.dropDatabase(QStringLiteral("again")));
}

void TestSample::countsAreAsPromised_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("expected");
    for (const auto &promise : promises)
        QTest::newRow(promise.name) << QString::fromUtf8(promise.query) << QString::fromUtf8(promise.expected);
}

void TestSample::countsAreAsPromised()
{
    QFETCH(QString, query);
    QFETCH(QString, expected);
    QCOMPARE(m_server.value(QStringLiteral("pit"), query), expected);
}

void TestSample::pendingTableAppliesTwice()
{
    const QString sql = migration(m_tags.at(6));
    QVERIFY2(apply(QStringLiteral("pit"), sql), qPrintable(m_server.errorText()));
    const QString once = ask(schemaQuery);
    QVERIFY(once.contains(QStringLiteral("contact_submissions")));
    QVERIFY2(apply(QStringLiteral("pit"), sql), qPrintable(m_server.errorText()));
    QCOMPARE(ask(schemaQuery), once);
}

void TestSample::pendingUniqueIndexMeetsTheTwins()
{
    QVERIFY(!apply(QStringLiteral("pit"), migration(m_tags.at(7))));
    QVERIFY2(m_server.errorText().contains(QStringLiteral("users_email_lower_unique")),
             qPrintable(m_server.errorText()));
    QCOMPARE(ask("SELECT count(*) FROM (SELECT 1 FROM users GROUP BY lower(email) HAVING count(email) > 1) AS x"),
             QStringLiteral("5"));
    // Once the twins are gone it is a good migration.
    const QString repair =
        QStringLiteral("DELETE FROM users u USING users o WHERE lower(u.email) = lower(o.email) AND u.id < o.id;");
    QVERIFY2(apply(QStringLiteral("pit"), repair + migration(m_tags.at(7))), qPrintable(m_server.errorText()));
}

void TestSample::pendingConcurrentIndexNeedsNoTransaction()
{
    const QString sql = migration(m_tags.at(8));
    QVERIFY(!apply(QStringLiteral("pit"), QStringLiteral("SELECT 1;") + sql));
    QVERIFY2(m_server.errorText().contains(QStringLiteral("transaction block")), qPrintable(m_server.errorText()));
    QVERIFY2(apply(QStringLiteral("pit"), sql), qPrintable(m_server.errorText()));
    QCOMPARE(ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'bouts_owner_created_idx'::regclass"),
             QStringLiteral("t"));
}

QTEST_GUILESS_MAIN(TestSample)
#include "tst_sample.moc"
