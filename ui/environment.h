// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

#include <QString>

namespace pitboss {

/// "Production" …, in the person's language: the word that always stands beside the colour.
QString environmentWord(Environment environment);
/// Name of the line icon that stands for it.
QString environmentIconName(Environment environment);

} // namespace pitboss
