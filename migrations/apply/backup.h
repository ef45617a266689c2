// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

#include <functional>

namespace pitboss {

/// The whole database by `pg_dump -Fc`, into a file that gets its name only when it is whole. Blocks; `canceled` is
/// asked ten times a second. The password goes by the environment, never as an argument. Kind Missing: there is no
/// pg_dump as new as the server (`serverVersion` as Session::serverVersion).
Result<void> backUp(const ConnectionInfo &info, int serverVersion, const QString &path,
                    const std::function<bool()> &canceled = {});

/// This process's environment, with which libpq's programs connect there; the password is in it.
QProcessEnvironment libpqEnvironment(const ConnectionInfo &info);

/// The newest pg_dump that is installed and not older than that server; empty: none.
QString findPgDump(int serverVersion);

} // namespace pitboss
