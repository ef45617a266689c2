// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/migrationsproject.h"

#include "migrations/discovery.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("MigrationsCommands", text);
}

Result<QString> folderOf(Context &context)
{
    if (!context.word(0).isEmpty() && QFileInfo(context.word(0)).isDir())
        return context.word(0);
    const auto profile = context.profileFolder();
    if (!profile || !profile->isEmpty())
        return profile;
    const auto demo = context.demoFolder();
    if (!demo)
        return fail(demo.error());
    return demo->isEmpty() ? QStringLiteral(".") : *demo;
}

} // namespace

Result<std::unique_ptr<Layout>> layoutOf(Context &context)
{
    const auto folder = folderOf(context);
    if (!folder)
        return fail(folder.error());
    const QList<LayoutCandidate> candidates = discoverLayouts(*folder);
    if (candidates.isEmpty())
        return fail(Error::Kind::Missing,
                    say("Nothing in %1 looks like migrations.").arg(QFileInfo(*folder).absoluteFilePath()), {},
                    say("Name the folder that holds them."));
    for (qsizetype i = 1; i < candidates.size(); ++i)
        context.terminal().note(say("Also there: %1. Name its folder to see that.").arg(candidates[i].title));
    return makeLayout(candidates.first().settings);
}

Result<QStringList> tagsOf(const Context &context, const FolderContents &folder)
{
    QStringList tags = context.words();
    if (!tags.isEmpty() && QFileInfo(tags.first()).isDir())
        tags.removeFirst();
    for (const QString &tag : std::as_const(tags)) {
        const bool known = std::any_of(folder.files.begin(), folder.files.end(),
                                       [&](const SourceFile &file) { return file.tag == tag; });
        if (!known)
            return fail(Error::Kind::Missing,
                        say("%1 is neither a folder nor a migration in %2.").arg(tag, folder.directory));
    }
    return tags;
}

Result<std::chrono::milliseconds> durationOf(const Context &context, const char *option,
                                             std::chrono::milliseconds otherwise)
{
    if (!context.has(option))
        return otherwise;
    static const QRegularExpression form(QStringLiteral("^(\\d{1,6})(ms|s|min)$"));
    const QRegularExpressionMatch match = form.match(context.option(option));
    if (!match.hasMatch())
        return fail(Error::Kind::Usage,
                    say("--%1 is a time such as 500ms, 3s or 2min, not “%2”.")
                        .arg(QLatin1String(option), context.option(option)));
    const qint64 unit = match.captured(2) == QLatin1String("ms") ? 1
        : match.captured(2) == QLatin1String("s")                ? 1000
                                                                 : 60000;
    return std::chrono::milliseconds(match.captured(1).toLongLong() * unit);
}

Argument folderArgument()
{
    return {QStringLiteral("DIR"), say("A project's folder or its migrations' own; else the profile's, else here."),
            true};
}

Argument tagsArgument()
{
    return {QStringLiteral("TAG"), say("Only these migrations."), true, true};
}

} // namespace pitboss::cli
