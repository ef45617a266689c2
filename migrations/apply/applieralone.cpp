// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/apply/applier.h"
#include "migrations/apply/otherrunners.h"
#include "migrations/words.h"
#include "sql/session.h"

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Held for the time of one statement that no transaction can hold it for.
class SessionLock
{
public:
    explicit SessionLock(Session &session)
        : m_session(session)
        , m_answer(
              session.execute(Statement(QByteArray("select pg_catalog.pg_try_advisory_lock(" + applyLockKey + ")"))))
    {
    }
    ~SessionLock()
    {
        if (holds() && m_session.isOpen())
            (void)m_session.execute(Statement(QByteArray("select pg_catalog.pg_advisory_unlock(" + applyLockKey + ")")))
                .has_value();
    }
    Q_DISABLE_COPY_MOVE(SessionLock)
    const Result<ResultSet> &answer() const { return m_answer; }
    bool holds() const { return m_answer && m_answer->boolean(0, 0); }

private:
    Session &m_session;
    Result<ResultSet> m_answer;
};

Result<ResultSet> setLockTimeout(Session &session, std::chrono::milliseconds timeout)
{
    return session.execute(
        Statement("select pg_catalog.set_config('lock_timeout', $1, false)").bind(qint64(timeout.count())));
}

Result<QStringList> invalidIndexes(Session &session)
{
    const auto rows = session.execute(Statement("select n.nspname || '.' || c.relname from pg_catalog.pg_index i"
                                                " join pg_catalog.pg_class c on c.oid = i.indexrelid"
                                                " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"
                                                " where not i.indisvalid and c.relkind = 'i'"));
    if (!rows)
        return fail(rows.error());
    QStringList names;
    for (int row = 0; row < rows->rowCount(); ++row)
        names << rows->text(row, 0);
    return names;
}

} // namespace

Applier::Ending Applier::alone(const ApplyFile &file, int number, FileOutcome &outcome)
{
    const int index = file.steps[number].statements.first();
    const SessionLock lock(m_session);
    if (!lock.answer())
        return ended(lock.answer().error(), outcome);
    if (!lock.holds()) {
        outcome.error = Error::of(Error::Kind::Conflict, Words::tr("Another Pitboss applies migrations just now."));
        return Ending::Again;
    }
    // CONCURRENTLY waits for others without being in their way; to stop it would only leave an invalid index.
    const bool patient = file.script->statements().at(index).text.toUpper().contains("CONCURRENTLY");
    const auto before = invalidIndexes(m_session);
    if (!before)
        return ended(before.error(), outcome);
    const auto limited = setLockTimeout(m_session, patient ? std::chrono::milliseconds(0) : m_options.lockTimeout);
    if (!limited)
        return ended(limited.error(), outcome);
    const Ending ending = statement(file, index, outcome);
    if (m_session.isOpen())
        (void)setLockTimeout(m_session, m_session.options().lockTimeout).has_value();
    if (ending == Ending::Done)
        return ending;
    noteInvalid(*before, outcome);
    if (outcome.error->kind == Error::Kind::ConnectionLost) {
        outcome.statements[index].state = StatementOutcome::State::Unknown;
        outcome.error->hint = Words::tr("It ran outside any transaction: look whether it is done before you go on.");
        return Ending::Halfway;
    }
    return ending == Ending::Again && outcome.invalidIndexes.isEmpty() ? ending
        : outcome.invalidIndexes.isEmpty()                             ? Ending::Failed
                                                                       : Ending::Halfway;
}

/// Asked by a session of its own: a canceled one answers nothing more.
void Applier::noteInvalid(const QStringList &before, FileOutcome &outcome)
{
    Session other(m_session.info(), SessionOptions{});
    const auto now = other.open() ? invalidIndexes(other) : Result<QStringList>();
    if (!now)
        return;
    for (const QString &name : *now) {
        if (!before.contains(name))
            outcome.invalidIndexes << name;
    }
}

} // namespace pitboss
