// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/connectionspanel.h"
#include "support/testproxy.h"
#include "support/testserver.h"
#include "ui/environmentband.h"

using namespace pitboss;
using namespace pitboss::test;
using pitboss::testing::Role;
using pitboss::testing::TestProxy;
using pitboss::testing::TestServer;

/// A connection's form and its test, against a real server.
class TestConnectionEditor : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void refusesWhatIsOff();
    void guessesTheEnvironmentUntilChosen();
    void switchesNeonsRoute();
    void testsAndReports();
    void testFailsInWords();
    void testCanBeStopped();
    void carriesEverythingOver();

private:
    TestServer m_server;
};

void TestConnectionEditor::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(QStringLiteral("pit")));
}

void TestConnectionEditor::refusesWhatIsOff()
{
    Panel panel({named("A")});
    panel.press(Qt::Key_F2);
    ConnectionEditor *editor = panel.editor();
    QVERIFY(editor);
    Panel::field(editor, "connectionTimeZone")->setText(QStringLiteral("Mars/Olympus"));
    Panel::click(editor, "connectionSave");
    QVERIFY(editor->isVisible());
    QVERIFY(editor->findChild<MessageBar *>()->text().contains(QLatin1String("no time zone")));
    Panel::field(editor, "connectionTimeZone")->clear();
    Panel::field(editor, "connectionCertificate")->setText(QStringLiteral("/c.crt"));
    Panel::click(editor, "connectionSave");
    QVERIFY(editor->findChild<MessageBar *>()->text().contains(QLatin1String("key")));
    Panel::field(editor, "connectionCertificate")->clear();
    Panel::field(editor, "connectionName")->clear();
    Panel::click(editor, "connectionSave");
    QVERIFY(editor->isVisible());
    Panel::click(editor, "connectionCancel");
    QTRY_VERIFY(!panel.panel.findChild<ConnectionEditor *>());
    QCOMPARE(panel.saved(), strings({"A"}));
}

void TestConnectionEditor::guessesTheEnvironmentUntilChosen()
{
    ConnectionEditor editor(SavedConnection{}, {}, {}, nullptr);
    ConnectionFields &fields = *editor.findChild<ConnectionFields *>();
    auto *band = editor.findChild<EnvironmentBand *>();
    auto *environment = fields.findChild<QComboBox *>(QStringLiteral("connectionEnvironment"));
    Panel::field(&fields, "connectionHost")->setText(QStringLiteral("localhost"));
    QCOMPARE(fields.value().environment, Environment::Local);
    Panel::field(&fields, "connectionHost")->setText(QStringLiteral("db-staging.example"));
    QCOMPARE(fields.value().environment, Environment::Staging);
    QCOMPARE(band->environment(), Environment::Staging);
    environment->setCurrentIndex(int(Environment::Preview));
    emit environment->activated(int(Environment::Preview));
    Panel::field(&fields, "connectionHost")->setText(QStringLiteral("db.example"));
    QCOMPARE(fields.value().environment, Environment::Preview);
}

void TestConnectionEditor::switchesNeonsRoute()
{
    SavedConnection saved = named("A");
    ConnectionFields fields(saved, {});
    auto *route = fields.findChild<QComboBox *>(QStringLiteral("connectionRoute"));
    fields.show();
    QVERIFY(!route->isVisible());
    Panel::field(&fields, "connectionHost")->setText(QStringLiteral("ep-x-1-pooler.us-east-2.aws.neon.tech"));
    QVERIFY(route->isVisible());
    QCOMPARE(route->currentIndex(), 1);
    route->setCurrentIndex(0);
    emit route->activated(0);
    QCOMPARE(fields.value().host, QStringLiteral("ep-x-1.us-east-2.aws.neon.tech"));
    QVERIFY(route->toolTip().contains(QLatin1String("us-east-2")));
}

void TestConnectionEditor::testsAndReports()
{
    const auto info = ConnectionInfo::fromUrl(m_server.url(QStringLiteral("pit"), Role::Reader));
    ConnectionEditor editor(SavedConnection::from(*info), info->parameter(QStringLiteral("password")), {}, nullptr);
    editor.show();
    Panel::click(&editor, "connectionTest");
    auto *report = editor.findChild<ReportView *>();
    QTRY_VERIFY_WITH_TIMEOUT(report->text().contains(QLatin1String("PostgreSQL")), 10000);
    for (const char *id : {"server", "latency", "tls", "role", "route", "mode", "timezone", "clock"})
        QVERIFY2(editor.findChild<QLabel *>(QLatin1String("test-") + QLatin1String(id)), id);
    QVERIFY(report->text().contains(TestServer::roleName(Role::Reader)));
    QCOMPARE(editor.findChild<QPushButton *>(QStringLiteral("connectionTest"))->text(), QStringLiteral("&Test"));
    // A report of other words would lie, and so would one of another way to encrypt.
    editor.findChild<QComboBox *>(QStringLiteral("connectionTls"))->setCurrentIndex(1);
    QVERIFY(report->text().isEmpty());
    Panel::click(&editor, "connectionTest");
    QTRY_VERIFY_WITH_TIMEOUT(report->text().contains(QLatin1String("PostgreSQL")), 10000);
    Panel::field(&editor, "connectionDatabase")->setText(QStringLiteral("nowhere"));
    QVERIFY(report->text().isEmpty());
}

void TestConnectionEditor::testFailsInWords()
{
    const auto info = ConnectionInfo::fromUrl(m_server.url(QStringLiteral("pit")));
    MemorySecrets kept;
    SavedConnection saved = SavedConnection::from(*info);
    saved.passwordKept = true;
    kept.write(saved.secretKey(), QStringLiteral("wrong"));
    ConnectionEditor editor(saved, {}, {}, &kept);
    editor.show();
    Panel::click(&editor, "connectionTest");
    auto *message = editor.findChild<MessageBar *>();
    QTRY_VERIFY_WITH_TIMEOUT(message->text().contains(QLatin1String("The password was not accepted")), 10000);
    kept.write(saved.secretKey(), info->parameter(QStringLiteral("password"))); // the kept one is used
    Panel::click(&editor, "connectionTest");
    QTRY_VERIFY_WITH_TIMEOUT(!editor.findChild<ReportView *>()->text().isEmpty(), 10000);
}

void TestConnectionEditor::testCanBeStopped()
{
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    proxy.setFrozen(true);
    const auto info = ConnectionInfo::fromUrl(proxy.url(m_server.url(QStringLiteral("pit"))));
    ConnectionEditor editor(SavedConnection::from(*info), {}, {}, nullptr);
    editor.show();
    Panel::click(&editor, "connectionTest");
    QTRY_COMPARE(proxy.counts().open, 1);
    Panel::click(&editor, "connectionTest"); // it says Stop now
    QTest::qWait(150);
    const int before = proxy.counts().roundTrips;
    proxy.setFrozen(false); // whoever still waited would go on now
    QTRY_COMPARE_WITH_TIMEOUT(proxy.counts().open, 0, 2000);
    QCOMPARE(proxy.counts().roundTrips, before);
    QVERIFY(editor.findChild<ReportView *>()->text().isEmpty());
    QVERIFY(!editor.findChild<MessageBar *>()->isVisible());
}

void TestConnectionEditor::carriesEverythingOver()
{
    SavedConnection saved = named("A", Environment::Preview);
    saved.port = 1;
    saved.service = QStringLiteral("s");
    saved.tlsMode = QStringLiteral("verify-ca");
    saved.rootCertificate = saved.clientCertificate = saved.clientKey = QStringLiteral("/f");
    saved.migrationsFolder = QStringLiteral("/m");
    saved.writesAllowed = false;
    saved.statementTimeout = std::chrono::seconds(9);
    saved.timeZone = QStringLiteral("Asia/Tokyo");
    saved.more = {{QStringLiteral("options"), QStringLiteral("-c geqo=off")}};
    saved.unknown = {{QStringLiteral("tunnel"), 1}};
    saved.passwordKept = true;
    ConnectionFields fields(saved, {});
    QCOMPARE(fields.value(), saved); // what is not touched is what it was
}

QTEST_MAIN(TestConnectionEditor)
#include "tst_connectioneditor.moc"
