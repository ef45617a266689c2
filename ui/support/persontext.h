// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/resultset.h"

namespace pitboss {

/// What the support desk says of a person, in words. GUI thread, for the language's sake.
QString creditsText(qint64 micro);
/// The value of the first row; empty for NULL and where there is no such column.
QString field(const ResultSet &row, const char *column);
/// When balance and ledger parted, as far as readPerson()'s `reconciliation` tells.
QString sinceWhen(const ResultSet &reconciliation);
/// The rows of one reference, of readLedgerPage()'s column `together`; empty when there is but one.
QString togetherText(const QString &json);

} // namespace pitboss
