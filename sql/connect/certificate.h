// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/error.h"

#include <QDateTime>
#include <QMap>
#include <QStringList>

#include <optional>

struct pg_conn;

namespace pitboss {

/// What a server's TLS certificate says.
struct CertificateFacts
{
    QString subject; ///< its common name
    QString issuer;  ///< "R11 (Let's Encrypt)": common name and organisation
    QDateTime validFrom;
    QDateTime validUntil;
    QStringList names; ///< hosts and addresses it is for
    bool isSelfSigned = false;
};

/// Of an open session; nullopt: no TLS.
std::optional<CertificateFacts> certificateOf(pg_conn *connection);

/// Connects as far as TLS goes, trusting anyone, sends no name and no password, and hangs up: to find out why a
/// certificate was refused. Blocks up to libpq's connect_timeout.
std::optional<CertificateFacts> askForCertificate(const QMap<QString, QString> &libpqParameters);

/// libpq says only "certificate verify failed": whether it is expired, not yet valid, signed by itself or by an
/// authority that is not known here.
Error explainCertificate(Error error, const CertificateFacts &facts);

} // namespace pitboss
