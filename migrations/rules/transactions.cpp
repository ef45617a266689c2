// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rules/rules.h"
#include "migrations/words.h"

#include <QHash>
#include <QSet>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

void reportNonTransactional(const RuleContext &context, RuleReport &report, bool indexes)
{
    for (int i = 0; i < context.script.statements().size(); ++i) {
        const ScriptStatement &statement = context.script.statements().at(i);
        const bool index = statement.nonTransactional.contains("INDEX CONCURRENTLY"_L1);
        if (statement.nonTransactional.isEmpty() || index != indexes || !inTransaction(context, i))
            continue;
        report.at(
            i, -1,
            {Words::tr("%1 cannot run inside a transaction.").arg(statement.nonTransactional),
             context.runner.grouping == RunnerTraits::Grouping::OneTransaction
                 ? Words::tr(
                     "The runner wraps all pending files in one transaction: it fails, and everything is rolled back.")
                 : Words::tr(
                     "The file opens a transaction before it: the statement fails, and the file is rolled back."),
             Words::tr("Run it by hand outside a transaction, in a file of its own, and record the file as applied.")});
    }
}

void concurrentIndex(const RuleContext &context, RuleReport &report)
{
    reportNonTransactional(context, report, true);
}

void nonTransactional(const RuleContext &context, RuleReport &report)
{
    reportNonTransactional(context, report, false);
}

void nesting(const RuleContext &context, RuleReport &report)
{
    for (int i = 0; i < context.script.statements().size(); ++i) {
        const ScriptStatement &statement = context.script.statements().at(i);
        const QString kind = statement.tree.text("kind"_L1);
        const bool begins = kind == "TRANS_STMT_BEGIN"_L1 || kind == "TRANS_STMT_START"_L1;
        const bool ends = kind == "TRANS_STMT_COMMIT"_L1 || kind == "TRANS_STMT_ROLLBACK"_L1;
        const bool ownRunner = context.runner.grouping == RunnerTraits::Grouping::OneTransaction;
        if (!statement.isTransactionControl() || (!begins && !ends) || (!ownRunner && !begins))
            continue;
        if (begins && !inTransaction(context, i))
            continue;
        report.at(
            i, -1,
            {begins ? Words::tr("%1 inside a transaction only gives a warning, and the next COMMIT ends the outer one.")
                          .arg(statement.kind)
                    : Words::tr("%1 ends the runner's own transaction.").arg(statement.kind),
             ends ? Words::tr("What comes after it commits statement by statement; if a later one fails, half of it "
                              "stays and nothing is recorded.")
                  : Words::tr("The file does not end where it seems to."),
             Words::tr("Leave transactions to the runner.")});
    }
}

void uncommitted(const RuleContext &context, RuleReport &report)
{
    const int count = int(context.script.statements().size());
    if (context.runner.grouping == RunnerTraits::Grouping::OneTransaction || !inTransaction(context, count))
        return;
    int begin = 0;
    for (int i = 0; i < count; ++i) {
        const QString kind = context.script.statements().at(i).tree.text("kind"_L1);
        if (kind == "TRANS_STMT_BEGIN"_L1 || kind == "TRANS_STMT_START"_L1)
            begin = i;
    }
    report.at(begin, -1,
              {Words::tr("The transaction is opened and never committed."),
               Words::tr("psql says that every statement succeeded, and nothing of it stays."), u"COMMIT;"_s});
}

void enumValue(const RuleContext &context, RuleReport &report)
{
    QHash<QString, QString> added;
    for (int i = 0; i < context.script.statements().size(); ++i) {
        const ScriptStatement &statement = context.script.statements().at(i);
        if (!inTransaction(context, i))
            added.clear();
        QSet<QString> used;
        walk(statement.tree, [&](const Node &node) {
            if (node.is("A_Const"_L1) && added.contains(constantText(node)) && !statement.tree.is("CommentStmt"_L1))
                used << constantText(node);
        });
        for (const QString &label : std::as_const(used))
            report.at(i, -1,
                      {Words::tr("The value '%1' of %2 is used in the transaction that adds it.")
                           .arg(label, added.value(label)),
                       Words::tr("The server refuses that (unsafe use of new value), and everything is rolled back."),
                       Words::tr("Use it in a later file, in another run.")});
        for (const TouchedObject &object : statement.touches) {
            if (inTransaction(context, i) && object.kind == ObjectKind::EnumValue
                && object.effect == TouchEffect::Creates && !object.inlined && !object.renamed)
                added.insert(object.part, object.name.shown());
        }
    }
}

bool takesStrongLock(const RuleContext &context, const SeenStatement &seen)
{
    static const QStringList types{u"AlterTableStmt"_s, u"DropStmt"_s,  u"TruncateStmt"_s, u"RenameStmt"_s,
                                   u"CreateTrigStmt"_s, u"IndexStmt"_s, u"ClusterStmt"_s,  u"AlterObjectSchemaStmt"_s};
    if (!types.contains(seen.tree.type()) || seen.tree.flag("concurrent"_L1))
        return false;
    for (const TouchedObject &object : seen.statement.touches) {
        const bool relation =
            object.kind == ObjectKind::Table || object.kind == ObjectKind::Index || object.kind == ObjectKind::View;
        if (relation && object.effect != TouchEffect::Creates && !isNewTable(context, seen.index, object.name))
            return true;
    }
    return false;
}

void lockTimeout(const RuleContext &context, RuleReport &report)
{
    bool set = false, reported = false;
    forEachStatement(context.script, [&](const SeenStatement &seen) {
        const QString name = seen.tree.text("name"_L1);
        set |= seen.tree.is("VariableSetStmt"_L1) && (name == "lock_timeout"_L1 || name == "statement_timeout"_L1);
        if (set || reported || !takesStrongLock(context, seen))
            return;
        reported = true;
        report.at(
            seen.index, -1,
            {Words::tr("%1 locks a table that is in use, and the file sets no lock_timeout.").arg(seen.statement.kind),
             Words::tr("While it waits for one long query, every later query waits behind it."),
             inTransaction(context, seen.index) ? u"SET LOCAL lock_timeout = '3s';"_s : u"SET lock_timeout = '3s';"_s});
    });
}

} // namespace

QList<Rule> transactionRules()
{
    return {{"ban-concurrent-index-creation-in-transaction", Severity::Error, concurrentIndex},
            {"non-transactional-statement", Severity::Error, nonTransactional},
            {"transaction-nesting", Severity::Warning, nesting},
            {"ban-uncommitted-transaction", Severity::Error, uncommitted},
            {"enum-value-used-in-transaction", Severity::Error, enumValue},
            {"require-lock-timeout", Severity::Info, lockTimeout, "require-timeout-settings"}};
}

} // namespace pitboss
