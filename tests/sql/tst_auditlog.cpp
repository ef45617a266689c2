// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/audit/auditlog.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <thread>

using namespace pitboss;

/// The local audit log: its chain, what a crash leaves, and two programs at once.
class TestAuditLog : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void appendsAChain();
    void survivesARestart();
    void namesTheFirstBrokenEntry_data();
    void namesTheFirstBrokenEntry();
    void noticesMissingLinesAtTheEnd();
    void setsATornLineAside_data();
    void setsATornLineAside();
    void takesAnyText();
    void takesTurnsWithOthers();
    void survivesKilledWriters();
    void refusesWhatItCannotWrite();

private:
    QString folder() const { return m_folder->path() + QStringLiteral("/audit"); }
    QByteArray text() const;
    void setText(const QByteArray &bytes) const;
    static QJsonObject entry(const QString &reason) { return {{QStringLiteral("reason"), reason}}; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestAuditLog::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

QByteArray TestAuditLog::text() const
{
    QFile file(folder() + QStringLiteral("/audit.jsonl"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void TestAuditLog::setText(const QByteArray &bytes) const
{
    QFile file(folder() + QStringLiteral("/audit.jsonl"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

void TestAuditLog::appendsAChain()
{
    AuditLog log(folder());
    QVERIFY(log.entries()->isEmpty());
    QCOMPARE(log.verify()->entries, 0);
    for (int i = 1; i <= 3; ++i)
        QCOMPARE(log.append(entry(QString::number(i)))->number, i);
    const auto entries = log.entries();
    QCOMPARE(int(entries->size()), 3);
    QCOMPARE(entries->at(1).fields[QLatin1String("previous")], entries->at(0).fields[QLatin1String("hash")]);
    QVERIFY(QDateTime::fromString(entries->at(0).time, Qt::ISODateWithMs).isValid());
    const auto verdict = log.verify();
    QCOMPARE(verdict->entries, 3);
    QVERIFY(verdict->problem.isEmpty());
    QCOMPARE(QFile::permissions(log.path()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestAuditLog::survivesARestart()
{
    QVERIFY(AuditLog(folder()).append(entry(QStringLiteral("one"))));
    QVERIFY(AuditLog(folder()).append(entry(QStringLiteral("two"))));
    QVERIFY(AuditLog(folder()).verify()->problem.isEmpty());
    QCOMPARE(int(AuditLog(folder()).entries()->size()), 2);
}

void TestAuditLog::namesTheFirstBrokenEntry_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<int>("broken");
    for (const char *change : {"edited", "removed", "inserted", "replaced", "swapped"})
        QTest::newRow(change) << QString::fromLatin1(change) << 3;
    QTest::newRow("first removed") << QStringLiteral("first removed") << 1;
}

void TestAuditLog::namesTheFirstBrokenEntry()
{
    QFETCH(QString, change);
    QFETCH(int, broken);
    AuditLog log(folder());
    for (int i = 1; i <= 5; ++i)
        QVERIFY(log.append(entry(QStringLiteral("reason %1").arg(i))));
    QByteArrayList lines = text().split('\n');
    if (change == QLatin1String("edited"))
        lines[2].replace("reason 3", "reason 9");
    else if (change == QLatin1String("removed"))
        lines.removeAt(2);
    else if (change == QLatin1String("first removed"))
        lines.removeAt(0);
    else if (change == QLatin1String("inserted"))
        lines.insert(2, lines[1]);
    else if (change == QLatin1String("replaced"))
        lines[2] = lines[0];
    else
        lines.swapItemsAt(2, 3);
    setText(lines.join('\n'));
    const auto verdict = log.verify();
    QVERIFY(!verdict->problem.isEmpty());
    QCOMPARE(verdict->broken, broken);
}

void TestAuditLog::noticesMissingLinesAtTheEnd()
{
    AuditLog log(folder());
    for (int i = 1; i <= 3; ++i)
        QVERIFY(log.append(entry(QString::number(i))));
    QByteArrayList lines = text().split('\n');
    lines.removeAt(2);
    setText(lines.join('\n'));
    QCOMPARE(log.verify()->broken, 3);
    QVERIFY(log.verify()->problem.contains(QStringLiteral("once had 3")));
}

void TestAuditLog::setsATornLineAside_data()
{
    QTest::addColumn<QByteArray>("torn");
    QTest::newRow("a piece of a line") << QByteArray("{\"number\":3,\"reas");
    QTest::newRow("zeros that a lost page leaves") << QByteArray(300, '\0');
    QTest::newRow("zeros with an end") << QByteArray(QByteArray(300, '\0') + '\n');
    QTest::newRow("all but the newline") << QByteArray("{}");
}

void TestAuditLog::setsATornLineAside()
{
    QFETCH(QByteArray, torn);
    AuditLog log(folder());
    for (int i = 1; i <= 2; ++i)
        QVERIFY(log.append(entry(QString::number(i))));
    const QByteArray whole = text();
    setText(whole + torn);
    QCOMPARE(int(log.entries()->size()), 2);
    QCOMPARE(log.append(entry(QStringLiteral("after")))->number, 3);
    QVERIFY(text().startsWith(whole));
    const auto verdict = log.verify();
    QVERIFY2(verdict->problem.isEmpty(), qPrintable(verdict->problem));
    QCOMPARE(verdict->entries, 3);
    QCOMPARE(int(verdict->setAside.size()), 1);
    QFile aside(folder() + QLatin1Char('/') + verdict->setAside.first());
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), torn);
}

void TestAuditLog::takesAnyText()
{
    AuditLog log(folder());
    const QString evil = QStringLiteral("\"}\n{\"hash\":\"x\"}\n\\ \u2028 🥊") + QChar(0);
    QVERIFY(log.append(entry(evil)));
    QVERIFY(log.append({{QStringLiteral("balanceMicro"), std::numeric_limits<qint64>::max()}}));
    QCOMPARE(log.entries()->at(0).fields[QLatin1String("reason")].toString(), evil);
    QCOMPARE(log.entries()->at(1).fields[QLatin1String("balanceMicro")].toInteger(),
             std::numeric_limits<qint64>::max());
    QVERIFY(log.verify()->problem.isEmpty());
}

void TestAuditLog::takesTurnsWithOthers()
{
    constexpr int writers = 6;
    constexpr int each = 20;
    std::vector<std::thread> threads;
    std::atomic<int> failed = 0;
    for (int t = 0; t < writers; ++t) {
        threads.emplace_back([this, t, &failed] {
            AuditLog log(folder());
            for (int i = 0; i < each; ++i)
                failed += log.append(entry(QStringLiteral("%1/%2").arg(t).arg(i))) ? 0 : 1;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(failed.load(), 0);
    const auto verdict = AuditLog(folder()).verify();
    QVERIFY2(verdict->problem.isEmpty(), qPrintable(verdict->problem));
    QCOMPARE(verdict->entries, writers * each);
}

void TestAuditLog::survivesKilledWriters()
{
    qint64 known = 0;
    for (int round = 0; round < 8; ++round) {
        QProcess writer;
        writer.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--append"), folder()});
        QVERIFY(writer.waitForReadyRead(20000));
        QTest::qWait(3 + 7 * round);
        writer.kill();
        writer.waitForFinished();
        // Every number that it was told stands in the log.
        const QByteArrayList told = writer.readAllStandardOutput().split('\n');
        known = qMax(known, told.value(told.size() - 2).toLongLong());
        AuditLog log(folder());
        QVERIFY(log.append(entry(QStringLiteral("after a crash"))));
        const auto verdict = log.verify();
        QVERIFY2(verdict->problem.isEmpty(), qPrintable(verdict->problem));
        QVERIFY2(verdict->entries > known, qPrintable(QString::number(known)));
    }
}

void TestAuditLog::refusesWhatItCannotWrite()
{
    QFile blocking(m_folder->path() + QStringLiteral("/audit"));
    QVERIFY(blocking.open(QIODevice::WriteOnly));
    blocking.close();
    const auto refused = AuditLog(folder()).append(entry(QStringLiteral("x")));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Error::Kind::File);
    const auto full = AuditLog(QStringLiteral("/dev/full/audit")).append(entry(QStringLiteral("x")));
    QVERIFY(!full);
}

namespace {

int appendForEver(const QString &folder)
{
    AuditLog log(folder);
    for (;;) {
        const auto entry = log.append({{QStringLiteral("reason"), QString(3000, QLatin1Char('x'))}});
        if (!entry)
            return 1;
        printf("%lld\n", static_cast<long long>(entry->number));
        fflush(stdout);
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == QLatin1String("--append"))
        return appendForEver(application.arguments().value(2));
    TestAuditLog test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_auditlog.moc"
