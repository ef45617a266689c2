// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rules/rules.h"
#include "migrations/words.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QString notValidForm(const SeenStatement &seen, const QualifiedName &table, const Node &constraint)
{
    const QString name = constraint.text("conname"_L1);
    if (name.isEmpty() || seen.inBlock)
        return Words::tr("Name it, add it NOT VALID, and VALIDATE CONSTRAINT in a statement of its own.");
    return QString(QString::fromUtf8(seen.statement.text.left(600)).trimmed() + u" NOT VALID;\nALTER TABLE "_s
                   + table.shown() + u" VALIDATE CONSTRAINT "_s + name + u';');
}

void checkWithoutNotValid(const RuleContext &context, RuleReport &report)
{
    forEachAddedConstraint(context, [&](const SeenStatement &seen, const QualifiedName &table, const Node &constraint) {
        if (constraint.text("contype"_L1) != "CONSTR_CHECK"_L1 || constraint.flag("skip_validation"_L1))
            return;
        report.at(
            seen.index, placeOf(seen, constraint),
            {Words::tr("The check is tried on every row of %1 at once.").arg(table.shown()),
             Words::tr("Reads and writes wait until the whole table is read; one row that fails it fails the file."),
             notValidForm(seen, table, constraint)});
    });
}

bool isNewColumn(const SeenStatement &seen, const QString &column)
{
    for (const TouchedObject &object : seen.statement.touches) {
        if (object.kind == ObjectKind::Column && object.effect == TouchEffect::Creates && object.part == column)
            return true;
    }
    return false;
}

void foreignKey(const RuleContext &context, RuleReport &report)
{
    forEachAddedConstraint(context, [&](const SeenStatement &seen, const QualifiedName &table, const Node &constraint) {
        if (constraint.text("contype"_L1) != "CONSTR_FOREIGN"_L1 || constraint.flag("skip_validation"_L1))
            return;
        const QString other = relationName(constraint.plain("pktable"_L1, "RangeVar"_L1)).shown();
        const QStringList columns = constraint.names("fk_attrs"_L1);
        if (columns.size() == 1 && isNewColumn(seen, columns.first()))
            return;
        report.at(
            seen.index, placeOf(seen, constraint),
            {Words::tr("The foreign key looks up every row of %1 in %2 at once.").arg(table.shown(), other),
             Words::tr(
                 "Writes to both tables wait for as long as that takes; one row without a partner fails the file."),
             notValidForm(seen, table, constraint)});
    });
}

void uniqueConstraint(const RuleContext &context, RuleReport &report)
{
    forEachAddedConstraint(context, [&](const SeenStatement &seen, const QualifiedName &table, const Node &constraint) {
        const QString type = constraint.text("contype"_L1);
        const bool unique = type == "CONSTR_UNIQUE"_L1 || type == "CONSTR_PRIMARY"_L1 || type == "CONSTR_EXCLUSION"_L1;
        if (!unique || constraint.has("indexname"_L1))
            return;
        const QString columns = constraint.names("keys"_L1).join(u", "_s);
        const QString name = constraint.text("conname"_L1);
        const QString index = name.isEmpty() ? QString(table.name + u"_key"_s) : name;
        report.at(seen.index, placeOf(seen, constraint),
                  {Words::tr("Builds the index of the constraint while nobody can use %1.").arg(table.shown()),
                   Words::tr("Reads and writes wait until it is built; two equal rows fail the file."),
                   type == "CONSTR_EXCLUSION"_L1
                       ? QString()
                       : QString(u"CREATE UNIQUE INDEX CONCURRENTLY "_s + index + u" ON "_s + table.shown() + u" ("_s
                                 + columns + u");\nALTER TABLE "_s + table.shown() + u" ADD CONSTRAINT "_s + index
                                 + (type == "CONSTR_PRIMARY"_L1 ? u" PRIMARY KEY"_s : u" UNIQUE"_s) + u" USING INDEX "_s
                                 + index + u';')});
    });
}

// Columns that an index of this file begins with, by table.
bool indexedHere(const Script &script, const QualifiedName &table, const QString &column)
{
    bool found = false;
    forEachStatement(script, [&](const SeenStatement &seen) {
        if (seen.tree.is("IndexStmt"_L1)
            && relationName(seen.tree.plain("relation"_L1, "RangeVar"_L1)).key() == table.key()) {
            const QList<Node> parts = seen.tree.list("indexParams"_L1);
            found |= !parts.isEmpty() && parts.first().text("name"_L1) == column && !seen.tree.has("whereClause"_L1);
        }
        const bool same = relationName(seen.tree.plain("relation"_L1, "RangeVar"_L1)).key() == table.key();
        const auto keyed = [&](const Node &constraint) {
            const QString type = constraint.text("contype"_L1);
            const bool unique = type == "CONSTR_UNIQUE"_L1 || type == "CONSTR_PRIMARY"_L1;
            found |= same && unique && constraint.names("keys"_L1).value(0) == column;
        };
        for (const Node &element : seen.tree.list("tableElts"_L1))
            keyed(element);
        for (const Node &command : seen.tree.list("cmds"_L1))
            keyed(command.child("def"_L1));
    });
    return found;
}

void reportUnindexed(const RuleContext &context, RuleReport &report, const SeenStatement &seen,
                     const QualifiedName &table, const QStringList &columns, int place)
{
    if (columns.isEmpty() || indexedHere(context.script, table, columns.first()))
        return;
    const QString list = columns.join(u", "_s);
    report.at(seen.index, place,
              {Words::tr("No index of this file begins with the foreign key's column %1.%2.")
                   .arg(table.shown(), columns.first()),
               Words::tr("Each delete or key change on the other side reads this whole table."),
               QString(u"CREATE INDEX IF NOT EXISTS "_s + table.name + u'_' + columns.join(u'_') + u"_idx ON "_s
                       + table.shown() + u" ("_s + list + u");"_s)});
}

void foreignKeyWithoutIndex(const RuleContext &context, RuleReport &report)
{
    forEachColumn(context.script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &column, bool) {
        bool references = false, keyed = false;
        for (const Node &constraint : column.list("constraints"_L1)) {
            const QString type = constraint.text("contype"_L1);
            references |= type == "CONSTR_FOREIGN"_L1;
            keyed |= type == "CONSTR_PRIMARY"_L1 || type == "CONSTR_UNIQUE"_L1;
        }
        if (references && !keyed)
            reportUnindexed(context, report, seen, table, {column.text("colname"_L1)}, placeOf(seen, column));
    });
    forEachStatement(context.script, [&](const SeenStatement &seen) {
        const QualifiedName table = relationName(seen.tree.plain("relation"_L1, "RangeVar"_L1));
        const auto check = [&](const Node &constraint) {
            if (constraint.is("Constraint"_L1) && constraint.text("contype"_L1) == "CONSTR_FOREIGN"_L1)
                reportUnindexed(context, report, seen, table, constraint.names("fk_attrs"_L1),
                                placeOf(seen, constraint));
        };
        if (seen.tree.is("CreateStmt"_L1)) {
            for (const Node &element : seen.tree.list("tableElts"_L1))
                check(element);
        }
        if (seen.tree.is("AlterTableStmt"_L1)) {
            for (const Node &command : seen.tree.list("cmds"_L1))
                check(command.child("def"_L1));
        }
    });
}

} // namespace

QList<Rule> constraintRules()
{
    return {{"constraint-missing-not-valid", Severity::Warning, checkWithoutNotValid},
            {"adding-foreign-key-constraint", Severity::Warning, foreignKey},
            {"disallowed-unique-constraint", Severity::Warning, uniqueConstraint},
            {"foreign-key-without-index", Severity::Warning, foreignKeyWithoutIndex}};
}

} // namespace pitboss
