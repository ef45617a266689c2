// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rules/rules.h"
#include "migrations/words.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

QString concurrentFix(const RuleContext &context, const QString &sql)
{
    if (context.runner.grouping != RunnerTraits::Grouping::OneTransaction)
        return sql;
    return sql + u'\n' + Words::tr("-- by hand, outside the runner: it wraps everything in one transaction");
}

void creation(const RuleContext &context, RuleReport &report)
{
    forEachStatement(context.script, [&](const SeenStatement &seen) {
        if (!seen.tree.is("IndexStmt"_L1) || seen.tree.flag("concurrent"_L1))
            return;
        const Node relation = seen.tree.plain("relation"_L1, "RangeVar"_L1);
        if (isNewTable(context, seen.index, relationName(relation)))
            return;
        report.at(seen.index, -1,
                  {Words::tr("Builds an index on the existing table %1 without CONCURRENTLY.")
                       .arg(relationName(relation).shown()),
                   Words::tr("Every write to the table waits until the index is built."),
                   concurrentFix(context, textWith(seen.statement, u"\\bINDEX\\b"_s, u"CONCURRENTLY"_s))});
    });
}

bool isOwnIndex(const RuleContext &context, int until, const QualifiedName &name)
{
    for (int i = 0; i < until; ++i) {
        for (const TouchedObject &object : context.script.statements().at(i).touches) {
            if (object.kind == ObjectKind::Index && object.effect == TouchEffect::Creates
                && object.name.key() == name.key())
                return true;
        }
    }
    return false;
}

void deletion(const RuleContext &context, RuleReport &report)
{
    forEachStatement(context.script, [&](const SeenStatement &seen) {
        if (!seen.tree.is("DropStmt"_L1) || seen.tree.text("removeType"_L1) != "OBJECT_INDEX"_L1
            || seen.tree.flag("concurrent"_L1))
            return;
        const QualifiedName name = qualifiedName(seen.tree.list("objects"_L1).value(0).names("items"_L1));
        if (isOwnIndex(context, seen.index, name))
            return;
        report.at(seen.index, -1,
                  {Words::tr("Drops the index %1 without CONCURRENTLY.").arg(name.shown()),
                   Words::tr("It waits for every query on the table, and every later query waits behind it."),
                   concurrentFix(context, textWith(seen.statement, u"\\bINDEX\\b"_s, u"CONCURRENTLY"_s))});
    });
}

void reindex(const RuleContext &context, RuleReport &report)
{
    forEachStatement(context.script, [&](const SeenStatement &seen) {
        if (!seen.tree.is("ReindexStmt"_L1) || seen.statement.text.toUpper().contains("CONCURRENTLY"))
            return;
        report.at(
            seen.index, -1,
            {Words::tr("REINDEX without CONCURRENTLY."),
             Words::tr("Writes wait, and so do queries that would use the index."),
             concurrentFix(context,
                           textWith(seen.statement, u"\\bREINDEX\\s+(\\([^)]*\\)\\s*)?\\w+\\b"_s, u"CONCURRENTLY"_s))});
    });
}

void detach(const RuleContext &context, RuleReport &report)
{
    forEachAlterCommand(
        context.script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &command) {
            if (command.text("subtype"_L1) != "AT_DetachPartition"_L1 || command.child("def"_L1).flag("concurrent"_L1))
                return;
            report.at(seen.index, -1,
                      {Words::tr("Detaches a partition of %1 without CONCURRENTLY.").arg(table.shown()),
                       Words::tr("Reads and writes of the whole partitioned table wait."),
                       concurrentFix(context, QString::fromUtf8(seen.statement.text) + u" CONCURRENTLY;"_s)});
        });
}

} // namespace

QList<Rule> indexRules()
{
    return {{"require-concurrent-index-creation", Severity::Warning, creation},
            {"require-concurrent-index-deletion", Severity::Warning, deletion},
            {"require-concurrent-reindex", Severity::Warning, reindex},
            {"require-concurrent-partition-detach", Severity::Warning, detach}};
}

} // namespace pitboss
