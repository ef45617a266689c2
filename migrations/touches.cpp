// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/touches.h"

#include <QHash>
#include <QSet>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

ObjectKind kindOf(const QString &objectType)
{
    static const QHash<QString, ObjectKind> kinds{
        {u"OBJECT_TABLE"_s, ObjectKind::Table},       {u"OBJECT_FOREIGN_TABLE"_s, ObjectKind::Table},
        {u"OBJECT_VIEW"_s, ObjectKind::View},         {u"OBJECT_MATVIEW"_s, ObjectKind::MaterializedView},
        {u"OBJECT_INDEX"_s, ObjectKind::Index},       {u"OBJECT_SEQUENCE"_s, ObjectKind::Sequence},
        {u"OBJECT_COLUMN"_s, ObjectKind::Column},     {u"OBJECT_TABCONSTRAINT"_s, ObjectKind::Constraint},
        {u"OBJECT_TYPE"_s, ObjectKind::Type},         {u"OBJECT_DOMAIN"_s, ObjectKind::Type},
        {u"OBJECT_FUNCTION"_s, ObjectKind::Function}, {u"OBJECT_PROCEDURE"_s, ObjectKind::Function},
        {u"OBJECT_ROUTINE"_s, ObjectKind::Function},  {u"OBJECT_AGGREGATE"_s, ObjectKind::Function},
        {u"OBJECT_TRIGGER"_s, ObjectKind::Trigger},   {u"OBJECT_POLICY"_s, ObjectKind::Policy},
        {u"OBJECT_SCHEMA"_s, ObjectKind::Schema},     {u"OBJECT_EXTENSION"_s, ObjectKind::Extension}};
    return kinds.value(objectType, ObjectKind::Other);
}

TouchedObject touched(TouchEffect effect, ObjectKind kind, const QualifiedName &name, const QString &part = {},
                      bool guarded = false, int location = -1)
{
    TouchedObject object;
    object.effect = effect;
    object.kind = kind;
    object.name = name;
    object.part = part;
    object.guarded = guarded;
    object.location = location;
    return object;
}

class Collector
{
public:
    QList<TouchedObject> collect(const Node &statement)
    {
        using Handler = void (Collector::*)(const Node &);
        static const QHash<QString, Handler> handlers{{u"CreateStmt"_s, &Collector::createTable},
                                                      {u"AlterTableStmt"_s, &Collector::alterTable},
                                                      {u"IndexStmt"_s, &Collector::createIndex},
                                                      {u"DropStmt"_s, &Collector::drop},
                                                      {u"RenameStmt"_s, &Collector::rename},
                                                      {u"AlterEnumStmt"_s, &Collector::alterEnum},
                                                      {u"AlterObjectSchemaStmt"_s, &Collector::setSchema},
                                                      {u"CreateEnumStmt"_s, &Collector::createEnum},
                                                      {u"CompositeTypeStmt"_s, &Collector::createComposite},
                                                      {u"CreateRangeStmt"_s, &Collector::createNamedType},
                                                      {u"CreateDomainStmt"_s, &Collector::createDomain},
                                                      {u"AlterDomainStmt"_s, &Collector::alterDomain},
                                                      {u"CreateFunctionStmt"_s, &Collector::createFunction},
                                                      {u"CreateTrigStmt"_s, &Collector::createTrigger},
                                                      {u"CreatePolicyStmt"_s, &Collector::createPolicy},
                                                      {u"AlterPolicyStmt"_s, &Collector::createPolicy},
                                                      {u"CreateSchemaStmt"_s, &Collector::createSchema},
                                                      {u"CreateExtensionStmt"_s, &Collector::createExtension},
                                                      {u"ViewStmt"_s, &Collector::createView},
                                                      {u"CreateTableAsStmt"_s, &Collector::createTableAs},
                                                      {u"CreateSeqStmt"_s, &Collector::createSequence},
                                                      {u"AlterSeqStmt"_s, &Collector::createSequence},
                                                      {u"InsertStmt"_s, &Collector::writeRows},
                                                      {u"UpdateStmt"_s, &Collector::writeRows},
                                                      {u"DeleteStmt"_s, &Collector::writeRows},
                                                      {u"MergeStmt"_s, &Collector::writeRows},
                                                      {u"CopyStmt"_s, &Collector::copy},
                                                      {u"TruncateStmt"_s, &Collector::truncate}};
        if (const Handler handler = handlers.value(statement.type()))
            (this->*handler)(statement);
        collectReads(statement);
        return m_out;
    }

private:
    void put(const TouchedObject &object) { m_out << object; }

    void column(const Node &column, const QualifiedName &table, TouchEffect effect, bool guarded, bool inlined)
    {
        TouchedObject object =
            touched(effect, ObjectKind::Column, table, column.text("colname"_L1), guarded, column.location());
        object.shape = typeText(column.plain("typeName"_L1, "TypeName"_L1));
        object.inlined = inlined;
        for (const Node &constraint : column.list("constraints"_L1)) {
            const QString type = constraint.text("contype"_L1);
            object.notNull |= type == "CONSTR_NOTNULL"_L1 || type == "CONSTR_PRIMARY"_L1;
            references(constraint);
        }
        put(object);
    }

    void references(const Node &constraint)
    {
        if (const Node other = constraint.plain("pktable"_L1, "RangeVar"_L1))
            put(touched(TouchEffect::Reads, ObjectKind::Table, relationName(other), {}, false, other.location()));
    }

    void constraint(const Node &constraint, const QualifiedName &table, bool inlined)
    {
        if (!constraint.text("conname"_L1).isEmpty()) {
            TouchedObject object = touched(TouchEffect::Creates, ObjectKind::Constraint, table,
                                           constraint.text("conname"_L1), false, constraint.location());
            object.inlined = inlined;
            put(object);
        }
        references(constraint);
    }

    void createTable(const Node &statement)
    {
        const Node relation = statement.plain("relation"_L1, "RangeVar"_L1);
        const QualifiedName table = relationName(relation);
        const bool guarded = statement.flag("if_not_exists"_L1);
        put(touched(TouchEffect::Creates, ObjectKind::Table, table, {}, guarded, relation.location()));
        for (const Node &element : statement.list("tableElts"_L1)) {
            if (element.is("ColumnDef"_L1))
                column(element, table, TouchEffect::Creates, guarded, true);
            else if (element.is("Constraint"_L1))
                constraint(element, table, true);
        }
    }

    void alterTable(const Node &statement)
    {
        const Node relation = statement.plain("relation"_L1, "RangeVar"_L1);
        const QualifiedName table = relationName(relation);
        put(touched(TouchEffect::Alters, kindOf(statement.text("objtype"_L1)), table, {},
                    statement.flag("missing_ok"_L1), relation.location()));
        for (const Node &command : statement.list("cmds"_L1))
            alterCommand(command, table);
    }

    void alterCommand(const Node &command, const QualifiedName &table)
    {
        const QString type = command.text("subtype"_L1);
        const bool guarded = command.flag("missing_ok"_L1);
        const Node definition = command.child("def"_L1);
        const QString name = command.text("name"_L1);
        if (type == "AT_AddColumn"_L1)
            column(definition, table, TouchEffect::Creates, guarded, false);
        else if (type == "AT_DropColumn"_L1)
            put(touched(TouchEffect::Drops, ObjectKind::Column, table, name, guarded));
        else if (type == "AT_AddConstraint"_L1)
            constraint(definition, table, false);
        else if (type == "AT_DropConstraint"_L1)
            put(touched(TouchEffect::Drops, ObjectKind::Constraint, table, name, guarded));
        else if (type == "AT_ValidateConstraint"_L1)
            put(touched(TouchEffect::Alters, ObjectKind::Constraint, table, name));
        else if (!name.isEmpty())
            alterColumn(type, name, definition, table);
    }

    void alterColumn(const QString &type, const QString &name, const Node &definition, const QualifiedName &table)
    {
        TouchedObject object = touched(TouchEffect::Alters, ObjectKind::Column, table, name);
        if (type == "AT_AlterColumnType"_L1)
            object.shape = typeText(definition.plain("typeName"_L1, "TypeName"_L1));
        object.notNull = type == "AT_SetNotNull"_L1;
        if (type.startsWith("AT_"_L1) && (type.contains("Column"_L1) || type.contains("NotNull"_L1)))
            put(object);
    }

    void createIndex(const Node &statement)
    {
        const Node relation = statement.plain("relation"_L1, "RangeVar"_L1);
        const QualifiedName table = relationName(relation);
        if (statement.has("idxname"_L1))
            put(touched(TouchEffect::Creates, ObjectKind::Index, {table.schema, statement.text("idxname"_L1)}, {},
                        statement.flag("if_not_exists"_L1)));
        put(touched(TouchEffect::Reads, ObjectKind::Table, table, {}, false, relation.location()));
    }

    void drop(const Node &statement)
    {
        const ObjectKind kind = kindOf(statement.text("removeType"_L1));
        const bool guarded = statement.flag("missing_ok"_L1);
        const bool parted = kind == ObjectKind::Trigger || kind == ObjectKind::Policy;
        for (const Node &object : statement.list("objects"_L1)) {
            QStringList names = object.names("items"_L1) + object.names("names"_L1) + object.names("objname"_L1);
            if (object.is("String"_L1))
                names << object.text("sval"_L1);
            const QString part = parted && names.size() > 1 ? names.takeLast() : QString();
            put(touched(TouchEffect::Drops, kind, qualifiedName(names), part, guarded));
        }
    }

    void rename(const Node &statement)
    {
        const ObjectKind kind = kindOf(statement.text("renameType"_L1));
        QualifiedName name = relationName(statement.plain("relation"_L1, "RangeVar"_L1));
        if (name.name.isEmpty())
            name = qualifiedName(statement.child("object"_L1).names("items"_L1));
        const QString part = statement.text("subname"_L1);
        TouchedObject before = touched(TouchEffect::Drops, kind, name, part, statement.flag("missing_ok"_L1));
        TouchedObject after = before;
        after.effect = TouchEffect::Creates;
        (part.isEmpty() ? after.name.name : after.part) = statement.text("newname"_L1);
        before.renamed = after.renamed = true;
        put(before);
        put(after);
    }

    void setSchema(const Node &statement)
    {
        const QualifiedName name = relationName(statement.plain("relation"_L1, "RangeVar"_L1));
        if (name.name.isEmpty())
            return;
        TouchedObject before = touched(TouchEffect::Drops, kindOf(statement.text("objectType"_L1)), name);
        TouchedObject after = before;
        after.effect = TouchEffect::Creates;
        after.name.schema = statement.text("newschema"_L1);
        before.renamed = after.renamed = true;
        put(before);
        put(after);
    }

    void alterEnum(const Node &statement)
    {
        const QualifiedName type = qualifiedName(statement.names("typeName"_L1));
        put(touched(TouchEffect::Alters, ObjectKind::Type, type));
        const QString old = statement.text("oldVal"_L1);
        if (!old.isEmpty())
            put(touched(TouchEffect::Drops, ObjectKind::EnumValue, type, old));
        put(touched(TouchEffect::Creates, ObjectKind::EnumValue, type, statement.text("newVal"_L1),
                    statement.flag("skipIfNewValExists"_L1)));
        m_out.last().renamed = !old.isEmpty();
    }

    void createEnum(const Node &statement)
    {
        const QualifiedName type = qualifiedName(statement.names("typeName"_L1));
        put(touched(TouchEffect::Creates, ObjectKind::Type, type));
        for (const QString &label : statement.names("vals"_L1)) {
            put(touched(TouchEffect::Creates, ObjectKind::EnumValue, type, label));
            m_out.last().inlined = true;
        }
    }

    void createComposite(const Node &statement)
    {
        put(touched(TouchEffect::Creates, ObjectKind::Type,
                    relationName(statement.plain("typevar"_L1, "RangeVar"_L1))));
    }
    void createNamedType(const Node &statement)
    {
        put(touched(TouchEffect::Creates, ObjectKind::Type, qualifiedName(statement.names("typeName"_L1))));
    }
    void createDomain(const Node &statement)
    {
        put(touched(TouchEffect::Creates, ObjectKind::Type, qualifiedName(statement.names("domainname"_L1))));
    }
    void alterDomain(const Node &statement)
    {
        put(touched(TouchEffect::Alters, ObjectKind::Type, qualifiedName(statement.names("typeName"_L1))));
    }
    void createFunction(const Node &statement)
    {
        put(touched(TouchEffect::Creates, ObjectKind::Function, qualifiedName(statement.names("funcname"_L1)), {},
                    statement.flag("replace"_L1)));
    }
    void createTrigger(const Node &statement)
    {
        const Node relation = statement.plain("relation"_L1, "RangeVar"_L1);
        put(touched(TouchEffect::Creates, ObjectKind::Trigger, relationName(relation), statement.text("trigname"_L1),
                    statement.flag("replace"_L1)));
        put(touched(TouchEffect::Reads, ObjectKind::Table, relationName(relation), {}, false, relation.location()));
    }
    void createPolicy(const Node &statement)
    {
        const Node relation = statement.plain("table"_L1, "RangeVar"_L1);
        put(touched(statement.is("CreatePolicyStmt"_L1) ? TouchEffect::Creates : TouchEffect::Alters,
                    ObjectKind::Policy, relationName(relation), statement.text("policy_name"_L1)));
        put(touched(TouchEffect::Reads, ObjectKind::Table, relationName(relation), {}, false, relation.location()));
    }
    void createSchema(const Node &statement)
    {
        put(touched(TouchEffect::Creates, ObjectKind::Schema, {{}, statement.text("schemaname"_L1)}, {},
                    statement.flag("if_not_exists"_L1)));
    }
    void createExtension(const Node &statement)
    {
        put(touched(TouchEffect::Creates, ObjectKind::Extension, {{}, statement.text("extname"_L1)}, {},
                    statement.flag("if_not_exists"_L1)));
    }
    void createView(const Node &statement)
    {
        put(touched(TouchEffect::Creates, ObjectKind::View, relationName(statement.plain("view"_L1, "RangeVar"_L1)), {},
                    statement.flag("replace"_L1)));
    }
    void createTableAs(const Node &statement)
    {
        const Node relation = statement.plain("into"_L1, "IntoClause"_L1).plain("rel"_L1, "RangeVar"_L1);
        put(touched(TouchEffect::Creates, kindOf(statement.text("objtype"_L1)), relationName(relation), {},
                    statement.flag("if_not_exists"_L1)));
    }
    void createSequence(const Node &statement)
    {
        const bool creates = statement.is("CreateSeqStmt"_L1);
        put(touched(creates ? TouchEffect::Creates : TouchEffect::Alters, ObjectKind::Sequence,
                    relationName(statement.plain("sequence"_L1, "RangeVar"_L1)), {},
                    statement.flag(creates ? "if_not_exists"_L1 : "missing_ok"_L1)));
    }
    void writeRows(const Node &statement)
    {
        const Node relation = statement.plain("relation"_L1, "RangeVar"_L1);
        put(touched(TouchEffect::Writes, ObjectKind::Table, relationName(relation), {}, false, relation.location()));
    }
    void copy(const Node &statement)
    {
        const Node relation = statement.plain("relation"_L1, "RangeVar"_L1);
        if (relation)
            put(touched(statement.flag("is_from"_L1) ? TouchEffect::Writes : TouchEffect::Reads, ObjectKind::Table,
                        relationName(relation), {}, false, relation.location()));
    }
    void truncate(const Node &statement)
    {
        for (const Node &relation : statement.list("relations"_L1))
            put(touched(TouchEffect::Writes, ObjectKind::Table, relationName(relation), {}, false,
                        relation.location()));
    }

    // Every relation the tree names that is not spoken of yet, common table expressions left out.
    void collectReads(const Node &statement)
    {
        QSet<QString> known;
        for (const TouchedObject &object : std::as_const(m_out))
            known << object.name.key();
        QSet<QString> locals;
        QList<Node> relations;
        walk(statement, [&](const Node &node) {
            if (node.is("CommonTableExpr"_L1))
                locals << node.text("ctename"_L1);
            else if (node.is("RangeVar"_L1))
                relations << node;
        });
        if (statement.is("RenameStmt"_L1) || statement.is("AlterObjectSchemaStmt"_L1))
            return;
        for (const Node &relation : std::as_const(relations)) {
            const QualifiedName name = relationName(relation);
            if (known.contains(name.key()) || (name.schema.isEmpty() && locals.contains(name.name)))
                continue;
            known << name.key();
            put(touched(TouchEffect::Reads, ObjectKind::Table, name, {}, false, relation.location()));
        }
    }

    QList<TouchedObject> m_out;
};

} // namespace

QString objectKindWords(ObjectKind kind)
{
    static constexpr const char *words[] = {
        "table",      "view",     "materialized view", "index",  "sequence", "column",    "constraint", "type",
        "enum value", "function", "trigger",           "policy", "schema",   "extension", "object"};
    return QString::fromLatin1(words[int(kind)]);
}

QString effectWords(TouchEffect effect)
{
    static constexpr const char *words[] = {"creates", "alters", "drops", "writes", "reads"};
    return QString::fromLatin1(words[int(effect)]);
}

QString TouchedObject::key() const
{
    static constexpr const char *spaces[] = {"relation", "relation",   "relation", "relation",   "relation",
                                             "column",   "constraint", "type",     "enum value", "function",
                                             "trigger",  "policy",     "schema",   "extension",  "object"};
    const bool global = kind == ObjectKind::Schema || kind == ObjectKind::Extension;
    return QLatin1StringView(spaces[int(kind)]) + u' ' + (global ? name.name : name.key())
        + (part.isEmpty() ? QString() : u'.' + part);
}

QString TouchedObject::shown() const
{
    return objectKindWords(kind) + u' ' + name.shown() + (part.isEmpty() ? QString() : u'.' + part);
}

QList<TouchedObject> touchedObjects(const Node &statement)
{
    return Collector().collect(statement);
}

} // namespace pitboss
