// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"

namespace pitboss {

/// SQL for "this column has this value", for use in a filter: exact, also for NULL and for json, which has no equality.
QString equalsCondition(const Column &column, const std::optional<QByteArray> &value);
/// Both conditions; an empty one is no condition.
QString bothConditions(const QString &first, const QString &second);

} // namespace pitboss
