// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl.h"
#include "support/planted.h"
#include "support/pty.h"

#include <QtTest>

using namespace pitboss::testing;
using namespace Qt::Literals::StringLiterals;

/// pitbossctl with a person at the terminal: the password that is missing is asked for; and what a profile brings
/// along.
class TestCtlTerminal : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void asksWhenOneIsNeeded();
    void asksForTheTestToo();
    void aWrongOneIsAnAnswer();
    void nothingTyped();
    void interruptGivesTheEchoBack_data();
    void interruptGivesTheEchoBack();
    void neverWithoutATerminal();
    void theProfilesFolderOfMigrations();

private:
    QString url() const { return u"postgresql://pit_owner@127.0.0.1:%1/pit"_s.arg(m_server.port()); }
    QStringList words(const QStringList &more) const { return QStringList{Ctl::program()} + more; }

    TestServer m_server;
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Ctl> m_ctl;
    const QByteArray m_prompt = "Password of pit_owner for pit @ 127.0.0.1:";
};

/// The one process that this one has started.
static pid_t childOf(pid_t parent)
{
    QFile children(u"/proc/%1/task/%1/children"_s.arg(parent));
    return children.open(QIODevice::ReadOnly) ? children.readAll().trimmed().toInt() : 0;
}

void TestCtlTerminal::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY2(makePit(m_server, u"pit"_s), qPrintable(m_server.errorText()));
    QString literal = planted::password;
    literal.replace(u'\'', u"''"_s);
    QVERIFY(m_server.runSql(u"pit"_s, u"ALTER ROLE pit_owner PASSWORD '%1'"_s.arg(literal), Role::Super));
}

void TestCtlTerminal::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    m_ctl = std::make_unique<Ctl>(url());
    for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"})
        m_ctl->environment().insert(QLatin1String(name), m_home->path());
    m_ctl->environment().insert(u"PGPASSFILE"_s, u"/nowhere"_s);
    m_ctl->environment().insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nowhere"_s);
}

void TestCtlTerminal::asksWhenOneIsNeeded()
{
    Pty pty(words({u"rows"_s, u"users"_s, u"--json"_s}), m_ctl->environment());
    QVERIFY2(pty.waitFor(m_prompt), pty.said().constData());
    QVERIFY(!pty.echoes());
    pty.type(planted::password.toUtf8() + '\n');
    QCOMPARE(pty.wait(), 0);
    QVERIFY(pty.echoes());
    QVERIFY2(pty.said().contains("\"rows\""), pty.said().constData());
    QVERIFY(!planted::isIn(pty.said()));
    QCOMPARE(pty.said().count("Password"), 1);
}

void TestCtlTerminal::asksForTheTestToo()
{
    Pty pty(words({u"connections"_s, u"test"_s}), m_ctl->environment());
    QVERIFY2(pty.waitFor(m_prompt), pty.said().constData());
    pty.type(planted::password.toUtf8() + '\n');
    QCOMPARE(pty.wait(), 0);
    QVERIFY2(pty.said().contains("Latency"), pty.said().constData());
    m_ctl->environment().insert(u"DATABASE_URL"_s, QString(url()).replace(u"@"_s, u":"_s + planted::inUrl + u'@'));
    Pty given(words({u"tables"_s}), m_ctl->environment()); // it has one: nobody is asked
    QCOMPARE(given.wait(), 0);
    QVERIFY(!given.said().contains("Password"));
}

void TestCtlTerminal::aWrongOneIsAnAnswer()
{
    Pty pty(words({u"tables"_s}), m_ctl->environment());
    QVERIFY(pty.waitFor(m_prompt));
    pty.type("zEbrA77\n");
    QCOMPARE(pty.wait(), 1);
    QVERIFY2(pty.said().contains("The password was not accepted."), pty.said().constData());
    QCOMPARE(pty.said().count(m_prompt), 1);
    QVERIFY(!planted::isIn(pty.said()));
}

void TestCtlTerminal::nothingTyped()
{
    Pty pty(words({u"tables"_s}), m_ctl->environment());
    QVERIFY(pty.waitFor(m_prompt));
    pty.type("\x04"); // end of file
    QCOMPARE(pty.wait(), 1);
    QVERIFY(pty.echoes());
    QVERIFY2(pty.said().contains("The server asks for a password."), pty.said().constData());
}

void TestCtlTerminal::interruptGivesTheEchoBack_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("Ctrl+C") << 0;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestCtlTerminal::interruptGivesTheEchoBack()
{
    QFETCH(int, signal);
    // The shell keeps the terminal open, as it does in life; its own prompt comes after.
    Pty pty({u"/bin/sh"_s, u"-c"_s, u"trap : INT; \"$0\" tables; echo ended $?; sleep 30"_s, Ctl::program()},
            m_ctl->environment());
    QVERIFY(pty.waitFor(m_prompt));
    QVERIFY(!pty.echoes());
    pty.type("zEbrA");
    QTest::qWait(300); // the terminal takes it in on its own time
    if (signal == 0)
        pty.type("\x03");
    else
        kill(childOf(pty.pid()), signal);
    QVERIFY2(pty.waitFor("ended 130"), pty.said().constData());
    QVERIFY(pty.echoes());
    QVERIFY(!pty.said().contains("zEbrA"));
}

void TestCtlTerminal::neverWithoutATerminal()
{
    const Answer piped = (*m_ctl)({u"tables"_s});
    QCOMPARE(piped.status, 1);
    QVERIFY2(piped.err.contains(u"The server asks for a password."_s), qPrintable(piped.err));
    QVERIFY(!piped.err.contains(u"Password of"_s));
    // A terminal is there, but what is typed on it is not for this program.
    Pty pty({u"/bin/sh"_s, u"-c"_s, u"echo x | \"$0\" tables"_s, Ctl::program()}, m_ctl->environment());
    QCOMPARE(pty.wait(), 1);
    QVERIFY2(pty.said().contains("The server asks for a password.") && !pty.said().contains(m_prompt),
             pty.said().constData());
}

void TestCtlTerminal::theProfilesFolderOfMigrations()
{
    m_ctl->environment().insert(u"DATABASE_URL"_s, m_server.url(u"pit"_s, Role::Super, Way::Socket));
    const QString folder = m_home->filePath(u"files"_s), other = m_home->filePath(u"other"_s);
    const auto write = [](const QString &where, const QString &name) {
        QDir().mkpath(where);
        QFile file(where + u'/' + name);
        return file.open(QIODevice::WriteOnly)
            && file.write("CREATE TABLE " + name.left(6).toUtf8().prepend('t') + " ();\n") > 0;
    };
    QVERIFY(write(folder, u"0001_mine.sql"_s) && write(other, u"0001_other.sql"_s));
    const auto call = [&](const QString &text) { return (*m_ctl)(text.split(u' ')); };
    QCOMPARE(call(u"connections add Mine --migrations "_s + folder).status, 0);
    QCOMPARE(call(u"connections add Bare"_s).status, 0);
    const QString mine = u" --profile Mine"_s;
    for (const QString &command :
         {u"migrations status --json"_s, u"migrations lint --json"_s, u"migrations dry-run --json"_s,
          u"migrations apply --json"_s, u"migrations report --no-dry-run"_s}) {
        const Answer answer = call(command + mine);
        QVERIFY2(answer.out.contains("0001_mine"), qPrintable(command + QString::fromUtf8(answer.out) + answer.err));
    }
    QVERIFY(call(u"migrations dry-run 0001_mine --json"_s + mine).out.contains("0001_mine")); // a tag is no folder
    const Answer named = call(u"migrations status --json %1"_s.arg(other) + mine);
    QVERIFY(named.out.contains("0001_other") && !named.out.contains("0001_mine"));
    const Answer bare = call(u"migrations lint --profile Bare"_s); // where the program was called
    QVERIFY2(bare.status == 1 && bare.err.contains(m_ctl->directory()), qPrintable(bare.err));
    QCOMPARE(call(u"migrations lint --profile Nobody"_s).status, 1);
}

QTEST_GUILESS_MAIN(TestCtlTerminal)
#include "tst_ctlterminal.moc"
