// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testproxy.h"

#include "support/proxyworker.h"

#include <QtEndian>
#include <QThread>

namespace pitboss::testing {

TestProxy::TestProxy(const QString &host, int port)
    : m_thread(std::make_unique<QThread>())
    , m_worker(new ProxyWorker(host, port))
{
    m_worker->moveToThread(m_thread.get());
    QObject::connect(m_thread.get(), &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread->start();
}

TestProxy::~TestProxy()
{
    m_thread->quit();
    m_thread->wait();
}

template <typename Fn> auto TestProxy::onWorker(Fn fn) const
{
    using R = std::invoke_result_t<Fn, ProxyWorker &>;
    ProxyWorker *worker = m_worker;
    if constexpr (std::is_void_v<R>) {
        QMetaObject::invokeMethod(
            worker, [worker, &fn] { fn(*worker); }, Qt::BlockingQueuedConnection);
    } else {
        R result{};
        QMetaObject::invokeMethod(
            worker, [&] { result = fn(*worker); }, Qt::BlockingQueuedConnection);
        return result;
    }
}

bool TestProxy::start()
{
    return onWorker([](ProxyWorker &worker) { return worker.listen(); });
}

int TestProxy::port() const
{
    return onWorker([](ProxyWorker &worker) { return int(worker.port); });
}

QString TestProxy::url(const QString &serverUrl) const
{
    return onWorker([&](ProxyWorker &worker) {
        return QString(serverUrl).replace(QStringLiteral("@%1:%2/").arg(worker.host).arg(worker.serverPort),
                                          QStringLiteral("@127.0.0.1:%1/").arg(worker.port));
    });
}

void TestProxy::setDelay(std::chrono::milliseconds oneWay)
{
    onWorker([&](ProxyWorker &worker) { worker.delay = oneWay; });
}

void TestProxy::setTrickle(int bytes, std::chrono::milliseconds pause)
{
    onWorker([&](ProxyWorker &worker) {
        worker.trickleBytes = bytes;
        worker.tricklePause = pause;
        worker.letFlow();
    });
}

void TestProxy::setFrozen(bool frozen)
{
    onWorker([&](ProxyWorker &worker) {
        worker.frozen = frozen;
        worker.letFlow();
    });
}

bool TestProxy::makeDeaf()
{
    return onWorker([](ProxyWorker &worker) { return worker.makeDeaf(); });
}

void TestProxy::setRefusing(bool refusing)
{
    onWorker([&](ProxyWorker &worker) { worker.setRefusing(refusing); });
}

void TestProxy::cutAll()
{
    onWorker([](ProxyWorker &worker) { worker.cutAll(); });
}

void TestProxy::cutOn(Side from, const QByteArray &needle, Cut cut)
{
    onWorker([&](ProxyWorker &worker) {
        worker.needle = needle;
        worker.needleFrom = from;
        worker.cut = cut;
        worker.hasCut = false;
    });
}

bool TestProxy::hasCut() const
{
    return onWorker([](ProxyWorker &worker) { return worker.hasCut; });
}

void TestProxy::setAnswer(const QByteArray &bytes)
{
    onWorker([&](ProxyWorker &worker) { worker.answer = bytes; });
}

QByteArray TestProxy::errorResponse(const QByteArray &sqlState, const QByteArray &message)
{
    const QByteArray zero(1, '\0');
    const QByteArray fields = "SFATAL" + zero + "VFATAL" + zero + 'C' + sqlState + zero + 'M' + message + zero + zero;
    const quint32 length = qToBigEndian(quint32(fields.size() + qsizetype(sizeof(quint32))));
    return 'E' + QByteArray(reinterpret_cast<const char *>(&length), sizeof length) + fields;
}

TestProxy::Counts TestProxy::counts() const
{
    return onWorker([](ProxyWorker &worker) { return worker.counts; });
}

void TestProxy::resetCounts()
{
    onWorker([](ProxyWorker &worker) { worker.counts = {0, worker.counts.open, 0, 0, 0}; });
}

} // namespace pitboss::testing
