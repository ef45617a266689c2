// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/result.h"

#include <QFuture>
#include <QFutureWatcher>

namespace pitboss {

/// Calls fn(Result<T>) on the receiver's thread once the future is finished; never when the receiver is gone by then.
/// A future that was canceled without a result gives Error::canceled(). (QFuture::then(context, …) is not used: in
/// Qt 6.4 it aborts in debug builds when the context dies first.)
template <typename T, typename Fn> void whenFinished(const QFuture<Result<T>> &future, QObject *receiver, Fn &&fn)
{
    auto *watcher = new QFutureWatcher<Result<T>>(receiver);
    QObject::connect(watcher, &QFutureWatcherBase::finished, receiver, [watcher, fn = std::forward<Fn>(fn)]() mutable {
        watcher->deleteLater();
        const QFuture<Result<T>> done = watcher->future();
        fn(done.resultCount() > 0 ? done.result() : Result<T>(fail(Error::canceled())));
    });
    watcher->setFuture(future);
}

/// Lets only the newest request's answer through: each follow() supersedes the ones before it.
class Newest
{
public:
    template <typename T, typename Fn> void follow(const QFuture<Result<T>> &future, QObject *receiver, Fn &&fn)
    {
        const quint64 generation = ++*m_generation;
        whenFinished(future, receiver,
                     [current = m_generation, generation, fn = std::forward<Fn>(fn)](Result<T> r) mutable {
                         if (generation == *current)
                             fn(std::move(r));
                     });
    }
    void drop() { ++*m_generation; } ///< no answer under way is wanted any more

private:
    std::shared_ptr<quint64> m_generation = std::make_shared<quint64>(0);
};

} // namespace pitboss
