// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/aboutdialog.h"

namespace pitboss {

/// The parts that the window does not know of itself: libpq, the parser, the highlighter, and the server when there is
/// one.
QList<VersionLine> partVersions(const QString &serverVersion);

} // namespace pitboss
