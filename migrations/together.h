// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/script.h"

namespace pitboss {

/// The file's own BEGIN or COMMIT around it.
bool isWrapper(const Script &script, int statement);

/// Another statement may be sent before this one is answered. Not behind what could end its transaction, which would
/// leave the other in one of its own; and COPY wants the line for itself.
bool canBeFollowed(const ScriptStatement &statement);

/// Of `statements` (indexes into the script) those from `at` on that may be sent in one breath: at least one, and not
/// so many that a person would wait for news of them. None that the server may give a notice for while it only reads
/// it, for that notice would seem to belong to the one before; and no BEGIN or COMMIT of the file's own.
QList<int> nextTogether(const Script &script, const QList<int> &statements, qsizetype at);

} // namespace pitboss
