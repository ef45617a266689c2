// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rules/rules.h"
#include "migrations/words.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

void renaming(const RuleContext &context, RuleReport &report, const QString &type)
{
    forEachStatement(context.script, [&](const SeenStatement &seen) {
        if (!seen.tree.is("RenameStmt"_L1) || seen.tree.text("renameType"_L1) != type)
            return;
        const QualifiedName table = relationName(seen.tree.plain("relation"_L1, "RangeVar"_L1));
        if (isNewTable(context, seen.index, table))
            return;
        const QString old =
            type == "OBJECT_COLUMN"_L1 ? QString(table.shown() + u'.' + seen.tree.text("subname"_L1)) : table.shown();
        report.at(
            seen.index, -1,
            {Words::tr("Renames %1 to %2.").arg(old, seen.tree.text("newname"_L1)),
             Words::tr("Code that runs now knows the old name, and breaks the moment this is committed."),
             type == "OBJECT_COLUMN"_L1
                 ? Words::tr("Add the new column, write both, switch the readers over, then drop the old one.")
                 : Words::tr("Rename it, and leave a view with the old name until every reader is switched over.")});
    });
}

void renamingColumn(const RuleContext &context, RuleReport &report)
{
    renaming(context, report, u"OBJECT_COLUMN"_s);
}

void renamingTable(const RuleContext &context, RuleReport &report)
{
    renaming(context, report, u"OBJECT_TABLE"_s);
}

} // namespace

QList<Rule> renameRules()
{
    return {{"renaming-column", Severity::Warning, renamingColumn},
            {"renaming-table", Severity::Warning, renamingTable}};
}

} // namespace pitboss
