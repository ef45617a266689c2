// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/applier.h"
#include "migrations/utf8.h"
#include "sql/session.h"

#include <QElapsedTimer>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

void Applier::begins(const ApplyFile &file, int index, const FileOutcome &outcome)
{
    ApplyEvent event;
    event.statement = index;
    event.statements = int(file.script->statements().size());
    event.attempt = std::max(1, outcome.attempts); // before the first one its statements may be under way already
    tell(event);
}

void Applier::noteDone(StatementOutcome &run, double milliseconds)
{
    run.state = StatementOutcome::State::Done;
    run.milliseconds = milliseconds;
    for (const Notice &notice : m_session.takeNotices())
        run.notices << notice.severity + u": "_s + notice.message;
}

Applier::Ending Applier::noteFailed(const ScriptStatement &text, StatementOutcome &run, const Error &error,
                                    FileOutcome &outcome)
{
    noteDone(run, 0);
    run.state = StatementOutcome::State::Failed;
    run.error = error;
    const QByteArray before = text.text.left(error.position > 0 ? byteOfCharacter(text.text, error.position) : 0);
    run.errorLine = text.line + int(before.count('\n'));
    run.errorColumn =
        error.position > 0 ? int(QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size()) + 1 : 0;
    return ended(error, outcome);
}

Applier::Ending Applier::statement(const ApplyFile &file, int index, FileOutcome &outcome)
{
    const ScriptStatement &text = file.script->statements().at(index);
    begins(file, index, outcome);
    (void)m_session.takeNotices();
    QElapsedTimer timer;
    timer.start();
    const auto result = m_session.execute(Statement(text.text));
    if (!result)
        return noteFailed(text, outcome.statements[index], result.error(), outcome);
    noteDone(outcome.statements[index], double(timer.nsecsElapsed()) / 1e6);
    return Ending::Done;
}

/// All of them in one round trip, and `behind` after them unless it is empty.
Applier::Ending Applier::statements(const ApplyFile &file, const QList<int> &indexes, const Statement &behind,
                                    FileOutcome &outcome)
{
    if (indexes.size() == 1 && behind.sql.isEmpty())
        return statement(file, indexes.first(), outcome);
    QList<Statement> sent;
    for (const int index : indexes)
        sent << Statement(file.script->statements().at(index).text);
    if (!behind.sql.isEmpty())
        sent << behind;
    qsizetype done = 0;
    const auto answered = [&](qsizetype which, const ResultSet &, double milliseconds) {
        done = which + 1;
        if (which < indexes.size())
            noteDone(outcome.statements[indexes[which]], milliseconds);
        if (done < indexes.size())
            begins(file, indexes[done], outcome);
    };
    begins(file, indexes.first(), outcome);
    (void)m_session.takeNotices();
    const auto results = m_session.executeTogether(sent, answered);
    if (results)
        return Ending::Done;
    if (done >= indexes.size()) // the journal's row, not the file
        return ended(results.error(), outcome);
    return noteFailed(file.script->statements().at(indexes[done]), outcome.statements[indexes[done]], results.error(),
                      outcome);
}

} // namespace pitboss
