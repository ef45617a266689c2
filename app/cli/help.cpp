// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/help.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Help", text);
}

using Entry = std::pair<QString, QString>;

QString section(const QString &title, const QList<Entry> &entries)
{
    qsizetype width = 0;
    for (const auto &[left, right] : entries)
        width = qMax(width, left.size());
    QString text = QStringLiteral("\n%1\n").arg(title);
    for (const auto &[left, right] : entries)
        text += QStringLiteral("  ") + left.leftJustified(width + 2) + right + QLatin1Char('\n');
    return entries.isEmpty() ? QString() : text;
}

QString spelled(const Option &option)
{
    const QString value = option.value.isEmpty() ? QString() : QLatin1Char(' ') + option.value;
    const QString letter = option.letter.isNull() ? QString() : QStringLiteral("-%1, ").arg(option.letter);
    return letter + QStringLiteral("--") + option.name + value;
}

QList<Entry> entriesOf(const QList<Option> &options)
{
    QList<Entry> entries;
    for (const Option &option : options) {
        const QString choices = option.choices.isEmpty()
            ? QString()
            : QStringLiteral(" (%1)").arg(option.choices.join(QStringLiteral(", ")));
        if (!option.description.isEmpty())
            entries.append({spelled(option), option.description + choices});
    }
    return entries;
}

QList<Entry> statusEntries()
{
    return {{QStringLiteral("0"), say("done")},
            {QStringLiteral("1"), say("it failed; the message says what, where, and what to do")},
            {QStringLiteral("2"), say("the call's words are off")},
            {QStringLiteral("3"),
             say("the answer is not clean: a figure that could not be read, a check that found something, a write that "
                 "was only shown")},
            {QStringLiteral("130"), say("interrupted by Ctrl+C")}};
}

} // namespace

QString usageLine(const Command *command)
{
    if (!command)
        return say("Usage: pitbossctl [--url URL | --profile NAME | --env-file FILE | --demo] [--json] COMMAND …");
    QString line = QStringLiteral("pitbossctl ") + command->name;
    for (const Argument &argument : command->arguments)
        line += (argument.isOptional ? QStringLiteral(" [%1]").arg(argument.name) : QLatin1Char(' ') + argument.name)
            + (argument.repeats ? QStringLiteral("…") : QString());
    for (const Option &option : command->options) {
        const QString value = option.value.isEmpty() ? QString() : QLatin1Char(' ') + option.value;
        line += QStringLiteral(" [--%1%2]").arg(option.name, value);
    }
    return say("Usage: %1").arg(line);
}

QString programHelp(const QList<Command> &commands, const QList<Option> &global)
{
    QList<Entry> entries;
    for (const Command &command : commands)
        entries.append({command.name, command.summary});
    return usageLine(nullptr) + QLatin1Char('\n') + section(say("Commands"), entries)
        + section(say("Options for every command"), entriesOf(global)) + section(say("Exit status"), statusEntries())
        + QStringLiteral("\n%1\n%2\n")
              .arg(say("The database is the first of --url, --profile, DATABASE_URL, DATABASE_URL in --env-file or "
                       "./.env; "
                       "without"),
                   say("one, libpq's own PG* variables, ~/.pgpass and pg_service.conf decide. Writes need --yes."));
}

QString commandHelp(const Command &command, const QList<Option> &global)
{
    QList<Entry> arguments;
    for (const Argument &argument : command.arguments)
        arguments.append({argument.name, argument.description});
    const QString notes = command.notes.isEmpty() ? QString() : QStringLiteral("\n%1\n").arg(command.notes);
    return usageLine(&command) + QStringLiteral("\n\n%1\n").arg(command.summary) + notes
        + section(say("Arguments"), arguments) + section(say("Options"), entriesOf(command.options))
        + section(say("Options for every command"), entriesOf(global)) + section(say("Exit status"), statusEntries());
}

QJsonArray describe(const QList<Command> &commands)
{
    QJsonArray list;
    for (const Command &command : commands) {
        QJsonArray arguments;
        for (const Argument &argument : command.arguments)
            arguments.append(argument.name);
        QJsonArray options;
        for (const Option &option : command.options)
            options.append(QJsonObject{{QStringLiteral("name"), option.name},
                                       {QStringLiteral("value"), option.value},
                                       {QStringLiteral("choices"), QJsonArray::fromStringList(option.choices)},
                                       {QStringLiteral("description"), option.description}});
        list.append(QJsonObject{{QStringLiteral("name"), command.name},
                                {QStringLiteral("summary"), command.summary},
                                {QStringLiteral("arguments"), arguments},
                                {QStringLiteral("options"), options}});
    }
    return list;
}

} // namespace pitboss::cli
