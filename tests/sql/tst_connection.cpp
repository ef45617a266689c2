// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connection.h"
#include "support/testserver.h"

#include <QtTest>

using namespace pitboss;
using testing::Role;
using testing::TestServer;

namespace {

auto sleeping(double seconds)
{
    return
        [seconds](Session &session) { return session.execute(QStringLiteral("SELECT pg_sleep(%1), 42").arg(seconds)); };
}

auto select(const QString &what)
{
    return [what](Session &session) { return session.execute(QStringLiteral("SELECT ") + what); };
}

} // namespace

class TestConnection : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void answersOnTheReceiversThread();
    void cancelsWhatRuns();
    void cancelsWhatWaits();
    void cancelHitsNothingElse();
    void lateCancelLeavesNoFailedTransaction();
    void destroyedReceiverIsNotCalled();
    void destroyedConnectionAnswersCanceled();
    void newestSupersedes();
    void idleLossIsNoticedAndMended();
    void tellsAFailedConnect();

private:
    ConnectionInfo info() { return *ConnectionInfo::fromUrl(m_server.url(QStringLiteral("pit"))); }
    TestServer m_server;
};

void TestConnection::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(QStringLiteral("pit")));
}

void TestConnection::answersOnTheReceiversThread()
{
    Connection connection(info());
    QSignalSpy busy(&connection, &Connection::busyChanged);
    QString answer;
    QThread *where = nullptr;
    whenFinished(connection.run(select(QStringLiteral("'hello'"))).future, this, [&](const Result<ResultSet> &rows) {
        answer = rows ? rows->text(0, 0) : rows.error().text();
        where = QThread::currentThread();
    });
    QTRY_COMPARE(answer, QStringLiteral("hello"));
    QCOMPARE(where, QThread::currentThread());
    QCOMPARE(connection.state(), Connection::State::Open);
    QTRY_COMPARE(busy.size(), 2);
}

void TestConnection::cancelsWhatRuns()
{
    Connection connection(info());
    const auto task = connection.run(sleeping(60));
    std::optional<Error> error;
    whenFinished(task.future, this, [&](const Result<ResultSet> &rows) { error = rows ? Error() : rows.error(); });
    QTest::qWait(150);
    QElapsedTimer clock;
    clock.start();
    connection.cancel(task.ticket);
    QTRY_VERIFY(error);
    QCOMPARE(error->kind, Error::Kind::Canceled);
    QVERIFY(clock.elapsed() < 10000); // it did not sleep its minute
}

void TestConnection::cancelsWhatWaits()
{
    Connection connection(info());
    const auto first = connection.run(sleeping(0.3));
    bool ran = false;
    const auto second = connection.run([&ran](Session &session) {
        ran = true;
        return session.execute("SELECT 1");
    });
    connection.cancel(second.ticket);
    std::optional<Error> error;
    QString answer;
    whenFinished(first.future, this,
                 [&](const Result<ResultSet> &rows) { answer = rows ? rows->text(0, 1) : QString(); });
    whenFinished(second.future, this, [&](const Result<ResultSet> &rows) { error = rows ? Error() : rows.error(); });
    QTRY_VERIFY(error);
    QCOMPARE(answer, QStringLiteral("42"));
    QCOMPARE(error->kind, Error::Kind::Canceled);
    QVERIFY(!ran);
}

void TestConnection::cancelHitsNothingElse()
{
    Connection connection(info());
    int good = 0;
    int canceled = 0;
    for (int i = 0; i < 100; ++i) {
        const auto task = connection.run(select(QStringLiteral("pg_sleep(0.0005)")));
        const auto next = connection.run(select(QStringLiteral("1")));
        connection.cancel(task.ticket);
        whenFinished(task.future, this, [&](const Result<ResultSet> &) { ++canceled; });
        whenFinished(next.future, this, [&](const Result<ResultSet> &rows) { good += rows.has_value() ? 1 : 0; });
        if (i % 10 == 0)
            QTest::qWait(2);
    }
    QTRY_COMPARE(canceled, 100);
    QTRY_COMPARE(good, 100);
}

void TestConnection::lateCancelLeavesNoFailedTransaction()
{
    Connection connection(info());
    int asked = 0;
    int usable = 0;
    for (int i = 0; i < 300; ++i) { // some of these requests arrive while the server works on our own COMMIT
        const auto task = connection.run(select(QStringLiteral("1")));
        connection.cancel(task.ticket);
        std::optional<bool> good;
        whenFinished(task.future, this, [&](const Result<ResultSet> &) { ++asked; });
        whenFinished(connection.run(select(QStringLiteral("2"))).future, this,
                     [&](const Result<ResultSet> &rows) { good = rows.has_value(); });
        QTRY_VERIFY(good);
        usable += *good ? 1 : 0;
    }
    QCOMPARE(asked, 300);
    QCOMPARE(usable, 300);
}

void TestConnection::destroyedReceiverIsNotCalled()
{
    Connection connection(info());
    bool called = false;
    {
        QObject receiver;
        whenFinished(connection.run(sleeping(0.2)).future, &receiver,
                     [&](const Result<ResultSet> &) { called = true; });
    }
    bool later = false;
    whenFinished(connection.run(select(QStringLiteral("1"))).future, this,
                 [&](const Result<ResultSet> &) { later = true; });
    QTRY_VERIFY(later);
    QVERIFY(!called);
}

void TestConnection::destroyedConnectionAnswersCanceled()
{
    QList<Error::Kind> kinds;
    {
        Connection connection(info());
        for (int i = 0; i < 3; ++i) {
            whenFinished(connection.run(sleeping(60)).future, this, [&](const Result<ResultSet> &rows) {
                kinds << (rows ? Error::Kind::Internal : rows.error().kind);
            });
        }
        QTest::qWait(150);
    }
    QTRY_COMPARE(kinds, (QList<Error::Kind>{Error::Kind::Canceled, Error::Kind::Canceled, Error::Kind::Canceled}));
}

void TestConnection::newestSupersedes()
{
    Connection connection(info());
    Newest newest;
    QStringList answers;
    for (int i = 0; i < 5; ++i) {
        newest.follow(connection.run(select(QString::number(i))).future, this,
                      [&](const Result<ResultSet> &rows) { answers << rows->text(0, 0); });
    }
    QTRY_COMPARE(answers, QStringList{QStringLiteral("4")});
    QTest::qWait(50);
    QCOMPARE(answers.size(), 1);
}

void TestConnection::idleLossIsNoticedAndMended()
{
    Connection connection(info());
    QString pid;
    const auto ask = [&] {
        pid.clear();
        whenFinished(connection.run(select(QStringLiteral("pg_backend_pid()"))).future, this,
                     [&](const Result<ResultSet> &rows) { pid = rows ? rows->text(0, 0) : rows.error().text(); });
    };
    ask();
    QTRY_VERIFY(!pid.isEmpty());
    const QString first = pid;
    QSignalSpy failed(&connection, &Connection::failed);
    QVERIFY(m_server.killHard());
    QTRY_COMPARE(connection.state(), Connection::State::Lost);
    QCOMPARE(failed.size(), 1);
    QVERIFY2(m_server.restart(), qPrintable(m_server.errorText()));
    ask();
    QTRY_VERIFY(!pid.isEmpty());
    QVERIFY(pid.toInt() > 0);
    QCOMPARE(connection.state(), Connection::State::Open);
}

void TestConnection::tellsAFailedConnect()
{
    Connection connection(*ConnectionInfo::fromUrl(QStringLiteral("postgresql://127.0.0.1:1/x")));
    std::optional<Error> error;
    whenFinished(connection.run(select(QStringLiteral("1"))).future, this,
                 [&](const Result<ResultSet> &rows) { error = rows ? Error() : rows.error(); });
    QTRY_VERIFY(error);
    QCOMPARE(error->kind, Error::Kind::Connect);
    QCOMPARE(connection.state(), Connection::State::Closed);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
