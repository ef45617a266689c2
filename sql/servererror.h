// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/session.h"

struct pg_result;

namespace pitboss {

/// The server's error fields (libpq, PQresultErrorField) as an Error; its kind follows from the SQLSTATE
/// (PostgreSQL documentation, appendix "PostgreSQL Error Codes").
Error serverError(const pg_result *result, const QString &statement);
Error::Kind kindOfSqlState(const QString &sqlState);
Notice noticeOf(const pg_result *result);

} // namespace pitboss
