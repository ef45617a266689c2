// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"
#include "app/cli/terminal.h"
#include "app/privacy.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    pitboss::cli::guardStandardDescriptors();
    pitboss::keepMemoryOutOfDumps();
    const QStringList words = pitboss::takeArguments(argc, argv);
    pitboss::cli::Interrupt interrupt;
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("pitbossctl"));
    QCoreApplication::setOrganizationName(QStringLiteral("Pitboss"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PITBOSS_VERSION));
    return pitboss::cli::runProgram(words.mid(1), interrupt);
}
