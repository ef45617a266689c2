// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/privacy.h"
#include "app/window/studio.h"
#include "app/window/tour.h"
#include "app/window/windowoptions.h"
#include "ui/icons.h"

#include <QApplication>
#include <QTimer>

#include <cstdio>

using namespace pitboss;

namespace {

int refuse(const Error &error)
{
    std::fprintf(stderr, "pitboss: %s\nTry 'pitboss --help'.\n", qPrintable(error.text()));
    return 2;
}

void begin(Studio &studio, const WindowOptions &options)
{
    if (options.resetDemo)
        studio.resetDemo();
    else if (options.demo)
        studio.openDemo();
    else if (options.connection)
        studio.connectTo(*options.connection,
                         {RecentConnection::Kind::Url,
                          options.connection->displayName(),
                          urlWithoutPassword(*options.connection),
                          {}});
}

} // namespace

int main(int argc, char **argv)
{
    keepMemoryOutOfDumps();
    QCoreApplication::setApplicationName(QStringLiteral("pitboss"));
    QCoreApplication::setOrganizationName(QStringLiteral("pitboss"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PITBOSS_VERSION));
    const QStringList words = takeArguments(argc, argv);
    const auto options = readWindowOptions(words);
    if (!options)
        return refuse(options.error());
    if (options->print) {
        std::fputs(qPrintable(*options->print), stdout);
        return 0;
    }
    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Pitboss"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.pitboss.Pitboss"));
    QGuiApplication::setWindowIcon(applicationIcon());
    const auto settings = options->settingsFile.isEmpty()
        ? std::make_unique<QSettings>()
        : std::make_unique<QSettings>(options->settingsFile, QSettings::IniFormat);
    Studio studio(application, *settings);
    studio.show();
    std::unique_ptr<Tour> tour;
    if (!options->tourFolder.isEmpty())
        tour = std::make_unique<Tour>(studio, options->tourFolder);
    else
        QTimer::singleShot(0, &studio, [&] { begin(studio, *options); });
    return application.exec();
}
