// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/dryrunjob.h"

#include "migrations/apply/dryrunrecord.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace pitboss {

DryRunJob::DryRunJob(QObject *parent)
    : QObject(parent)
{
}

DryRunJob::~DryRunJob()
{
    cancel();
}

void DryRunJob::setPlace(const std::optional<WritePlace> &place)
{
    cancel();
    m_answers.drop();
    m_connection.reset();
    m_place = place;
    setRunning(false);
}

void DryRunJob::setRunning(bool running)
{
    if (m_isRunning == running)
        return;
    m_isRunning = running;
    emit runningChanged();
}

/// A word from the connection's thread, said on the window's.
std::function<void(const QString &)> DryRunJob::teller(void (DryRunJob::*signal)(const QString &))
{
    return [job = QPointer(this), signal](const QString &text) {
        QMetaObject::invokeMethod(
            qApp,
            [job, signal, text] {
                if (job && job->m_isRunning)
                    emit(job->*signal)(text);
            },
            Qt::QueuedConnection);
    };
}

void DryRunJob::askLocks(const LayoutSettings &layout, const JournalStatus &status, const QStringList &tags)
{
    if (!canRun() || m_isRunning)
        return;
    m_connection = m_place->makeWriter();
    setRunning(true);
    const auto task = m_connection->run(
        [layout, status, tags](Session &session) { return locksAhead(session, *makeLayout(layout), status, tags); });
    m_ticket = task.ticket;
    m_answers.follow(task.future, this, [this](const Result<LockForecast> &locks) {
        setRunning(false);
        emit locksKnown(locks);
    });
}

MeasureOrder DryRunJob::orderFor(const QStringList &tags, MeasureOn on)
{
    MeasureOrder order;
    order.tags = tags;
    order.on = on;
    order.recordFolder = m_place->auditFolder;
    order.progress = teller(&DryRunJob::progressed);
    order.note = teller(&DryRunJob::noted);
    order.run.progress = [tell = order.progress](const QString &tag, int index, int count) {
        tell(tr("%1: statement %2 of %3").arg(tag).arg(index + 1).arg(count));
    };
    order.watch = [work = m_work](Session &session) {
        const std::lock_guard lock(work->mutex);
        work->other = work->other ? nullptr : session.canceler(); // there, and back again
    };
    return order;
}

void DryRunJob::start(const LayoutSettings &layout, const JournalStatus &status, const QStringList &tags, MeasureOn on)
{
    if (!canRun() || m_isRunning)
        return;
    m_connection = m_place->makeWriter();
    m_work = std::make_shared<Work>();
    setRunning(true);
    const auto task = m_connection->run([layout, status, order = orderFor(tags, on)](Session &session) {
        return measureMigrations(session, *makeLayout(layout), status, order);
    });
    m_ticket = task.ticket;
    m_answers.follow(task.future, this, [this](const Result<DryRunResult> &result) {
        setRunning(false);
        m_connection.reset(); // nothing stays open while a person reads
        emit finished(result);
    });
}

void DryRunJob::cancel()
{
    if (!m_isRunning || !m_connection)
        return;
    m_connection->cancel(m_ticket);
    if (!m_work)
        return;
    const std::lock_guard lock(m_work->mutex);
    if (const auto other = m_work->other) {
        constexpr Ticket onlyOne = 1;
        QThreadPool::globalInstance()->start([other] { other->cancel(onlyOne); }); // it waits for the server
    }
}

} // namespace pitboss
