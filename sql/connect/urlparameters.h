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

/// Start and length of the password in a postgres:// URL, wrong ones included (an "@", "/" or "?" in it that should be
/// percent-encoded): rather too much than too little. Length 0: there is none.
std::pair<qsizetype, qsizetype> passwordInUrl(QStringView url);

/// For a text that is shown: what follows user and colon in a URL, or "password=", is left out.
QString withoutPasswords(QString text);

/// What libpq reads without complaint although a piece of the password stands where host, port or database should: it
/// would be shown and sent. `url` is what was given, `parameters` what libpq made of it.
Result<void> refuseMisplaced(const QString &url, const QMap<QString, QString> &parameters);

} // namespace pitboss
