// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <chrono>
#include <memory>

class QThread;

namespace pitboss::testing {

class ProxyWorker;

/// A TCP proxy before a server, on a thread of its own, so that a test may block in libpq meanwhile. What it is told
/// holds from now on for every connection, those that are open included. All functions are thread-safe and return when
/// the proxy has done what they say.
class TestProxy
{
public:
    enum class Side { Client, Server };
    enum class Cut {
        /// The needle and what follows are dropped with the connection: the other side never sees them. A server's
        /// words in front of it arrive; a client's may be lost with it.
        Before,
        After ///< the bytes go through, then the client's side is cut; the server may finish what it was told
    };
    struct Counts
    {
        int connections = 0; ///< accepted so far
        int open = 0;
        /// Times the client spoke after it was given an answer, or first. Exact with a delay (setDelay()): without one
        /// an answer may overtake what the client sends in two parts.
        int roundTrips = 0;
        qint64 toServer = 0; ///< bytes
        qint64 toClient = 0;
    };

    TestProxy(const QString &host, int port); ///< of the server
    ~TestProxy();
    TestProxy(const TestProxy &) = delete;
    TestProxy &operator=(const TestProxy &) = delete;

    bool start(); ///< on a free port of 127.0.0.1
    int port() const;
    QString url(const QString &serverUrl) const; ///< the same URL, by way of this proxy

    void setDelay(std::chrono::milliseconds oneWay);             ///< added in each direction
    void setTrickle(int bytes, std::chrono::milliseconds pause); ///< at most so many at a time; 0: off
    void setFrozen(bool frozen); ///< nothing goes through and nobody is told, as when a cable is pulled
    /// The client's packets are dropped unseen and unanswered, by the kernel itself: nobody acknowledges anything, as
    /// after a laptop's sleep or behind a firewall that has forgotten. For connections that are open now. False: this
    /// system does not let this user.
    [[nodiscard]] bool makeDeaf();
    void setRefusing(bool refusing); ///< nothing listens at the port; open connections stay
    void cutAll();                   ///< resets every connection
    /// Cuts once, as soon as `from` has sent `needle` (also when it comes in pieces). One such order at a time.
    void cutOn(Side from, const QByteArray &needle, Cut cut);
    bool hasCut() const; ///< the last cutOn() has happened
    /// Instead of asking the server, answers the client's first message with these bytes and closes. Empty: off.
    void setAnswer(const QByteArray &bytes);
    /// Postgres's ErrorResponse, for setAnswer().
    static QByteArray errorResponse(const QByteArray &sqlState, const QByteArray &message);

    Counts counts() const;
    void resetCounts(); ///< not `open`

private:
    template <typename Fn> auto onWorker(Fn fn) const;

    std::unique_ptr<QThread> m_thread;
    ProxyWorker *m_worker;
};

} // namespace pitboss::testing
