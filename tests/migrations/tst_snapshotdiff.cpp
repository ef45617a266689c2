// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/snapshotdiff.h"

#include <QtTest>

using namespace pitboss;
using namespace Qt::Literals::StringLiterals;

static QStringList printed(const Result<QList<SnapshotChange>> &changes)
{
    if (!changes)
        return {changes.error().message};
    QStringList lines;
    for (const SnapshotChange &change : *changes)
        lines << QString(u"+-~"_s[int(change.kind)]) + u' ' + change.object + u": "_s + change.before + u" => "_s
                + change.after;
    return lines;
}

static QString sample(int number)
{
    return QStringLiteral(PITBOSS_SOURCE_DIR "/resources/sample/drizzle/meta/%1_snapshot.json")
        .arg(number, 4, 10, QLatin1Char('0'));
}

class TestSnapshotDiff : public QObject
{
    Q_OBJECT

private slots:
    void sampleTellsWhatItsMigrationsDo()
    {
        QCOMPARE(printed(compareSnapshotFiles(sample(6), sample(7))),
                 (QStringList{u"+ column users.email_verified_at:  => timestamp with time zone"_s,
                              u"+ index users_email_lower_unique on users:  => unique btree (lower(\"email\"))"_s}));
        QCOMPARE(printed(compareSnapshotFiles(sample(7), sample(8))),
                 (QStringList{u"+ index bouts_owner_created_idx on bouts:  => btree (owner_id, created_at desc)"_s}));
        QCOMPARE(printed(compareSnapshotFiles(sample(4), sample(5))), QStringList());
        QVERIFY(printed(compareSnapshotFiles({}, sample(0))).first().startsWith("+ "_L1));
        // Backwards everything that came is gone.
        QCOMPARE(compareSnapshotFiles(sample(7), sample(6))->first().kind, SnapshotChange::Kind::Removed);
    }

    void bothVersionsSayTheSame()
    {
        const auto tree = readSnapshot(R"({"tables": {"public.t": {"name": "t", "schema": "", "columns":
            {"a": {"name": "a", "type": "integer", "notNull": true}}}}})");
        const auto list = readSnapshot(R"({"ddl": [{"entityType": "tables", "name": "t", "schema": "public"},
            {"entityType": "columns", "name": "a", "table": "t", "schema": "public", "type": "integer",
             "notNull": true}]})");
        QVERIFY(tree && list);
        QCOMPARE(*tree, *list);
        QCOMPARE(tree->value(u"column t.a"_s), u"integer not null"_s);
    }

    void aChangedColumnShowsBothSides()
    {
        const Snapshot before{{u"column t.a"_s, u"integer"_s}, {u"table t"_s, {}}};
        const Snapshot after{{u"column t.a"_s, u"bigint"_s}, {u"table t"_s, {}}};
        QCOMPARE(printed(compareSnapshots(before, after)), QStringList{u"~ column t.a: integer => bigint"_s});
    }

    void aNewTableIsOneChange()
    {
        const Snapshot after{{u"column t.a"_s, u"integer"_s}, {u"index i on t"_s, u"btree (a)"_s}, {u"table t"_s, {}}};
        QCOMPARE(printed(compareSnapshots({}, after)), QStringList{u"+ table t:  => 1 column"_s});
    }

    void badFilesSaySo()
    {
        QVERIFY(readSnapshot("{").error().message.startsWith("not JSON"_L1));
        QVERIFY(readSnapshot(R"({"version": "9"})").error().message.startsWith("not a snapshot"_L1));
        QVERIFY(printed(compareSnapshotFiles({}, u"/nowhere.json"_s)).first().contains("/nowhere.json"_L1));
    }
};

QTEST_GUILESS_MAIN(TestSnapshotDiff)
#include "tst_snapshotdiff.moc"
