// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/rules/rule.h"

namespace pitboss {

// Each function stands in the file of its name and lists the rules beside it.
QList<Rule> idempotencyRules();
QList<Rule> commentRules();
QList<Rule> destructiveRules();
QList<Rule> columnRules();
QList<Rule> constraintRules();
QList<Rule> indexRules();
QList<Rule> transactionRules();
QList<Rule> renameRules();
QList<Rule> textRules();
QList<Rule> crossFileRules();

} // namespace pitboss
