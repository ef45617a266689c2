// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/rules/crossfile.h"

#include "migrations/rules/rules.h"
#include "migrations/words.h"

#include <QSet>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

bool replaces(const TouchedObject &object)
{
    const bool code =
        object.kind == ObjectKind::Function || object.kind == ObjectKind::View || object.kind == ObjectKind::Trigger;
    return (code && object.guarded) || object.kind == ObjectKind::Schema || object.kind == ObjectKind::Extension
        || object.kind == ObjectKind::Other;
}

void createdEarlier(const RuleContext &context, RuleReport &report)
{
    QSet<QString> gone;
    for (int i = 0; i < context.script.statements().size(); ++i) {
        for (const TouchedObject &object : context.script.statements().at(i).touches) {
            if (object.effect == TouchEffect::Drops)
                gone << object.key();
            const QString other = context.folder.alive.value(object.key());
            if (object.effect != TouchEffect::Creates || object.inlined || other.isEmpty()
                || gone.contains(object.key()) || replaces(object))
                continue;
            report.at(i, object.location, object.guarded ? Severity::Warning : Severity::Error,
                      {Words::tr("%1 is created by %2 too.").arg(object.shown(), other),
                       object.guarded ? Words::tr("Whichever runs second does nothing, even where the two differ.")
                                      : Words::tr("Whichever runs second fails."),
                       Words::tr("Keep it in one of the two files.")});
        }
    }
}

bool isPostgresOwn(const QualifiedName &name)
{
    return name.schema.startsWith("pg_"_L1) || name.schema == "information_schema"_L1
        || (name.schema.isEmpty() && name.name.startsWith("pg_"_L1)) || name.name == "excluded"_L1;
}

bool needsObject(const TouchedObject &object)
{
    const bool relation = object.kind == ObjectKind::Table || object.kind == ObjectKind::View
        || object.kind == ObjectKind::MaterializedView;
    return relation && object.effect != TouchEffect::Creates && !object.guarded && !object.renamed;
}

void unknownObject(const RuleContext &context, RuleReport &report)
{
    if (!context.folder.known)
        return;
    QSet<QString> own, told;
    for (int i = 0; i < context.script.statements().size(); ++i) {
        for (const TouchedObject &object : context.script.statements().at(i).touches) {
            const QString key = object.key();
            if (object.effect == TouchEffect::Creates)
                own << key;
            if (!needsObject(object) || own.contains(key) || told.contains(key) || isPostgresOwn(object.name)
                || context.folder.alive.contains(key) || object.name.name == context.trackingTable)
                continue;
            told << key;
            const QString later = context.folder.everCreated.value(key);
            const Severity severity = context.folder.createsTables ? Severity::Warning : Severity::Info;
            report.at(i, object.location, severity,
                      {later.isEmpty()
                           ? Words::tr("No file of this folder creates %1.").arg(object.name.shown())
                           : Words::tr("%1 is not there at this point: %2 creates it.").arg(object.name.shown(), later),
                       later.isEmpty()
                           ? Words::tr("On a new database, built from these files alone, this fails.")
                           : Words::tr(
                               "On a new database this file runs before the object exists, or after it was dropped.")});
        }
    }
}

void duplicateWork(const RuleContext &context, RuleReport &report)
{
    for (int i = 0; i < context.script.statements().size(); ++i) {
        const ScriptStatement &statement = context.script.statements().at(i);
        const QString work = workOf(statement);
        const QString other = work.isEmpty() ? QString() : context.folder.work.value(work);
        bool sameObject = false; // that is created-earlier's to say
        for (const TouchedObject &object : statement.touches)
            sameObject |= object.effect == TouchEffect::Creates && context.folder.alive.contains(object.key());
        if (other.isEmpty() || sameObject)
            continue;
        report.at(i, -1,
                  {Words::tr("%1 does the same work.").arg(other),
                   statement.tree.is("IndexStmt"_L1)
                       ? Words::tr("Two indexes with one purpose: each write keeps both up to date.")
                       : Words::tr("The second run repeats it: what it adds, it adds twice."),
                   Words::tr("Keep it in one of the two files.")});
    }
}

} // namespace

QString workOf(const ScriptStatement &statement)
{
    static const QStringList rows{u"InsertStmt"_s, u"UpdateStmt"_s, u"DeleteStmt"_s};
    if (rows.contains(statement.tree.type()))
        return QString::fromUtf8(statement.text).simplified().toLower();
    if (!statement.tree.is("IndexStmt"_L1))
        return {};
    QStringList parts{relationName(statement.tree.plain("relation"_L1, "RangeVar"_L1)).key()};
    const QByteArray text = statement.text.simplified().toLower();
    const qsizetype from = text.indexOf('(');
    parts << QString::number(statement.tree.flag("unique"_L1)) << statement.tree.text("accessMethod"_L1)
          << QString::fromUtf8(text.mid(from)).remove(u'"').remove(u' ');
    return parts.join(u' ');
}

void rememberScript(FolderKnowledge &folder, const QString &tag, const Script &script)
{
    for (const ScriptStatement &statement : script.statements()) {
        for (const TouchedObject &object : statement.touches) {
            if (object.effect == TouchEffect::Creates && !folder.alive.contains(object.key()))
                folder.alive.insert(object.key(), tag);
            else if (object.effect == TouchEffect::Drops)
                folder.alive.remove(object.key());
        }
        if (const QString work = workOf(statement); !work.isEmpty() && !folder.work.contains(work))
            folder.work.insert(work, tag);
    }
}

QList<Rule> crossFileRules()
{
    return {{"object-created-earlier", Severity::Error, createdEarlier},
            {"unknown-object", Severity::Warning, unknownObject},
            {"duplicate-work", Severity::Warning, duplicateWork}};
}

} // namespace pitboss
