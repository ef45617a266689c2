// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/connectionspanel.h"

using namespace pitboss;
using namespace pitboss::test;

/// The saved connections as a person handles them.
class TestConnections : public QObject
{
    Q_OBJECT

private slots:
    void listsAndFinds();
    void ordersAndDuplicates();
    void deletesAndTakesItBack();
    void saysWhatTheKeyChainStillHolds();
    void addsWithAPassword();
    void tellsWhenThePasswordIsNotKept();
    void aChangedHostLosesThePassword();
    void saysWhereAPasswordStays();
    void everyControlHasAName();
    void seesWhatAnotherProgramChanged();
};

void TestConnections::listsAndFinds()
{
    SavedConnection locked = named("Live", Environment::Production);
    locked.writesAllowed = false;
    const Panel panel({named("Local"), named("Stage", Environment::Staging), locked});
    QCOMPARE(panel.shown(), strings({"Local", "Stage", "Live"}));
    QVERIFY(panel.list()->item(2)->data(Qt::AccessibleTextRole).toString().contains(QLatin1String("Production")));
    QVERIFY(panel.list()->item(2)->data(Qt::AccessibleTextRole).toString().contains(QLatin1String("writes forbidden")));
    QTest::keyClicks(panel.find<QLineEdit>("connectionSearch"), QStringLiteral("pit LIVE"));
    QCOMPARE(panel.shown(), strings({"Live"}));
    QSignalSpy opened(&panel.panel, &ConnectionsPanel::openRequested);
    panel.press(Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QCOMPARE(opened.first().first().value<SavedConnection>().name, QStringLiteral("Live"));
    panel.find<QLineEdit>("connectionSearch")->setText(QStringLiteral("nothing such"));
    QVERIFY(!panel.list()->isVisible());
    panel.find<QLineEdit>("connectionSearch")->clear();
    QCOMPARE(panel.list()->count(), 3);
}

void TestConnections::ordersAndDuplicates()
{
    const Panel panel({named("A"), named("B"), named("C")});
    panel.press(Qt::Key_Down, Qt::AltModifier);
    QTRY_COMPARE(panel.shown(), strings({"B", "A", "C"}));
    QCOMPARE(panel.saved(), panel.shown());
    panel.press(Qt::Key_Down, Qt::AltModifier); // the same one is still the current one
    QTRY_COMPARE(panel.shown(), strings({"B", "C", "A"}));
    panel.press(Qt::Key_Up, Qt::AltModifier);
    QTRY_COMPARE(panel.shown(), strings({"B", "A", "C"}));
    panel.press(Qt::Key_D, Qt::ControlModifier);
    QTRY_COMPARE(panel.shown(), strings({"B", "A", "C", "A 2"}));
    const auto all = panel.store.read();
    QVERIFY(all->at(1).id != all->at(3).id);
    QCOMPARE(all->at(1).host, all->at(3).host);
}

void TestConnections::deletesAndTakesItBack()
{
    SavedConnection kept = named("A");
    kept.passwordKept = true;
    Panel panel({kept, named("B")});
    panel.kept.write(kept.secretKey(), QStringLiteral("hunter2"));
    panel.press(Qt::Key_Delete);
    QTRY_COMPARE(panel.saved(), strings({"B"}));
    QTRY_VERIFY(!panel.kept.find(kept.secretKey()));
    QVERIFY(panel.message()->text().contains(QStringLiteral("“A” was deleted")));
    QTest::mouseClick(panel.find<QPushButton>("messageAction"), Qt::LeftButton);
    QTRY_COMPARE(panel.saved(), strings({"A", "B"}));
    QCOMPARE(panel.store.read()->first(), kept);
    QTRY_COMPARE(panel.kept.find(kept.secretKey()).value_or(QString()), QStringLiteral("hunter2"));
}

void TestConnections::saysWhatTheKeyChainStillHolds()
{
    ClosedSecrets closed;
    SavedConnection kept = named("A");
    kept.passwordKept = true;
    Panel panel({kept}, &closed);
    panel.press(Qt::Key_Delete);
    QTRY_VERIFY(panel.message()->text().contains(QStringLiteral("“A” was deleted, but its password is still kept")));
    QTRY_COMPARE(panel.saved(), strings({}));
    QTest::mouseClick(panel.find<QPushButton>("messageAction"), Qt::LeftButton);
    QTRY_COMPARE(panel.shown(), strings({"A"}));
    panel.press(Qt::Key_F2); // and of an address that it had
    ConnectionEditor *editor = panel.editor();
    QVERIFY(editor);
    Panel::field(editor, "connectionHost")->setText(QStringLiteral("elsewhere.example"));
    Panel::click(editor, "connectionSave");
    QTRY_VERIFY(panel.message()->text().contains(QStringLiteral("its password of before is still kept")));
}

void TestConnections::addsWithAPassword()
{
    Panel panel;
    QVERIFY(!panel.find<QLineEdit>("connectionSearch")->isVisible());
    QTest::mouseClick(panel.find<QToolButton>("connectionNew"), Qt::LeftButton);
    ConnectionEditor *editor = panel.editor();
    QVERIFY(editor);
    QTest::keyClicks(Panel::field(editor, "connectionName"), QStringLiteral("Mine"));
    QTest::keyClicks(Panel::field(editor, "connectionHost"), QStringLiteral("db.example.org"));
    editor->findChild<QSpinBox *>(QStringLiteral("connectionPort"))->setValue(6432);
    QTest::keyClicks(Panel::field(editor, "connectionDatabase"), QStringLiteral("pit"));
    QTest::keyClicks(Panel::field(editor, "connectionUser"), QStringLiteral("app"));
    QTest::keyClicks(Panel::field(editor, "connectionPassword"), QStringLiteral("hunter2"));
    QCOMPARE(Panel::field(editor, "connectionPassword")->echoMode(), QLineEdit::Password);
    editor->findChild<QCheckBox *>(QStringLiteral("connectionForbid"))->setChecked(true);
    Panel::click(editor, "connectionSave");
    QTRY_COMPARE(panel.saved(), strings({"Mine"}));
    const SavedConnection saved = panel.store.read()->first();
    QCOMPARE(saved.port, 6432);
    QVERIFY(!saved.writesAllowed && saved.passwordKept);
    QCOMPARE(saved.environment, Environment::Production); // guessed from the host
    QCOMPARE(panel.kept.find(saved.secretKey()).value_or(QString()), QStringLiteral("hunter2"));
    QFile file(panel.store.path());
    QVERIFY(file.open(QIODevice::ReadOnly) && !file.readAll().contains("hunter2"));
}

void TestConnections::tellsWhenThePasswordIsNotKept()
{
    ClosedSecrets closed;
    Panel panel({}, &closed);
    panel.panel.save(*ConnectionInfo::fromUrl(QStringLiteral("postgresql://app:hunter2@db.example.org/pit")));
    ConnectionEditor *editor = panel.editor();
    QVERIFY(editor);
    Panel::click(editor, "connectionSave");
    QTRY_COMPARE(panel.saved().size(), 1);
    QTRY_VERIFY(panel.message()->isVisible());
    QVERIFY2(panel.message()->text().contains(QLatin1String("The key chain is locked.")),
             qPrintable(panel.message()->text()));
    const SavedConnection saved = panel.store.read()->first();
    QVERIFY(!saved.passwordKept);
    QCOMPARE(panel.memory.find(saved.secretKey()).value_or(QString()), QStringLiteral("hunter2")); // for this run
}

void TestConnections::aChangedHostLosesThePassword()
{
    SavedConnection kept = named("A");
    kept.passwordKept = true;
    Panel panel({kept});
    panel.kept.write(kept.secretKey(), QStringLiteral("hunter2"));
    panel.press(Qt::Key_F2);
    ConnectionEditor *editor = panel.editor();
    QVERIFY(editor);
    Panel::field(editor, "connectionHost")->setText(QStringLiteral("elsewhere.example"));
    Panel::click(editor, "connectionSave");
    QTRY_COMPARE(panel.store.read()->first().host, QStringLiteral("elsewhere.example"));
    QVERIFY(!panel.store.read()->first().passwordKept);
    QVERIFY(!panel.kept.find(panel.store.read()->first().secretKey()));
    QVERIFY(!panel.kept.find(kept.secretKey()));
}

void TestConnections::saysWhereAPasswordStays()
{
    for (const bool canKeep : {true, false}) {
        PasswordDialog dialog(named("A").info(), ClosedSecrets::error(), canKeep);
        dialog.show();
        QCOMPARE(dialog.findChild<QCheckBox *>(QStringLiteral("passwordKeep"))->isVisible(), canKeep);
        const QString words = dialog.findChild<QLabel *>(QStringLiteral("passwordMemory"))->text();
        QCOMPARE(words.startsWith(QLatin1String("Otherwise")), canKeep);
        QVERIFY(words.contains(QLatin1String("in memory")));
    }
}

void TestConnections::everyControlHasAName()
{
    Panel panel({named("A")});
    panel.press(Qt::Key_F2);
    ConnectionEditor *editor = panel.editor();
    QVERIFY(editor);
    auto *leaves = editor->findChild<ConnectionFields *>();
    for (int i = 0; i < leaves->count(); ++i) {
        leaves->setCurrentIndex(i);
        const QStringList nameless = test::namelessControls(editor);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char('\n'))));
    }
    QVERIFY2(test::namelessControls(&panel.panel).isEmpty(),
             qPrintable(test::namelessControls(&panel.panel).join(QLatin1Char('\n'))));
    PasswordDialog dialog(named("A").info(), ClosedSecrets::error(), true);
    dialog.show();
    QVERIFY2(test::namelessControls(&dialog).isEmpty(),
             qPrintable(test::namelessControls(&dialog).join(QLatin1Char('\n'))));
    QVERIFY(dialog.findChild<QLineEdit *>()->echoMode() == QLineEdit::Password);
}

void TestConnections::seesWhatAnotherProgramChanged()
{
    Panel panel({named("A"), named("B")});
    QVERIFY(ConnectionStore(panel.store.path()).put(named("C"))); // another program
    panel.press(Qt::Key_Delete);
    QTRY_COMPARE(panel.shown(), strings({"B", "C"})); // nothing of theirs was lost, and it is shown
    QVERIFY(ConnectionStore(panel.store.path()).put(named("D")));
    panel.panel.reload();
    QTRY_COMPARE(panel.shown(), strings({"B", "C", "D"}));
}

QTEST_MAIN(TestConnections)
#include "tst_connections.moc"
