// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

class TestSample : public QObject
{
    Q_OBJECT

private slots:
    void isCompiledIn();
};

void TestSample::isCompiledIn()
{
    QFile journal(QStringLiteral(":/sample/drizzle/meta/_journal.json"));
    QVERIFY(journal.open(QIODevice::ReadOnly));
    const QJsonArray entries =
        QJsonDocument::fromJson(journal.readAll()).object().value(QStringLiteral("entries")).toArray();
    QCOMPARE(entries.size(), 9);
}

QTEST_GUILESS_MAIN(TestSample)
#include "tst_sample.moc"
