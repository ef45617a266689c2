// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl.h"
#include "support/germany.h"
#include "support/planted.h"

#include <QtTest>

using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// The command line with a planted password, given in every way and in every case that goes wrong: afterwards all that
/// it said, wrote and handed to other programs is searched.
class TestPlantedCtl : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void everyWayAndEveryEnd_data();
    void everyWayAndEveryEnd();
    void inGerman();
    void throughEveryCommand();
    void toOtherPrograms();
    void cleanup();

private:
    QString url(const QString &spelling, const char *database = "pit")
    {
        return u"postgresql://pit_owner:%1@127.0.0.1:%2/%3"_s.arg(spelling, QString::number(m_server.port()),
                                                                  QLatin1String(database));
    }
    Answer call(const QStringList &words)
    {
        const Answer answer = m_ctl->operator()(words);
        m_said += answer.out + answer.err.toUtf8();
        return answer;
    }
    QStringList folders() const { return {m_home->path(), m_ctl->directory()}; }
    void write(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

    TestServer m_server;
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Ctl> m_ctl;
    QByteArray m_said;
};

void TestPlantedCtl::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, u"pit"_s), qPrintable(m_server.errorText()));
    QString literal = planted::password;
    literal.replace(u'\'', u"''"_s);
    QVERIFY(m_server.runSql(u"pit"_s, u"ALTER ROLE pit_owner PASSWORD '%1'"_s.arg(literal), Role::Super));
}

void TestPlantedCtl::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_ctl = std::make_unique<Ctl>();
    m_said.clear();
    for (const char *name : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"})
        m_ctl->environment().insert(QLatin1String(name), m_home->filePath(QLatin1String(name)));
    m_ctl->environment().insert(u"HOME"_s, m_home->path());
    m_ctl->environment().insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nowhere"_s);
}

void TestPlantedCtl::cleanup()
{
    QVERIFY2(!planted::isIn(m_said), m_said.constData());
}

void TestPlantedCtl::everyWayAndEveryEnd_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QString &given, int status) { QTest::newRow(name) << given << status; };
    const QString right = url(planted::inUrl), raw = u"q/zEbrA77"_s;
    const auto with = [&](const char *query) { return right + QLatin1String(query); };
    const auto instead = [&](const char *what, const char *by) {
        return QString(right).replace(QLatin1String(what), QLatin1String(by));
    };
    const QString words = u"host=127.0.0.1 port=%1 user=pit_owner dbname=pit password="_s.arg(m_server.port());
    row("right", right, 0);
    row("every letter encoded", url(planted::allEncoded), 0);
    row("key words", words + u"'q/zEbrA77@%\\'\" x'"_s, 0);
    row("in the query", u"postgresql://pit_owner@127.0.0.1:%1/pit?password="_s.arg(m_server.port()) + planted::inUrl,
        0);
    row("wrong password", url(u"zEbrA77"_s), 1);
    row("wrong password, encoded", url(u"%7A%45%62%72%41%37%37"_s), 1);
    row("wrong database", url(planted::inUrl, "nowhere"), 1);
    row("wrong user", instead("pit_owner", "nobody_here"), 1);
    row("refused", instead(qPrintable(u":%1/"_s.arg(m_server.port())), ":1/"), 1);
    row("name not found", instead("127.0.0.1", "no.such.invalid"), 1);
    row("no TLS there", with("?sslmode=require"), 1);
    row("no root certificate", with("?sslmode=verify-full&sslrootcert=/no/such"), 1);
    row("foreign parameters", with("?pgbouncer=true&schema=x"), 0);
    row("encoding that is wrong", url(u"zEbrA77%zz"_s), 2);
    row("a NUL in it", url(u"zEbrA77%00"_s), 2);
    row("a / in it", url(raw), 2);
    row("an @ in it", url(u"a@zEbrA77"_s), 2);
    row("an @ at its end", url(u"zEbrA77@"_s), 2);
    row("a ? in it", url(u"zEbrA77?a"_s), 2);
    row("a # in it", url(u"zEbrA77#a"_s), 1);
    row("a \" in it", url(u"a\"zEbrA77%zz"_s), 2);
    row("digits and a /", url(u"12/zEbrA77"_s).remove(u":%1"_s.arg(m_server.port())), 2);
    row("another scheme", QString(right).replace(u"postgresql"_s, u"https"_s), 2);
    row("a URL as database", words + u"x host=127.0.0.1 dbname="_s + url(u"zEbrA77"_s), 2);
    row("a password without its name", words.section(u" password"_s, 0, 0) + u" zEbrA77"_s, 2);
    row("quotes that do not end", words + u"'zEbrA77"_s, 2);
    row("a key that is none", words + u"a passwort=zEbrA77"_s, 2);
    row("ampersands for spaces", QString(words).replace(u' ', u'&') + u"zEbrA77"_s, 2);
    row("the query without =", with("?zEbrA77"), 0);
    row("an unknown parameter with it", with("?pass=zEbrA77"), 0);
    row("an unknown parameter and no =", with("?x=zEbrA77&zEbrA77"), 0);
    row("the address unclosed", u"postgresql://u:zEbrA77@[::1/d"_s, 2);
}

void TestPlantedCtl::everyWayAndEveryEnd()
{
    QFETCH(QString, url);
    QFETCH(int, status);
    const QStringList json{u"--json"_s};
    for (const QStringList &more : {QStringList(), json}) {
        const Answer byOption = call(QStringList{u"tables"_s, u"--url"_s, url} + more);
        QVERIFY2(byOption.status == status, qPrintable(byOption.err));
        QCOMPARE(call(QStringList{u"--url="_s + url, u"connections"_s, u"test"_s} + more).status, status);
        (void)call(QStringList{u"connections"_s, u"add"_s, u"Planted"_s, u"--url"_s, url} + more);
        (void)call(QStringList{u"connections"_s, u"list"_s} + more);
        (void)call(QStringList{u"connections"_s, u"remove"_s, u"Planted"_s} + more);
        m_ctl->environment().insert(u"DATABASE_URL"_s, url);
        QCOMPARE(call(QStringList{u"status"_s} + more).status, status);
        (void)call(QStringList{u"migrations"_s, u"status"_s} + more);
        (void)call(QStringList{u"env"_s} + more);
        m_ctl->environment().remove(u"DATABASE_URL"_s);
        write(m_ctl->directory() + u"/.env"_s, "# a file\nDATABASE_URL=\"" + url.toUtf8().replace('"', "") + "\"\n");
        (void)call(QStringList{u"tables"_s} + more);
        (void)call(QStringList{u"env"_s, u"--check"_s} + more);
        QVERIFY(QFile::remove(m_ctl->directory() + u"/.env"_s));
        if (QTest::currentTestFailed())
            return;
    }
    const QStringList found = planted::filesWithIt(folders());
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u' ')));
}

void TestPlantedCtl::inGerman()
{
    // libpq's own texts quote differently in other languages.
    const Germany germany;
    if (!germany.exists())
        QSKIP("no locale can be made here");
    m_ctl->environment().insert(u"LOCPATH"_s, germany.path());
    m_ctl->environment().insert(u"LC_ALL"_s, u"de_DE.UTF-8"_s);
    m_ctl->environment().insert(u"LANGUAGE"_s, u"de"_s);
    const QStringList bad{url(u"zEbrA77%zz"_s), u"postgresql://u:zEbrA77@[::1/d"_s, u"host=h zEbrA77"_s,
                          u"host=h passwort=zEbrA77"_s};
    for (const QString &one : bad) {
        const Answer answer = call({u"tables"_s, u"--url"_s, one});
        QCOMPARE(answer.status, 2);
        QVERIFY2(!planted::isIn(answer.err), qPrintable(answer.err));
    }
    const Answer refused = call({u"tables"_s, u"--url"_s, u"postgresql://u:zEbrA77@127.0.0.1:1/d"_s});
    QVERIFY2(refused.err.contains("no server answers at this port"_L1), qPrintable(refused.err));
}

void TestPlantedCtl::throughEveryCommand()
{
    m_ctl->environment().insert(u"DATABASE_URL"_s, url(planted::inUrl));
    const QString user = m_server.value(u"pit"_s, u"SELECT user_id FROM credits ORDER BY 1 LIMIT 1"_s, Role::Super);
    const QStringList calls{
        u"status"_s,
        u"status --json"_s,
        u"connections add Planted --environment staging"_s,
        u"connections test --json Planted"_s,
        u"credits grant %1 1 --reason test --yes"_s.arg(user),
        u"credits grant %1 1 --reason test"_s.arg(user),
        u"credits ledger %1 --json"_s.arg(user),
        u"audit list --json"_s,
        u"audit verify"_s,
        u"rows no_such_table"_s,
        u"rows users --where nonsense("_s,
        u"rows users --json --limit 1"_s,
        u"export users --format jsonl"_s,
        u"export --query boom --format csv"_s,
        u"users list"_s,
        u"migrations status %1/resources/sample"_s.arg(QLatin1String(PITBOSS_SOURCE_DIR)),
        u"migrations report %1/resources/sample --no-dry-run --format md"_s.arg(QLatin1String(PITBOSS_SOURCE_DIR)),
        u"status --no-such-option %1"_s.arg(url(planted::inUrl)),
        u"%1"_s.arg(url(planted::inUrl)),
        u"tables %1"_s.arg(url(planted::inUrl)),
        u"--uri=%1 tables"_s.arg(url(planted::inUrl)),
        u"--json=%1 tables"_s.arg(url(planted::inUrl)),
        u"--profile %1 tables"_s.arg(url(planted::inUrl)),
        u"--env-file %1 tables"_s.arg(url(planted::inUrl)),
        u"connections remove %1"_s.arg(url(planted::inUrl)),
        u"connections test %1"_s.arg(url(planted::inUrl)),
        u"connections remove Planted"_s};
    for (const QString &one : calls) {
        const Answer answer = call(one.split(u' ', Qt::SkipEmptyParts));
        QVERIFY2(answer.status >= 0, qPrintable(one));
        QVERIFY2(!planted::isIn(answer.out) && !planted::isIn(answer.err), qPrintable(one + u'\n' + answer.err));
    }
    QVERIFY(m_said.contains("Done")); // the grant was made, and stands in the audit log
    int read = 0;
    const QStringList found = planted::filesWithIt(folders(), &read);
    QVERIFY(read >= 2);
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u' ')));
}

void TestPlantedCtl::toOtherPrograms()
{
    m_ctl->environment().insert(u"DATABASE_URL"_s, url(planted::inUrl));
    const QString folder = m_home->filePath(u"files"_s), backup = m_home->filePath(u"all.dump"_s);
    QVERIFY(QDir().mkpath(folder));
    write(folder + u"/0001_one.sql"_s, "CREATE TABLE planted_one (id int);\n");
    planted::ProcessWatch watch;
    const Answer tried = call({u"migrations"_s, u"dry-run"_s, folder, u"--on"_s, u"scratch"_s});
    const Answer applied = call({u"migrations"_s, u"apply"_s, folder, u"--backup"_s, backup, u"--reason"_s, u"test"_s,
                                 u"--on"_s, u"transaction"_s, u"--yes"_s});
    const Answer demo = call({u"tables"_s, u"--demo"_s});
    watch.end();
    QVERIFY2(applied.status == 0, qPrintable(applied.err));
    QVERIFY2(tried.status == 0 || tried.status == 1, qPrintable(tried.err));
    QVERIFY2(watch.guilty.isEmpty(), watch.guilty.values().join('\n').constData());
    for (const char *program : {"pitbossctl", "pg_dump"})
        QVERIFY2(watch.programs.contains(program), program);
    QVERIFY2(demo.status == 0, qPrintable(demo.err));
    QVERIFY(watch.servers > 0);
    QVERIFY(QFileInfo(backup).size() > 0);
    const QStringList found = planted::filesWithIt(folders());
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u' ')));
}

QTEST_GUILESS_MAIN(TestPlantedCtl)
#include "tst_plantedctl.moc"
