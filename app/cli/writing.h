// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/context.h"
#include "sql/operations/operation.h"

namespace pitboss::cli {

/// --yes, --reason, --ticket, --operator: what every command that writes takes.
QList<Option> writeOptions();
/// Says in its help what --yes does.
QString writeNotes();

/// Who and why, from the call's words. Usage when a word is off.
Result<OperationContext> operationContext(Context &context, const Session &session);

/// Previews it; with --yes does it on record. 0: done (or done before, or nothing to do); 3: only previewed.
Result<int> runOperation(Context &context, Session &session, const Operation &operation);

QJsonObject previewJson(const Preview &preview);
void printPreview(Context &context, const Preview &preview);

} // namespace pitboss::cli
