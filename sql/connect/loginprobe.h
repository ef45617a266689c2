// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/error.h"

#include <QDeadlineTimer>
#include <QMap>

#include <functional>
#include <memory>
#include <optional>

struct pg_conn;

namespace pitboss {

/// A connection that is made to learn why one fails, and for nothing else. Blocking; on no thread that draws.
struct ProbeEnd
{
    void operator()(pg_conn *connection) const;
};
using Probe = std::unique_ptr<pg_conn, ProbeEnd>;

Probe startProbe(const QMap<QString, QString> &libpqParameters);
/// Goes on connecting until `enough` says so, it has come to an end, or the parameters' connect_timeout is over.
/// True: `enough` said so.
bool advance(pg_conn *probe, const QMap<QString, QString> &libpqParameters, const std::function<bool()> &enough);

/// A server that speaks another language tells in its words alone why it lets nobody in: libpq keeps the SQLSTATE to
/// itself, unless it is asked for between the steps of connecting. So this tries once more.
/// `error` with the words of its SQLSTATE, or as it was when there is nothing to learn. `libpqText`: of the failure.
Error explainRefusal(const Error &error, const QString &libpqText, const QMap<QString, QString> &libpqParameters);

} // namespace pitboss
