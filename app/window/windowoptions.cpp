// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/windowoptions.h"

#include <QCommandLineParser>
#include <QDir>

namespace pitboss {

Result<WindowOptions> readWindowOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QCoreApplication::translate("Options", "A studio for people who answer for a Postgres database."));
    const auto add = [&](const char *name, const char *text, const char *value = nullptr) {
        const QString described = QCoreApplication::translate("Options", text);
        parser.addOption(value ? QCommandLineOption(QString::fromLatin1(name), described, QString::fromLatin1(value))
                               : QCommandLineOption(QString::fromLatin1(name), described));
    };
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  QCoreApplication::translate("Options", "Show this help."));
    parser.addOption(help);
    const QCommandLineOption version = parser.addVersionOption();
    add("demo", "Open the demo database; made on first use.");
    add("reset-demo", "Make the demo database anew, then open it.");
    add("url", "Connect to this database (postgresql://…).", "URL");
    add("env-file", "Connect to DATABASE_URL of this file.", "FILE");
    add("tour", "Open every page of the demo in both themes, write pictures to DIR, and end.", "DIR");
    add("settings", "Keep settings in this file instead of the user's own.", "FILE");
    if (!parser.parse(arguments))
        return fail(Error::Kind::Usage, parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return fail(
            Error::Kind::Usage,
            QCoreApplication::translate("Options", "Unexpected: %1").arg(parser.positionalArguments().constFirst()));
    WindowOptions options;
    if (parser.isSet(help))
        options.print =
            parser.helpText().replace(QLatin1String("<executable_name>"), // no QApplication without a display
                                      QLatin1String("pitboss"));
    if (parser.isSet(version))
        options.print = QCoreApplication::applicationName() + QLatin1Char(' ') + QCoreApplication::applicationVersion()
            + QLatin1Char('\n');
    options.demo = parser.isSet(QStringLiteral("demo"));
    options.resetDemo = parser.isSet(QStringLiteral("reset-demo"));
    options.tourFolder = parser.value(QStringLiteral("tour"));
    options.settingsFile = parser.value(QStringLiteral("settings"));
    const QString url = parser.value(QStringLiteral("url"));
    const QString envFile = parser.value(QStringLiteral("env-file"));
    if (url.isEmpty() && envFile.isEmpty())
        return options;
    auto info = resolveConnection({url, envFile, QDir::currentPath(), {}});
    if (!info)
        return fail(info.error());
    options.connection = *info;
    return options;
}

} // namespace pitboss
