// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/rules/rule.h"

namespace pitboss {

/// What a statement does, in a form that is the same for two that do the same: for rows its text, for an index its
/// table and columns whatever its name. Empty for all others.
QString workOf(const ScriptStatement &statement);

/// Adds what a file leaves to what is known of the folder.
void rememberScript(FolderKnowledge &folder, const QString &tag, const Script &script);

} // namespace pitboss
