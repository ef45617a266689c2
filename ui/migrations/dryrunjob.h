// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/measure.h"
#include "ui/guarded/guardeddialog.h"

#include <QObject>

#include <mutex>

namespace pitboss {

/// One dry run at a time, on a connection of its own that may write; told by statement, and canceled within a moment.
/// GUI thread.
class DryRunJob : public QObject
{
    Q_OBJECT
public:
    explicit DryRunJob(QObject *parent = nullptr);
    ~DryRunJob() override;

    void setPlace(const std::optional<WritePlace> &place); ///< ends what runs
    bool canRun() const { return m_place && m_place->makeWriter; }
    bool isRunning() const { return m_isRunning; }
    /// What it would lock; answers with locksKnown().
    void askLocks(const LayoutSettings &layout, const JournalStatus &status, const QStringList &tags);
    void start(const LayoutSettings &layout, const JournalStatus &status, const QStringList &tags, MeasureOn on);
    void cancel();

signals:
    void runningChanged();
    void progressed(const QString &what);
    void noted(const QString &what); ///< something to know beside the result
    void locksKnown(const pitboss::Result<pitboss::LockForecast> &locks);
    void finished(const pitboss::Result<pitboss::DryRunResult> &result);

private:
    /// Shared with the connection's thread.
    struct Work
    {
        std::mutex mutex;
        std::shared_ptr<Canceler> other; ///< of the scratch copy's session while that one works
    };
    void setRunning(bool running);
    MeasureOrder orderFor(const QStringList &tags, MeasureOn on);
    std::function<void(const QString &)> teller(void (DryRunJob::*signal)(const QString &));

    std::optional<WritePlace> m_place;
    std::unique_ptr<Connection> m_connection;
    std::shared_ptr<Work> m_work;
    Newest m_answers;
    Ticket m_ticket = 0;
    bool m_isRunning = false;
};

} // namespace pitboss
