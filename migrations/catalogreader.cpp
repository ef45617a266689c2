// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/catalogreader.h"

#include "migrations/catalogsql.h"
#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

const char *const begin = "SAVEPOINT pitboss_snapshot";
const char *const rollback = "ROLLBACK TO SAVEPOINT pitboss_snapshot";
const char *const release = "RELEASE SAVEPOINT pitboss_snapshot"; // else each one stays, below all that follow
// From a thousand tables on the server would compile the question, which takes as long as to answer it.
const char *const settings =
    "select pg_catalog.set_config('search_path', '', true), pg_catalog.set_config('jit', 'off', true)";

// The last column but one: other objects may change with it, so that reading it alone would not do.
const char *const findSql = R"(
select c.oid, n.nspname || '.' || c.relname,
       c.relhassubclass or c.relispartition
       or (c.relhastriggers
           and exists (select from pg_catalog.pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal))
       or (c.relhasrules and exists (select from pg_catalog.pg_rewrite r where r.ev_class = c.oid)), w.written
  from pg_catalog.unnest($1::pg_catalog.text[]) as w(written)
  join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(w.written)
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace)";

QByteArray allSql()
{
    using namespace catalogsql;
    return QByteArray(spaces) + relations + ")" + relationParts + codeParts + otherParts + comments
        + " where d.objoid >= 16384";
}

QByteArray chosenSql()
{
    using namespace catalogsql;
    return QByteArray(spaces) + chosen + relations + " where c.oid = any (array(select oid from targets)))"
        + relationParts + comments + chosenComments;
}

void add(CatalogState &state, const ResultSet &rows)
{
    for (int row = 0; row < rows.rowCount(); ++row) {
        const QString key = rows.text(row, 0), root = rows.text(row, 2);
        state.objects.insert(key, rows.text(row, 1));
        if (!root.isEmpty())
            state.keysOf[root] << key;
    }
}

/// Names as an array literal for to_regclass.
QByteArray arrayOf(const QStringList &names)
{
    QStringList quoted;
    for (QString name : names)
        quoted << u'"' + name.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1) + u'"';
    return QByteArray('{' + quoted.join(u',').toUtf8() + '}');
}

QString written(const QualifiedName &name)
{
    return QString::fromUtf8(name.schema.isEmpty() ? quoteIdentifier(name.name)
                                                   : quoteIdentifier(name.schema, name.name));
}

bool staysLocal(const Node &command)
{
    static const QStringList local{u"AT_AddColumn"_s,  u"AT_ColumnDefault"_s,  u"AT_DropNotNull"_s,
                                   u"AT_SetNotNull"_s, u"AT_AddConstraint"_s,  u"AT_ValidateConstraint"_s,
                                   u"AT_DropColumn"_s, u"AT_DropConstraint"_s, u"AT_AlterColumnType"_s};
    return local.contains(command.text("subtype"_L1)) && command.text("behavior"_L1) != "DROP_CASCADE"_L1;
}

/// Others may do anything.
bool callsOnlyPlainFunctions(const Node &tree)
{
    static const QStringList plain{u"now"_s,   u"gen_random_uuid"_s, u"count"_s, u"max"_s,    u"min"_s, u"sum"_s,
                                   u"lower"_s, u"upper"_s,           u"left"_s,  u"length"_s, u"md5"_s, u"random"_s};
    bool only = true;
    walk(tree, [&](const Node &node) {
        only = only && (!node.is("FuncCall"_L1) || plain.contains(node.names("funcname"_L1).value(0)));
    });
    return only;
}

/// False: it may reach further.
bool changed(const ScriptStatement &statement, QStringList &relations)
{
    const Node &tree = statement.tree;
    if (tree.is("InsertStmt"_L1) || tree.is("UpdateStmt"_L1) || tree.is("DeleteStmt"_L1)) {
        relations << written(relationName(tree.plain("relation"_L1, "RangeVar"_L1)));
        return callsOnlyPlainFunctions(tree);
    }
    if (tree.is("TransactionStmt"_L1))
        return true; // only a file's own BEGIN and COMMIT come this far
    if (tree.is("DropStmt"_L1)) {
        if (tree.text("removeType"_L1) != "OBJECT_TABLE"_L1 || tree.text("behavior"_L1) == "DROP_CASCADE"_L1)
            return false;
        for (const TouchedObject &object : statement.touches)
            relations << written(object.name);
        return true;
    }
    relations << written(relationName(tree.plain("relation"_L1, "RangeVar"_L1)));
    if (tree.is("CreateStmt"_L1))
        return !tree.has("inhRelations"_L1) && !tree.has("partspec"_L1) && !tree.has("partbound"_L1);
    if (tree.is("IndexStmt"_L1))
        return true;
    const QList<Node> commands = tree.is("AlterTableStmt"_L1) ? tree.list("cmds"_L1) : QList<Node>();
    return !commands.isEmpty() && tree.text("objtype"_L1) == "OBJECT_TABLE"_L1
        && std::all_of(commands.begin(), commands.end(), staysLocal);
}

} // namespace

std::optional<QStringList> relationsChangedBy(const Script &script)
{
    QStringList relations;
    for (const ScriptStatement &statement : script.statements()) {
        if (!changed(statement, relations))
            return {};
    }
    relations.removeDuplicates();
    return relations;
}

bool changesOnlyWhatItMakes(const Script &script)
{
    QSet<QString> made, all;
    for (const ScriptStatement &statement : script.statements()) {
        QStringList relations;
        if (!changed(statement, relations) || statement.tree.is("DropStmt"_L1))
            return false;
        for (const QString &relation : std::as_const(relations)) {
            all.insert(relation);
            if (statement.tree.is("CreateStmt"_L1))
                made.insert(relation);
        }
    }
    return !all.isEmpty() && made.contains(all);
}

CatalogReader::CatalogReader(Session &session)
    : m_session(session)
{
}

Result<CatalogState> CatalogReader::all(const QStringList &named)
{
    QList<Statement> together{begin, settings, Statement(allSql()), rollback, release};
    if (!named.isEmpty()) // with the search path of the files
        together.insert(1, Statement(findSql).bind(arrayOf(named)));
    const auto read = m_session.executeTogether(together);
    if (!read)
        return fail(read.error());
    CatalogState state;
    add(state, read->at(named.isEmpty() ? 2 : 3));
    if (!named.isEmpty())
        noteNames(read->at(1));
    return state;
}

void CatalogReader::noteNames(const ResultSet &found)
{
    for (int row = 0; row < found.rowCount(); ++row)
        m_names.insert(found.text(row, 3), found.text(row, 1));
}

QList<Statement> CatalogReader::questions(const QStringList &relations)
{
    // Planned once for all: for each call anew it would take longer than it runs.
    return {QByteArray("SET LOCAL plan_cache_mode = force_generic_plan"),
            Statement(findSql).bind(arrayOf(relations)).keep()};
}

/// None: reading these alone would not do.
std::optional<QByteArrayList> CatalogReader::oidsOf(const QStringList &relations, const ResultSet &found)
{
    QByteArrayList oids;
    for (int row = 0; row < found.rowCount(); ++row) {
        if (found.boolean(row, 2))
            return {};
        oids << found.value(row, 0).toByteArray();
    }
    noteNames(found);
    const bool known = std::all_of(relations.begin(), relations.end(),
                                   [this](const QString &written) { return m_names.contains(written); });
    return known ? std::optional(oids) : std::nullopt; // which one is gone cannot be told by how it is written
}

CatalogState CatalogReader::with(CatalogState last, const QStringList &relations, const ResultSet *read) const
{
    for (const QString &relation : relations) {
        for (const QString &key : last.keysOf.take(m_names.value(relation)))
            last.objects.remove(key);
    }
    if (read)
        add(last, *read);
    return last;
}

Result<std::optional<CatalogState>> CatalogReader::answered(const CatalogState &last, const QStringList &relations,
                                                            const QList<ResultSet> &answers,
                                                            const QList<Statement> &behind)
{
    const auto oids = oidsOf(relations, answers.last());
    QList<Statement> statements;
    if (oids && !oids->isEmpty())
        statements = {Statement(settings).keep(),
                      Statement(chosenSql()).bind(QByteArray('{' + oids->join(',') + '}')).keep()};
    const bool reads = !statements.isEmpty();
    statements << behind;
    const auto read = statements.isEmpty() ? Result<QList<ResultSet>>() : m_session.executeTogether(statements);
    if (!read)
        return fail(read.error());
    if (!oids)
        return std::optional<CatalogState>();
    return std::optional(with(last, relations, reads ? &read->at(1) : nullptr)); // else none of them is there
}

Result<std::optional<CatalogState>> CatalogReader::again(const CatalogState &last, const QStringList &relations)
{
    const auto found = m_session.executeTogether(QList<Statement>{begin} + questions(relations));
    if (!found)
        return fail(found.error());
    return answered(last, relations, *found, {rollback, release});
}

} // namespace pitboss
