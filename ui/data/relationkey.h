// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/catalog.h"

#include <QVariantMap>

namespace pitboss {

/// Under which name the Data page remembers a table.
inline QString keyOf(const RelationRef &ref)
{
    return ref.schema + QLatin1Char('.') + ref.name;
}

/// The table that a remembered tab was about.
inline RelationRef refOf(const QVariantMap &state)
{
    return {state.value(QStringLiteral("schema")).toString(), state.value(QStringLiteral("name")).toString()};
}

} // namespace pitboss
