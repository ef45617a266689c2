// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/node.h"

#include <QByteArray>

namespace pitboss {

/// What a statement is, in the words of Postgres's command tags: "CREATE TABLE", "ALTER TYPE", "INSERT".
QString statementKind(const Node &statement);

/// The same, guessed from the first words of a text that the parser did not read.
QString statementKindFromText(const QByteArray &statement);

/// Why a statement cannot run inside a transaction block ("CREATE INDEX CONCURRENTLY"); empty when it can.
QString nonTransactionalReason(const Node &statement);

/// "table", "materialized view" …: the words for an OBJECT_… tag.
QString objectWords(const QString &objectType);

} // namespace pitboss
