// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rules/rules.h"
#include "migrations/words.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QString whyReaders()
{
    return Words::tr("The data is gone, and code that still reads it breaks the moment this runs.");
}

void dropTable(const RuleContext &context, RuleReport &report)
{
    forEachStatement(context.script, [&](const SeenStatement &seen) {
        if (!seen.tree.is("DropStmt"_L1) || seen.tree.text("removeType"_L1) != "OBJECT_TABLE"_L1)
            return;
        for (const Node &object : seen.tree.list("objects"_L1)) {
            const QualifiedName name = qualifiedName(object.names("items"_L1));
            if (!isNewTable(context, seen.index, name))
                report.at(seen.index, -1,
                          {Words::tr("Drops the table %1 with all its rows.").arg(name.shown()), whyReaders(),
                           Words::tr("Rename it first, keep it for a while, and drop it in a later release.")});
        }
    });
}

void dropColumn(const RuleContext &context, RuleReport &report)
{
    forEachAlterCommand(
        context.script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &command) {
            if (command.text("subtype"_L1) != "AT_DropColumn"_L1 || isNewTable(context, seen.index, table))
                return;
            report.at(seen.index, -1,
                      {Words::tr("Drops the column %1.%2 with its values.").arg(table.shown(), command.text("name"_L1)),
                       whyReaders(), Words::tr("Release code that no longer reads it first, then drop it.")});
        });
}

void dropDatabase(const RuleContext &context, RuleReport &report)
{
    forEachStatement(context.script, [&](const SeenStatement &seen) {
        if (seen.tree.is("DropdbStmt"_L1))
            report.at(seen.index, -1,
                      {Words::tr("Drops the database %1.").arg(seen.tree.text("dbname"_L1)),
                       Words::tr("A migration that drops a database is nearly always a mistake.")});
    });
}

void truncateCascade(const RuleContext &context, RuleReport &report)
{
    forEachStatement(context.script, [&](const SeenStatement &seen) {
        if (seen.tree.is("TruncateStmt"_L1) && seen.tree.text("behavior"_L1) == "DROP_CASCADE"_L1)
            report.at(seen.index, -1,
                      {Words::tr("TRUNCATE … CASCADE also empties every table that refers to these."),
                       Words::tr("Which tables that are is not written here, and grows with the schema."),
                       Words::tr("Name every table that is meant, without CASCADE.")});
    });
}

bool dropsWhole(const Node &tree)
{
    static const QStringList types{u"OBJECT_SCHEMA"_s, u"OBJECT_EXTENSION"_s, u"OBJECT_TYPE"_s};
    return tree.is("DropStmt"_L1)
        && (types.contains(tree.text("removeType"_L1)) || tree.text("behavior"_L1) == "DROP_CASCADE"_L1);
}

void destructive(const RuleContext &context, RuleReport &report)
{
    forEachStatement(context.script, [&](const SeenStatement &seen) {
        const Node relation = seen.tree.plain("relation"_L1, "RangeVar"_L1);
        const QString name = relationName(relation).shown();
        const bool rows = seen.tree.is("DeleteStmt"_L1) || seen.tree.is("UpdateStmt"_L1);
        if (rows && !seen.tree.has("whereClause"_L1) && !isNewTable(context, seen.index, relationName(relation))) {
            report.at(seen.index, placeOf(seen, relation),
                      {(seen.tree.is("DeleteStmt"_L1) ? Words::tr("Deletes every row of %1.")
                                                      : Words::tr("Changes every row of %1."))
                           .arg(name),
                       Words::tr("There is no WHERE: the old values are gone, every row is locked until the "
                                 "transaction ends, and the table doubles."),
                       Words::tr("Add a WHERE, or do it in batches outside the migration.")});
        } else if (seen.tree.is("TruncateStmt"_L1) && seen.tree.text("behavior"_L1) != "DROP_CASCADE"_L1) {
            report.at(seen.index, -1,
                      {Words::tr("Empties tables."), Words::tr("The rows are gone, and readers wait for the lock.")});
        } else if (dropsWhole(seen.tree)) {
            report.at(seen.index, -1,
                      {Words::tr("%1 takes along whatever depends on it, or fails because something does.")
                           .arg(seen.statement.kind),
                       Words::tr("What goes with it is not written here.")});
        }
    });
}

} // namespace

QList<Rule> destructiveRules()
{
    return {{"ban-drop-table", Severity::Warning, dropTable},
            {"ban-drop-column", Severity::Warning, dropColumn},
            {"ban-drop-database", Severity::Error, dropDatabase},
            {"ban-truncate-cascade", Severity::Warning, truncateCascade},
            {"destructive-statement", Severity::Warning, destructive}};
}

} // namespace pitboss
