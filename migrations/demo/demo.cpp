// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "migrations/demo/demo.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QPromise>
#include <QThread>

namespace pitboss {

namespace {

QString projectFolder(const EmbeddedServer &server)
{
    return server.folder() + QStringLiteral("/project");
}

Result<void> ensureDatabase(EmbeddedServer &server, const SampleProject &project,
                            const EmbeddedServer::Progress &progress)
{
    SessionOptions options;
    options.readOnly = false;
    Session administration(server.connectionInfo(QStringLiteral("postgres")), options);
    if (auto opened = administration.open(); !opened)
        return opened;
    const Result<bool> there = hasDemoDatabase(administration);
    if (!there)
        return fail(there.error());
    if (*there)
        return {};
    return buildDemoDatabase(administration, project, {progress, [&] { return server.isInterrupted(); }});
}

} // namespace

Result<OpenDemo> openDemo(EmbeddedServer &server, const SampleProject &project,
                          const EmbeddedServer::Progress &progress)
{
    const QDeadlineTimer deadline(3000);
    for (;;) {
        if (auto started = server.start(progress); !started)
            return fail(started.error());
        auto ensured = ensureDatabase(server, project, progress);
        if (ensured)
            break;
        // Seen just before it died, or before its owner ended it: what is gone is then started by us.
        if (ensured.error().kind != Error::Kind::Connect || server.isInterrupted() || deadline.hasExpired())
            return fail(ensured.error());
        QThread::msleep(50);
    }
    if (auto written = project.materialise(projectFolder(server)); !written)
        return fail(written.error());
    return OpenDemo{server.connectionInfo(demoDatabase()), projectFolder(server)};
}

Result<void> resetDemo(EmbeddedServer &server, const EmbeddedServer::Progress &progress)
{
    if (auto done = server.reset(progress); !done)
        return done;
    QDir(projectFolder(server)).removeRecursively();
    return {};
}

Demo::Demo(EmbeddedServer::Setup setup, SampleProject project, QObject *parent)
    : QObject(parent)
    , m_project(std::move(project))
    , m_server(std::make_unique<EmbeddedServer>(std::move(setup)))
    , m_thread(new QThread(this))
    , m_worker(new QObject)
{
    m_worker->moveToThread(m_thread);
    m_thread->setObjectName(QStringLiteral("demo"));
    m_thread->start();
}

Demo::~Demo()
{
    m_closing = true;
    m_server->interrupt();
    // The server's process belongs to that thread, so it is ended there; then the thread.
    QMetaObject::invokeMethod(m_worker, [this] {
        m_server.reset();
        m_thread->quit();
    });
    m_thread->wait();
    delete m_worker;
}

template <typename T> QFuture<Result<T>> Demo::post(std::function<Result<T>()> work)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QMetaObject::invokeMethod(m_worker, [this, promise, work = std::move(work)] {
        promise->addResult(m_closing ? Result<T>(fail(Error::canceled())) : work());
        promise->finish();
    });
    return promise->future();
}

QFuture<Result<OpenDemo>> Demo::open()
{
    return post<OpenDemo>(
        [this] { return openDemo(*m_server, m_project, [this](const QString &text) { emit progressed(text); }); });
}

QFuture<Result<void>> Demo::reset()
{
    return post<void>([this] { return resetDemo(*m_server, [this](const QString &text) { emit progressed(text); }); });
}

} // namespace pitboss
