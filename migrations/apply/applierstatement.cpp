// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/applier.h"
#include "migrations/dryrunner.h"
#include "migrations/utf8.h"
#include "sql/session.h"

#include <QElapsedTimer>

#include <cctype>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Its notices belong to it: not to be sent while another runs. The server may warn of these while it only parses.
bool mayWarnEarly(const ScriptStatement &statement)
{
    constexpr qsizetype longest = 64; // bytes: such a name is cut, with a notice
    qsizetype run = 0;
    for (const char c : statement.text) {
        const bool inName = c == '_' || c == '$' || (c & 0x80) != 0 || std::isalnum(uchar(c)) != 0;
        run = inName ? run + 1 : 0;
        if (c == '\\' || run >= longest)
            return true;
    }
    return false;
}

} // namespace

/// What ends its transaction would leave what follows in one of its own; and COPY wants the line for itself.
bool Applier::canBeFollowed(const ScriptStatement &statement)
{
    static const QStringList never{u"CALL"_s, u"DO"_s, u"COPY"_s, u"EXECUTE"_s};
    return statement.tree && !statement.isTransactionControl() && !never.contains(statement.kind.section(u' ', 0, 0));
}

/// From `at` on, those to be sent in one breath; more would keep a person waiting for news of them.
QList<int> Applier::nextTogether(const ApplyFile &file, const QList<int> &statements, qsizetype at)
{
    constexpr qsizetype most = 64, mostBytes = 1 << 20;
    QList<int> together{statements[at]};
    qsizetype bytes = 0;
    for (qsizetype next = at + 1; next < statements.size() && together.size() < most; ++next) {
        const ScriptStatement &last = file.script->statements().at(statements[next - 1]);
        const ScriptStatement &following = file.script->statements().at(statements[next]);
        bytes += last.text.size();
        if (!canBeFollowed(last) || mayWarnEarly(following) || isWrapper(*file.script, statements[next])
            || bytes + following.text.size() > mostBytes)
            break;
        together << statements[next];
    }
    return together;
}

void Applier::begins(const ApplyFile &file, int index, const FileOutcome &outcome)
{
    ApplyEvent event;
    event.statement = index;
    event.statements = int(file.script->statements().size());
    event.attempt = outcome.attempts;
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
    const auto answered = [&](qsizetype which, double milliseconds) {
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
