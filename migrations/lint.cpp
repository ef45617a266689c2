// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/lint.h"

#include "migrations/rules/crossfile.h"
#include "migrations/rules/rule.h"
#include "migrations/words.h"

#include <QSet>

#include <algorithm>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

QString toString(Severity severity)
{
    static constexpr const char *words[] = {"info", "warning", "error"};
    return QString::fromLatin1(words[int(severity)]);
}

bool severityFrom(const QString &word, Severity *severity)
{
    for (const Severity candidate : {Severity::Info, Severity::Warning, Severity::Error}) {
        if (toString(candidate) == word) {
            *severity = candidate;
            return true;
        }
    }
    return false;
}

int LintResult::count(Severity atLeast) const
{
    int count = 0;
    for (const FileFindings &file : files) {
        count += int(std::count_if(file.findings.begin(), file.findings.end(),
                                   [&](const Finding &f) { return !f.ignored && f.severity >= atLeast; }));
    }
    return count;
}

namespace {

const Rule *ruleNamed(const QString &name)
{
    for (const Rule &rule : allRules()) {
        if (name == QLatin1StringView(rule.name) || (rule.alias && name == QLatin1StringView(rule.alias)))
            return &rule;
    }
    return nullptr;
}

// A comment before or inside a statement, or behind it on its last line, speaks of that statement.
int statementOf(const Script &script, const IgnoreComment &comment)
{
    for (int i = 0; i < script.statements().size(); ++i) {
        const ScriptStatement &statement = script.statements().at(i);
        if (comment.offset < statement.offset + statement.length || comment.line == statement.endLine)
            return i;
    }
    return -1;
}

bool silences(const IgnoreComment &comment, int statement, const QString &rule, const Finding &finding)
{
    const Rule *named = ruleNamed(rule);
    if (!named || finding.rule != QLatin1StringView(named->name))
        return false;
    return finding.statement == -1 || finding.statement == statement || finding.line == comment.line;
}

Finding unusedIgnore(const IgnoreComment &comment, const QString &rule)
{
    Finding finding;
    finding.rule = u"unused-ignore"_s;
    finding.severity = Severity::Info;
    finding.line = comment.line;
    finding.message = ruleNamed(rule) ? Words::tr("The comment silences nothing: %1 has no finding here.").arg(rule)
                                      : Words::tr("There is no rule %1.").arg(rule);
    finding.why = Words::tr("An ignore comment that is left behind silences the next, real finding.");
    return finding;
}

void applyIgnores(const Script &script, QList<Finding> &findings)
{
    QList<Finding> unused;
    for (const IgnoreComment &comment : script.ignores()) {
        const int statement = statementOf(script, comment);
        for (const QString &rule : comment.rules) {
            bool used = false;
            for (Finding &finding : findings) {
                if (!silences(comment, statement, rule, finding))
                    continue;
                used = finding.ignored = true;
                finding.ignoreReason = comment.reason;
            }
            if (!used)
                unused << unusedIgnore(comment, rule);
        }
    }
    findings << unused;
}

QList<Finding> check(const RuleContext &context)
{
    QList<Finding> findings;
    for (const Rule &rule : allRules()) {
        RuleReport report(rule, context.script, findings);
        rule.check(context, report);
    }
    applyIgnores(context.script, findings);
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Finding &a, const Finding &b) { return a.line < b.line; });
    return findings;
}

} // namespace

QList<Finding> lintScript(const Script &script, const RunnerTraits &runner)
{
    const Script full = script.withTrees();
    const FolderKnowledge nothing;
    const ScriptFacts facts(full, runner);
    return check({full, {}, false, runner, nothing, facts, {}});
}

LintResult lintFolder(const FolderContents &folder, const RunnerTraits &runner, const QStringList &tags)
{
    LintResult result;
    result.directory = folder.directory;
    FolderKnowledge everything;
    QList<Script> scripts;
    for (const SourceFile &file : folder.files) {
        scripts << (file.script ? file.script->withTrees() : Script::parse({}));
        rememberScript(everything, file.tag, scripts.last());
        for (const ScriptStatement &statement : scripts.last().statements()) {
            for (const TouchedObject &object : statement.touches) {
                if (object.effect == TouchEffect::Creates && !everything.everCreated.contains(object.key()))
                    everything.everCreated.insert(object.key(), file.tag);
                everything.createsTables |= object.effect == TouchEffect::Creates && object.kind == ObjectKind::Table;
            }
        }
    }
    FolderKnowledge sofar;
    sofar.known = true;
    sofar.everCreated = everything.everCreated;
    sofar.createsTables = everything.createsTables;
    for (qsizetype i = 0; i < folder.files.size(); ++i) {
        const SourceFile &file = folder.files[i];
        const bool wanted = file.script && (tags.isEmpty() || tags.contains(file.tag));
        if (wanted) {
            const ScriptFacts facts(scripts[i], runner);
            const RuleContext context{scripts[i], file.tag, !file.rollbackPath.isEmpty(), runner,
                                      sofar,      facts,    u"schema_migrations"_s};
            result.files.append({file.tag, file.file, check(context)});
        }
        rememberScript(sofar, file.tag, scripts[i]);
    }
    return result;
}

} // namespace pitboss
