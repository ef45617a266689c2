// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/demo/demobuilder.h"
#include "sql/embedded/embeddedserver.h"
#include "sql/whenfinished.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>

class QThread;

namespace pitboss {

/// The demo, ready to use.
struct OpenDemo
{
    ConnectionInfo connection; ///< to demoDatabase(); for a local, private server: no password
    QString projectFolder;     ///< the sample project on disk, to be opened as one
};

enum class DemoPresence {
    NotMade,   ///< opening it will take some seconds
    Made,      ///< opening it takes a tenth of a second
    NoPostgres ///< there is no server on this computer: noPostgresError() says what to install
};
/// By what lies on the disk; about 10 ms.
DemoPresence lookForDemo(const EmbeddedServer::Setup &setup = {});

/// Starts the server or joins it, builds the database where it is missing, and writes the project's folder. Blocking;
/// the calling thread must live as long as the server is wanted (EmbeddedServer says why). About 5 s the first time,
/// 0.1 s later.
Result<OpenDemo> openDemo(EmbeddedServer &server, const SampleProject &project = SampleProject(),
                          const DemoProgress &progress = {});
/// Removes database, server data and project folder. Refused while another program owns the server.
Result<void> resetDemo(EmbeddedServer &server);

/// The same for the window's thread: everything happens on a thread that lives as long as this object, and the server
/// as long as that thread. Destroying it stops the server (20 ms) and gives up what is under way.
class Demo : public QObject
{
    Q_OBJECT

public:
    explicit Demo(EmbeddedServer::Setup setup = {}, SampleProject project = SampleProject(), QObject *parent = nullptr);
    ~Demo() override;

    QFuture<Result<DemoPresence>> look(); ///< lookForDemo()
    QFuture<Result<OpenDemo>> open();     ///< also after the server was lost: it is started again
    QFuture<Result<void>> reset();
    /// Gives up what was asked for so far and is not done; its futures end with Error::canceled(). A server that is
    /// ours stops then; the next open() starts it again and builds what is not whole.
    void cancel();

signals:
    void progressed(const QString &text, int percent); ///< of an open(): what it is doing, for a person; 0 … 100

private:
    template <typename T> QFuture<Result<T>> post(std::function<Result<T>()> work);
    void cancelUpTo(quint64 request);

    const EmbeddedServer::Setup m_setup;
    const SampleProject m_project;
    std::unique_ptr<EmbeddedServer> m_server;
    QThread *m_thread;
    QObject *m_worker; ///< lives on m_thread
    quint64 m_lastRequest = 0;
    std::atomic<quint64> m_lastDone{0};
    std::atomic<quint64> m_canceledUpTo{0};
};

} // namespace pitboss
