// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrations/recentfolders.h"

#include <QDir>
#include <QSettings>

namespace pitboss {

using namespace Qt::Literals::StringLiterals;

static const QString foldersKey = u"migrations/folders"_s;
static const QString layoutsKey = u"migrations/layouts"_s;
static constexpr qsizetype mostFolders = 8;

QStringList recentFolders(const QSettings &settings)
{
    return settings.value(foldersKey).toStringList();
}

void rememberFolder(QSettings &settings, const QString &folder)
{
    QStringList folders = recentFolders(settings);
    folders.removeAll(folder);
    folders.prepend(folder);
    settings.setValue(foldersKey, QStringList(folders.mid(0, mostFolders)));
}

std::optional<LayoutSettings> chosenLayout(const QSettings &settings, const QString &folder)
{
    const QStringList parts = settings.value(layoutsKey).toMap().value(folder).toStringList();
    if (parts.size() < 4)
        return {};
    return LayoutSettings{parts.at(0), parts.mid(3), {parts.at(1), parts.at(2)}};
}

void rememberLayout(QSettings &settings, const QString &folder, const LayoutSettings &layout)
{
    QVariantMap layouts = settings.value(layoutsKey).toMap();
    layouts.insert(folder, QStringList{layout.format, layout.source.schema, layout.source.table} + layout.directories);
    settings.setValue(layoutsKey, layouts);
}

QString shownFolder(const QString &folder)
{
    const QString home = QDir::homePath();
    return folder == home || folder.startsWith(home + u'/') ? u'~' + folder.mid(home.size()) : folder;
}

} // namespace pitboss
