// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

namespace pitboss {

/// A URL's query parameters that are not libpq's own, or that Pitboss will not pass on.
struct SetAside
{
    QStringList names; ///< in the URL's order
    QStringList notes; ///< a sentence for each: what it is for, and what happens instead
};

/// Gives back the URL with only what libpq knows and may be told. Other tools (Prisma, Drizzle, node-postgres, poolers)
/// put their own parameters there, and this libpq would refuse the whole URL for them.
QString withoutForeignParameters(const QString &url, SetAside &setAside);

} // namespace pitboss
