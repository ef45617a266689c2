// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/catalogsnapshot.h"

#include "migrations/catalogreader.h"
#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

// The parts that come and go with a table.
QString ownerOf(const QString &object)
{
    for (const auto part : {"column "_L1, "constraint "_L1, "trigger "_L1, "policy "_L1, "rule "_L1}) {
        if (object.startsWith(part)) {
            const QStringList names = object.mid(part.size()).split(u'.');
            return u"table "_s + names.value(0) + u'.' + names.value(1);
        }
    }
    if (object.startsWith("sequence settings "_L1))
        return u"sequence "_s + object.mid(18);
    return {};
}

} // namespace

Result<CatalogSnapshot> readCatalogSnapshot(Session &session)
{
    const auto state = CatalogReader(session).all();
    if (!state)
        return fail(state.error());
    return state->objects;
}

QList<SchemaChange> schemaChanges(const CatalogSnapshot &before, const CatalogSnapshot &after)
{
    QList<SchemaChange> changes;
    for (auto it = before.begin(); it != before.end(); ++it) {
        const auto now = after.constFind(it.key());
        const QString owner = ownerOf(it.key());
        const bool goesWithOwner = !owner.isEmpty() && before.contains(owner) && !after.contains(owner);
        if (now == after.constEnd() && !goesWithOwner)
            changes.append({SchemaChange::Kind::Removed, it.key(), it.value(), {}});
        else if (now != after.constEnd() && now.value() != it.value())
            changes.append({SchemaChange::Kind::Changed, it.key(), it.value(), now.value()});
    }
    for (auto it = after.begin(); it != after.end(); ++it) {
        if (!before.contains(it.key()))
            changes.append({SchemaChange::Kind::Added, it.key(), {}, it.value()});
    }
    std::stable_sort(changes.begin(), changes.end(),
                     [](const SchemaChange &a, const SchemaChange &b) { return a.object < b.object; });
    return changes;
}

QString toString(SchemaChange::Kind kind)
{
    static constexpr const char *words[] = {"added", "removed", "changed"};
    return QString::fromLatin1(words[int(kind)]);
}

} // namespace pitboss
