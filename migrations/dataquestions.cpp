// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/dataquestions.h"

#include "migrations/words.h"
#include "sql/statement.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

using Kind = DataQuestion::Kind;

QByteArray quoted(const QualifiedName &name)
{
    return name.schema.isEmpty() ? quoteIdentifier(name.name) : quoteIdentifier(name.schema, name.name);
}

QByteArray quotedList(const QStringList &names, const QByteArray &prefix = {})
{
    QByteArrayList out;
    for (const QString &name : names)
        out << prefix + quoteIdentifier(name);
    return out.join(", ");
}

// What stands in the first parentheses at or after `from`, at their own depth.
QByteArray parenthesized(const QByteArray &text, qsizetype from)
{
    int depth = 0;
    qsizetype begin = -1;
    for (const Lexeme &lexeme : lex(text)) {
        if (lexeme.offset < from || lexeme.kind != Lexeme::Kind::Symbol)
            continue;
        const char c = text[lexeme.offset];
        if (c == '(' && ++depth == 1)
            begin = lexeme.end();
        else if (c == ')' && --depth == 0 && begin >= 0)
            return text.mid(begin, lexeme.offset - begin).trimmed();
    }
    return {};
}

QByteArray duplicates(const QByteArray &table, const QByteArray &keys, const QByteArray &where)
{
    const QByteArray condition = where.isEmpty() ? QByteArray() : " WHERE " + where;
    return "SELECT * FROM " + table + (where.isEmpty() ? QByteArray(" WHERE (") : condition + " AND (") + keys
        + ") IN (SELECT " + keys + " FROM " + table + condition + " GROUP BY " + keys + " HAVING count(*) > 1)";
}

class Asker
{
public:
    explicit Asker(const ScriptStatement &statement)
        : m_statement(statement)
    {
    }

    QList<DataQuestion> ask()
    {
        const Node &tree = m_statement.tree;
        if (tree.is("AlterTableStmt"_L1) && tree.text("objtype"_L1) == "OBJECT_TABLE"_L1) {
            m_name = relationName(tree.plain("relation"_L1, "RangeVar"_L1));
            for (const Node &command : tree.list("cmds"_L1))
                alter(command);
        } else if (tree.is("IndexStmt"_L1) && tree.flag("unique"_L1)) {
            m_name = relationName(tree.plain("relation"_L1, "RangeVar"_L1));
            uniqueIndex(tree);
        } else if (tree.is("DropStmt"_L1) && tree.text("removeType"_L1) == "OBJECT_TABLE"_L1) {
            for (const Node &object : tree.list("objects"_L1))
                whole(qualifiedName(object.names("items"_L1)));
        } else if (tree.is("TruncateStmt"_L1)) {
            for (const Node &relation : tree.list("relations"_L1))
                whole(relationName(relation));
        }
        return m_out;
    }

private:
    void put(Kind kind, const QString &what, const QByteArray &rows) { m_out.append({kind, what, rows, m_name}); }

    void whole(const QualifiedName &name)
    {
        m_name = name;
        put(Kind::Lost, Words::tr("rows of %1").arg(name.shown()), "SELECT * FROM " + quoted(name));
    }

    void alter(const Node &command)
    {
        const QString type = command.text("subtype"_L1), column = command.text("name"_L1);
        const QByteArray from = "SELECT * FROM " + quoted(m_name);
        const QByteArray name = quoteIdentifier(column);
        if (type == "AT_SetNotNull"_L1)
            put(Kind::Offending, Words::tr("rows of %1 whose %2 is NULL").arg(m_name.shown(), column),
                from + " WHERE " + name + " IS NULL");
        else if (type == "AT_DropColumn"_L1)
            put(Kind::Lost, Words::tr("values of %1.%2").arg(m_name.shown(), column),
                from + " WHERE " + name + " IS NOT NULL");
        else if (type == "AT_AlterColumnType"_L1)
            shorten(command.child("def"_L1), column);
        else if (type == "AT_AddColumn"_L1)
            required(command.child("def"_L1));
        else if (type == "AT_AddConstraint"_L1)
            constraint(command.child("def"_L1));
    }

    // Every row offends a new column that must have a value and has none.
    void required(const Node &column)
    {
        bool notNull = false, filled = false;
        for (const Node &constraint : column.list("constraints"_L1)) {
            const QString type = constraint.text("contype"_L1);
            notNull |= type == "CONSTR_NOTNULL"_L1;
            filled |= type == "CONSTR_DEFAULT"_L1 || type == "CONSTR_IDENTITY"_L1 || type == "CONSTR_GENERATED"_L1;
        }
        if (notNull && !filled && !typeText(column.plain("typeName"_L1, "TypeName"_L1)).contains("serial"_L1))
            put(Kind::Offending, Words::tr("rows of %1 that would have no value").arg(m_name.shown()),
                "SELECT * FROM " + quoted(m_name));
    }

    void shorten(const Node &definition, const QString &column)
    {
        const Node type = definition.plain("typeName"_L1, "TypeName"_L1);
        const QString text = typeText(type);
        const QList<Node> modifiers = type.list("typmods"_L1);
        if (!text.startsWith("character"_L1) || modifiers.size() != 1 || text.endsWith("[]"_L1))
            return;
        put(Kind::Offending,
            Words::tr("rows of %1 whose %2 is longer than %3")
                .arg(m_name.shown(), column, constantText(modifiers.first())),
            "SELECT * FROM " + quoted(m_name) + " WHERE length(" + quoteIdentifier(column) + "::text) > "
                + constantText(modifiers.first()).toUtf8());
    }

    void constraint(const Node &constraint)
    {
        const QString type = constraint.text("contype"_L1);
        if (constraint.flag("skip_validation"_L1) || constraint.has("indexname"_L1))
            return;
        if (type == "CONSTR_CHECK"_L1)
            check(constraint);
        else if (type == "CONSTR_FOREIGN"_L1)
            foreignKey(constraint);
        else if (type == "CONSTR_UNIQUE"_L1 || type == "CONSTR_PRIMARY"_L1)
            put(Kind::Offending,
                Words::tr("rows of %1 whose %2 occurs more than once")
                    .arg(m_name.shown(), constraint.names("keys"_L1).join(u", "_s)),
                duplicates(quoted(m_name), quotedList(constraint.names("keys"_L1)), {}));
    }

    void check(const Node &constraint)
    {
        const QByteArray expression = parenthesized(m_statement.text, std::max(0, constraint.location()));
        if (!expression.isEmpty())
            put(Kind::Offending, Words::tr("rows of %1 that fail the check").arg(m_name.shown()),
                "SELECT * FROM " + quoted(m_name) + " WHERE NOT (" + expression + "\n)");
    }

    void foreignKey(const Node &constraint)
    {
        const QStringList columns = constraint.names("fk_attrs"_L1), others = constraint.names("pk_attrs"_L1);
        if (columns.isEmpty() || columns.size() != others.size())
            return;
        const QualifiedName other = relationName(constraint.plain("pktable"_L1, "RangeVar"_L1));
        QByteArrayList present;
        for (const QString &column : columns)
            present << "child." + quoteIdentifier(column) + " IS NOT NULL";
        put(Kind::Offending, Words::tr("rows of %1 without a partner in %2").arg(m_name.shown(), other.shown()),
            "SELECT * FROM " + quoted(m_name) + " child WHERE " + present.join(" AND ")
                + " AND NOT EXISTS (SELECT FROM " + quoted(other) + " parent WHERE (" + quotedList(others, "parent.")
                + ") = (" + quotedList(columns, "child.") + "))");
    }

    void uniqueIndex(const Node &index)
    {
        QStringList names;
        for (const Node &element : index.list("indexParams"_L1))
            names << element.text("name"_L1);
        // Over expressions the file's own text is taken, unless it says more than expressions (an order, an operator
        // class).
        const QByteArray text = parenthesized(m_statement.text, index.plain("relation"_L1, "RangeVar"_L1).location());
        const auto parsed = parseTrees("SELECT " + text);
        const QByteArray keys = names.contains(QString()) ? (parsed ? text : QByteArray()) : quotedList(names);
        if (keys.isEmpty() || index.has("whereClause"_L1))
            return;
        put(Kind::Offending,
            Words::tr("rows of %1 whose %2 occurs more than once").arg(m_name.shown(), QString::fromUtf8(keys)),
            duplicates(quoted(m_name), keys, {}));
    }

    const ScriptStatement &m_statement;
    QualifiedName m_name;
    QList<DataQuestion> m_out;
};

} // namespace

QList<DataQuestion> dataQuestions(const ScriptStatement &statement)
{
    return Asker(statement).ask();
}

QByteArray DataQuestion::condition() const
{
    const QByteArray all = "SELECT *";
    return rows.startsWith(all) ? "(tableoid, ctid) IN (SELECT tableoid, ctid" + rows.mid(all.size()) + ')'
                                : QByteArray();
}

} // namespace pitboss
