// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"

namespace pitboss {

/// A whole table or query as text.
struct ExportRequest
{
    enum class Format { Csv, JsonLines, Json };
    std::optional<RelationRef> table; ///< else `query`
    QString query;
    Format format = Format::Csv;
    bool header = true; ///< CSV: column names first
};

struct ExportCount
{
    qint64 rows = 0;
    qint64 bytes = 0;
    bool stopped = false; ///< the sink wanted no more
};

/// Streams the rows to `sink` in pieces of some ten kilobytes, in one statement, so from one snapshot; memory stays
/// flat. CSV is COPY's, a JSON row is row_to_json's (RowFormat). False from the sink cancels the statement.
Result<ExportCount> exportRows(Session &session, const ExportRequest &request,
                               const std::function<bool(const QByteArray &, const ExportCount &)> &sink);

} // namespace pitboss
