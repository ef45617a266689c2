// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/studio.h"
#include "app/window/windowoptions.h"
#include "support/testserver.h"
#include "ui/connect/passworddialog.h"
#include "ui/data/datapage.h"
#include "ui/data/tabletab.h"
#include "ui/mainwindow.h"
#include "ui/messagebar.h"
#include "ui/start/startpage.h"

#include <QCheckBox>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QTemporaryDir>
#include <QtTest>

using namespace pitboss;
using testing::Role;
using testing::TestServer;

/// The program put together: connecting, failing, losing the server, coming back.
class TestWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void readsItsWords();
    void connectsAndOpensTheData();
    void tellsAFailureAndStaysUsable();
    void keepsNoPassword();
    void comesBackToItsTabs();
    void survivesTheServersEnd();
    void opensASavedOneWithItsKeptPassword();
    void asksForAPasswordAndKeepsItOnceItWorked();
    void goesOnWithoutAKeyChain();
    void forbidsWritesForGood();
    void disconnects();
    void refusesBadWords();
    void takesTheTour();

private:
    SavedConnection saved(Role role = Role::Owner)
    {
        SavedConnection one = SavedConnection::from(info(role));
        one.name = QStringLiteral("Mine");
        return one;
    }
    QByteArray written() const
    {
        QByteArray all;
        QDirIterator files(m_folder->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }
    ConnectionInfo info(Role role = Role::Owner)
    {
        return *ConnectionInfo::fromUrl(m_server.url(QStringLiteral("pit"), role));
    }
    RecentConnection origin(const ConnectionInfo &info)
    {
        return {RecentConnection::Kind::Url, info.displayName(), urlWithoutPassword(info), {}};
    }
    EmbeddedServer::Setup demo() { return {m_folder->filePath(QStringLiteral("demo")), {}}; }
    QString program() { return QStringLiteral(PITBOSS_APP_DIR "/pitboss"); }

    TestServer m_server;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
};

void TestWindow::initTestCase()
{
    QVERIFY2(m_server.start(), qPrintable(m_server.errorText()));
    QVERIFY(m_server.createDatabase(QStringLiteral("pit")));
    QVERIFY(m_server.runSql(QStringLiteral("pit"),
                            QStringLiteral("CREATE TABLE t (id int PRIMARY KEY);"
                                           "INSERT INTO t SELECT generate_series(1, 1000); ANALYZE;")));
}

void TestWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
}

void TestWindow::readsItsWords()
{
    const auto options =
        readWindowOptions({QStringLiteral("pitboss"), QStringLiteral("--url"), QStringLiteral("postgresql://h/d")});
    QVERIFY(options);
    QCOMPARE(options->connection->database(), QStringLiteral("d"));
    QVERIFY(readWindowOptions({QStringLiteral("pitboss"), QStringLiteral("--demo")})->demo);
    QVERIFY(readWindowOptions({QStringLiteral("pitboss"), QStringLiteral("--help")})
                ->print->contains(QLatin1String("--tour")));
    QCOMPARE(readWindowOptions({QStringLiteral("pitboss"), QStringLiteral("--nonsense")}).error().kind,
             Error::Kind::Usage);
    QCOMPARE(readWindowOptions({QStringLiteral("pitboss"), QStringLiteral("file")}).error().kind, Error::Kind::Usage);
}

void TestWindow::connectsAndOpensTheData()
{
    Studio studio(*qApp, *m_settings, demo());
    studio.show();
    QSignalSpy connected(&studio, &Studio::connected);
    studio.connectTo(info(), origin(info()));
    QTRY_COMPARE(connected.size(), 1);
    QTRY_VERIFY(!studio.dataPage()->catalog().relations.isEmpty());
    studio.window()->showPage(QStringLiteral("data"));
    TableTab *tab = studio.dataPage()->openTable({QStringLiteral("public"), QStringLiteral("t")});
    QTRY_VERIFY(tab->model().rowCount() > 0);
}

void TestWindow::tellsAFailureAndStaysUsable()
{
    Studio studio(*qApp, *m_settings, demo());
    studio.show();
    QSignalSpy failed(&studio, &Studio::connectFailed);
    ConnectionInfo wrong = info();
    wrong.setParameter(QStringLiteral("password"), QStringLiteral("geheim"));
    studio.connectTo(wrong, origin(wrong));
    QTRY_COMPARE(failed.size(), 1);
    auto *message = studio.window()->page(QStringLiteral("start"))->findChild<MessageBar *>();
    QTRY_VERIFY(message->isVisible());
    QVERIFY2(message->text().contains(QLatin1String("password")), qPrintable(message->text()));
    QVERIFY(!studio.isConnected());
    studio.connectTo(info(), origin(info()));
    QTRY_VERIFY(studio.isConnected());
}

void TestWindow::keepsNoPassword()
{
    {
        Studio studio(*qApp, *m_settings, demo());
        studio.show();
        studio.connectTo(info(), origin(info()));
        QTRY_VERIFY(studio.isConnected());
        studio.dataPage()->openTable({QStringLiteral("public"), QStringLiteral("t")});
        studio.window()->saveSession();
    }
    m_settings->sync();
    QFile file(m_settings->fileName());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray kept = file.readAll();
    const QString password = TestServer::password(Role::Owner);
    QVERIFY(kept.size() > 50);
    QVERIFY(!kept.contains(password.toUtf8()));
    QVERIFY(!kept.contains(QUrl::toPercentEncoding(password)));
}

void TestWindow::comesBackToItsTabs()
{
    {
        Studio studio(*qApp, *m_settings, demo());
        studio.show();
        studio.connectTo(info(), origin(info()));
        QTRY_VERIFY(studio.isConnected());
        studio.dataPage()->openTable({QStringLiteral("public"), QStringLiteral("t")});
        studio.window()->saveSession();
    }
    Studio studio(*qApp, *m_settings, demo());
    studio.show();
    studio.connectTo(info(), origin(info()));
    QTRY_VERIFY(studio.isConnected());
    QTRY_VERIFY(studio.dataPage()->currentTab());
    QCOMPARE(studio.dataPage()->currentTab()->ref().name, QStringLiteral("t"));
}

void TestWindow::survivesTheServersEnd()
{
    Studio studio(*qApp, *m_settings, demo());
    studio.show();
    studio.connectTo(info(), origin(info()));
    QTRY_VERIFY(studio.isConnected());
    TableTab *tab = studio.dataPage()->openTable({QStringLiteral("public"), QStringLiteral("t")});
    QTRY_VERIFY(tab->model().rowCount() > 0);
    QVERIFY(m_server.killHard());
    tab->refresh();
    auto *message = tab->findChild<MessageBar *>();
    QTRY_VERIFY(message->isVisibleTo(tab));
    QVERIFY2(m_server.restart(), qPrintable(m_server.errorText()));
    tab->refresh();
    QTRY_VERIFY(!message->isVisibleTo(tab));
    QTRY_VERIFY(tab->model().rowCount() > 0);
}

namespace {

/// A key chain in this process, which can be shut.
class Secrets : public SecretStore
{
public:
    explicit Secrets(MemorySecrets &inner, bool isOpen = true)
        : m_inner(inner)
        , m_isOpen(isOpen)
    {
    }
    QFuture<Result<std::optional<QString>>> read(const QString &key) override
    {
        return m_isOpen ? m_inner.read(key) : answered<std::optional<QString>>(fail(shut()));
    }
    QFuture<Result<void>> write(const QString &key, const QString &secret) override
    {
        return m_isOpen ? m_inner.write(key, secret) : answered<void>(fail(shut()));
    }
    QFuture<Result<void>> remove(const QString &key) override { return m_inner.remove(key); }

private:
    static Error shut()
    {
        return Error::of(Error::Kind::Missing, QStringLiteral("There is no usable key chain."), {},
                         QStringLiteral("Held in memory."));
    }
    MemorySecrets &m_inner;
    bool m_isOpen;
};

PasswordDialog *passwordDialog(const Studio &studio)
{
    PasswordDialog *dialog = nullptr;
    (void)QTest::qWaitFor([&] { return (dialog = studio.window()->findChild<PasswordDialog *>()); }, 10000);
    return dialog;
}

} // namespace

void TestWindow::opensASavedOneWithItsKeptPassword()
{
    MemorySecrets inner;
    SavedConnection one = saved();
    one.passwordKept = true;
    one.timeZone = QStringLiteral("Asia/Tokyo");
    inner.write(one.secretKey(), info().parameter(QStringLiteral("password")));
    Studio studio(*qApp, *m_settings, demo(), std::make_unique<Secrets>(inner));
    QSignalSpy connected(&studio, &Studio::connected);
    studio.show();
    studio.openSaved(one);
    QVERIFY(connected.wait(10000));
    QVERIFY(!studio.window()->findChild<PasswordDialog *>());
    m_settings->sync();
    QVERIFY(!written().contains(info().parameter(QStringLiteral("password")).toUtf8()));
    QVERIFY(written().contains("Mine")); // among the recent ones
}

void TestWindow::asksForAPasswordAndKeepsItOnceItWorked()
{
    MemorySecrets inner;
    const SavedConnection one = saved();
    Studio studio(*qApp, *m_settings, demo(), std::make_unique<Secrets>(inner));
    QSignalSpy connected(&studio, &Studio::connected);
    studio.show();
    qputenv("PGPASSFILE", "/nowhere/pgpass");
    studio.openSaved(one);
    for (const char *attempt : {"wrong", "right"}) {
        PasswordDialog *dialog = passwordDialog(studio);
        QVERIFY(dialog);
        const bool isRight = qstrcmp(attempt, "right") == 0;
        dialog->findChild<QLineEdit *>()->setText(isRight ? info().parameter(QStringLiteral("password"))
                                                          : QString::fromLatin1(attempt));
        dialog->findChild<QCheckBox *>()->setChecked(true);
        QVERIFY(!inner.find(one.secretKey())); // a wrong one is never kept
        QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("passwordConnect")), Qt::LeftButton);
        QTRY_VERIFY(!studio.window()->findChild<PasswordDialog *>()
                    || studio.window()->findChild<PasswordDialog *>() != dialog);
    }
    QTRY_COMPARE_WITH_TIMEOUT(connected.count(), 1, 10000);
    QTRY_COMPARE(inner.find(one.secretKey()).value_or(QString()), info().parameter(QStringLiteral("password")));
    QTRY_VERIFY(written().contains("password_in_key_chain"));
    m_settings->sync();
    QVERIFY(!written().contains(info().parameter(QStringLiteral("password")).toUtf8()));
    qunsetenv("PGPASSFILE");
}

void TestWindow::goesOnWithoutAKeyChain()
{
    MemorySecrets inner;
    SavedConnection one = saved();
    one.passwordKept = true;
    Studio studio(*qApp, *m_settings, demo(), std::make_unique<Secrets>(inner, false));
    QSignalSpy connected(&studio, &Studio::connected);
    studio.show();
    qputenv("PGPASSFILE", "/nowhere/pgpass");
    studio.openSaved(one);
    PasswordDialog *dialog = passwordDialog(studio);
    QVERIFY(dialog);
    QStringList told;
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        told << label->text();
    QVERIFY2(told.join(QLatin1Char(' ')).contains(QLatin1String("no usable key chain")),
             qPrintable(told.join(QLatin1Char(' '))));
    dialog->findChild<QLineEdit *>()->setText(info().parameter(QStringLiteral("password")));
    QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("passwordConnect")), Qt::LeftButton);
    QVERIFY(connected.wait(10000));
    studio.disconnectAll();
    studio.openSaved(one); // held in memory: not asked again
    QVERIFY(connected.wait(10000));
    qunsetenv("PGPASSFILE");
}

void TestWindow::forbidsWritesForGood()
{
    MemorySecrets inner;
    SavedConnection one = saved();
    one.writesAllowed = false;
    one.passwordKept = true;
    inner.write(one.secretKey(), info().parameter(QStringLiteral("password")));
    Studio studio(*qApp, *m_settings, demo(), std::make_unique<Secrets>(inner));
    QSignalSpy connected(&studio, &Studio::connected);
    studio.show();
    studio.openSaved(one);
    QVERIFY(connected.wait(10000));
    QVERIFY(!studio.mayWrite());
    studio.connectTo(info(), origin(info()));
    QVERIFY(connected.wait(10000));
    QVERIFY(studio.mayWrite());
}

void TestWindow::disconnects()
{
    Studio studio(*qApp, *m_settings, demo());
    studio.show();
    studio.connectTo(info(), origin(info()));
    QTRY_VERIFY(studio.isConnected());
    studio.dataPage()->openTable({QStringLiteral("public"), QStringLiteral("t")});
    studio.disconnectAll();
    QVERIFY(!studio.isConnected());
    QCOMPARE(studio.window()->currentPage()->id(), QStringLiteral("start"));
    QVERIFY(!studio.dataPage()->currentTab());
    QTRY_COMPARE(
        m_server.value(QStringLiteral("pit"),
                       QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'Pitboss'"),
                       Role::Super),
        QStringLiteral("0"));
}

void TestWindow::refusesBadWords()
{
    QProcess process;
    process.start(program(), {QStringLiteral("--nonsense")});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("nonsense"));
    process.start(program(), {QStringLiteral("--version")});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(process.readAllStandardOutput(), QByteArray("pitboss " PITBOSS_VERSION "\n"));
}

void TestWindow::takesTheTour()
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    process.setProcessEnvironment(environment);
    const QString pictures = m_folder->filePath(QStringLiteral("pictures"));
    process.start(program(),
                  {QStringLiteral("--settings"), m_folder->filePath(QStringLiteral("tour.ini")),
                   QStringLiteral("--tour"), pictures});
    QVERIFY(process.waitForFinished(240000));
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(process.exitCode() == 0, errors.constData());
    const QStringList files = QDir(pictures).entryList({QStringLiteral("*.png")});
    QVERIFY2(files.size() >= 14, qPrintable(files.join(QLatin1Char(' '))));
    for (const QString &file : files) {
        const QImage picture(QDir(pictures).filePath(file));
        QVERIFY2(picture.width() >= 1280 && picture.height() >= 800, qPrintable(file));
    }
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
