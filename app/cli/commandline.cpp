// SPDX-FileCopyrightText: 2026 The Pitboss authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <numeric>

namespace pitboss::cli {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

/// Edits (insert, remove, replace) from one word to the other.
int distance(const QString &from, const QString &to)
{
    QList<int> row(to.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (int i = 0; i < from.size(); ++i) {
        int diagonal = std::exchange(row[0], i + 1);
        for (int j = 0; j < to.size(); ++j) {
            const int replaced = diagonal + (from[i] == to[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.last();
}

class Parser
{
public:
    Parser(const QStringList &arguments, const QList<Command> &commands, const QList<Option> &global)
        : m_left(arguments)
        , m_commands(commands)
        , m_global(global)
    {
    }

    tl::expected<Invocation, UsageError> parse()
    {
        while (!m_left.isEmpty() && m_error.isEmpty())
            take(m_left.takeFirst());
        if (m_error.isEmpty() && !asksForHelp())
            findCommand(true);
        if (m_error.isEmpty() && m_call.command && !asksForHelp())
            checkWords();
        if (!m_error.isEmpty())
            return tl::unexpected(UsageError{m_error, m_call.command});
        return m_call;
    }

private:
    bool asksForHelp() const { return m_call.has(QStringLiteral("help")) || m_call.has(QStringLiteral("version")); }

    void take(const QString &word)
    {
        if (m_optionsEnded || word == QLatin1String("-") || !word.startsWith(QLatin1Char('-')))
            takeWord(word);
        else if (word == QLatin1String("--"))
            m_optionsEnded = true;
        else
            takeOption(word);
    }

    void takeWord(const QString &word)
    {
        m_call.words << word;
        findCommand(false);
    }

    /// Looks whether the words so far begin with a command's name, and takes that off them.
    void findCommand(bool isComplete)
    {
        if (m_call.command)
            return;
        const QString name = m_call.words.join(QLatin1Char(' '));
        for (const Command &command : m_commands) {
            if (command.name == name) {
                m_call.command = &command;
                m_call.words.clear();
                return;
            }
        }
        const bool mayFollow = std::any_of(m_commands.begin(), m_commands.end(), [&](const Command &command) {
            return command.name.startsWith(name + QLatin1Char(' '));
        });
        if (!name.isEmpty() && !(mayFollow && !isComplete))
            unknownCommand(name, mayFollow);
    }

    void unknownCommand(const QString &name, bool isGroup)
    {
        QStringList names;
        for (const Command &command : m_commands)
            names << command.name;
        if (isGroup) {
            const QStringList members = names.filter(QRegularExpression(QLatin1Char('^') + name + QLatin1Char(' ')));
            m_error = say("“%1” needs one more word: %2.").arg(name, members.join(QStringLiteral(", ")));
            return;
        }
        m_error = say("There is no command “%1”.").arg(name);
        if (const QStringList close = nearest(name, names); !close.isEmpty())
            m_error += QLatin1Char(' ') + say("Did you mean “%1”?").arg(close.first());
    }

    void takeOption(const QString &word)
    {
        const qsizetype equals = word.indexOf(QLatin1Char('='));
        const bool isLong = word.startsWith(QLatin1String("--"));
        const QString name = isLong ? word.mid(2, equals < 0 ? -1 : equals - 2) : word.mid(1, 1);
        const Option *option = find(name, isLong);
        if (!option)
            return unknownOption(isLong ? word.left(equals) : word.left(2));
        if (option->value.isEmpty())
            return takeSwitch(*option, isLong ? equals >= 0 : word.size() > 2);
        if (isLong && equals >= 0)
            return setOption(*option, word.mid(equals + 1));
        if (!isLong && word.size() > 2)
            return setOption(*option, word.mid(2));
        if (m_left.isEmpty())
            m_error = say("--%1 needs a value: %2.").arg(option->name, option->value);
        else
            setOption(*option, m_left.takeFirst());
    }

    const Option *find(const QString &name, bool isLong) const
    {
        const auto matches = [&](const Option &o) { return isLong ? o.name == name : QString(o.letter) == name; };
        if (m_call.command) {
            const auto &own = m_call.command->options;
            const auto it = std::find_if(own.begin(), own.end(), matches);
            if (it != own.end())
                return &*it;
        }
        const auto it = std::find_if(m_global.begin(), m_global.end(), matches);
        return it == m_global.end() ? nullptr : &*it;
    }

    void unknownOption(const QString &word)
    {
        m_error = m_call.command ? say("%1 has no option %2.").arg(m_call.command->name, word)
                                 : say("There is no option %1 before the command.").arg(word);
        QStringList names;
        const QList<Option> own = m_call.command ? m_call.command->options : QList<Option>();
        for (const Option &option : own + m_global)
            names << QStringLiteral("--") + option.name;
        if (const QStringList close = nearest(word, names); !close.isEmpty())
            m_error += QLatin1Char(' ') + say("Did you mean %1?").arg(close.first());
    }

    void takeSwitch(const Option &option, bool hasValue)
    {
        if (hasValue)
            m_error = say("--%1 takes no value.").arg(option.name);
        else
            m_call.options.insert(option.name, QString());
    }

    void setOption(const Option &option, const QString &value)
    {
        if (!option.choices.isEmpty() && !option.choices.contains(value))
            m_error =
                say("--%1 is one of %2, not “%3”.").arg(option.name, option.choices.join(QStringLiteral(", ")), value);
        else if (m_call.has(option.name))
            m_error = say("--%1 is given twice.").arg(option.name);
        else
            m_call.options.insert(option.name, value);
    }

    void checkWords()
    {
        const auto &arguments = m_call.command->arguments;
        const auto needed =
            std::count_if(arguments.begin(), arguments.end(), [](const Argument &a) { return !a.isOptional; });
        if (m_call.words.size() < needed)
            m_error = say("%1 needs %2.").arg(m_call.command->name, arguments[m_call.words.size()].name);
        else if (m_call.words.size() > arguments.size() && !(!arguments.isEmpty() && arguments.last().repeats))
            m_error = say("%1 has no place for “%2”.").arg(m_call.command->name, m_call.words[arguments.size()]);
    }

    QStringList m_left;
    const QList<Command> &m_commands;
    const QList<Option> &m_global;
    Invocation m_call;
    QString m_error;
    bool m_optionsEnded = false;
};

} // namespace

tl::expected<Invocation, UsageError> parseCommandLine(const QStringList &arguments, const QList<Command> &commands,
                                                      const QList<Option> &global)
{
    return Parser(arguments, commands, global).parse();
}

QStringList nearest(const QString &word, const QStringList &candidates)
{
    constexpr int most = 3;
    QStringList close;
    for (const QString &candidate : candidates) {
        if (distance(word, candidate) <= most && distance(word, candidate) * 2 <= word.size())
            close << candidate;
    }
    std::stable_sort(close.begin(), close.end(),
                     [&](const QString &a, const QString &b) { return distance(word, a) < distance(word, b); });
    return close;
}

} // namespace pitboss::cli
