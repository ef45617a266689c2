// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/applywords.h"

#include <QCoreApplication>
#include <QHash>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

static QString say(const char *text)
{
    return QCoreApplication::translate("ApplyDialog", text);
}

QStringList applyReceipt(const ApplyResult &result, bool back)
{
    const QHash<FileOutcome::State, QString> words{
        {FileOutcome::State::Applied, back ? say("taken back") : say("applied")},
        {FileOutcome::State::AppliedBefore, say("was applied already by another runner; nothing was done")},
        {FileOutcome::State::Failed, say("failed; nothing of it is in the database")},
        {FileOutcome::State::Partial, say("done in part; apply again to go on from there")},
        {FileOutcome::State::NotReached, say("not reached; nothing of it was run")},
        {FileOutcome::State::Unknown, say("not known: the answer was lost, and the server cannot be asked")}};
    QStringList lines;
    for (const FileOutcome &file : result.files) {
        lines << u"%1: %2"_s.arg(file.tag, words.value(file.state));
        const bool whole = file.state == FileOutcome::State::Applied || file.state == FileOutcome::State::AppliedBefore;
        for (const StatementOutcome &statement : whole ? QList<StatementOutcome>() : file.statements)
            lines << say("  line %1, %2: %3")
                         .arg(QString::number(statement.line), statement.kind, toString(statement.state))
                    + (statement.error ? u" – "_s + statement.error->text() : QString());
        if (file.error && file.statements.isEmpty())
            lines << u"  "_s + file.error->text();
        for (const LockHolder &holder : file.holders)
            lines << say("  in the way: %1").arg(lockHolderText(holder));
        for (const QString &index : file.invalidIndexes)
            lines << say("  left invalid: index %1").arg(index);
    }
    if (result.auditNumber > 0)
        lines << say("Audit entry: %1").arg(result.auditNumber);
    return lines;
}

} // namespace pitboss
