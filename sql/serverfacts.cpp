// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/serverfacts.h"

#include <libpq-fe.h>

namespace pitboss {

Result<ServerFacts> readServerFacts(Session &session)
{
    const auto row = session.execute("SELECT split_part(current_setting('server_version'), ' ', 1), current_database(),"
                                     " current_user, current_setting('is_superuser') = 'on', pg_is_in_recovery(),"
                                     " current_setting('TimeZone')");
    if (!row)
        return fail(row.error());
    return ServerFacts{row->text(0, 0),    row->text(0, 1),    row->text(0, 2),
                       row->boolean(0, 3), row->boolean(0, 4), row->text(0, 5)};
}

QString libpqVersion()
{
    const int version = PQlibVersion(); // 150018 for 15.18
    return QStringLiteral("%1.%2").arg(version / 10000).arg(version % 10000);
}

} // namespace pitboss
