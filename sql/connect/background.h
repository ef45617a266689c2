// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connect/secretstore.h"

#include <QThreadPool>

#include <type_traits>

namespace pitboss {

/// fn() → Result<T> on a thread of the pool: for files and for tests of a connection, never for a session's SQL. The
/// function must own what it captures.
template <typename Fn> QFuture<std::invoke_result_t<Fn>> inBackground(Fn fn)
{
    using R = std::invoke_result_t<Fn>;
    QFutureInterface<R> made(QFutureInterfaceBase::Started);
    QThreadPool::globalInstance()->start([made, fn = std::move(fn)]() mutable {
        made.reportResult(fn());
        made.reportFinished();
    });
    return made.future();
}

} // namespace pitboss
