// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/exporter.h"
#include "sql/money.h"
#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using testing::Role;
using testing::TestServer;

/// Compared with what Postgres itself writes: psql's \copy and row_to_json.
class TestRowFormat : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void csvAsCopyWritesIt();
    void csvOfOneColumn();
    void jsonAsTheServerWritesIt();
    void jsonArrayIsValid();
    void queriesOfAllKinds();
    void sinkStopsIt();
    void failureIsTheQuerysOwn();
    void moneyIsExact();

private:
    QByteArray exported(const ExportRequest &request, Error *error = nullptr);
    QByteArray lines(const QString &query);
    TestServer m_server;
    QString m_database = QStringLiteral("types");
};

void TestRowFormat::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(m_database));
    const QString sql = QString::fromUtf8(R"SQL(
        CREATE TYPE mood AS ENUM ('sad', 'a "quoted", one');
        CREATE TYPE pair AS (a int, b text);
        CREATE DOMAIN positive AS int CHECK (VALUE > 0);
        CREATE TABLE everything (id int PRIMARY KEY, b bool, i2 int2, i8 int8, n numeric, f4 float4, f8 float8, t text,
            c char(5), v varchar(9), u uuid, j json, jb jsonb, d date, ts timestamp, tz timestamptz, tm time, tt timetz,
            iv interval, by bytea, a int[], at text[], m mood, p pair, po positive, r int4range, ip inet, x xml,
            mo money, o oid, bi bit(3), pt point, "we""ird, näme" text);
        INSERT INTO everything (id) VALUES (1);
        INSERT INTO everything VALUES (2, true, -32768, 9223372036854775807, 12345678901234567890.123456789, 1.1, 0.1,
            E'tab\there "quoted", comma, \\ back\nnew\rline \x01 ünï🥊 日本', 'ab', '', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
            '{"a" : [1, 2], "b": "x"}', '{"b": 1, "a": null}', '2026-02-11', '2026-02-11 01:02:03.456789',
            '2026-02-11 01:02:03.5+00', '23:59:59.999', '12:00:00+05:30', '1 year 2 days 03:04:05', '\x00ff10',
            '{1,NULL,3}', '{"a b","c,d",NULL,"q\"uote"}', 'a "quoted", one', '(1,"x,y")', 7, '[1,5)', '10.0.0.1/8',
            '<a>b</a>', '12.34', 4294967295, '101', '(1.5,2)', '\.');
        INSERT INTO everything (id, n, f4, f8, d, ts, tz, t) VALUES
            (3, 'NaN', 'Infinity', '-Infinity', 'infinity', '-infinity', 'infinity', ''),
            (4, '-0.00', 1e-30, 1e300, '0044-03-15 BC', '0044-03-15 12:00:00 BC', '0044-03-15 12:00:00+00 BC', '\.'),
            (5, 1e50, 3.4e38, 'NaN', '9999-12-31', '1999-12-31 23:59:59', '1890-01-01 00:00:00+00:17:30', ' lead and trail ');
        CREATE TABLE one (t text);
        INSERT INTO one VALUES (NULL), (''), ('\.'), ('x'), ('a,b');)SQL");
    QVERIFY2(m_server.runSql(m_database, sql), qPrintable(m_server.errorText()));
}

QByteArray TestRowFormat::exported(const ExportRequest &request, Error *error)
{
    Session session(*ConnectionInfo::fromUrl(m_server.url(m_database)), {});
    QByteArray all;
    if (const auto opened = session.open(); !opened)
        return opened.error().text().toUtf8();
    const auto count = exportRows(session, request, [&](const QByteArray &text, const ExportCount &) {
        all += text;
        return true;
    });
    if (!count && error)
        *error = count.error();
    return count ? all : count.error().text().toUtf8();
}

QByteArray TestRowFormat::lines(const QString &query)
{
    ExportRequest request;
    request.query = query;
    request.format = ExportRequest::Format::JsonLines;
    return exported(request);
}

void TestRowFormat::csvAsCopyWritesIt()
{
    ExportRequest request;
    request.table = RelationRef{QStringLiteral("public"), QStringLiteral("everything")};
    const QString copied =
        m_server.psql(m_database, {QStringLiteral("-c"), QStringLiteral("\\copy everything to stdout csv header")});
    QVERIFY(copied.contains(QStringLiteral("ünï🥊")));
    QCOMPARE(QString::fromUtf8(exported(request)), copied);
    request.header = false;
    QCOMPARE(QString::fromUtf8(exported(request)),
             m_server.psql(m_database, {QStringLiteral("-c"), QStringLiteral("\\copy everything to stdout csv")}));
}

void TestRowFormat::csvOfOneColumn()
{
    ExportRequest request;
    request.table = RelationRef{QStringLiteral("public"), QStringLiteral("one")};
    QCOMPARE(QString::fromUtf8(exported(request)),
             m_server.psql(m_database, {QStringLiteral("-c"), QStringLiteral("\\copy one to stdout csv header")}));
}

void TestRowFormat::jsonAsTheServerWritesIt()
{
    for (const char *zone : {"UTC", "Asia/Kolkata", "America/New_York"}) {
        const QString role = TestServer::roleName(Role::Owner);
        QVERIFY(m_server.runSql(m_database,
                                QStringLiteral("ALTER ROLE %1 SET timezone = '%2'").arg(role, QLatin1String(zone)),
                                Role::Super));
        ExportRequest request;
        request.table = RelationRef{QStringLiteral("public"), QStringLiteral("everything")};
        request.format = ExportRequest::Format::JsonLines;
        const QString server = m_server.psql(
            m_database,
            {QStringLiteral("-At"), QStringLiteral("-c"), QStringLiteral("SELECT row_to_json(e) FROM everything e")});
        QCOMPARE(QString::fromUtf8(exported(request)), server);
    }
}

void TestRowFormat::jsonArrayIsValid()
{
    ExportRequest request;
    request.table = RelationRef{QStringLiteral("public"), QStringLiteral("everything")};
    request.format = ExportRequest::Format::Json;
    QCOMPARE(QJsonDocument::fromJson(exported(request)).array().size(), 5);
    request.table.reset();
    request.query = QStringLiteral("SELECT 1 AS x WHERE false");
    QCOMPARE(exported(request), QByteArray("[]\n"));
    QCOMPARE(lines(QStringLiteral("SELECT E'{\"a\":\\n1}'::json AS j")), QByteArray("{\"j\":{\"a\": 1}}\n"));
}

void TestRowFormat::queriesOfAllKinds()
{
    QCOMPARE(lines(QStringLiteral("SELECT 1 AS x, 2 AS x; ")), QByteArray("{\"x\":1,\"x\":2}\n"));
    QCOMPARE(lines(QStringLiteral("SELECT 'it''s' AS \"q\"\"\" -- the end")), QByteArray("{\"q\\\"\":\"it's\"}\n"));
    QCOMPARE(lines(QStringLiteral("WITH w AS (SELECT 2 AS y) TABLE w")), QByteArray("{\"y\":2}\n"));
    QCOMPARE(lines(QStringLiteral("VALUES (1), (2)")), QByteArray("{\"column1\":1}\n{\"column1\":2}\n"));
    QCOMPARE(lines(QStringLiteral("SHOW server_encoding")), QByteArray("{\"server_encoding\":\"UTF8\"}\n"));
    QVERIFY(lines(QStringLiteral("SELECT x FROM generate_series(1, 2500) x ORDER BY x DESC"))
                .startsWith("{\"x\":2500}\n{\"x\":2499}\n"));
}

void TestRowFormat::sinkStopsIt()
{
    Session session(*ConnectionInfo::fromUrl(m_server.url(m_database)), {});
    QVERIFY(session.open());
    ExportRequest request;
    request.query = QStringLiteral("SELECT generate_series(1, 100000000) AS g");
    QElapsedTimer timer;
    timer.start();
    const auto count =
        exportRows(session, request, [](const QByteArray &, const ExportCount &soFar) { return soFar.rows < 5000; });
    QVERIFY(count);
    QVERIFY(count->stopped);
    QVERIFY(timer.elapsed() < 20000);
    QVERIFY(session.execute("SELECT 1"));
}

void TestRowFormat::failureIsTheQuerysOwn()
{
    Error error;
    ExportRequest request;
    request.format = ExportRequest::Format::JsonLines;
    request.query = QStringLiteral("SELECT nonsense");
    exported(request, &error);
    QCOMPARE(error.statement, request.query);
    QCOMPARE(error.position, 8);
    request.query = QStringLiteral("WITH d AS (DELETE FROM one RETURNING t) SELECT t FROM d");
    exported(request, &error);
    QCOMPARE(error.kind, Error::Kind::ReadOnly);
    QCOMPARE(m_server.value(m_database, QStringLiteral("SELECT count(*) FROM one")), QStringLiteral("5"));
}

void TestRowFormat::moneyIsExact()
{
    QCOMPARE(Money::fromMicro(1234).credits(), QStringLiteral("12.34"));
    QCOMPARE(Money::fromMicro(-5).credits(), QStringLiteral("-0.05"));
    QCOMPARE(Money::fromMicro(0).credits(), QStringLiteral("0.00"));
    QCOMPARE(Money::fromMicro(std::numeric_limits<qint64>::min()).credits(), QStringLiteral("-92233720368547758.08"));
    QCOMPARE(Money::fromMicro(std::numeric_limits<qint64>::max()).credits(), QStringLiteral("92233720368547758.07"));
}

QTEST_GUILESS_MAIN(TestRowFormat)
#include "tst_rowformat.moc"
