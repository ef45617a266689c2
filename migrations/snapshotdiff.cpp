// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/snapshotdiff.h"

#include "migrations/words.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QString valueText(const QJsonValue &value);

QString objectText(const QJsonObject &object)
{
    QStringList parts;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString text = valueText(*it);
        if (!text.isEmpty() && text != "false"_L1)
            parts << it.key() + u' ' + text;
    }
    return parts.join(u", "_s);
}

QString valueText(const QJsonValue &value)
{
    if (value.isObject())
        return objectText(value.toObject());
    if (!value.isArray())
        return value.toVariant().toString();
    QStringList parts;
    const QJsonArray items = value.toArray();
    for (const auto item : items)
        parts << valueText(item);
    return parts.isEmpty() ? QString() : u'(' + parts.join(u", "_s) + u')';
}

QString columnText(const QJsonObject &column)
{
    QString text = valueText(column["type"_L1]);
    if (column["primaryKey"_L1].toBool())
        text += u" primary key"_s;
    if (column["notNull"_L1].toBool())
        text += u" not null"_s;
    if (column.contains("default"_L1) && !column["default"_L1].isNull())
        text += u" default "_s + valueText(column["default"_L1]);
    QJsonObject rest = column;
    for (const auto key : {"name"_L1, "type"_L1, "primaryKey"_L1, "notNull"_L1, "default"_L1, "schema"_L1, "table"_L1,
                           "entityType"_L1, "typeSchema"_L1})
        rest.remove(key);
    const QString more = objectText(rest);
    return more.isEmpty() ? text : text + u", "_s + more;
}

QString indexText(const QJsonObject &index)
{
    QStringList columns;
    const QJsonArray all = index["columns"_L1].toArray();
    for (const auto column : all) {
        const QJsonObject part = column.toObject();
        const QString name = part.contains("expression"_L1) ? part["expression"_L1].toString() : valueText(column);
        columns << (part.contains("asc"_L1) && !part["asc"_L1].toBool() ? name + u" desc"_s : name);
    }
    QString text = index["isUnique"_L1].toBool() ? u"unique "_s : QString();
    text += index["method"_L1].toString() + u" ("_s + columns.join(u", "_s) + u')';
    if (const QString where = index["where"_L1].toString(); !where.isEmpty())
        text += u" where "_s + where;
    return text.trimmed();
}

QString foreignKeyText(const QJsonObject &key)
{
    QString text = valueText(key["columnsFrom"_L1].isUndefined() ? key["columns"_L1] : key["columnsFrom"_L1]) + u" → "_s
        + key["tableTo"_L1].toString() + u' ' + valueText(key["columnsTo"_L1]);
    if (const QString rule = key["onDelete"_L1].toString(); !rule.isEmpty() && rule.toLower() != "no action"_L1)
        text += u" on delete "_s + rule;
    return text;
}

QString plainText(const QJsonObject &object)
{
    QJsonObject rest = object;
    for (const auto key : {"name"_L1, "schema"_L1, "table"_L1, "entityType"_L1})
        rest.remove(key);
    return objectText(rest);
}

QString qualified(const QString &schema, const QString &name)
{
    return schema.isEmpty() || schema == "public"_L1 ? name : schema + u'.' + name;
}

struct Part
{
    const char *field;  ///< in a table of version 7
    const char *entity; ///< in version 8
    const char *words;
    QString (*text)(const QJsonObject &);
};
constexpr Part parts[] = {
    {"indexes", "indexes", "index %2 on %1", indexText},
    {"foreignKeys", "fks", "foreign key %2 of %1", foreignKeyText},
    {"compositePrimaryKeys", "pks", "primary key %2 of %1", plainText},
    {"uniqueConstraints", "uniques", "unique constraint %2 of %1", plainText},
    {"checkConstraints", "checks", "check %2 of %1", plainText},
    {"policies", "policies", "policy %2 on %1", plainText},
    {"columns", "columns", "column %1.%2", columnText},
};

void readTable(Snapshot &snapshot, const QJsonObject &table)
{
    const QString name = qualified(table["schema"_L1].toString(), table["name"_L1].toString());
    snapshot.insert(u"table "_s + name, table["isRLSEnabled"_L1].toBool() ? u"row level security"_s : QString());
    for (const Part &part : parts) {
        const QJsonObject entries = table[QLatin1StringView(part.field)].toObject();
        for (auto it = entries.begin(); it != entries.end(); ++it)
            snapshot.insert(QLatin1StringView(part.words).toString().arg(name, it.key()), part.text(it->toObject()));
    }
}

void readTree(Snapshot &snapshot, const QJsonObject &root)
{
    for (const QJsonValue table : root["tables"_L1].toObject())
        readTable(snapshot, table.toObject());
    const std::pair<QLatin1StringView, QString> others[] = {{"enums"_L1, u"enum "_s},
                                                            {"sequences"_L1, u"sequence "_s},
                                                            {"views"_L1, u"view "_s},
                                                            {"roles"_L1, u"role "_s},
                                                            {"schemas"_L1, u"schema "_s}};
    for (const auto &[field, words] : others) {
        for (const QJsonValue value : root[field].toObject()) {
            const QJsonObject entry = value.toObject();
            const QString name = entry.isEmpty() ? value.toString() : entry["name"_L1].toString();
            snapshot.insert(words + qualified(entry["schema"_L1].toString(), name), plainText(entry));
        }
    }
}

void readEntity(Snapshot &snapshot, const QJsonObject &entity)
{
    const QString type = entity["entityType"_L1].toString();
    const QString name = entity["name"_L1].toString();
    const QString schema = entity["schema"_L1].toString();
    for (const Part &part : parts) {
        if (type == QLatin1StringView(part.entity)) {
            const QString table = qualified(schema, entity["table"_L1].toString());
            snapshot.insert(QLatin1StringView(part.words).toString().arg(table, name), part.text(entity));
            return;
        }
    }
    const QString word = type.endsWith(u's') ? type.chopped(1) : type;
    snapshot.insert(word + u' ' + qualified(schema, name), plainText(entity));
}

// "column users.email" and "index x on users" belong to "table users".
bool isPartOf(const QString &object, const QString &table)
{
    return object.startsWith(u"column "_s + table + u'.') || object.endsWith(u" on "_s + table)
        || object.endsWith(u" of "_s + table);
}

bool isPartOfWhole(const QString &object, const QStringList &tables)
{
    for (const QString &table : tables) {
        if (isPartOf(object, table))
            return true;
    }
    return false;
}

QStringList tablesOnlyIn(const Snapshot &one, const Snapshot &other)
{
    QStringList tables;
    for (auto it = one.begin(); it != one.end(); ++it) {
        if (it.key().startsWith("table "_L1) && !other.contains(it.key()))
            tables << it.key().mid(6);
    }
    return tables;
}

QString tableText(const Snapshot &snapshot, const QString &table)
{
    int columns = 0;
    for (auto it = snapshot.begin(); it != snapshot.end(); ++it)
        columns += it.key().startsWith(u"column "_s + table + u'.') ? 1 : 0;
    return columns == 1 ? Words::tr("1 column") : Words::tr("%1 columns").arg(columns);
}

// `kind` is said of what stands in `whole` and not in `other`.
void appendMissing(QList<SnapshotChange> &changes, SnapshotChange::Kind kind, const Snapshot &whole,
                   const Snapshot &other)
{
    const QStringList tables = tablesOnlyIn(whole, other);
    for (auto it = whole.begin(); it != whole.end(); ++it) {
        if (other.contains(it.key()) || isPartOfWhole(it.key(), tables))
            continue;
        const QString text = it.key().startsWith("table "_L1) ? tableText(whole, it.key().mid(6)) : it.value();
        const bool added = kind == SnapshotChange::Kind::Added;
        changes.append({kind, it.key(), added ? QString() : text, added ? text : QString()});
    }
}

Result<Snapshot> readSnapshotFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(Error::Kind::File, Words::tr("%1 cannot be read.").arg(path), file.errorString());
    auto snapshot = readSnapshot(file.readAll());
    if (!snapshot)
        return fail(Error::Kind::Data, Words::tr("%1: %2").arg(path, snapshot.error().message));
    return snapshot;
}

} // namespace

Result<Snapshot> readSnapshot(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonObject root = QJsonDocument::fromJson(json, &error).object();
    if (error.error != QJsonParseError::NoError)
        return fail(Error::Kind::Data,
                    Words::tr("not JSON: %1 at byte %2.").arg(error.errorString()).arg(error.offset));
    Snapshot snapshot;
    const QJsonArray entities = root["ddl"_L1].toArray();
    if (root["tables"_L1].isObject())
        readTree(snapshot, root);
    else if (!root["ddl"_L1].isArray())
        return fail(Error::Kind::Data, Words::tr("not a snapshot that Pitboss knows (versions 7 and 8)."));
    else
        for (const auto entity : entities)
            readEntity(snapshot, entity.toObject());
    return snapshot;
}

QList<SnapshotChange> compareSnapshots(const Snapshot &before, const Snapshot &after)
{
    QList<SnapshotChange> changes;
    appendMissing(changes, SnapshotChange::Kind::Added, after, before);
    appendMissing(changes, SnapshotChange::Kind::Removed, before, after);
    for (auto it = after.begin(); it != after.end(); ++it) {
        const auto old = before.constFind(it.key());
        if (old != before.constEnd() && *old != *it)
            changes.append({SnapshotChange::Kind::Changed, it.key(), *old, *it});
    }
    return changes;
}

Result<QList<SnapshotChange>> compareSnapshotFiles(const QString &before, const QString &after)
{
    const auto now = readSnapshotFile(after);
    if (!now)
        return fail(now.error());
    if (before.isEmpty())
        return compareSnapshots({}, *now);
    const auto old = readSnapshotFile(before);
    if (!old)
        return fail(old.error());
    return compareSnapshots(*old, *now);
}

} // namespace pitboss
