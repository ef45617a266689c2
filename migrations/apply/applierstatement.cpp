// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/applier.h"
#include "migrations/utf8.h"
#include "sql/session.h"

#include <QElapsedTimer>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

/// With `behind` in the same round trip, unless that is empty.
Result<void> Applier::send(const Statement &statement, const Statement &behind, double &milliseconds)
{
    if (!behind.sql.isEmpty()) {
        const auto both = m_session.executeTogether({statement, behind}, &milliseconds);
        return both ? Result<void>() : fail(both.error());
    }
    QElapsedTimer timer;
    timer.start();
    const auto one = m_session.execute(statement);
    milliseconds = double(timer.nsecsElapsed()) / 1e6;
    return one ? Result<void>() : fail(one.error());
}

Applier::Ending Applier::statement(const ApplyFile &file, int index, const Statement &behind, FileOutcome &outcome)
{
    const ScriptStatement &text = file.script->statements().at(index);
    StatementOutcome &run = outcome.statements[index];
    ApplyEvent event;
    event.statement = index;
    event.statements = int(file.script->statements().size());
    event.attempt = outcome.attempts;
    tell(event);
    (void)m_session.takeNotices();
    const auto result = send(Statement(text.text), behind, run.milliseconds);
    for (const Notice &notice : m_session.takeNotices())
        run.notices << notice.severity + u": "_s + notice.message;
    if (result) {
        run.state = StatementOutcome::State::Done;
        return Ending::Done;
    }
    const Error &error = result.error();
    if (!behind.sql.isEmpty() && error.statement == QString::fromUtf8(behind.sql)) { // the journal's row, not the file
        run.state = StatementOutcome::State::Done;
        return ended(error, outcome);
    }
    run.state = StatementOutcome::State::Failed;
    run.error = error;
    const QByteArray before = text.text.left(error.position > 0 ? byteOfCharacter(text.text, error.position) : 0);
    run.errorLine = text.line + int(before.count('\n'));
    run.errorColumn =
        error.position > 0 ? int(QString::fromUtf8(before.mid(before.lastIndexOf('\n') + 1)).size()) + 1 : 0;
    return ended(error, outcome);
}

} // namespace pitboss
