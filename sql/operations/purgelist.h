// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/operations/purge.h"

namespace pitboss {

/// The bouts in error, as they are at one moment. A print is a digest of a bout's whole line of the export.
struct BoutList
{
    QList<QByteArray> ids;
    QList<QByteArray> prints;
};

/// Lists them, in the order of ids, and writes them to `file` (none when it is empty), which appears when it is whole
/// and on the disk. `progress` gets the count so far and stops it with false: Canceled.
Result<BoutList> listErroredBouts(Session &session, const QList<BoutRows> &others, const QString &file,
                                  const std::function<bool(qint64)> &progress);
/// The ids of those that still have one of the prints.
Statement stillAsListed(const QList<BoutRows> &others, const QByteArray &ids, const QByteArray &prints);
QByteArray arrayText(const QList<QByteArray> &values); ///< as an array literal of the server

} // namespace pitboss
