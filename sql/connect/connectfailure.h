// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/error.h"

namespace pitboss {

class ConnectionInfo;

/// Why no session could be opened, as far as libpq's text tells.
enum class ConnectReason {
    Other,
    NameNotFound,
    Refused,
    NoSocket,
    Unreachable,
    TimedOut,
    NotPostgres,
    Cut, ///< the other side hung up while connecting
    NoTls,
    CertificateUntrusted, ///< libpq says no more; see explainCertificate()
    CertificateOtherName,
    RootMissing,
    ClientCertificate,
    ChannelBinding,
    PasswordNeeded,
    PasswordWrong,
    PeerRefused,
    NotAllowedFromHere,
    DatabaseMissing,
    DatabaseForbidden,
    RoleMissing,
    RoleMayNotLogIn,
    TooMany,
    StartingUp,
    PoolerParameter,
    ServiceMissing,
    NeonWaking,
    NeonBusy,
    NeonNoEndpoint,
    NeonUnknownEndpoint,
    NeonDisabled,
    NeonQuota,
    NeonAddress
};

/// From libpq's (English) text.
ConnectReason connectReason(const QString &libpqText);
/// Of what connectError() made, whatever was taken out of its detail.
ConnectReason connectReason(const Error &error);
/// In the words of this reason, which was found out by other means; the detail stays.
Error withReason(Error error, ConnectReason reason);
/// In words, with what to do next. No password stands in it, even when the other side repeated one.
Error connectError(const QString &libpqText, const ConnectionInfo &info);
/// Whether trying again soon may help: a compute that wakes up, a server that starts. Only connecting is ever tried
/// again, never a statement.
bool isPassing(const Error &error, const ConnectionInfo &info);

} // namespace pitboss
