// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rules/rules.h"
#include "migrations/words.h"

#include <QRegularExpression>
#include <QSet>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QString whyTwice()
{
    return Words::tr(
        "A run that breaks off half-way has to be started again; then this statement fails on what is there already.");
}

// One statement may add several columns, and each needs its guard.
QString guardedColumns(const ScriptStatement &statement)
{
    static const QRegularExpression bare(u"\\bADD\\s+COLUMN\\b(?!\\s+IF\\b)"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    QString text = QString::fromUtf8(statement.text.left(600));
    if (!text.contains(bare))
        return textWith(statement, u"\\bADD\\b"_s, u"COLUMN IF NOT EXISTS"_s);
    return text.replace(bare, u"ADD COLUMN IF NOT EXISTS"_s).trimmed() + u';';
}

QString guardedForm(const ScriptStatement &statement, const TouchedObject &object)
{
    if (statement.tree.is("CreateStmt"_L1) || statement.tree.is("CreateTableAsStmt"_L1))
        return textWith(statement, u"\\b(TABLE|VIEW)\\b"_s, u"IF NOT EXISTS"_s);
    if (statement.tree.is("IndexStmt"_L1))
        return textWith(statement, u"\\bINDEX(\\s+CONCURRENTLY)?\\b"_s, u"IF NOT EXISTS"_s);
    if (statement.tree.is("CreateSchemaStmt"_L1) || statement.tree.is("CreateSeqStmt"_L1)
        || statement.tree.is("CreateExtensionStmt"_L1))
        return textWith(statement, u"\\b(SCHEMA|SEQUENCE|EXTENSION)\\b"_s, u"IF NOT EXISTS"_s);
    if (statement.tree.is("CreateFunctionStmt"_L1) || statement.tree.is("ViewStmt"_L1))
        return textWith(statement, u"^\\s*CREATE\\b"_s, u"OR REPLACE"_s);
    if (statement.tree.is("AlterEnumStmt"_L1))
        return textWith(statement, u"\\bADD\\s+VALUE\\b"_s, u"IF NOT EXISTS"_s);
    if (object.kind == ObjectKind::Column && object.effect == TouchEffect::Creates)
        return guardedColumns(statement);
    if (object.kind == ObjectKind::Column || object.kind == ObjectKind::Constraint) {
        if (object.effect == TouchEffect::Drops)
            return textWith(statement, u"\\bDROP(\\s+COLUMN|\\s+CONSTRAINT)?\\b"_s, u"IF EXISTS"_s);
        return swallowing(statement, u"duplicate_object"_s);
    }
    if (statement.tree.is("DropStmt"_L1))
        return textWith(statement, u"^\\s*DROP\\s+(MATERIALIZED\\s+VIEW|\\w+)(\\s+CONCURRENTLY)?\\b"_s, u"IF EXISTS"_s);
    if (object.kind == ObjectKind::Trigger || object.kind == ObjectKind::Policy) {
        const QString what = objectKindWords(object.kind).toUpper();
        return QString(u"DROP "_s + what + u" IF EXISTS "_s + object.part + u" ON "_s + object.name.shown() + u";\n"_s
                       + QString::fromUtf8(statement.text.left(600)) + u';');
    }
    return swallowing(statement, u"duplicate_object"_s);
}

bool isGuardedElsewhere(const TouchedObject &object)
{
    return object.guarded || object.inlined || object.renamed || object.kind == ObjectKind::Other
        || (object.effect != TouchEffect::Creates && object.effect != TouchEffect::Drops);
}

// One finding for a statement: an ALTER TABLE with five columns has one fault, not five.
void checkDefinition(const ScriptStatement &statement, int index, QSet<QString> &dropped, RuleReport &report)
{
    for (const TouchedObject &object : statement.touches) {
        const bool wasDropped = object.effect == TouchEffect::Creates && dropped.contains(object.key());
        if (object.effect == TouchEffect::Drops && object.guarded)
            dropped << object.key();
        if (isGuardedElsewhere(object) || wasDropped || !statement.inner.isEmpty())
            continue;
        const QString message = object.effect == TouchEffect::Creates
            ? Words::tr("%1 is not idempotent: %2 may be there already.").arg(statement.kind, object.shown())
            : Words::tr("%1 is not idempotent: %2 may be gone already.").arg(statement.kind, object.shown());
        report.at(index, object.location, {message, whyTwice(), guardedForm(statement, object)});
        return;
    }
}

void checkRename(const SeenStatement &seen, RuleReport &report)
{
    const bool renames =
        seen.tree.is("RenameStmt"_L1) || (seen.tree.is("AlterEnumStmt"_L1) && seen.tree.has("oldVal"_L1));
    if (!renames || seen.inBlock)
        return;
    const bool column = seen.tree.text("renameType"_L1) == "OBJECT_COLUMN"_L1;
    report.at(seen.index, -1,
              {Words::tr("A rename is not idempotent: the old name is gone the second time."), whyTwice(),
               swallowing(seen.statement, column ? u"undefined_column"_s : u"undefined_table OR undefined_object"_s)});
}

void checkInsert(const RuleContext &context, const SeenStatement &seen, RuleReport &report)
{
    if (!seen.tree.is("InsertStmt"_L1) || seen.tree.has("onConflictClause"_L1) || seen.inBlock)
        return;
    const Node relation = seen.tree.plain("relation"_L1, "RangeVar"_L1);
    // INSERT … SELECT … WHERE NOT EXISTS guards itself.
    if (seen.statement.text.toUpper().contains("NOT EXISTS") || isNewTable(context, seen.index, relationName(relation)))
        return;
    report.at(seen.index, placeOf(seen, relation),
              {Words::tr("INSERT is not idempotent: a second run adds the rows again, or fails on the first of them."),
               whyTwice(), Words::tr("Add ON CONFLICT DO NOTHING, with the key that makes a row the same.")});
}

void notIdempotent(const RuleContext &context, RuleReport &report)
{
    QSet<QString> dropped;
    for (int i = 0; i < context.script.statements().size(); ++i)
        checkDefinition(context.script.statements().at(i), i, dropped, report);
    forEachStatement(context.script, [&](const SeenStatement &seen) {
        checkRename(seen, report);
        checkInsert(context, seen, report);
    });
}

} // namespace

QList<Rule> idempotencyRules()
{
    return {{"not-idempotent", Severity::Warning, notIdempotent, "prefer-robust-stmts"}};
}

} // namespace pitboss
