// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/studio.h"
#include "support/pitdatabase.h"
#include "ui/mainwindow.h"
#include "ui/page.h"
#include "ui/recentconnections.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace pitboss;
using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// Settings that another version, another program or a hand has written: the window opens with them and works, and what
/// it does not know stays as it is.
class TestOldSettings : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void opensWithAnything_data();
    void opensWithAnything();
    void twoProgramsRememberTogether();

private:
    static void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    static QByteArray read(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    TestServer m_server;
};

void TestOldSettings::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, u"pit"_s), qPrintable(m_server.errorText()));
}

void TestOldSettings::opensWithAnything_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("an older version's: entries without environment, a page that is gone")
        << QByteArray("[start]\nrecent=\"[{\\\"kind\\\":1,\\\"name\\\":\\\"old\\\","
                      "\\\"target\\\":\\\"postgresql://app@old.example/d\\\"}]\"\n"
                      "[window]\npage=queries\n[future]\nkept=1\n");
    QTest::newRow("a newer version's: kinds and themes that are not known yet") << QByteArray(
        "[start]\nrecent=\"[{\\\"kind\\\":99,\\\"name\\\":\\\"old\\\",\\\"target\\\":7,"
        "\\\"environment\\\":42}]\"\n[window]\ntimeZone=Mars/Olympus\n[appearance]\ntheme=sepia\n[future]\nkept=1\n");
    QTest::newRow("values of other types") << QByteArray(
        "[start]\nrecent=@Invalid()\n[window]\ngeometry=7\npage=@Variant(\\0\\0)\n[appearance]\ntheme=1, 2, 3\n"
        "[pages]\ndata=nonsense\nmigrations=@Size(1 1)\nstart=\"\"\nsupport=x\n[future]\nkept=1\n");
    QTest::newRow("no settings at all") << QByteArray("\x7f"
                                                      "ELF\0[[[ =\n[future]\nkept=1\n",
                                                      25);
}

void TestOldSettings::opensWithAnything()
{
    QFETCH(QByteArray, bytes);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.ini"_s);
    write(path, bytes);
    {
        QSettings settings(path, QSettings::IniFormat);
        Studio studio(*qApp, settings, EmbeddedServer::Setup{folder.filePath(u"demo"_s), {}},
                      std::make_unique<MemorySecrets>());
        studio.show();
        QCOMPARE(studio.window()->currentPage()->id(), u"start"_s);
        const auto before = recentConnections(settings);
        for (const RecentConnection &one : before)
            QCOMPARE(one.environment, Environment::Production); // what is not said is the worst
        QSignalSpy connected(&studio, &Studio::connected);
        const ConnectionInfo info = *ConnectionInfo::fromUrl(m_server.url(u"pit"_s));
        studio.connectTo(info, {RecentConnection::Kind::Url, u"now"_s, urlWithoutPassword(info), {}});
        QVERIFY(connected.wait(30000));
        QCOMPARE(recentConnections(settings).size(), before.size() + 1);
        studio.window()->saveSession();
    }
    if (bytes.startsWith('['))
        QVERIFY2(read(path).contains("kept=1"), read(path).constData());
    QVERIFY(read(path).contains("recent="));
}

void TestOldSettings::twoProgramsRememberTogether()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"settings.ini"_s);
    const auto entry = [](const char *name) {
        return RecentConnection{RecentConnection::Kind::Url, QLatin1String(name),
                                u"postgresql://app@%1/d"_s.arg(QLatin1String(name)), Environment::Staging};
    };
    QSettings ours(path, QSettings::IniFormat);
    rememberConnection(ours, entry("first"));
    ours.sync();
    // The other program adds its own meanwhile; this one has the file in memory.
    const QString aside = folder.filePath(u"other.ini"_s);
    QVERIFY(QFile::copy(path, aside));
    {
        QSettings theirs(aside, QSettings::IniFormat);
        rememberConnection(theirs, entry("second"));
    }
    write(path, read(aside));
    rememberConnection(ours, entry("third"));
    ours.sync();
    QStringList names;
    for (const RecentConnection &one : recentConnections(QSettings(path, QSettings::IniFormat)))
        names << one.name;
    QCOMPARE(names, (QStringList{u"third"_s, u"second"_s, u"first"_s}));
    forgetConnection(ours, entry("second"));
    QCOMPARE(recentConnections(ours).size(), 2);
}

QTEST_MAIN(TestOldSettings)
#include "tst_oldsettings.moc"
