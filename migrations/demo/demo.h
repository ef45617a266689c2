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

/// Starts the server or joins it, builds the database where it is missing, and writes the project's folder. Blocking;
/// the calling thread must live as long as the server is wanted (EmbeddedServer says why). About 5 s the first time,
/// 0.1 s later.
Result<OpenDemo> openDemo(EmbeddedServer &server, const SampleProject &project,
                          const EmbeddedServer::Progress &progress = {});
/// Removes database, server data and project folder. Refused while another program owns the server.
Result<void> resetDemo(EmbeddedServer &server, const EmbeddedServer::Progress &progress = {});

/// The same for the window's thread: everything happens on a thread that lives as long as this object, and the server
/// as long as that thread. Destroying it stops the server (20 ms) and gives up what is under way.
class Demo : public QObject
{
    Q_OBJECT

public:
    explicit Demo(EmbeddedServer::Setup setup = {}, SampleProject project = SampleProject(), QObject *parent = nullptr);
    ~Demo() override;

    QFuture<Result<OpenDemo>> open(); ///< also after the server was lost: it is started again
    QFuture<Result<void>> reset();

signals:
    void progressed(const QString &text); ///< what it is doing, for a person

private:
    template <typename T> QFuture<Result<T>> post(std::function<Result<T>()> work);

    SampleProject m_project;
    std::unique_ptr<EmbeddedServer> m_server;
    QThread *m_thread;
    QObject *m_worker; ///< lives on m_thread
    std::atomic<bool> m_closing{false};
};

} // namespace pitboss
