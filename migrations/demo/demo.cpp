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
    return server.folder() + QLatin1String("/project");
}

Result<void> ensureDatabase(EmbeddedServer &server, const SampleProject &project, const DemoProgress &progress)
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

DemoPresence lookForDemo(const EmbeddedServer::Setup &setup)
{
    if (findPostgres(setup.programFolders.isEmpty() ? postgresFolders() : setup.programFolders).isEmpty())
        return DemoPresence::NoPostgres;
    const QString folder = setup.folder.isEmpty() ? EmbeddedServer::defaultFolder() : setup.folder;
    // The project comes last of all.
    const bool made =
        QFile::exists(folder + QStringLiteral("/data")) && QFile::exists(folder + QStringLiteral("/project"));
    return made ? DemoPresence::Made : DemoPresence::NotMade;
}

Result<OpenDemo> openDemo(EmbeddedServer &server, const SampleProject &project, const DemoProgress &progress)
{
    const auto starting = [&](const QString &text) {
        if (progress)
            progress(text, 0);
    };
    const QDeadlineTimer deadline(3000);
    for (;;) {
        if (auto started = server.start(starting); !started)
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

Result<void> resetDemo(EmbeddedServer &server)
{
    if (auto done = server.reset(); !done)
        return done;
    QDir(projectFolder(server)).removeRecursively();
    return {};
}

Demo::Demo(EmbeddedServer::Setup setup, SampleProject project, QObject *parent)
    : QObject(parent)
    , m_setup(std::move(setup))
    , m_project(std::move(project))
    , m_server(std::make_unique<EmbeddedServer>(m_setup))
    , m_thread(new QThread(this))
    , m_worker(new QObject)
{
    m_worker->moveToThread(m_thread);
    m_thread->setObjectName(QStringLiteral("demo"));
    m_thread->start();
}

Demo::~Demo()
{
    cancelUpTo(std::numeric_limits<quint64>::max());
    // The server's process belongs to that thread, so it is ended there; then the thread.
    QMetaObject::invokeMethod(m_worker, [this] {
        m_server.reset();
        m_thread->quit();
    });
    m_thread->wait();
    delete m_worker;
}

void Demo::cancel()
{
    if (m_lastDone != m_lastRequest)
        cancelUpTo(m_lastRequest);
}

void Demo::cancelUpTo(quint64 request)
{
    // In this order, and the worker looks in the other one: whichever comes first, the request ends.
    m_canceledUpTo = request;
    m_server->interrupt();
}

template <typename T> QFuture<Result<T>> Demo::post(std::function<Result<T>()> work)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QMetaObject::invokeMethod(m_worker, [this, promise, work = std::move(work), request = ++m_lastRequest] {
        m_server->resume();
        const auto isCanceled = [&] { return request <= m_canceledUpTo; };
        Result<T> result = isCanceled() ? Result<T>(fail(Error::canceled())) : work();
        m_lastDone = request;
        // Without a server its sessions end in other words, but this is why.
        if (!result && isCanceled())
            result = fail(Error::canceled());
        promise->addResult(std::move(result));
        promise->finish();
    });
    return promise->future();
}

QFuture<Result<DemoPresence>> Demo::look()
{
    return post<DemoPresence>([this] { return Result<DemoPresence>(lookForDemo(m_setup)); });
}

QFuture<Result<OpenDemo>> Demo::open()
{
    return post<OpenDemo>([this] {
        return openDemo(*m_server, m_project,
                        [this](const QString &text, int percent) { emit progressed(text, percent); });
    });
}

QFuture<Result<void>> Demo::reset()
{
    return post<void>([this] { return resetDemo(*m_server); });
}

} // namespace pitboss
