// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/present.h"
#include "sql/exporter.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QLocale>
#include <QSaveFile>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("ExportCommand", text);
}

/// Where the rows go: standard output, or a file that takes its name only once it is whole.
class Output
{
public:
    Output(Terminal &terminal, const QString &path)
        : m_terminal(terminal)
        , m_path(path)
    {
    }

    Result<void> open()
    {
        if (m_path.isEmpty())
            return {};
        const QFileInfo info(m_path);
        if (info.exists() && !info.isFile() && !info.isDir()) // a pipe or a device has no name to take
            m_file = std::make_unique<QFile>(m_path);
        else
            m_file = std::make_unique<QSaveFile>(m_path);
        return m_file->open(QIODevice::WriteOnly) ? Result<void>() : fail(fileError());
    }

    bool write(const QByteArray &text)
    {
        if (m_file)
            return m_file->write(text) == text.size();
        m_terminal.out(text);
        return !m_terminal.readerIsGone() && m_terminal.failure().isEmpty();
    }

    Result<void> commit()
    {
        auto *whole = qobject_cast<QSaveFile *>(m_file.get());
        const bool done = !m_file || (whole ? whole->commit() : m_file->flush());
        return done && (!m_file || m_file->error() == QFileDevice::NoError) ? Result<void>() : fail(fileError());
    }

    bool isFile() const { return m_file != nullptr; }

private:
    Error fileError() const
    {
        return Error::of(Error::Kind::File, say("%1 could not be written.").arg(m_path), m_file->errorString(),
                         say("A file that stood there before is as it was."));
    }

    Terminal &m_terminal;
    QString m_path;
    std::unique_ptr<QFileDevice> m_file;
};

/// "12,000 rows, 3.4 MB", at most ten times a second.
class Progress
{
public:
    explicit Progress(Terminal &terminal)
        : m_terminal(terminal)
    {
        m_timer.start();
    }
    ~Progress() { m_terminal.progress({}); }
    Q_DISABLE_COPY_MOVE(Progress)

    void show(const ExportCount &count)
    {
        constexpr qint64 interval = 100;
        if (!m_terminal.showsProgress() || m_timer.elapsed() < interval)
            return;
        m_timer.start();
        m_terminal.progress(
            say("%1 rows, %2").arg(QString::number(count.rows), QLocale::c().formattedDataSize(count.bytes)));
    }

private:
    Terminal &m_terminal;
    QElapsedTimer m_timer;
};

Result<ExportRequest::Format> formatOf(const Context &context)
{
    const QString path = context.option("output");
    const QString ending = QFileInfo(path).suffix().toLower();
    const QString byItself = path.isEmpty() && context.json()                 ? QStringLiteral("json")
        : ending == QLatin1String("jsonl") || ending == QLatin1String("json") ? ending
                                                                              : QStringLiteral("csv");
    const QString format = context.option("format", byItself);
    if (path.isEmpty() && context.json() && format != QLatin1String("json"))
        return fail(Error::Kind::Usage,
                    say("--json and --format %1 cannot both have standard output: name a file with -o.").arg(format));
    return format == QLatin1String("csv")  ? ExportRequest::Format::Csv
        : format == QLatin1String("jsonl") ? ExportRequest::Format::JsonLines
                                           : ExportRequest::Format::Json;
}

Result<ExportRequest> requestOf(Context &context)
{
    if (context.word(0).isEmpty() == context.option("query").trimmed().isEmpty())
        return fail(Error::Kind::Usage, say("export needs a table or --query, one of them."));
    const auto format = formatOf(context);
    if (!format)
        return fail(format.error());
    ExportRequest request;
    request.format = *format;
    request.query = context.option("query");
    request.header = !context.has("no-header");
    if (context.word(0).isEmpty())
        return request;
    const auto session = context.session();
    if (!session)
        return fail(session.error());
    const auto table = findRelation(**session, context.word(0));
    if (!table)
        return fail(table.error());
    request.table = *table;
    return request;
}

void tellDone(Context &context, const ExportCount &count)
{
    const QString path = context.option("output");
    if (context.json())
        context.terminal().out(JsonText()
                                   .addNumber(QStringLiteral("rows"), count.rows)
                                   .addNumber(QStringLiteral("bytes"), count.bytes)
                                   .addText(QStringLiteral("file"), QFileInfo(path).absoluteFilePath())
                                   .object()
                               + '\n');
    else
        context.terminal().note(
            say("%1 rows, %2 in %3")
                .arg(QString::number(count.rows), QLocale::c().formattedDataSize(count.bytes), path));
}

Result<int> runExport(Context &context)
{
    const auto request = requestOf(context);
    if (!request)
        return fail(request.error());
    const auto session = context.session();
    if (!session)
        return fail(session.error());
    Output output(context.terminal(), context.option("output"));
    if (const auto opened = output.open(); !opened)
        return fail(opened.error());
    Result<ExportCount> count;
    {
        Progress progress(context.terminal());
        count = exportRows(**session, *request, [&](const QByteArray &text, const ExportCount &soFar) {
            progress.show(soFar);
            return output.write(text);
        });
    }
    if (!count)
        return fail(count.error());
    if (const auto committed = output.commit(); !committed)
        return fail(committed.error());
    if (output.isFile())
        tellDone(context, *count);
    return Done;
}

} // namespace

Command exportCommand()
{
    return {QStringLiteral("export"),
            say("A whole table or query as CSV, JSON lines or JSON, streamed."),
            {{QStringLiteral("TABLE"), say("Its name; or else --query."), true}},
            {{QStringLiteral("query"), QStringLiteral("SQL"), say("The rows of this query. It can only read.")},
             {QStringLiteral("format"),
              QStringLiteral("FORMAT"),
              say("Unless told, by the file's ending, else csv."),
              {},
              {QStringLiteral("csv"), QStringLiteral("jsonl"), QStringLiteral("json")}},
             {QStringLiteral("output"), QStringLiteral("FILE"),
              say("Instead of standard output; it appears when it is whole."), QLatin1Char('o')},
             {QStringLiteral("no-header"), {}, say("CSV without the line of column names.")}},
            say("CSV is what psql's \\copy … csv header writes, to the byte; a JSON row is row_to_json's. With -o and "
                "--json\n"
                "the document is {rows, bytes, file}."),
            &runExport};
}

} // namespace pitboss::cli
