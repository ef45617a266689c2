// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/session.h"
#include "support/testproxy.h"
#include "support/testserver.h"

#include <QtTest>

#include <thread>

using namespace pitboss;
using namespace pitboss::testing;

/// What is canceled ends, and nothing else does.
class TestCanceler : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cancelsOneStatement();
    void cancelsAlsoWhenTheRequestIsLost();
    void cancelsNothingThatFollows();

private:
    static std::optional<Error> canceled(Session &session);
    TestServer m_server;
};

void TestCanceler::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(m_server.createDatabase(QStringLiteral("pit")), qPrintable(m_server.errorText()));
}

/// What comes of a long statement that another thread cancels.
std::optional<Error> TestCanceler::canceled(Session &session)
{
    std::thread other([&] {
        QThread::msleep(100);
        session.canceler()->cancel(1);
    });
    const auto slept = session.execute("SELECT pg_sleep(30)");
    other.join();
    return slept ? std::nullopt : std::optional(slept.error());
}

void TestCanceler::cancelsOneStatement()
{
    Session reader(*ConnectionInfo::fromUrl(m_server.url(QStringLiteral("pit"))), {});
    QVERIFY(reader.open());
    QVERIFY(reader.canceler()->begin(1));
    const auto error = canceled(reader);
    QVERIFY(error);
    QCOMPARE(error->kind, Error::Kind::Canceled);
    const auto after = reader.execute("SELECT 1"); // the same work must not go on
    QVERIFY(!after);
    QCOMPARE(after.error().kind, Error::Kind::Canceled);
    reader.canceler()->end();
    QVERIFY(reader.canceler()->begin(2));
    QVERIFY(reader.execute("SELECT 1"));
    reader.canceler()->end();
    reader.canceler()->cancel(3);
    QVERIFY(!reader.canceler()->begin(3));
}

void TestCanceler::cancelsAlsoWhenTheRequestIsLost()
{
    TestProxy proxy(m_server.host(), m_server.port());
    QVERIFY(proxy.start());
    Session reader(*ConnectionInfo::fromUrl(proxy.url(m_server.url(QStringLiteral("pit")))), {});
    QVERIFY(reader.open());
    QVERIFY(reader.canceler()->begin(1));
    const QByteArray cancelRequest = QByteArray::fromHex("04d2162e"); // protocol, "Message Formats"
    proxy.cutOn(TestProxy::Side::Client, cancelRequest, TestProxy::Cut::Before);
    const auto error = canceled(reader);
    QVERIFY(proxy.hasCut());
    QVERIFY(error);
    QCOMPARE(error->kind, Error::Kind::Canceled);
}

void TestCanceler::cancelsNothingThatFollows()
{
    Session reader(*ConnectionInfo::fromUrl(m_server.url(QStringLiteral("pit"))), {});
    QVERIFY(reader.open());
    QVERIFY(reader.canceler()->begin(1));
    QVERIFY(canceled(reader));
    reader.canceler()->end();
    QVERIFY(reader.canceler()->begin(2));
    QVERIFY(reader.execute("SELECT pg_sleep(1)")); // longer than the pause before the request is made again
}

QTEST_GUILESS_MAIN(TestCanceler)
#include "tst_canceler.moc"
