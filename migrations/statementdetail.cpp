// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/statementdetail.h"

#include "migrations/script.h"
#include "migrations/statementkind.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

// A statement of a megabyte is data: its tree would take ten times as much and say nothing more than its first word.
constexpr qsizetype maxTreeBytes = 1 << 20;

void readInner(ScriptStatement &statement)
{
    // Which errors the block swallows is not told apart here: a rule that cares reads the text.
    const bool guarded = statement.text.toLower().contains("exception");
    for (const QByteArray &query : plpgsqlStatements(statement.text)) {
        const auto trees = parseTrees(query);
        for (const QJsonObject &tree : trees ? *trees : QList<QJsonObject>()) {
            const Node node = Node::wrapped(tree);
            statement.inner << node;
            for (TouchedObject object : touchedObjects(node)) {
                object.guarded |= guarded;
                object.location = -1;
                statement.touches << object;
            }
        }
    }
}

/// The statement's tree; none when there is not exactly one, and then why, if it is known.
Node readTree(ScriptStatement &statement)
{
    if (statement.length > maxTreeBytes)
        return {};
    const auto trees = parseTrees(maskForParser(statement.text, lex(statement.text)));
    if (!trees) {
        statement.parseError = trees.error().message;
        statement.parseErrorLine = statement.line + int(statement.text.left(trees.error().offset).count('\n'));
        return {};
    }
    return trees->size() == 1 ? Node::wrapped(trees->first()) : Node();
}

} // namespace

void readStatementDetail(ScriptStatement &statement)
{
    statement.tree = readTree(statement);
    if (!statement.tree) {
        statement.kind = statementKindFromText(statement.text);
        return;
    }
    statement.kind = statementKind(statement.tree);
    statement.nonTransactional = nonTransactionalReason(statement.tree);
    statement.touches = touchedObjects(statement.tree);
    if (statement.tree.is("DoStmt"_L1))
        readInner(statement);
}

} // namespace pitboss
