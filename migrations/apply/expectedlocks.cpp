// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/lockholders.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isRelation(ObjectKind kind)
{
    return kind == ObjectKind::Table || kind == ObjectKind::View || kind == ObjectKind::MaterializedView;
}

bool isPart(ObjectKind kind)
{
    return kind == ObjectKind::Column || kind == ObjectKind::Constraint || kind == ObjectKind::Trigger
        || kind == ObjectKind::Policy;
}

// What the manual's "Table-Level Locks" says of the kind of statement; where forms differ, the stronger one.
QString modeOf(const ScriptStatement &statement, const TouchedObject &object)
{
    const bool concurrently = statement.text.toUpper().contains("CONCURRENTLY");
    if (statement.kind == "CREATE INDEX"_L1)
        return concurrently ? u"ShareUpdateExclusiveLock"_s : u"ShareLock"_s;
    if (statement.kind == "CREATE TRIGGER"_L1)
        return u"ShareRowExclusiveLock"_s;
    if (statement.kind.startsWith("VACUUM"_L1) || statement.kind == "ANALYZE"_L1 || statement.kind == "COMMENT"_L1)
        return u"ShareUpdateExclusiveLock"_s;
    if (concurrently)
        return u"ShareUpdateExclusiveLock"_s;
    if (object.effect == TouchEffect::Writes)
        return statement.kind.startsWith("TRUNCATE"_L1) ? u"AccessExclusiveLock"_s : u"RowExclusiveLock"_s;
    if (object.effect == TouchEffect::Alters || object.effect == TouchEffect::Drops || isPart(object.kind))
        return u"AccessExclusiveLock"_s;
    const bool ddl = statement.kind.startsWith("ALTER TABLE"_L1) || statement.kind == "CREATE TABLE"_L1;
    return ddl ? u"ShareRowExclusiveLock"_s : QString(); // the other side of a foreign key
}

} // namespace

QList<LockTaken> expectedLocks(const Script &script)
{
    QList<LockTaken> locks;
    QStringList made; // here, so nobody else can be in the way
    for (const ScriptStatement &statement : script.statements()) {
        for (const TouchedObject &object : statement.touches) {
            if (!isRelation(object.kind) && !isPart(object.kind))
                continue;
            const QString schema = object.name.schema.isEmpty() ? u"public"_s : object.name.schema;
            const QString relation = schema + u'.' + object.name.name;
            if (object.effect == TouchEffect::Creates && isRelation(object.kind))
                made << relation;
            const LockTaken lock{relation, modeOf(statement, object)};
            if (!lock.mode.isEmpty() && !made.contains(relation) && !locks.contains(lock))
                locks << lock;
        }
    }
    return locks;
}

} // namespace pitboss
