// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/accessibility.h"
#include "support/testserver.h"
#include "ui/migrations/leftoversoffer.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// Scratch copies that were never dropped are told of once a database is open, and go when a person says so.
class TestLeftOversOffer : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
        QVERIFY(m_server.createDatabase(u"pit"_s));
    }
    void staysQuietWhenThereAreNone();
    void removesWhatNobodyUses();
    void tellsWhatItMayNotRemove();

private:
    WritePlace place() const
    {
        const auto make = [info = *ConnectionInfo::fromUrl(m_server.url(u"pit"_s))] {
            SessionOptions options;
            options.readOnly = false;
            return std::make_unique<Connection>(info, options);
        };
        return {make, Environment::Local, u"pit"_s, {}};
    }
    void leave(const QString &name, Role owner)
    {
        QVERIFY(m_server.runSql(u"postgres"_s, u"CREATE DATABASE "_s + name, Role::Super));
        QVERIFY(m_server.runSql(
            u"postgres"_s, u"ALTER DATABASE "_s + name + u" OWNER TO "_s + TestServer::roleName(owner), Role::Super));
        QVERIFY(m_server.runSql(
            u"postgres"_s, u"COMMENT ON DATABASE "_s + name + u" IS 'Pitboss scratch copy of pit, made long ago'"_s,
            Role::Super));
    }
    QString databases()
    {
        return m_server.value(
            u"postgres"_s,
            u"select string_agg(datname, ' ' order by datname) from pg_database where datname ~ 'scratch'"_s);
    }
    TestServer m_server;
};

void TestLeftOversOffer::staysQuietWhenThereAreNone()
{
    LeftOversOffer offer;
    offer.setPlace(place());
    QTest::qWait(500);
    QVERIFY(offer.isHidden());
    offer.setPlace({});
    QVERIFY(offer.isHidden());
}

void TestLeftOversOffer::removesWhatNobodyUses()
{
    leave(u"pitboss_scratch_1_a"_s, Role::Owner);
    QVERIFY(m_server.runSql(u"postgres"_s, u"CREATE DATABASE scratch_of_mine"_s, Role::Super));
    LeftOversOffer offer;
    offer.setPlace(place());
    QTRY_VERIFY(!offer.isHidden());
    QVERIFY(offer.findChild<QPlainTextEdit *>(u"messageDetail"_s)->toPlainText().contains("pitboss_scratch_1_a"_L1));
    QVERIFY(!offer.findChild<QPlainTextEdit *>(u"messageDetail"_s)->toPlainText().contains("of_mine"_L1));
    QCOMPARE(databases(), u"pitboss_scratch_1_a scratch_of_mine"_s); // nothing goes by itself
    offer.show();
    QCOMPARE(test::namelessControls(&offer).join(u'\n'), QString());
    QTest::mouseClick(offer.findChild<QPushButton *>(u"messageAction"_s), Qt::LeftButton);
    QTRY_COMPARE(offer.kind(), MessageBar::Kind::Success);
    QCOMPARE(databases(), u"scratch_of_mine"_s);
}

void TestLeftOversOffer::tellsWhatItMayNotRemove()
{
    leave(u"pitboss_scratch_2_b"_s, Role::Super);
    LeftOversOffer offer;
    offer.setPlace(place());
    QTRY_VERIFY(!offer.isHidden());
    offer.show();
    QTest::mouseClick(offer.findChild<QPushButton *>(u"messageAction"_s), Qt::LeftButton);
    QTRY_COMPARE(offer.kind(), MessageBar::Kind::Error);
    QCOMPARE(databases(), u"pitboss_scratch_2_b scratch_of_mine"_s);
}

QTEST_MAIN(TestLeftOversOffer)
#include "tst_leftoversoffer.moc"
