// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"

#include "app/cli/context.h"
#include "app/cli/help.h"
#include "app/cli/texttable.h"
#include "sql/connect/urlparameters.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Program", text);
}

void tell(Terminal &terminal, const QStringList &lines)
{
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString text = harmless(withoutPasswords(lines[i])); // a word out of place may be a whole URL
        if (!lines[i].isEmpty())
            terminal.note(i == 0 ? terminal.red(QStringLiteral("pitbossctl:")) + QLatin1Char(' ') + text
                                 : QStringLiteral("  ") + text);
    }
}

int usageFailed(Terminal &terminal, const QString &message, const QString &detail, const Command *command)
{
    tell(terminal, {message, detail});
    terminal.note(usageLine(command));
    const QString name =
        command ? QStringLiteral("pitbossctl %1 --help").arg(command->name) : QStringLiteral("pitbossctl --help");
    terminal.note(say("See %1.").arg(name));
    return BadUsage;
}

int failed(Terminal &terminal, const Error &error)
{
    const QString state = error.sqlState.isEmpty() ? QString() : QStringLiteral(" (SQLSTATE %1)").arg(error.sqlState);
    QStringList lines{error.message + state};
    lines << error.detail.split(QLatin1Char('\n'));
    if (error.position > 0)
        lines << say("At character %1 of: %2").arg(error.position).arg(error.statement);
    if (error.kind != Error::Kind::OutcomeUnknown)
        lines << say("Nothing was changed.");
    lines << error.hint;
    tell(terminal, lines);
    return Failed;
}

int report(Context &context, const Interrupt &interrupt, const Error &error)
{
    Terminal &terminal = context.terminal();
    if (error.kind == Error::Kind::Canceled && interrupt.happened()) {
        tell(terminal, {say("Interrupted. Nothing was changed.")});
        return Interrupted;
    }
    if (error.kind == Error::Kind::Usage)
        return usageFailed(terminal, error.message, error.detail, &context.command());
    return failed(terminal, error);
}

int runCommand(const Invocation &call, Terminal &terminal, Interrupt &interrupt)
{
    Context context(call, terminal, interrupt);
    const auto status = call.command->run(context);
    terminal.flush();
    return status ? *status : report(context, interrupt, status.error());
}

/// What needs no command: --version, --help, --commands.
bool answerItself(const Invocation &call, const QList<Command> &commands, Terminal &terminal)
{
    if (call.has(QStringLiteral("version"))) {
        terminal.out(QStringLiteral("pitbossctl " PITBOSS_VERSION "\n"));
    } else if (call.has(QStringLiteral("help"))) {
        terminal.out(call.command ? commandHelp(*call.command, globalOptions())
                                  : programHelp(commands, globalOptions()));
    } else if (call.has(QStringLiteral("commands"))) {
        terminal.out(QJsonDocument(describe(commands)).toJson());
    } else {
        return false;
    }
    return true;
}

int answer(const QStringList &arguments, Terminal &terminal, Interrupt &interrupt)
{
    const QList<Command> commands = allCommands();
    const QList<Option> global = globalOptions();
    const auto call = parseCommandLine(arguments, commands, global);
    if (!call)
        return usageFailed(terminal, call.error().message, {}, call.error().command);
    if (answerItself(*call, commands, terminal))
        return Done;
    if (!call->command)
        return usageFailed(terminal, say("A command is missing."), {}, nullptr);
    return runCommand(*call, terminal, interrupt);
}

} // namespace

int runProgram(const QStringList &arguments, Interrupt &interrupt)
{
    Terminal terminal;
    const int status = answer(arguments, terminal, interrupt);
    terminal.flush();
    if (terminal.failure().isEmpty())
        return status;
    tell(terminal, {say("Standard output could not be written: %1.").arg(terminal.failure())});
    return status == Done ? int(Failed) : status;
}

} // namespace pitboss::cli
