// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/applyplan.h"
#include "sql/session.h"

#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

// Which database it is, however it is reached.
class TestDatabaseIdentity : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
        for (const QString &name : {u"pit"_s, u"other"_s})
            QVERIFY(m_server.createDatabase(name));
    }

    void isTheSameByEveryWay()
    {
        const QString byTcp = identity(Way::Tcp);
        QVERIFY(byTcp.endsWith(u" pit"_s) && byTcp.count(u' ') == 2 && !byTcp.contains(m_server.host()));
        QCOMPARE(identity(Way::Socket), byTcp);
        QCOMPARE(identity(Way::Socket, Role::Reader), byTcp);
        QVERIFY(identity(Way::Tcp, Role::Owner, u"other"_s).section(u' ', 1) != byTcp.section(u' ', 1));
    }

    void isTheAddressWhereTheServerDoesNotTell()
    {
        QVERIFY(
            m_server.runSql(u"pit"_s, u"REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC"_s, Role::Super));
        const QString refused = identity(Way::Tcp);
        QVERIFY(m_server.runSql(u"pit"_s, u"ALTER FUNCTION pg_control_system() RENAME TO hidden"_s, Role::Super));
        const QString missing = identity(Way::Tcp);
        QVERIFY(m_server.runSql(u"pit"_s, u"ALTER FUNCTION hidden() RENAME TO pg_control_system"_s, Role::Super));
        QVERIFY(m_server.runSql(u"pit"_s, u"GRANT EXECUTE ON FUNCTION pg_control_system() TO PUBLIC"_s, Role::Super));
        QCOMPARE(refused.section(u' ', 0, 0), m_server.host());
        QCOMPARE(missing, refused);
        QCOMPARE(refused.section(u' ', 1), identity(Way::Tcp).section(u' ', 1));
    }

    void isNotToldOnceTheConnectionIsLost()
    {
        Session session(*ConnectionInfo::fromUrl(m_server.url(u"pit"_s)), {});
        QVERIFY(session.open().has_value());
        QVERIFY(m_server.runSql(u"pit"_s, u"SELECT pg_terminate_backend(%1)"_s.arg(session.backendPid()), Role::Super));
        const auto told = databaseIdentity(session);
        QVERIFY(!told);
        QCOMPARE(told.error().kind, Error::Kind::ConnectionLost);
    }

private:
    QString identity(Way way, Role role = Role::Owner, const QString &database = u"pit"_s)
    {
        Session session(*ConnectionInfo::fromUrl(m_server.url(database, role, way)), {});
        const auto told = session.open() ? databaseIdentity(session) : Result<QString>(u"not open"_s);
        return told ? *told : told.error().text();
    }

    TestServer m_server;
};

QTEST_GUILESS_MAIN(TestDatabaseIdentity)
#include "tst_databaseidentity.moc"
