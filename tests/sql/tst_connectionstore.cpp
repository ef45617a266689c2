// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connect/connectionstore.h"
#include "support/childprocess.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/wait.h>
#include <unistd.h>

using namespace pitboss;
using namespace Qt::StringLiterals;

class TestConnectionStore : public QObject
{
    Q_OBJECT

private slots:
    void keepsEverything();
    void keepsNoPassword_data();
    void keepsNoPassword();
    void reads_data();
    void reads();
    void keepsWhatANewerVersionWrote();
    void neverOverwritesWhatItCannotRead();
    void changesInOrder();
    void twoProgramsChangeItAtOnce();
    void exportsAndImports();
    void findsByName();
    void aChangedHostAsksForThePasswordAnew();
    void onlyTheOwnerMayReadIt();
};

namespace {

struct Folder
{
    QTemporaryDir dir;
    ConnectionStore store{dir.filePath(QStringLiteral("deep/er/connections.json"))};

    QByteArray bytes() const
    {
        QFile file(store.path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QByteArray &bytes) const
    {
        QDir().mkpath(QFileInfo(store.path()).path());
        QFile file(store.path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
};

SavedConnection full()
{
    SavedConnection saved;
    saved.id = QStringLiteral("id-1");
    saved.name = QStringLiteral("Prod “ä”");
    saved.environment = Environment::Staging;
    saved.host = QStringLiteral("db.example.org");
    saved.port = 6432;
    saved.service = QStringLiteral("main");
    saved.database = QStringLiteral("pit");
    saved.user = QStringLiteral("app");
    saved.tlsMode = QStringLiteral("verify-full");
    saved.rootCertificate = QStringLiteral("/r.crt");
    saved.clientCertificate = QStringLiteral("/c.crt");
    saved.clientKey = QStringLiteral("/c.key");
    saved.migrationsFolder = QStringLiteral("/p/drizzle");
    saved.writesAllowed = false;
    saved.statementTimeout = std::chrono::seconds(30);
    saved.timeZone = QStringLiteral("Europe/Berlin");
    saved.more = {{QStringLiteral("channel_binding"), QStringLiteral("require")}};
    return saved;
}

SavedConnection named(const char *name)
{
    SavedConnection saved;
    saved.id = saved.name = QString::fromLatin1(name);
    return saved;
}

QStringList names(const Result<QList<SavedConnection>> &list)
{
    QStringList all;
    for (const SavedConnection &connection : *list)
        all << connection.name;
    return all;
}

} // namespace

void TestConnectionStore::keepsEverything()
{
    const Folder folder;
    QVERIFY(folder.store.read()->isEmpty());
    QVERIFY(folder.store.put(full()));
    const auto back = folder.store.read();
    QCOMPARE(back->size(), 1);
    QCOMPARE(back->first(), full());
    const ConnectionInfo info = back->first().info();
    QCOMPARE(info.host(), QStringLiteral("db.example.org"));
    QCOMPARE(info.parameter(QStringLiteral("port")), QStringLiteral("6432"));
    QCOMPARE(info.parameter(QStringLiteral("sslmode")), QStringLiteral("verify-full"));
    QCOMPARE(info.parameter(QStringLiteral("channel_binding")), QStringLiteral("require"));
    QCOMPARE(info.environment(), Environment::Staging);
    QCOMPARE(info.name(), full().name);
    QVERIFY(!info.writesAllowed());
    // There and back through what is opened.
    SavedConnection again = SavedConnection::from(info);
    QVERIFY(again.id != full().id);
    again.id = full().id;
    again.migrationsFolder = full().migrationsFolder;
    again.statementTimeout = full().statementTimeout;
    again.timeZone = full().timeZone;
    QCOMPARE(again, full());
}

void TestConnectionStore::keepsNoPassword_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url : {"postgresql://app:hunter2@h/d", "postgresql://app@h/d?password=hunter2",
                            "postgresql://app@h/d?sslpassword=hunter2&sslkey=/k", "host=h password=hunter2 user=app",
                            "postgresql://app:hunter2@a:1,b:2/d"})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void TestConnectionStore::keepsNoPassword()
{
    QFETCH(QString, url);
    const Folder folder;
    SavedConnection saved = SavedConnection::from(*ConnectionInfo::fromUrl(url));
    saved.more.insert(QStringLiteral("password"), QStringLiteral("hunter2")); // whoever puts it there
    QVERIFY(folder.store.put(saved));
    QVERIFY2(!folder.bytes().contains("hunter2"), folder.bytes().constData());
    QVERIFY(!ConnectionStore::exported({saved}).contains("hunter2"));
    QVERIFY(!saved.secretKey().contains(QLatin1String("hunter2")));
    QCOMPARE(folder.store.read()->first().info().host(), ConnectionInfo::fromUrl(url)->host());
    QCOMPARE(folder.store.read()->first().info().parameter(QStringLiteral("port")),
             ConnectionInfo::fromUrl(url)->parameter(QStringLiteral("port")));
}

void TestConnectionStore::reads_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("printed"); // name host environment may-write
    QTest::newRow("the first version: a bare list of URLs, environments by number")
        << QByteArray(R"([{"name":"one","url":"postgresql://app@h:5433/d","environment":1},
                          {"name":"two","url":"not a url","environment":"staging"}])")
        << QStringList{QStringLiteral("one h preview yes"), QStringLiteral("two  staging yes")};
    QTest::newRow("a password in a file made by hand")
        << QByteArray(R"({"version":1,"connections":[{"name":"one","url":"postgresql://app:hunter2@h/d"}]})")
        << QStringList{QStringLiteral("one h production yes")};
    QTest::newRow("what cannot be read is taken for the worst")
        << QByteArray(
               R"({"version":2,"connections":[{"name":"x","host":"localhost","environment":"moon","port":99999999,
                          "writes_allowed":"perhaps","more":[1],"statement_timeout_s":-4}]})")
        << QStringList{QStringLiteral("x localhost production no")};
    QTest::newRow("entries that are no objects")
        << QByteArray(R"({"connections":[7]})") << QStringList{QStringLiteral("  production yes")};
}

void TestConnectionStore::reads()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QStringList, printed);
    const Folder folder;
    folder.write(bytes);
    const auto list = folder.store.read();
    QVERIFY2(list, list ? "" : qPrintable(list.error().text()));
    QStringList lines;
    for (const SavedConnection &c : *list)
        lines << QStringList{c.name, c.host, environmentName(c.environment),
                             c.writesAllowed ? QStringLiteral("yes") : QStringLiteral("no")}
                     .join(QLatin1Char(' '));
    QCOMPARE(lines, printed);
    // An entry of a version without ids is the same one each time it is read.
    const auto again = folder.store.read();
    for (int i = 0; i < list->size(); ++i) {
        QVERIFY(!list->at(i).id.isEmpty());
        QCOMPARE(again->at(i).id, list->at(i).id);
    }
    QVERIFY(folder.store.put(list->first()));
    QCOMPARE(folder.store.read()->size(), list->size());
    // Written back it is of today's shape, and no password came along.
    QVERIFY(folder.store.put(named("new")));
    QVERIFY(!folder.bytes().contains("hunter2"));
    QCOMPARE(QJsonDocument::fromJson(folder.bytes()).object().value(QStringLiteral("version")).toInt(), 2);
}

void TestConnectionStore::keepsWhatANewerVersionWrote()
{
    const Folder folder;
    folder.write(
        R"({"version":9,"colours":{"a":1},"connections":[{"id":"x","name":"one","host":"h","tunnel":{"port":22}}]})");
    QVERIFY(folder.store.change([](QList<SavedConnection> &list) -> Result<void> {
        list.first().name = QStringLiteral("renamed");
        return {};
    }));
    const QJsonObject document = QJsonDocument::fromJson(folder.bytes()).object();
    QCOMPARE(document.value(QStringLiteral("version")).toInt(), 9);
    QVERIFY(document.contains(QStringLiteral("colours")));
    const QJsonObject entry = document.value(QStringLiteral("connections")).toArray().first().toObject();
    QCOMPARE(entry.value(QStringLiteral("name")).toString(), QStringLiteral("renamed"));
    QCOMPARE(entry.value(QStringLiteral("tunnel")).toObject().value(QStringLiteral("port")).toInt(), 22);
}

void TestConnectionStore::neverOverwritesWhatItCannotRead()
{
    for (const char *broken : {"{\"connections\": [{\"na", "", "[[", "{\"version\":2}"}) {
        const Folder folder;
        folder.write(broken);
        QCOMPARE(folder.store.read().error().kind, Error::Kind::File);
        const auto put = folder.store.put(full());
        QVERIFY(!put);
        QVERIFY(put.error().message.contains(folder.store.path()));
        QVERIFY(!put.error().hint.isEmpty());
        QCOMPARE(folder.bytes(), QByteArray(broken));
    }
}

void TestConnectionStore::changesInOrder()
{
    const Folder folder;
    for (const char *name : {"a", "b", "c"})
        QVERIFY(folder.store.put(named(name)));
    QCOMPARE(names(folder.store.insertBefore(named("c"), QStringLiteral("a"))), (QStringList{u"c"_s, u"a"_s, u"b"_s}));
    QCOMPARE(names(folder.store.remove(QStringLiteral("a"))), (QStringList{u"c"_s, u"b"_s}));
    QCOMPARE(names(folder.store.insertBefore(named("a"), QStringLiteral("b"))), (QStringList{u"c"_s, u"a"_s, u"b"_s}));
    QCOMPARE(names(folder.store.insertBefore(named("c"), {})), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    QCOMPARE(freeName(*folder.store.read(), QStringLiteral("a")), QStringLiteral("a 2"));
    QCOMPARE(freeName(*folder.store.read(), QStringLiteral("z")), QStringLiteral("z"));
    const auto failed = folder.store.change([](QList<SavedConnection> &list) -> Result<void> {
        list.clear();
        return fail(Error::Kind::Refused, QStringLiteral("no"));
    });
    QVERIFY(!failed);
    QCOMPARE(folder.store.read()->size(), 3);
}

void TestConnectionStore::twoProgramsChangeItAtOnce()
{
    const Folder folder;
    constexpr int programs = 4;
    constexpr int each = 25;
    QList<pid_t> children;
    for (int program = 0; program < programs; ++program) {
        const pid_t pid = fork();
        QVERIFY(pid >= 0);
        if (pid == 0) {
            bool good = true;
            for (int i = 0; i < each; ++i)
                good = good && folder.store.put(named(qPrintable(QStringLiteral("%1-%2").arg(program).arg(i))));
            _exit(good ? 0 : 1);
        }
        children << pid;
    }
    for (const pid_t pid : children) {
        int status = -1;
        QCOMPARE(testing::awaitChild(pid, &status), pid);
        QCOMPARE(status, 0);
    }
    QCOMPARE(folder.store.read()->size(), programs * each); // nobody's change was lost
}

void TestConnectionStore::exportsAndImports()
{
    const QByteArray bytes = ConnectionStore::exported({full(), named("b")});
    QVERIFY(!bytes.contains("id-1"));
    const auto back = ConnectionStore::imported(bytes, QStringLiteral("f.json"));
    QCOMPARE(back->size(), 2);
    SavedConnection first = back->first();
    QVERIFY(!first.id.isEmpty() && first.id != back->last().id);
    first.id = full().id;
    QCOMPARE(first, full());
    const auto broken = ConnectionStore::imported("no", QStringLiteral("f.json"));
    QVERIFY(broken.error().message.contains(QLatin1String("f.json")));
}

void TestConnectionStore::findsByName()
{
    const QList<SavedConnection> list{named("Prod"), named("prod"), named("Local")};
    QCOMPARE(findConnection(list, QStringLiteral("prod"))->id, QStringLiteral("prod"));
    QCOMPARE(findConnection(list, QStringLiteral("LOCAL"))->id, QStringLiteral("Local"));
    QCOMPARE(findConnection(list, QStringLiteral("PROD")).error().kind, Error::Kind::Missing); // which of the two?
    QVERIFY(findConnection(list, QStringLiteral("x")).error().hint.contains(QLatin1String("Prod, prod, Local")));
}

void TestConnectionStore::aChangedHostAsksForThePasswordAnew()
{
    const SavedConnection before = full();
    for (const auto member : {&SavedConnection::host, &SavedConnection::user, &SavedConnection::database}) {
        SavedConnection after = before;
        after.service.clear();
        SavedConnection base = after;
        after.*member = QStringLiteral("elsewhere");
        QVERIFY(after.secretKey() != base.secretKey());
    }
    SavedConnection renamed = before;
    renamed.name = QStringLiteral("x");
    QCOMPARE(renamed.secretKey(), before.secretKey());
}

void TestConnectionStore::onlyTheOwnerMayReadIt()
{
    const Folder folder;
    QVERIFY(folder.store.put(full()));
    QCOMPARE(QFile::permissions(folder.store.path())
                 & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
}

QTEST_GUILESS_MAIN(TestConnectionStore)
#include "tst_connectionstore.moc"
