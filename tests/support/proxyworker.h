// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/testproxy.h"

#include <QDeadlineTimer>
#include <QList>
#include <QQueue>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <functional>
#include <optional>

namespace pitboss::testing {

class ProxyLink;

/// The proxy's own side of TestProxy: lives on its thread and is used there only. No Q_OBJECT: no signals of its own.
class ProxyWorker : public QObject
{
public:
    ProxyWorker(const QString &host, int port);

    bool listen();
    void setRefusing(bool refusing);
    void cutAll();
    bool makeDeaf();
    void letFlow(); ///< after a rule changed

    QString host;
    quint16 serverPort;
    quint16 port = 0;
    std::chrono::milliseconds delay{0};
    int trickleBytes = 0;
    std::chrono::milliseconds tricklePause{0};
    bool frozen = false;
    QByteArray answer;
    QByteArray needle;
    TestProxy::Side needleFrom = TestProxy::Side::Client;
    TestProxy::Cut cut = TestProxy::Cut::Before;
    bool hasCut = false;
    TestProxy::Counts counts;

private:
    void accept();

    QTcpServer *m_listener;
    QList<ProxyLink *> m_links;
};

/// One direction of one connection: bytes wait here for their time.
class ProxyPipe : public QObject
{
public:
    ProxyPipe(ProxyWorker *rules, QTcpSocket *to, QObject *parent);
    void add(const QByteArray &bytes);
    void flow();
    /// What is still under way goes first, then the end.
    void endWhenEmpty();
    /// Bytes of that chunk in front of the needle, if the chunk completes it; else nothing.
    std::optional<qsizetype> find(const QByteArray &needle, const QByteArray &chunk);

    std::function<void()> handsOver = [] {}; ///< called with each piece that goes on

private:
    struct Waiting
    {
        QByteArray bytes;
        QDeadlineTimer due;
    };
    ProxyWorker *m_rules;
    QTcpSocket *m_to;
    QQueue<Waiting> m_queue;
    QTimer m_timer;
    QDeadlineTimer m_nextTrickle;
    QByteArray m_seen; ///< the end of what went by, for a needle that comes in pieces
    bool m_ending = false;
};

/// One client and its connection to the server.
class ProxyLink : public QObject
{
public:
    ProxyLink(ProxyWorker *rules, QTcpSocket *client);
    void cut();
    bool makeDeaf();
    void flow();

private:
    void readFrom(TestProxy::Side side);
    void answer(const QByteArray &message);
    void count(TestProxy::Side side, qsizetype bytes);
    void closeSide(TestProxy::Side side);

    ProxyWorker *m_rules;
    QTcpSocket *m_client;
    QTcpSocket *m_server;
    ProxyPipe *m_toServer;
    ProxyPipe *m_toClient;
    bool m_clientSpokeLast = false;
};

} // namespace pitboss::testing
