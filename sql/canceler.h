// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>

struct pg_cancel;
struct pg_conn;

namespace pitboss {

/// Names one piece of work given to a Connection. 0: none.
using Ticket = quint64;

/// Interrupts the statement of one ticket and of no other: the mutex is held while libpq's cancel request is under
/// way, so the session cannot begin its next work before the request has reached the server. A server forgets a request
/// that comes while it reads a message or has just read one (postgres.c of 15, ProcessInterrupts() with
/// DoingCommandRead), be it that planning took its time; so the request is made again until it is heeded. Thread-safe.
/// Made by std::make_shared.
class Canceler : public std::enable_shared_from_this<Canceler>
{
public:
    Canceler() = default;
    ~Canceler();
    Q_DISABLE_COPY_MOVE(Canceler)

    /// Session's thread: work begins. False: it was canceled while it waited, or the connection is shutting down.
    [[nodiscard]] bool begin(Ticket ticket);
    void end();    ///< session's thread: work is over
    void moveOn(); ///< session's thread, before anything is sent: what was asked for before is no matter of that
    /// True once the running work was asked to stop; statements must not be sent any more.
    bool requested() const { return m_requested.load(); }

    /// Blocks for a round trip to the server: never call it on the GUI thread.
    void cancel(Ticket ticket);
    void shutDown(); ///< cancels what runs and refuses everything after; blocks as cancel() does
    void refuse();   ///< the part of shutDown() that does not block

    void interruptStatement();        ///< session's thread: ends the current statement only; the work goes on
    void attach(pg_conn *connection); ///< session's thread; nullptr detaches

private:
    void send();
    void insist();
    std::mutex m_mutex;
    std::condition_variable m_movedOn;
    std::atomic<quint64> m_turn = 0; ///< of the session: goes up with each thing that it sends
    pg_cancel *m_handle = nullptr;
    std::set<Ticket> m_canceledWaiting;
    Ticket m_running = 0;
    std::atomic<bool> m_requested = false;
    std::atomic<bool> m_refusing = false;
};

} // namespace pitboss
