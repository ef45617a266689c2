// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/catalogfacts.h"

#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

// Serial is not a type: the column it makes is an integer.
QString storedType(const QString &shape)
{
    static const QHash<QString, QString> serials{{u"serial"_s, u"integer"_s},       {u"serial4"_s, u"integer"_s},
                                                 {u"bigserial"_s, u"bigint"_s},     {u"serial8"_s, u"bigint"_s},
                                                 {u"smallserial"_s, u"smallint"_s}, {u"serial2"_s, u"smallint"_s}};
    return serials.value(shape, shape);
}

bool leavesTrace(ObjectKind kind)
{
    return kind != ObjectKind::Other;
}

// A dropped or renamed table takes its parts along.
void dropParts(QList<ExpectedObject> &out, const TouchedObject &table)
{
    const QString infix = u' ' + table.name.key() + u'.';
    out.removeIf([&](const ExpectedObject &object) { return object.key.contains(infix); });
}

void put(QList<ExpectedObject> &out, const ExpectedObject &object)
{
    for (ExpectedObject &known : out) {
        if (known.key == object.key) {
            const bool alter = object.present && known.present;
            const QString shape = object.shape.isEmpty() && alter ? known.shape : object.shape;
            const bool notNull = object.notNull || (alter && known.notNull);
            known = object;
            known.shape = shape;
            known.notNull = notNull;
            return;
        }
    }
    out << object;
}

bool changesCatalog(const TouchedObject &object)
{
    if (object.effect == TouchEffect::Creates || object.effect == TouchEffect::Drops)
        return leavesTrace(object.kind);
    const bool column = object.kind == ObjectKind::Column;
    return object.effect == TouchEffect::Alters && column && (!object.shape.isEmpty() || object.notNull);
}

// Names as arrays, answers as (space, schema, name, part, shape, not null, found along the search path).
const char *const existing = R"(
with wanted as (select unnest($1::text[]) as name)
select 'relation', n.nspname, c.relname, '', '', false, pg_catalog.pg_table_is_visible(c.oid)
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relname in (select name from wanted) and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
union all
select 'column', n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
       pg_catalog.pg_table_is_visible(c.oid)
  from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relname in (select name from wanted) and a.attnum > 0 and not a.attisdropped
   and c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
union all
select 'constraint', n.nspname, c.relname, k.conname, '', false, pg_catalog.pg_table_is_visible(c.oid)
  from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relname in (select name from wanted)
union all
select 'trigger', n.nspname, c.relname, t.tgname, '', false, pg_catalog.pg_table_is_visible(c.oid)
  from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relname in (select name from wanted) and not t.tgisinternal
union all
select 'policy', n.nspname, c.relname, p.polname, '', false, pg_catalog.pg_table_is_visible(c.oid)
  from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relname in (select name from wanted)
union all
select 'type', n.nspname, t.typname, '', '', false, pg_catalog.pg_type_is_visible(t.oid)
  from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
 where t.typname in (select name from wanted) and n.nspname !~ '^pg_'
union all
select 'enum value', n.nspname, t.typname, e.enumlabel, '', false, pg_catalog.pg_type_is_visible(t.oid)
  from pg_catalog.pg_enum e join pg_catalog.pg_type t on t.oid = e.enumtypid
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace where t.typname in (select name from wanted)
union all
select distinct 'function', n.nspname, p.proname, '', '', false, pg_catalog.pg_function_is_visible(p.oid)
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
 where p.proname in (select name from wanted) and n.nspname !~ '^pg_'
union all
select 'schema', '', nspname, '', '', false, false from pg_catalog.pg_namespace where nspname in (select name from wanted)
union all
select 'extension', '', extname, '', '', false, false from pg_catalog.pg_extension
 where extname in (select name from wanted))";

QByteArray arrayLiteral(const QStringList &names)
{
    QStringList quoted;
    for (QString name : names)
        quoted << u'"' + name.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"';
    return QString(u'{' + quoted.join(u',') + u'}').toUtf8();
}

// "column public.users.email" → "users"; names may hold dots, so every way to cut is asked for.
QStringList namesIn(const ExpectedObject &object)
{
    const bool spaced = object.key.startsWith("enum value "_L1);
    const QString rest = object.key.mid(spaced ? 11 : object.key.indexOf(u' ') + 1);
    const QStringList parts = rest.split(u'.');
    QStringList names{rest, parts.value(1, rest)};
    for (qsizetype i = 2; i < parts.size(); ++i)
        names << parts.mid(1, i).join(u'.');
    return names;
}

QString keyOf(const ResultSet &rows, int row, const QString &schema)
{
    const QString space = rows.text(row, 0);
    const bool global = space == "schema"_L1 || space == "extension"_L1;
    const QString part = rows.text(row, 3);
    return space + u' ' + (global ? QString() : schema + u'.') + rows.text(row, 2)
        + (part.isEmpty() ? QString() : u'.' + part);
}

} // namespace

QList<ExpectedObject> expectedObjects(const Script &script)
{
    QList<ExpectedObject> out;
    for (const ScriptStatement &statement : script.statements()) {
        for (const TouchedObject &object : statement.touches) {
            if (!changesCatalog(object))
                continue;
            const bool present = object.effect != TouchEffect::Drops;
            if (!present && object.part.isEmpty())
                dropParts(out, object);
            put(out, {object.key(), object.shown(), present, storedType(object.shape), object.notNull, object.inlined});
        }
    }
    return out;
}

bool CatalogFacts::satisfies(const ExpectedObject &expected) const
{
    const auto found = objects.constFind(expected.key);
    if (found == objects.constEnd())
        return !expected.present;
    if (!expected.present)
        return false;
    const bool sameShape = expected.shape.isEmpty() || found->shape == expected.shape
        || found->shape.section(u'.', -1) == expected.shape.section(u'.', -1);
    return sameShape && (!expected.notNull || found->notNull);
}

Result<CatalogFacts> readCatalogFacts(Session &session, const QList<ExpectedObject> &expected)
{
    CatalogFacts facts;
    facts.asked = true;
    QStringList names;
    for (const ExpectedObject &object : expected)
        names << namesIn(object);
    names.removeDuplicates();
    const auto rows = session.execute(Statement(existing).bind(arrayLiteral(names)));
    if (!rows)
        return fail(rows.error());
    for (int row = 0; row < rows->rowCount(); ++row) {
        const CatalogFacts::Object object{rows->text(row, 4), rows->boolean(row, 5)};
        facts.objects.insert(keyOf(*rows, row, rows->text(row, 1)), object);
        // A name without a schema is looked for along the search path; its key says public.
        if (rows->boolean(row, 6))
            facts.objects.insert(keyOf(*rows, row, u"public"_s), object);
    }
    return facts;
}

} // namespace pitboss
