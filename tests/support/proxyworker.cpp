// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/proxyworker.h"

#include <QHostAddress>

#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace pitboss::testing {

ProxyWorker::ProxyWorker(const QString &serverHost, int targetPort)
    : host(serverHost)
    , serverPort(quint16(targetPort))
    , m_listener(new QTcpServer(this))
{
    connect(m_listener, &QTcpServer::newConnection, this, &ProxyWorker::accept);
}

bool ProxyWorker::listen()
{
    const bool listening = m_listener->listen(QHostAddress::LocalHost, port);
    port = listening ? m_listener->serverPort() : port;
    return listening;
}

void ProxyWorker::setRefusing(bool refusing)
{
    if (refusing)
        m_listener->close();
    else if (!m_listener->isListening())
        listen();
}

void ProxyWorker::accept()
{
    while (QTcpSocket *client = m_listener->nextPendingConnection()) {
        ++counts.connections;
        ++counts.open;
        auto *link = new ProxyLink(this, client);
        m_links << link;
        connect(link, &QObject::destroyed, this, [this, link] {
            m_links.removeAll(link);
            --counts.open;
        });
    }
}

void ProxyWorker::cutAll()
{
    for (ProxyLink *link : QList<ProxyLink *>(m_links))
        link->cut();
}

bool ProxyWorker::makeDeaf()
{
    return std::all_of(m_links.begin(), m_links.end(), [](ProxyLink *link) { return link->makeDeaf(); });
}

bool ProxyLink::makeDeaf()
{
    const int socket = int(m_client->socketDescriptor());
    sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0); // take 0 bytes of each packet
    const sock_fprog program{1, &nothing};
    // Root may: there a test that needs it is to fail, not to be skipped.
    return setsockopt(socket, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) == 0 || ::geteuid() == 0;
}

void ProxyWorker::letFlow()
{
    for (ProxyLink *link : QList<ProxyLink *>(m_links))
        link->flow();
}

ProxyPipe::ProxyPipe(ProxyWorker *rules, QTcpSocket *to, QObject *parent)
    : QObject(parent)
    , m_rules(rules)
    , m_to(to)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &ProxyPipe::flow);
    connect(m_to, &QTcpSocket::connected, this, &ProxyPipe::flow);
}

void ProxyPipe::add(const QByteArray &bytes)
{
    if (!bytes.isEmpty())
        m_queue.enqueue({bytes, QDeadlineTimer(m_rules->delay, Qt::PreciseTimer)});
    flow();
}

void ProxyPipe::flow()
{
    if (m_rules->frozen || m_to->state() != QAbstractSocket::ConnectedState)
        return;
    while (!m_queue.isEmpty() && m_queue.head().due.hasExpired()) {
        if (m_rules->trickleBytes > 0 && !m_nextTrickle.hasExpired())
            break;
        handsOver();
        if (m_rules->trickleBytes == 0) {
            m_to->write(m_queue.dequeue().bytes);
            continue;
        }
        QByteArray &first = m_queue.head().bytes;
        m_to->write(first.left(m_rules->trickleBytes));
        first.remove(0, m_rules->trickleBytes);
        if (first.isEmpty())
            m_queue.dequeue();
        m_nextTrickle = QDeadlineTimer(m_rules->tricklePause, Qt::PreciseTimer);
    }
    m_to->flush();
    if (m_queue.isEmpty()) {
        if (m_ending)
            m_to->disconnectFromHost();
        return;
    }
    const qint64 pause = m_rules->trickleBytes > 0 ? m_nextTrickle.remainingTime() : 0;
    m_timer.start(int(qMax(m_queue.head().due.remainingTime(), pause)));
}

void ProxyPipe::endWhenEmpty()
{
    m_ending = true;
    flow();
}

std::optional<qsizetype> ProxyPipe::find(const QByteArray &needle, const QByteArray &chunk)
{
    const qsizetype before = m_seen.size();
    m_seen += chunk;
    const qsizetype at = needle.isEmpty() ? -1 : m_seen.indexOf(needle);
    m_seen = at >= 0 ? QByteArray() : m_seen.right(qMax(qsizetype(0), needle.size() - 1));
    return at >= 0 ? std::optional(qMax(qsizetype(0), at - before)) : std::nullopt;
}

ProxyLink::ProxyLink(ProxyWorker *rules, QTcpSocket *client)
    : QObject(rules)
    , m_rules(rules)
    , m_client(client)
    , m_server(new QTcpSocket(this))
    , m_toServer(new ProxyPipe(rules, m_server, this))
    , m_toClient(new ProxyPipe(rules, m_client, this))
{
    m_client->setParent(this);
    // The server has spoken when the client can know it. A client that sends twice without waiting may have its first
    // part answered before the second is here; with a delay that stays one round trip.
    m_toClient->handsOver = [this] { m_clientSpokeLast = false; };
    // Only the proxy's own delay counts, not the one of small packets that wait for company.
    m_client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_server->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_client, &QTcpSocket::readyRead, this, [this] { readFrom(TestProxy::Side::Client); });
    connect(m_server, &QTcpSocket::readyRead, this, [this] { readFrom(TestProxy::Side::Server); });
    connect(m_client, &QTcpSocket::disconnected, this, [this] { closeSide(TestProxy::Side::Client); });
    connect(m_server, &QTcpSocket::disconnected, this, [this] { closeSide(TestProxy::Side::Server); });
    connect(m_server, &QTcpSocket::errorOccurred, this, [this] { closeSide(TestProxy::Side::Server); });
    if (rules->answer.isEmpty())
        m_server->connectToHost(rules->host, rules->serverPort);
    if (m_client->bytesAvailable() > 0)
        readFrom(TestProxy::Side::Client);
}

void ProxyLink::flow()
{
    m_toServer->flow();
    m_toClient->flow();
}

void ProxyLink::count(TestProxy::Side side, qsizetype bytes)
{
    const bool client = side == TestProxy::Side::Client;
    (client ? m_rules->counts.toServer : m_rules->counts.toClient) += bytes;
    if (client && !std::exchange(m_clientSpokeLast, true))
        ++m_rules->counts.roundTrips;
}

void ProxyLink::readFrom(TestProxy::Side side)
{
    const bool client = side == TestProxy::Side::Client;
    ProxyPipe *pipe = client ? m_toServer : m_toClient;
    const QByteArray chunk = (client ? m_client : m_server)->readAll();
    count(side, chunk.size());
    if (client && !m_rules->answer.isEmpty())
        return answer(chunk);
    const auto ahead = m_rules->needleFrom == side ? pipe->find(m_rules->needle, chunk) : std::nullopt;
    if (!ahead)
        return pipe->add(chunk);
    m_rules->needle.clear();
    m_rules->hasCut = true;
    const bool before = m_rules->cut == TestProxy::Cut::Before;
    if (before && client)
        return cut();
    // What the server says in front of the needle arrives also when it came in one piece with it; with the needle
    // the whole chunk does: with half a message the other side would do nothing.
    pipe->add(before ? chunk.left(*ahead) : chunk);
    pipe->endWhenEmpty();
    if (client)
        m_client->abort();
    else if (before)
        m_server->abort(); // nothing more of what it says
}

/// Asked for encryption first, a server says no with one letter; only then comes the message to be answered.
void ProxyLink::answer(const QByteArray &message)
{
    const bool wantsEncryption = message.size() == 8 && message.startsWith(QByteArray("\0\0\0\x08\x04\xd2\x16", 7));
    m_toClient->add(wantsEncryption ? QByteArray("N") : m_rules->answer);
    if (!wantsEncryption)
        m_toClient->endWhenEmpty();
}

void ProxyLink::cut()
{
    m_client->disconnect(this);
    m_server->disconnect(this);
    m_client->abort();
    m_server->abort();
    deleteLater();
}

void ProxyLink::closeSide(TestProxy::Side side)
{
    (side == TestProxy::Side::Client ? m_toServer : m_toClient)->endWhenEmpty();
    if (m_client->state() == QAbstractSocket::UnconnectedState
        && m_server->state() == QAbstractSocket::UnconnectedState)
        cut();
}

} // namespace pitboss::testing
