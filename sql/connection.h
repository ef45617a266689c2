// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/session.h"
#include "sql/whenfinished.h"

#include <QObject>
#include <QPromise>
#include <QThread>

#include <type_traits>

namespace pitboss {

class ConnectionWorker;

/// Work given to a Connection: its answer, and the name by which to cancel it.
template <typename T> struct Task
{
    QFuture<Result<T>> future;
    Ticket ticket = 0;
};

/// The GUI thread's handle of one thread with one Session. Work is done in the order given; the session is opened
/// by the first and re-opened by the next one after it was lost; nothing is ever sent twice.
///
/// Destroying it cancels what runs and drops what waits (receivers get Error::canceled()), and does not wait for a
/// dead network.
class Connection : public QObject
{
    Q_OBJECT

public:
    enum class State { Closed, Connecting, Open, Lost };
    Q_ENUM(State)

    explicit Connection(ConnectionInfo info, SessionOptions options = {}, QObject *parent = nullptr);
    ~Connection() override;

    /// fn(Session &) → Result<T>, run on the connection's thread. It must own what it captures.
    template <typename Fn> auto run(Fn fn) -> Task<typename std::invoke_result_t<Fn, Session &>::value_type>
    {
        using R = std::invoke_result_t<Fn, Session &>;
        auto promise = std::make_shared<QPromise<R>>();
        auto work = std::make_shared<Fn>(std::move(fn));
        promise->start();
        const Ticket ticket = post([promise, work](Session &session, const std::optional<Error> &refusal) {
            promise->addResult(refusal ? R(fail(*refusal)) : (*work)(session));
            promise->finish();
        });
        return {promise->future(), ticket};
    }

    /// Returns at once; work that waits never begins, work that runs is interrupted by libpq's cancel request. Its
    /// future then ends with Error::Kind::Canceled, or with its result when that came first.
    void cancel(Ticket ticket);

    const ConnectionInfo &info() const { return m_info; }
    const SessionOptions &options() const { return m_options; }
    State state() const { return m_state; }
    bool isBusy() const { return m_pending > 0; }

signals:
    void stateChanged(pitboss::Connection::State state);
    void busyChanged(bool busy);
    void waiting(const QString &text);        ///< a sleeping server is waited for; comes again with each attempt
    void failed(const pitboss::Error &error); ///< connecting failed, or an idle session was lost

private:
    using Job = std::function<void(Session &, const std::optional<Error> &)>;
    Ticket post(Job job);
    void setState(State state);
    void finishOne();

    ConnectionInfo m_info;
    SessionOptions m_options;
    State m_state = State::Closed;
    Ticket m_lastTicket = 0;
    int m_pending = 0;
    QThread *m_thread;
    ConnectionWorker *m_worker;
    std::shared_ptr<Canceler> m_canceler;
};

} // namespace pitboss
