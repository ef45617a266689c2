// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rules/rules.h"
#include "migrations/words.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

void headerIncomplete(const RuleContext &context, RuleReport &report)
{
    const QStringList missing = context.script.header().missing();
    if (missing.isEmpty() || context.script.isBlank())
        return;
    const bool none = context.script.header().isEmpty();
    QString fix;
    for (const QString &field : missing)
        fix += u"-- "_s + field + (field == "Migration"_L1 ? QString(u": "_s + context.tag) : u":"_s) + u'\n';
    report.onLine(
        none ? 1 : context.script.header().line,
        {none ? Words::tr("The file has no header.") : Words::tr("The header lacks: %1.").arg(missing.join(u", "_s)),
         Words::tr("Who reads it a year from now must know what it is for and whether it can run twice."),
         fix.trimmed()});
}

bool comesBack(const Script &script, int from, const TouchedObject &dropped)
{
    for (int i = from; i < script.statements().size(); ++i) {
        for (const TouchedObject &object : script.statements().at(i).touches) {
            if (object.effect == TouchEffect::Creates && object.key() == dropped.key())
                return true;
        }
    }
    return false;
}

// Made earlier in the same file: a helper that goes away again.
bool isOwn(const Script &script, int until, const TouchedObject &dropped)
{
    for (int i = 0; i < until; ++i) {
        for (const TouchedObject &object : script.statements().at(i).touches) {
            if (object.effect == TouchEffect::Creates && object.key() == dropped.key())
                return true;
        }
    }
    return false;
}

void dropWithoutRollback(const RuleContext &context, RuleReport &report)
{
    if (context.hasRollbackFile || context.script.rollback().kind != RollbackSection::Kind::None)
        return;
    for (int i = 0; i < context.script.statements().size(); ++i) {
        for (const TouchedObject &object : context.script.statements().at(i).touches) {
            if (object.effect != TouchEffect::Drops || object.renamed || comesBack(context.script, i, object)
                || isOwn(context.script, i, object))
                continue;
            report.at(
                i, object.location,
                {Words::tr("%1 is dropped, and the file says no way back.").arg(object.shown()),
                 Words::tr(
                     "When the release has to be taken back, somebody has to find out under pressure what was there."),
                 Words::tr("Add a rollback file, or a comment that begins with -- ROLLBACK and holds the SQL.")});
        }
    }
}

} // namespace

QList<Rule> commentRules()
{
    return {{"header-incomplete", Severity::Info, headerIncomplete},
            {"drop-without-rollback", Severity::Warning, dropWithoutRollback}};
}

} // namespace pitboss
