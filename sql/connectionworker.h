// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connection.h"

class QSocketNotifier;

namespace pitboss {

/// The far side of a Connection: lives on its thread and owns its Session.
class ConnectionWorker : public QObject
{
    Q_OBJECT

public:
    using Job = std::function<void(Session &, const std::optional<Error> &)>;

    ConnectionWorker(const ConnectionInfo &info, const SessionOptions &options);
    ~ConnectionWorker() override;

    std::shared_ptr<Canceler> canceler() const { return m_session.canceler(); }
    void perform(Ticket ticket, const Job &job);

signals:
    void stateChanged(pitboss::Connection::State state);
    void failed(const pitboss::Error &error);
    void waiting(const QString &text);
    void performed();

private:
    std::optional<Error> connectSession();
    void watch();
    void lookAtSocket();
    bool hasSlept();

    Session m_session;
    std::chrono::milliseconds m_asleep; ///< so long until the last use
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace pitboss
