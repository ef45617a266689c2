// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/finding.h"
#include "migrations/layout.h"

#include <QHash>

#include <functional>

namespace pitboss {

/// What the files before this one leave, and what all files together ever make; keys are TouchedObject::key().
struct FolderKnowledge
{
    bool known = false;                  ///< false: a text alone, nothing is known of other files
    QHash<QString, QString> alive;       ///< object → tag of the file that made it, as of now
    QHash<QString, QString> everCreated; ///< object → tag of the first file that makes it, of the whole folder
    QHash<QString, QString> work;        ///< what a statement does, in a normal form → tag
    bool createsTables = false;          ///< some file makes a table
};

/// What every second rule asks of a script, found once.
struct ScriptFacts
{
    ScriptFacts(const Script &script, const RunnerTraits &runner);
    QHash<QString, int> newTables; ///< table → the statement that makes it
    QList<bool> inTransaction;     ///< for each statement, and one more for the end
};

struct RuleContext
{
    const Script &script;
    QString tag;
    bool hasRollbackFile = false;
    const RunnerTraits &runner;
    const FolderKnowledge &folder;
    const ScriptFacts &facts;
    QString trackingTable; ///< the layout's own, which no file has to create
};

class RuleReport;

/// A rule is a small function over the parse trees; each stands in one place.
struct Rule
{
    const char *name;
    Severity severity;
    void (*check)(const RuleContext &, RuleReport &);
    const char *alias = nullptr; ///< another name that an ignore comment may use
};

/// Where a rule puts what it found.
class RuleReport
{
public:
    RuleReport(const Rule &rule, const Script &script, QList<Finding> &out)
        : m_rule(rule)
        , m_script(script)
        , m_out(out)
    {
    }
    struct Words
    {
        QString message;
        QString why;
        QString fix = {};
    };
    /// About a statement; `location` is a byte in it, -1 for its beginning.
    void at(int statement, int location, const Words &words);
    void at(int statement, int location, Severity severity, const Words &words);
    /// About the file, at a line.
    void onLine(int line, const Words &words);
    void onLine(int line, Severity severity, const Words &words);

private:
    void put(int statement, int line, Severity severity, const Words &words);

    const Rule &m_rule;
    const Script &m_script;
    QList<Finding> &m_out;
};

/// One statement as a rule sees it: its own tree, or one inside a DO block.
struct SeenStatement
{
    int index;
    const ScriptStatement &statement;
    const Node &tree;
    bool inBlock; ///< in a DO block: its locations mean nothing in the file
};
void forEachStatement(const Script &script, const std::function<void(const SeenStatement &)> &visit);

/// Every command of every ALTER TABLE, with its table.
void forEachAlterCommand(const Script &script,
                         const std::function<void(const SeenStatement &, const QualifiedName &, const Node &)> &visit);

/// Every constraint that is added to a table which this file does not make.
void forEachAddedConstraint(
    const RuleContext &context,
    const std::function<void(const SeenStatement &, const QualifiedName &, const Node &)> &visit);

/// Every column definition: in CREATE TABLE (`added` false) and in ADD COLUMN.
void forEachColumn(
    const Script &script,
    const std::function<void(const SeenStatement &, const QualifiedName &, const Node &, bool added)> &visit);

/// The file itself makes the table, before or in this statement: nobody waits for it and it has no rows.
bool isNewTable(const RuleContext &context, int statement, const QualifiedName &table);

/// Is a transaction open at this statement when the runner executes the file?
bool inTransaction(const RuleContext &context, int statement);

/// -1 inside a DO block, else the node's own place.
int placeOf(const SeenStatement &seen, const Node &node);

/// The statement with `addition` put in after the first match of `pattern`, ended with a semicolon.
QString textWith(const ScriptStatement &statement, const QString &pattern, const QString &addition);

/// A DO block around a statement that swallows exactly one error.
QString swallowing(const ScriptStatement &statement, const QString &condition);

const QList<Rule> &allRules();

} // namespace pitboss
