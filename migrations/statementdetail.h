// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace pitboss {

struct ScriptStatement;

/// Fills in what a statement is: its tree, kind, the objects it touches. Only `text` and `line` are read.
void readStatementDetail(ScriptStatement &statement);

} // namespace pitboss
