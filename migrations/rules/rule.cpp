// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rules/rule.h"

#include "migrations/rules/rules.h"

#include <QRegularExpression>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

void RuleReport::put(int statement, int line, Severity severity, const Words &words)
{
    Finding finding;
    finding.rule = QString::fromLatin1(m_rule.name);
    finding.severity = severity;
    finding.line = line;
    finding.statement = statement;
    finding.message = words.message;
    finding.why = words.why;
    finding.fix = words.fix;
    m_out << finding;
}

void RuleReport::at(int statement, int location, const Words &words)
{
    at(statement, location, m_rule.severity, words);
}

void RuleReport::at(int statement, int location, Severity severity, const Words &words)
{
    const ScriptStatement &seen = m_script.statements().at(statement);
    const qsizetype offset = seen.offset + (location > 0 && location < seen.length ? location : 0);
    put(statement, m_script.lineOf(offset), severity, words);
}

void RuleReport::onLine(int line, const Words &words)
{
    put(-1, line, m_rule.severity, words);
}

void RuleReport::onLine(int line, Severity severity, const Words &words)
{
    put(-1, line, severity, words);
}

void forEachStatement(const Script &script, const std::function<void(const SeenStatement &)> &visit)
{
    for (int i = 0; i < script.statements().size(); ++i) {
        const ScriptStatement &statement = script.statements().at(i);
        visit({i, statement, statement.tree, false});
        for (const Node &inner : statement.inner)
            visit({i, statement, inner, true});
    }
}

void forEachAlterCommand(const Script &script,
                         const std::function<void(const SeenStatement &, const QualifiedName &, const Node &)> &visit)
{
    forEachStatement(script, [&](const SeenStatement &seen) {
        if (!seen.tree.is("AlterTableStmt"_L1))
            return;
        const QualifiedName table = relationName(seen.tree.plain("relation"_L1, "RangeVar"_L1));
        for (const Node &command : seen.tree.list("cmds"_L1))
            visit(seen, table, command);
    });
}

void forEachAddedConstraint(
    const RuleContext &context,
    const std::function<void(const SeenStatement &, const QualifiedName &, const Node &)> &visit)
{
    forEachAlterCommand(context.script,
                        [&](const SeenStatement &seen, const QualifiedName &table, const Node &command) {
                            if (isNewTable(context, seen.index, table))
                                return;
                            if (command.text("subtype"_L1) == "AT_AddConstraint"_L1)
                                visit(seen, table, command.child("def"_L1));
                        });
}

void forEachColumn(const Script &script,
                   const std::function<void(const SeenStatement &, const QualifiedName &, const Node &, bool)> &visit)
{
    forEachStatement(script, [&](const SeenStatement &seen) {
        if (!seen.tree.is("CreateStmt"_L1))
            return;
        const QualifiedName table = relationName(seen.tree.plain("relation"_L1, "RangeVar"_L1));
        for (const Node &element : seen.tree.list("tableElts"_L1)) {
            if (element.is("ColumnDef"_L1))
                visit(seen, table, element, false);
        }
    });
    forEachAlterCommand(script, [&](const SeenStatement &seen, const QualifiedName &table, const Node &command) {
        if (command.text("subtype"_L1) == "AT_AddColumn"_L1)
            visit(seen, table, command.child("def"_L1), true);
    });
}

ScriptFacts::ScriptFacts(const Script &script, const RunnerTraits &runner)
{
    bool open = runner.grouping == RunnerTraits::Grouping::OneTransaction;
    for (int i = 0; i < script.statements().size(); ++i) {
        inTransaction << open;
        const ScriptStatement &statement = script.statements().at(i);
        for (const TouchedObject &object : statement.touches) {
            const bool relation = object.kind == ObjectKind::Table || object.kind == ObjectKind::MaterializedView;
            if (relation && object.effect == TouchEffect::Creates && !object.renamed
                && !newTables.contains(object.name.key()))
                newTables.insert(object.name.key(), i);
        }
        const QString kind = statement.isTransactionControl() ? statement.tree.text("kind"_L1) : QString();
        if (kind == "TRANS_STMT_BEGIN"_L1 || kind == "TRANS_STMT_START"_L1)
            open = true;
        else if (kind == "TRANS_STMT_COMMIT"_L1 || kind == "TRANS_STMT_ROLLBACK"_L1)
            open = statement.tree.flag("chain"_L1);
    }
    inTransaction << open;
}

bool isNewTable(const RuleContext &context, int statement, const QualifiedName &table)
{
    return context.facts.newTables.value(table.key(), statement + 1) <= statement;
}

bool inTransaction(const RuleContext &context, int statement)
{
    return context.facts.inTransaction.at(statement);
}

int placeOf(const SeenStatement &seen, const Node &node)
{
    return seen.inBlock ? -1 : node.location();
}

namespace {

// A fix is for reading: of a long statement the beginning is enough.
QString ended(const QString &text)
{
    constexpr qsizetype mostCharacters = 600;
    const QString trimmed = text.trimmed();
    return trimmed.size() > mostCharacters ? QString(trimmed.left(mostCharacters) + u" …"_s) : QString(trimmed + u';');
}

} // namespace

QString textWith(const ScriptStatement &statement, const QString &pattern, const QString &addition)
{
    QString text = QString::fromUtf8(statement.text.left(4096));
    const QRegularExpression expression(pattern, QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = expression.match(text);
    if (!match.hasMatch())
        return {};
    text.insert(match.capturedEnd(), u' ' + addition);
    return ended(text);
}

QString swallowing(const ScriptStatement &statement, const QString &condition)
{
    const QString text = QString::fromUtf8(statement.text).trimmed();
    return u"DO $$ BEGIN\n  "_s + text + u";\nEXCEPTION WHEN "_s + condition + u" THEN NULL;\nEND $$;"_s;
}

const QList<Rule> &allRules()
{
    static const QList<Rule> rules = idempotencyRules() + commentRules() + destructiveRules() + columnRules()
        + constraintRules() + indexRules() + transactionRules() + renameRules() + textRules() + crossFileRules();
    return rules;
}

} // namespace pitboss
