// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/environment.h"

#include <QCoreApplication>

namespace pitboss {

QString environmentWord(Environment environment)
{
    switch (environment) {
    case Environment::Local:
        return QCoreApplication::translate("Environment", "Local");
    case Environment::Preview:
        return QCoreApplication::translate("Environment", "Preview");
    case Environment::Staging:
        return QCoreApplication::translate("Environment", "Staging");
    case Environment::Production:
        break;
    }
    return QCoreApplication::translate("Environment", "Production");
}

QString environmentIconName(Environment environment)
{
    return QStringLiteral("environment-") + environmentName(environment);
}

} // namespace pitboss
