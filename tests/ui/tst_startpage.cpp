// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recentconnections.h"
#include "ui/start/connectionpreview.h"
#include "ui/start/projectcard.h"
#include "ui/start/recentlist.h"
#include "ui/start/startpage.h"

#include "support/shell.h"

#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QtTest>

using namespace pitboss;

static const char secretUrl[] = "postgresql://app:hunter2@db.example.org:6432/pit_prod?sslmode=require&pgbouncer=true";

struct Start
{
    test::Settings settings;
    Theme theme{*qApp, settings.file};
    StartPage page{settings.file};

    Start()
    {
        page.resize(1100, 760);
        page.show();
        page.activateWindow();
        if (!QTest::qWaitForWindowActive(&page))
            qFatal("the page did not become active");
    }
    template <typename T> T *find(const char *name) { return page.findChild<T *>(QString::fromLatin1(name)); }
    QLineEdit *url() { return find<QLineEdit>("urlField"); }
    QString preview(const char *name) { return find<QLabel>(name)->accessibleName(); }
};

class TestStartPage : public QObject
{
    Q_OBJECT

private slots:
    void demoIsOneClick();
    void demoTellsProgressAndCanBeCanceled();
    void demoSaysWhatIsMissing();
    void resetIsAskedForFirst();
    void urlIsReadWhileTyped();
    void urlIsOpenedByEnter();
    void environmentCanBeCorrected();
    void wrongUrlSaysSo();
    void pasteAnywhereGoesToTheField();
    void projectFolderIsRead();
    void projectWithoutEnvSaysSo();
    void whileConnectingNothingElseStarts();
    void errorsStay();
    void passwordsAreNotKept();
    void aPastedPasswordIsNeverSeen();
    void offersWhatTheClipboardHolds();
    void oneOfSeveralWaysIsChosen();
    void recentOnesComeBack();
    void recentOnesAreTakenOff();
    void focusBeginsWhereWorkBegins();
};

void TestStartPage::demoIsOneClick()
{
    Start start;
    QSignalSpy demo(&start.page, &StartPage::demoRequested);
    QTest::mouseClick(start.find<QPushButton>("demoOpen"), Qt::LeftButton);
    QCOMPARE(demo.count(), 1);
    QVERIFY(!start.find<QPushButton>("demoReset")->isVisible());
    start.page.setDemo({DemoStatus::State::Ready, {}, -1});
    QVERIFY(start.find<QPushButton>("demoReset")->isVisible());
}

void TestStartPage::demoTellsProgressAndCanBeCanceled()
{
    Start start;
    QSignalSpy canceled(&start.page, &StartPage::cancelRequested);
    start.page.setDemo({DemoStatus::State::Preparing, QStringLiteral("Filling 8,000 bouts…"), 40});
    QCOMPARE(start.find<QLabel>("demoText")->text(), QStringLiteral("Filling 8,000 bouts…"));
    QCOMPARE(start.find<QProgressBar>("demoProgress")->value(), 40);
    QTest::mouseClick(start.find<QPushButton>("demoOpen"), Qt::LeftButton);
    QCOMPARE(canceled.count(), 1);
    QVERIFY(start.page.cancel());
    start.page.setDemo({});
    QVERIFY(!start.page.cancel());
    QVERIFY(!start.find<QProgressBar>("demoProgress")->isVisible());
}

void TestStartPage::demoSaysWhatIsMissing()
{
    Start start;
    start.page.setDemo({DemoStatus::State::Unavailable, QStringLiteral("Install the package postgresql."), -1});
    QVERIFY(start.find<QLabel>("demoText")->isVisible());
    QCOMPARE(start.find<QPushButton>("demoOpen")->text(), QStringLiteral("Try again"));
}

void TestStartPage::resetIsAskedForFirst()
{
    Start start;
    QSignalSpy reset(&start.page, &StartPage::demoResetRequested);
    start.page.setDemo({DemoStatus::State::Ready, {}, -1});
    QTest::mouseClick(start.find<QPushButton>("demoReset"), Qt::LeftButton);
    auto *dialog = start.find<QDialog>("resetDialog");
    QTRY_VERIFY(dialog->isVisible());
    QTest::keyClick(dialog, Qt::Key_Return); // Enter is no way into what destroys
    QTRY_VERIFY(!start.find<QDialog>("resetDialog"));
    QCOMPARE(reset.count(), 0);
    QTest::mouseClick(start.find<QPushButton>("demoReset"), Qt::LeftButton);
    QTest::mouseClick(start.find<QPushButton>("resetConfirm"), Qt::LeftButton);
    QCOMPARE(reset.count(), 1);
}

void TestStartPage::urlIsReadWhileTyped()
{
    Start start;
    QVERIFY(!start.find<QPushButton>("urlConnect")->isEnabled());
    start.url()->setText(QString::fromLatin1(secretUrl));
    const QString text = start.preview("urlPreview");
    QVERIFY2(text.contains(QLatin1String("pit_prod @ db.example.org")), qPrintable(text));
    QVERIFY(text.contains(QLatin1String("as app")));
    QVERIFY(text.contains(QLatin1String("with a password")));
    QVERIFY(text.contains(QLatin1String("pgbouncer")));
    QVERIFY(!text.contains(QLatin1String("hunter2")));
    QVERIFY(start.find<QPushButton>("urlConnect")->isEnabled());
    QCOMPARE(start.find<QComboBox>("urlEnvironment")->currentText(), QStringLiteral("Production"));
}

void TestStartPage::urlIsOpenedByEnter()
{
    Start start;
    QSignalSpy asked(&start.page, &StartPage::connectRequested);
    start.url()->setFocus();
    QTest::keyClicks(start.url(), QStringLiteral("postgresql://me@localhost/pit"));
    QTest::keyClick(start.url(), Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
    const auto info = asked.first().at(0).value<ConnectionInfo>();
    QCOMPARE(info.database(), QStringLiteral("pit"));
    QCOMPARE(info.environment(), Environment::Local);
}

void TestStartPage::environmentCanBeCorrected()
{
    Start start;
    QSignalSpy asked(&start.page, &StartPage::connectRequested);
    start.url()->setText(QString::fromLatin1(secretUrl));
    start.find<QComboBox>("urlEnvironment")->setCurrentIndex(int(Environment::Staging));
    QTest::mouseClick(start.find<QPushButton>("urlConnect"), Qt::LeftButton);
    QCOMPARE(asked.first().at(0).value<ConnectionInfo>().environment(), Environment::Staging);
    QCOMPARE(asked.first().at(1).value<RecentConnection>().environment, Environment::Staging);
}

void TestStartPage::wrongUrlSaysSo()
{
    Start start;
    QSignalSpy asked(&start.page, &StartPage::connectRequested);
    start.url()->setText(QStringLiteral("postgresql://app:hunter2@[::1/x"));
    QVERIFY(start.find<QLabel>("urlPreview")->isVisible());
    QVERIFY(!start.preview("urlPreview").isEmpty());
    QVERIFY(!start.preview("urlPreview").contains(QLatin1String("hunter2")));
    QTest::keyClick(start.url(), Qt::Key_Return);
    QCOMPARE(asked.count(), 0);
    QVERIFY(!start.find<QComboBox>("urlEnvironment")->isVisible());
}

void TestStartPage::pasteAnywhereGoesToTheField()
{
    Start start;
    QApplication::clipboard()->setText(QStringLiteral("  postgresql://me@localhost/pit\n"));
    start.find<QPushButton>("demoOpen")->setFocus();
    QTest::keyClick(start.find<QPushButton>("demoOpen"), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(start.url()->text(), QStringLiteral("postgresql://me@localhost/pit"));
    QVERIFY(start.url()->hasFocus());
}

static void writeEnv(const QString &path, const char *text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

void TestStartPage::projectFolderIsRead()
{
    Start start;
    QTemporaryDir project;
    writeEnv(project.filePath(QStringLiteral(".env")), "DATABASE_URL=\"postgresql://app:hunter2@localhost/pit\"\n");
    QSignalSpy asked(&start.page, &StartPage::connectRequested);
    start.find<QLineEdit>("projectField")->setText(project.path());
    QTRY_VERIFY2(start.preview("projectPreview").contains(QLatin1String("pit @ localhost")),
                 qPrintable(start.preview("projectPreview")));
    QTest::mouseClick(start.find<QPushButton>("projectConnect"), Qt::LeftButton);
    QCOMPARE(asked.count(), 1);
    const auto origin = asked.first().at(1).value<RecentConnection>();
    QCOMPARE(origin.kind, RecentConnection::Kind::EnvFile);
    QCOMPARE(origin.target, project.filePath(QStringLiteral(".env")));
}

void TestStartPage::projectWithoutEnvSaysSo()
{
    Start start;
    QTemporaryDir project;
    start.find<QLineEdit>("projectField")->setText(project.path());
    QTRY_VERIFY(start.preview("projectPreview").contains(QLatin1String("No database URL was found")));
    QVERIFY(!start.find<QPushButton>("projectConnect")->isEnabled());
    writeEnv(project.filePath(QStringLiteral("other.env")), "FOO=1\n");
    start.find<QLineEdit>("projectField")->setText(project.filePath(QStringLiteral("none.env")));
    QTRY_VERIFY(start.preview("projectPreview").contains(QLatin1String("There is no file")));
    start.find<QLineEdit>("projectField")->setText(project.filePath(QStringLiteral("other.env")));
    QTRY_VERIFY(start.preview("projectPreview").contains(QLatin1String("other.env")));
    QVERIFY(!start.find<QPushButton>("projectConnect")->isEnabled());
}

void TestStartPage::whileConnectingNothingElseStarts()
{
    Start start;
    QSignalSpy canceled(&start.page, &StartPage::cancelRequested);
    QSignalSpy running(&start.page, &StartPage::running);
    start.url()->setText(QStringLiteral("postgresql://me@localhost/pit"));
    start.page.setConnecting(QStringLiteral("Connecting to pit @ localhost…"));
    QVERIFY(!start.find<QPushButton>("urlConnect")->isEnabled());
    QVERIFY(!start.find<QPushButton>("demoOpen")->isEnabled());
    QCOMPARE(running.first().first().toString(), QStringLiteral("Connecting to pit @ localhost…"));
    QTest::mouseClick(start.find<QPushButton>("messageAction"), Qt::LeftButton);
    QCOMPARE(canceled.count(), 1);
    start.page.setConnecting({});
    QVERIFY(start.find<QPushButton>("urlConnect")->isEnabled());
    QVERIFY(!start.find<QWidget>("messageBar")->isVisible());
}

void TestStartPage::errorsStay()
{
    Start start;
    start.page.showError(Error::of(Error::Kind::Connect, QStringLiteral("No session."), QStringLiteral("FATAL: x")));
    QCOMPARE(start.find<QLabel>("messageText")->text(), QStringLiteral("No session."));
    QTest::qWait(60);
    QVERIFY(start.find<QWidget>("messageBar")->isVisible());
    QTest::mouseClick(start.find<QAbstractButton>("messageCopy"), Qt::LeftButton);
    QVERIFY(QApplication::clipboard()->text().contains(QLatin1String("FATAL: x")));
    QTest::mouseClick(start.find<QAbstractButton>("messageClose"), Qt::LeftButton);
    QVERIFY(!start.find<QWidget>("messageBar")->isVisible());
}

void TestStartPage::passwordsAreNotKept()
{
    Start start;
    QSignalSpy asked(&start.page, &StartPage::connectRequested);
    for (const char *text : {secretUrl, "host=localhost dbname=pit user=app password=hunter2",
                             "postgresql://app@localhost/pit?password=hunter2&sslpassword=hunter2"}) {
        start.url()->setText(QString::fromLatin1(text));
        QTest::keyClick(start.url(), Qt::Key_Return);
        start.page.remember(asked.last().at(1).value<RecentConnection>());
    }
    QCOMPARE(asked.count(), 3);
    start.settings.file.sync();
    QFile file(start.settings.file.fileName());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray stored = file.readAll();
    QVERIFY(stored.contains("pit_prod"));
    QVERIFY2(!stored.contains("hunter2"), stored.constData());
}

void TestStartPage::aPastedPasswordIsNeverSeen()
{
    Start start;
    QSignalSpy asked(&start.page, &StartPage::connectRequested);
    start.url()->setText(QStringLiteral("postgresql://app:hunter2%40@localhost/pit?sslmode=require"));
    QVERIFY2(!start.url()->text().contains(QLatin1String("hunter2")), qPrintable(start.url()->text()));
    QVERIFY(start.url()->text().contains(QLatin1String("@localhost/pit")));
    QVERIFY(!start.preview("urlPreview").contains(QLatin1String("hunter2")));
    QTest::keyClick(start.url(), Qt::Key_Return);
    QCOMPARE(asked.last().at(0).value<ConnectionInfo>().parameter(QStringLiteral("password")),
             QStringLiteral("hunter2@"));
    // What stands around it can be changed; the password stays what it was.
    start.url()->setText(start.url()->text().replace(QLatin1String("/pit?"), QLatin1String("/other?")));
    QTest::keyClick(start.url(), Qt::Key_Return);
    QCOMPARE(asked.last().at(0).value<ConnectionInfo>().database(), QStringLiteral("other"));
    QCOMPARE(asked.last().at(0).value<ConnectionInfo>().parameter(QStringLiteral("password")),
             QStringLiteral("hunter2@"));
    // Typed, it is hidden when the field is left.
    start.url()->clear();
    QTest::keyClicks(start.url(), QStringLiteral("postgresql://app:geheim@localhost/pit"));
    QTest::keyClick(start.url(), Qt::Key_Return);
    QVERIFY(!start.url()->text().contains(QLatin1String("geheim")));
    QCOMPARE(asked.last().at(0).value<ConnectionInfo>().parameter(QStringLiteral("password")),
             QStringLiteral("geheim"));
    // One that is put in place of a longer one is pasted all the same.
    start.url()->setText(QStringLiteral("postgresql://somebody:else@a.much.longer.host.example.org/database"));
    start.url()->setText(QStringLiteral("postgresql://u:hun/ter2@h/d"));
    QVERIFY2(!start.url()->text().contains(QLatin1String("ter2")), qPrintable(start.url()->text()));
    QVERIFY(start.preview("urlPreview").contains(QLatin1String("%2F"))); // and what is wrong with it is told
    start.url()->setText(QStringLiteral("host=localhost password=hunter2 dbname=pit"));
    QCOMPARE(start.url()->echoMode(), QLineEdit::Password);
}

void TestStartPage::offersWhatTheClipboardHolds()
{
    Start start;
    auto *offer = start.find<QPushButton>("urlPaste");
    QApplication::clipboard()->setText(QStringLiteral("nothing to connect to"));
    start.page.activated();
    QVERIFY(!offer->isVisible());
    QApplication::clipboard()->setText(QStringLiteral(" postgresql://app:hunter2@localhost/pit\n"));
    start.page.activated();
    QVERIFY(offer->isVisible());
    QVERIFY(offer->toolTip().contains(QLatin1String("pit @ localhost")));
    QVERIFY(!offer->toolTip().contains(QLatin1String("hunter2")));
    QVERIFY(start.url()->text().isEmpty()); // only when asked
    QTest::mouseClick(offer, Qt::LeftButton);
    QVERIFY(start.preview("urlPreview").contains(QLatin1String("pit @ localhost")));
    QVERIFY(!offer->isVisible() && !start.url()->text().contains(QLatin1String("hunter2")));
    QApplication::clipboard()->clear();
}

void TestStartPage::oneOfSeveralWaysIsChosen()
{
    Start start;
    QTemporaryDir project;
    writeEnv(project.filePath(QStringLiteral(".env")), "DATABASE_URL=postgresql://app@localhost/pooled\n");
    writeEnv(project.filePath(QStringLiteral(".env.local")), "DIRECT_URL=postgresql://app@localhost/direct\n");
    QSignalSpy asked(&start.page, &StartPage::connectRequested);
    start.find<QLineEdit>("projectField")->setText(project.path());
    QTRY_VERIFY(start.preview("projectPreview").contains(QLatin1String("direct @ localhost")));
    auto *way = start.find<QComboBox>("projectWay");
    QVERIFY(way->isVisible());
    QCOMPARE(way->itemText(0), QStringLiteral("DIRECT_URL in .env.local"));
    way->setCurrentIndex(1);
    QVERIFY(start.preview("projectPreview").contains(QLatin1String("pooled @ localhost")));
    QTest::mouseClick(start.find<QPushButton>("projectConnect"), Qt::LeftButton);
    QCOMPARE(asked.first().at(1).value<RecentConnection>().target, project.filePath(QStringLiteral(".env")));
}

static RecentConnection recent(const char *name, const QString &target, Environment environment)
{
    return {RecentConnection::Kind::Url, QString::fromLatin1(name), target, environment};
}

void TestStartPage::recentOnesComeBack()
{
    Start start;
    const QString url = urlWithoutPassword(*ConnectionInfo::fromUrl(QString::fromLatin1(secretUrl)));
    start.page.remember(recent("one", url, Environment::Staging));
    start.page.remember({RecentConnection::Kind::Demo, QStringLiteral("Demo"), {}, Environment::Local});
    QSignalSpy asked(&start.page, &StartPage::connectRequested);
    QSignalSpy demo(&start.page, &StartPage::demoRequested);
    auto *list = start.find<RecentList>("recentList");
    QCOMPARE(list->count(), 2);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(demo.count(), 1);
    QTest::keyClick(list, Qt::Key_Down);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
    const auto info = asked.first().at(0).value<ConnectionInfo>();
    QCOMPARE(info.environment(), Environment::Staging);
    QCOMPARE(info.parameter(QStringLiteral("port")), QStringLiteral("6432"));
    QCOMPARE(info.parameter(QStringLiteral("sslmode")), QStringLiteral("require"));
    // The field holds it now, so that a password can be added when it turns out to be needed.
    QCOMPARE(start.url()->text(), url);
}

void TestStartPage::recentOnesAreTakenOff()
{
    Start start;
    start.page.remember(recent("one", QStringLiteral("postgresql://a@h/one"), Environment::Local));
    start.page.remember(recent("two", QStringLiteral("postgresql://a@h/two"), Environment::Local));
    start.page.remember(recent("one", QStringLiteral("postgresql://a@h/one"), Environment::Local));
    auto *list = start.find<RecentList>("recentList");
    QCOMPARE(list->count(), 2);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Delete);
    QCOMPARE(list->count(), 1);
    QCOMPARE(recentConnections(start.settings.file).first().name, QStringLiteral("two"));
    QTest::keyClick(list, Qt::Key_Delete);
    QVERIFY(!list->isVisible());
}

void TestStartPage::focusBeginsWhereWorkBegins()
{
    Start start;
    start.page.activated();
    QTRY_VERIFY(start.find<QPushButton>("demoOpen")->hasFocus());
    start.page.remember({RecentConnection::Kind::Demo, QStringLiteral("Demo"), {}, Environment::Local});
    start.page.activated();
    QTRY_VERIFY(start.find<RecentList>("recentList")->hasFocus());
}

QTEST_MAIN(TestStartPage)
#include "tst_startpage.moc"
