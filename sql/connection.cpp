// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/connection.h"

#include "sql/connect/patience.h"
#include "sql/connectionworker.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QThreadPool>

namespace pitboss {

ConnectionWorker::ConnectionWorker(const ConnectionInfo &info, const SessionOptions &options)
    : m_session(info, options)
    , m_asleep(options.asleep())
{
}

ConnectionWorker::~ConnectionWorker() = default;

void ConnectionWorker::perform(Ticket ticket, const Job &job)
{
    m_notifier.reset();
    std::optional<Error> refusal;
    if (!m_session.canceler()->begin(ticket))
        refusal = Error::canceled();
    else
        refusal = connectSession();
    job(m_session, refusal);
    m_session.canceler()->end();
    if (!refusal && !m_session.isOpen())
        emit stateChanged(Connection::State::Lost);
    watch();
    emit performed();
}

std::optional<Error> ConnectionWorker::connectSession()
{
    if (hasSlept())
        m_session.close();
    if (m_session.isOpen() && m_session.checkAlive())
        return {};
    emit stateChanged(Connection::State::Connecting);
    Patience patience;
    patience.isCanceled = [this] { return m_session.canceler()->requested(); };
    patience.tell = [this](const Error &, int next, int of) { emit waiting(wakingText(next, of)); };
    const auto opened = openPatiently(m_session, patience);
    emit stateChanged(opened ? Connection::State::Open : Connection::State::Closed);
    if (opened)
        return {};
    emit failed(opened.error());
    return opened.error();
}

/// What the network made of the connection meanwhile would come out only after half a minute of silence. Between two
/// pieces of work the session holds nothing, so that a new one is as good.
bool ConnectionWorker::hasSlept()
{
    constexpr std::chrono::milliseconds harmless(1000);
    const auto asleep = m_session.options().asleep();
    return asleep - std::exchange(m_asleep, asleep) > harmless;
}

void ConnectionWorker::watch()
{
    if (m_session.socket() < 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(m_session.socket(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &ConnectionWorker::lookAtSocket);
}

void ConnectionWorker::lookAtSocket()
{
    m_notifier->setEnabled(false); // the socket may be gone after the next line
    if (m_session.checkAlive()) {
        m_notifier->setEnabled(true);
        return;
    }
    m_notifier.release()->deleteLater(); // it is the sender
    emit stateChanged(Connection::State::Lost);
    emit failed(Error::of(Error::Kind::ConnectionLost,
                          QCoreApplication::translate("Connection", "The server closed the connection."), {},
                          QCoreApplication::translate("Connection", "It is made again at the next use.")));
}

Connection::Connection(ConnectionInfo info, SessionOptions options, QObject *parent)
    : QObject(parent)
    , m_info(std::move(info))
    , m_options(std::move(options))
    , m_thread(new QThread)
    , m_worker(new ConnectionWorker(m_info, m_options))
    , m_canceler(m_worker->canceler())
{
    qRegisterMetaType<Error>();
    m_thread->setObjectName(QStringLiteral("pg:") + m_info.database());
    m_worker->moveToThread(m_thread);
    connect(m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &ConnectionWorker::stateChanged, this, &Connection::setState);
    connect(m_worker, &ConnectionWorker::failed, this, &Connection::failed);
    connect(m_worker, &ConnectionWorker::waiting, this, &Connection::waiting);
    connect(m_worker, &ConnectionWorker::performed, this, &Connection::finishOne);
    m_thread->start();
}

Connection::~Connection()
{
    m_canceler->refuse();
    if (m_pending > 0)
        QThreadPool::globalInstance()->start([canceler = m_canceler] { canceler->shutDown(); });
    m_thread->quit();
    constexpr int patience = 250; // ms: a local cancel takes 2; a dead network ends by its own time-outs, unwatched
    if (m_thread->wait(patience))
        delete m_thread;
    else
        connect(m_thread, &QThread::finished, m_thread, &QObject::deleteLater);
}

Ticket Connection::post(Job job)
{
    const Ticket ticket = ++m_lastTicket;
    if (m_pending++ == 0)
        emit busyChanged(true);
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, ticket, job = std::move(job)] { worker->perform(ticket, job); },
        Qt::QueuedConnection);
    return ticket;
}

void Connection::cancel(Ticket ticket)
{
    if (ticket != 0)
        QThreadPool::globalInstance()->start([canceler = m_canceler, ticket] { canceler->cancel(ticket); });
}

void Connection::setState(State state)
{
    if (std::exchange(m_state, state) != state)
        emit stateChanged(state);
}

void Connection::finishOne()
{
    if (--m_pending == 0)
        emit busyChanged(false);
}

} // namespace pitboss
