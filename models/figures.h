// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace pitboss {

/// Counts and sizes as people read them at a glance, in the locale's digits: "850", "2.0k", "41k", "5.0M". Negative
/// (not known) gives an empty text.
QString compactCount(qint64 count);
/// "96 kB", "1.2 MB": steps of 1024, as Postgres's pg_size_pretty() counts. Negative gives an empty text.
QString compactBytes(qint64 bytes);
/// "about 41,200": an estimate rounded to three digits, so that it does not look counted.
QString aboutRows(qint64 estimate);

} // namespace pitboss
