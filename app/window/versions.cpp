// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/versions.h"

#include "sql/serverfacts.h"

#include <QCoreApplication>

namespace pitboss {

QList<VersionLine> partVersions(const QString &serverVersion)
{
    QList<VersionLine> lines{
        {QStringLiteral("libpq"), libpqVersion(), QStringLiteral("PostgreSQL")},
        {QStringLiteral("KSyntaxHighlighting"), QStringLiteral(PITBOSS_KSH_VERSION), QStringLiteral("MIT")},
    };
    if (!serverVersion.isEmpty())
        lines << VersionLine{
            QCoreApplication::translate("Versions", "Server"), QStringLiteral("PostgreSQL ") + serverVersion, {}};
    return lines;
}

} // namespace pitboss
