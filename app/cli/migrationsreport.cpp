// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/migrationsproject.h"
#include "app/cli/migrationsrun.h"
#include "migrations/report/report.h"

#include <QCoreApplication>
#include <QSaveFile>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("MigrationsReport", text);
}

/// The file appears when it is whole.
Result<void> write(const QString &path, const QByteArray &text)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        return {};
    return fail(Error::Kind::File, say("The report could not be written to %1.").arg(path), file.errorString());
}

bool isHtml(const Context &context)
{
    const QString format = context.option("format");
    return format.isEmpty() ? context.option("output").endsWith(QLatin1String(".html"), Qt::CaseInsensitive)
                            : format == QLatin1String("html");
}

Result<ReportInput> inputOf(Context &context)
{
    const auto layout = layoutOf(context);
    if (!layout)
        return fail(layout.error());
    const auto session = context.migrator();
    if (!session)
        return fail(session.error());
    auto status = readStatus(**layout, *session);
    if (!status)
        return fail(status.error());
    const auto folder = (*layout)->read();
    const auto tags = wantedTags(context, **layout, *status);
    if (!folder || !tags)
        return fail(folder ? tags.error() : folder.error());
    ReportInput input;
    input.status = *status;
    input.tags = *tags;
    input.findings = lintFolder(*folder, (*layout)->runner(), *tags);
    input.environment = environmentName((*session)->info().environment());
    input.target = (*session)->info().displayName();
    input.tool = QStringLiteral("pitbossctl " PITBOSS_VERSION);
    if (context.has("no-dry-run")) {
        input.noDryRun = say("not asked for");
    } else if (tags->isEmpty()) {
        input.noDryRun = say("nothing is pending");
    } else {
        const auto result = measure(context, **session, **layout, *status, *tags);
        if (!result)
            return fail(result.error());
        input.dryRun = *result;
    }
    input.made = QDateTime::currentDateTimeUtc();
    return input;
}

Result<int> runReport(Context &context)
{
    const auto input = inputOf(context);
    if (!input)
        return fail(input.error());
    const ReportDocument report = reviewReport(*input);
    const QString text = isHtml(context) ? report.toHtml() : report.toMarkdown();
    const QString path = context.option("output");
    if (!path.isEmpty()) {
        if (const auto written = write(path, text.toUtf8()); !written)
            return fail(written.error());
    }
    const bool ok = !input->dryRun || input->dryRun->ok;
    if (context.json())
        context.printJson(
            QJsonObject{{QStringLiteral("ok"), ok},
                        {QStringLiteral("format"), isHtml(context) ? QStringLiteral("html") : QStringLiteral("md")},
                        {QStringLiteral("file"), path.isEmpty() ? QJsonValue() : QJsonValue(path)},
                        {QStringLiteral("report"), path.isEmpty() ? QJsonValue(text) : QJsonValue()}});
    else if (path.isEmpty())
        context.terminal().out(text);
    else
        context.terminal().note(say("The report is in %1.").arg(path));
    return ok ? Done : NotClean;
}

} // namespace

Command reportCommand()
{
    return {
        QStringLiteral("migrations report"),
        say("The review report of migrations for a pull request: verdict, SQL, findings, dry run, proofs, checklist."),
        {folderArgument(), tagsArgument()},
        QList<Option>{
            {QStringLiteral("format"),
             QStringLiteral("FORMAT"),
             say("Markdown, or HTML in one file; unless told, by the file's ending, else md."),
             {},
             {QStringLiteral("md"), QStringLiteral("html")}},
            {QStringLiteral("output"), QStringLiteral("FILE"),
             say("Instead of standard output; it appears when it is whole."), QLatin1Char('o')},
            {QStringLiteral("pending"), {}, say("All that are pending; so it is unless migrations are named.")},
            {QStringLiteral("no-dry-run"), {}, say("What the folder and the journal tell, and no more.")}}
            + measureOptions(),
        say("No value of any row is in it, and no password. A failed dry run ends it with status 3; the report is\n"
            "written all the same."),
        &runReport};
}

} // namespace pitboss::cli
