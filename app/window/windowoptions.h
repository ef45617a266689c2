// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/connectioninfo.h"

#include <optional>

namespace pitboss {

/// What the words of `pitboss …` ask for.
struct WindowOptions
{
    bool demo = false;
    bool resetDemo = false;
    QString tourFolder;   ///< not empty: take the tour and write its pictures there
    QString settingsFile; ///< not empty: instead of the user's own
    std::optional<ConnectionInfo> connection;
    std::optional<QString> print; ///< --help or --version: print this and end
};

/// Errors are Usage (exit status 2).
Result<WindowOptions> readWindowOptions(const QStringList &arguments);

} // namespace pitboss
