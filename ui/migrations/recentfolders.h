// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "migrations/layout.h"

#include <optional>

class QSettings;

namespace pitboss {

/// Project folders that were open lately, latest first, and which layout was chosen where there are several.
QStringList recentFolders(const QSettings &settings);
void rememberFolder(QSettings &settings, const QString &folder);
std::optional<LayoutSettings> chosenLayout(const QSettings &settings, const QString &folder);
void rememberLayout(QSettings &settings, const QString &folder, const LayoutSettings &layout);

/// "~/projects/pit/drizzle": the home folder shortened, for people.
QString shownFolder(const QString &folder);

} // namespace pitboss
