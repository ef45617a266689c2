// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/keychain.h"
#include "sql/whenfinished.h"

#include "support/secretservice.h"
#include "support/testserver.h"

#include <QDirIterator>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <cstdio>

using namespace pitboss;

/// The desktop's key chain in every mood. Each test starts a session bus of its own with a throw-away key ring, and
/// this program again inside it (the library looks for its backend once in a process).
class TestKeychain : public QObject
{
    Q_OBJECT

private slots:
    void unlocked();
    void withoutABus();
    void withoutAService();
    void locked();
    void waitingForAPerson();
    void denied_data();
    void denied();
    void removalDenied();
    void promptThatNobodyAnswers();
    void words_data();
    void words();
    void memoryOnly();
    void commandLineKeepsAndUses();
};

namespace {

const QString secret = QStringLiteral("hunter2 “ä” \n end");
const QString secretKey = QStringLiteral("app@h:5432/d 42");

template <typename T> Result<T> wait(const QFuture<Result<T>> &future)
{
    std::optional<Result<T>> got;
    QObject receiver;
    whenFinished(future, &receiver, [&](const Result<T> &result) { got = result; });
    const bool ended = QTest::qWaitFor([&] { return got.has_value(); }, 30000);
    return ended ? *got : Result<T>(fail(Error::Kind::Internal, QStringLiteral("no answer")));
}

template <typename T> QByteArray told(const char *what, const Result<T> &result, const QByteArray &good)
{
    const QString line = result ? QString::fromUtf8(good)
                                : QStringLiteral("%1: %2").arg(kindName(result.error().kind), result.error().message);
    return QByteArray(what) + ' ' + line.toUtf8() + '\n';
}

/// What the inner program prints: one line for each question to the key chain.
int inside(std::chrono::milliseconds patience)
{
    Keychain keychain(patience);
    QByteArray lines;
    const auto none = wait(keychain.read(secretKey));
    lines += told("missing", none, none && !none->has_value() ? "none" : "something");
    lines += told("write", wait(keychain.write(secretKey, secret)), "done");
    const auto back = wait(keychain.read(secretKey));
    lines += told("read", back, back && back->has_value() ? (**back == secret ? "the same" : "other") : "none");
    lines += told("remove", wait(keychain.remove(secretKey)), "done");
    const auto gone = wait(keychain.read(secretKey));
    lines += told("gone", gone, gone && !gone->has_value() ? "none" : "something");
    std::fputs(lines.constData(), stdout);
    return 0;
}

int serve(const QString &person)
{
    using testing::SecretService;
    SecretService service(person.startsWith(QLatin1String("no-")) ? SecretService::Person::SaysNo
                                                                  : SecretService::Person::SaysNothing,
                          person.endsWith(QLatin1String("-unlock"))       ? SecretService::Asks::Unlocking
                              : person.endsWith(QLatin1String("-delete")) ? SecretService::Asks::Deleting
                                                                          : SecretService::Asks::Making);
    if (!service.offer())
        return 1;
    std::fputs("ready\n", stdout);
    std::fflush(stdout);
    return QCoreApplication::exec();
}

struct Desktop
{
    QTemporaryDir home;
    QString output;

    /// Runs `script` in the shell under a session bus; in it "$SELF" is the inner program.
    QStringList run(const QString &script, const QStringList &busOptions = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_CURRENT_DESKTOP",
                                 "DESKTOP_SESSION", "KDE_SESSION_VERSION", "KDE_FULL_SESSION", "GNOME_KEYRING_CONTROL"})
            environment.remove(QLatin1String(name));
        QDir(home.path()).mkpath(QStringLiteral("run"));
        QFile::setPermissions(home.filePath(QStringLiteral("run")),
                              QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        environment.insert(QStringLiteral("HOME"), home.path());
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), home.filePath(QStringLiteral("run")));
        for (const char *name : {"XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
            environment.insert(QLatin1String(name), home.filePath(QLatin1String(name)));
        environment.insert(QStringLiteral("SELF"), QCoreApplication::applicationFilePath());
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral("dbus-run-session"),
                      busOptions
                          + QStringList{QStringLiteral("--"), QStringLiteral("bash"), QStringLiteral("-c"), script});
        if (!process.waitForFinished(60000))
            return {QStringLiteral("no end")};
        output = QString::fromUtf8(process.readAllStandardOutput());
        return output.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }

    static QString daemon(const char *password)
    {
        return QStringLiteral(
                   "printf %s %1 | gnome-keyring-daemon --unlock --components=secrets > daemon.out 2>&1; "
                   "for i in $(seq 100); do dbus-send --session --print-reply --dest=org.freedesktop.DBus / "
                   "org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'"
                   " && break; sleep 0.05; done; ")
            .arg(QLatin1String(password))
            .prepend(QStringLiteral("cd \"$HOME\"; "));
    }
    /// The stand-in, as `serve` below has it, until the script ends.
    static QString service(const QString &person)
    {
        return QStringLiteral(
                   "cd \"$HOME\"; \"$SELF\" --serve %1 > serve.out 2>&1 & serving=$!; "
                   "trap 'kill $serving' EXIT; "
                   "for i in $(seq 100); do grep -q ready serve.out 2> /dev/null && break; sleep 0.05; done; ")
            .arg(person);
    }
    bool holds(const QByteArray &text) const
    {
        QDirIterator files(home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
                return true;
        }
        return false;
    }
};

const QString self = QStringLiteral("\"$SELF\" --inside 8000");

} // namespace

void TestKeychain::unlocked()
{
    Desktop desktop;
    const QStringList lines = desktop.run(Desktop::daemon("test") + self);
    QCOMPARE(lines.join(QLatin1Char('\n')),
             QStringLiteral("missing none\nwrite done\nread the same\nremove done\ngone none"));
    QVERIFY(!desktop.holds("hunter2"));
}

void TestKeychain::withoutABus()
{
    Desktop desktop;
    const QStringList lines =
        desktop.run(QStringLiteral("export DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere; ") + self);
    QCOMPARE(lines.value(1), QStringLiteral("write missing: There is no usable key chain on this desktop."));
    QVERIFY(!desktop.holds("hunter2"));
}

void TestKeychain::withoutAService()
{
    Desktop desktop;
    QFile configuration(desktop.home.filePath(QStringLiteral("bus.conf")));
    QVERIFY(configuration.open(QIODevice::WriteOnly));
    configuration.write("<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
                        "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\"><busconfig>"
                        "<type>session</type><listen>unix:tmpdir=/tmp</listen><policy context=\"default\">"
                        "<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>"
                        "<allow own=\"*\"/></policy></busconfig>");
    configuration.close();
    const QStringList lines = desktop.run(self, {QStringLiteral("--config-file=") + configuration.fileName()});
    QCOMPARE(lines.value(1), QStringLiteral("write missing: There is no usable key chain on this desktop."));
    QVERIFY(!desktop.holds("hunter2"));
}

void TestKeychain::locked()
{
    Desktop desktop;
    const QString lock = QStringLiteral("dbus-send --session --print-reply --dest=org.freedesktop.secrets "
                                        "/org/freedesktop/secrets org.freedesktop.Secret.Service.Lock "
                                        "array:objpath:/org/freedesktop/secrets/collection/login > /dev/null; ");
    const QStringList lines = desktop.run(Desktop::daemon("test") + lock + self);
    QVERIFY2(lines.value(1) == QLatin1String("write permission: The key chain is locked."), qPrintable(desktop.output));
    QVERIFY(!desktop.holds("hunter2"));
}

void TestKeychain::waitingForAPerson()
{
    // As when it asks for its password and nobody answers: the service is there and silent.
    Desktop desktop;
    const QString silence = QStringLiteral("pid=$(dbus-send --session --print-reply --dest=org.freedesktop.DBus / "
                                           "org.freedesktop.DBus.GetConnectionUnixProcessID "
                                           "string:org.freedesktop.secrets | awk '/uint32/ {print $2}'); "
                                           "kill -STOP $pid; ");
    QElapsedTimer clock;
    clock.start();
    const QStringList lines = desktop.run(Desktop::daemon("test") + silence + QStringLiteral("\"$SELF\" --inside 300; ")
                                          + QStringLiteral("kill -CONT $pid"));
    QVERIFY2(lines.value(0) == QLatin1String("missing timeout: The key chain does not answer."),
             qPrintable(desktop.output));
    // What is asked afterwards does not wait behind it.
    QVERIFY2(lines.value(4) == QLatin1String("gone timeout: The key chain does not answer."),
             qPrintable(desktop.output));
    QVERIFY2(clock.elapsed() < 15000, qPrintable(QString::number(clock.elapsed())));
}

void TestKeychain::denied_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("unlocking is asked for") << QStringLiteral("unlock");
    QTest::newRow("each entry is asked for") << QStringLiteral("each");
}

void TestKeychain::denied()
{
    QFETCH(QString, how);
    Desktop desktop;
    const QStringList lines = desktop.run(Desktop::service(QStringLiteral("no-") + how) + self);
    // Nothing to be had is no error: the person is asked for the password. What was to be kept is told.
    QCOMPARE(lines.value(0), QStringLiteral("missing none"));
    QCOMPARE(lines.value(1),
             how == QLatin1String("each") ? QStringLiteral("write permission: The key chain was not opened.")
                                          : QStringLiteral("write permission: The key chain is locked."));
    QCOMPARE(lines.value(2), QStringLiteral("read none"));
    QVERIFY(!desktop.holds("hunter2"));
}

void TestKeychain::removalDenied()
{
    Desktop desktop;
    const QStringList lines = desktop.run(Desktop::service(QStringLiteral("no-delete")) + self);
    QVERIFY2(lines.value(3) == QLatin1String("remove permission: The key chain still holds the password."),
             qPrintable(desktop.output));
    QCOMPARE(lines.value(4), QStringLiteral("gone something"));
}

void TestKeychain::promptThatNobodyAnswers()
{
    Desktop desktop;
    QElapsedTimer clock;
    clock.start();
    const QStringList lines =
        desktop.run(Desktop::service(QStringLiteral("nothing-unlock")) + QStringLiteral("\"$SELF\" --inside 300"));
    QVERIFY2(lines.value(0) == QLatin1String("missing timeout: The key chain does not answer."),
             qPrintable(desktop.output));
    QVERIFY2(lines.value(1) == QLatin1String("write timeout: The key chain does not answer."),
             qPrintable(desktop.output));
    QVERIFY2(clock.elapsed() < 15000, qPrintable(QString::number(clock.elapsed())));
}

void TestKeychain::words_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("denied by the person") << 3 << Error::Kind::Permission;
    QTest::newRow("locked") << 4 << Error::Kind::Permission;
    QTest::newRow("no backend") << 5 << Error::Kind::Missing;
    QTest::newRow("other") << 7 << Error::Kind::Missing;
}

void TestKeychain::words()
{
    QFETCH(int, code);
    QFETCH(Error::Kind, kind);
    const Error error = keychainError(code, QStringLiteral("library's words"));
    QCOMPARE(error.kind, kind);
    QVERIFY(error.text().contains(QLatin1String("library's words")));
    QVERIFY(error.hint.contains(QLatin1String("held in memory")));
}

void TestKeychain::memoryOnly()
{
    MemorySecrets secrets;
    QVERIFY(!wait(secrets.read(secretKey))->has_value());
    QVERIFY(wait(secrets.write(secretKey, secret)));
    QCOMPARE(**wait(secrets.read(secretKey)), secret);
    QVERIFY(wait(secrets.remove(secretKey)));
    QVERIFY(!secrets.find(secretKey));
}

void TestKeychain::commandLineKeepsAndUses()
{
    testing::TestServer server;
    QVERIFY2(server.start(), qPrintable(server.errorText()));
    QVERIFY(server.createDatabase(QStringLiteral("pit")));
    QVERIFY(server.runSql(QStringLiteral("pit"), QStringLiteral("ALTER ROLE pit_owner PASSWORD 'hunter2-planted'"),
                          testing::Role::Super));
    Desktop desktop;
    const QString url = QStringLiteral("postgresql://pit_owner@127.0.0.1:%1/pit").arg(server.port());
    const QString program = QStringLiteral("PGPASSFILE=/nowhere " PITBOSS_APP_DIR "/pitbossctl ");
    const QString count = QStringLiteral("dbus-send --session --print-reply --dest=org.freedesktop.secrets "
                                         "/org/freedesktop/secrets org.freedesktop.Secret.Service.SearchItems "
                                         "dict:string:string:server,Pitboss | grep -c /collection/; ");
    const QStringList lines = desktop.run(
        Desktop::daemon("test") + QStringLiteral("echo hunter2-planted | ") + program
        + QStringLiteral("connections add Mine --password-stdin --url %1 >add.log 2>&1; echo add $?; ").arg(url)
        + program + QStringLiteral("connections test --json Mine >test.log 2>test.err; echo test $?; ") + program
        + QStringLiteral("tables --url %1 >url.log 2>&1; echo without $?; ").arg(url) + program
        + QStringLiteral("connections list >list.log 2>&1; grep -c 'key chain' list.log; "
                         "echo found; grep -rl hunter2 . ; echo searched; ")
        + count + program + QStringLiteral("connections remove Mine >remove.log 2>&1; echo remove $?; ") + count);
    QCOMPARE(lines.join(QLatin1Char('|')), QStringLiteral("add 0|test 0|without 1|1|found|searched|1|remove 0|0"));
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--inside") == 0)
        return inside(std::chrono::milliseconds(QByteArray(argv[2]).toInt()));
    if (argc == 3 && qstrcmp(argv[1], "--serve") == 0)
        return serve(QString::fromLatin1(argv[2]));
    TestKeychain test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keychain.moc"
